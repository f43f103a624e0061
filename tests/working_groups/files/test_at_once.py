"""Versions and files added at the same moment, in real threads with a connection each."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from tests.factories.files import CONTENT, DocumentFactory
from working_groups.enums import FileKind
from working_groups.files import limits, services
from working_groups.files.limits import LimitReached

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(act):
    """Call ``act`` in many threads at once; return how often a limit was reached."""
    start = threading.Barrier(THREADS)

    def one(_number):
        try:
            start.wait(30)
            act(
                upload=services.Upload(ContentFile(CONTENT), FileKind.CSV, "costs.csv"),
                added_by=None,
                form_token=uuid.uuid4(),
                now=timezone.now(),
            )
        except LimitReached:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


def test_each_version_has_a_number_of_its_own_and_none_is_one_too_many(home, kept, monkeypatch):
    monkeypatch.setattr(limits, "MOST_VERSIONS", 5)
    document = DocumentFactory()
    refused = at_once(lambda **given: services.add_version(document=document, **given))
    assert list(document.versions.values_list("number", flat=True)) == [5, 4, 3, 2, 1]
    assert (refused, len(kept())) == (THREADS - 4, 5)


def test_no_file_is_one_too_many(home, kept, monkeypatch):
    monkeypatch.setattr(limits, "MOST_DOCUMENTS", 3)
    group = DocumentFactory().group
    refused = at_once(lambda **given: services.add_document(group=group, title="Costs", **given))
    assert (refused, group.documents.count(), len(kept())) == (THREADS - 2, 3, 3)
