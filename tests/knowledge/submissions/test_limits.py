"""How much one person may submit in a day, whatever becomes of it."""

import pytest
from django.core.cache import cache

from knowledge.models import Submission
from knowledge.submissions import services, views
from tests.knowledge.submissions.test_submitting import NEW, city, people, written  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_day(monkeypatch):
    monkeypatch.setattr(views, "PER_PERSON", (3, 86400))


def test_the_next_one_is_asked_to_wait_and_nothing_is_lost(as_):
    client = as_("author")
    for _number in range(3):
        assert client.post(NEW, written(client)).status_code == 302
    response = client.post(NEW, written(client, title="A fourth hall"))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "A fourth hall" in response.content.decode()
    assert Submission.objects.count() == 3
    colleague = as_("colleague")
    assert colleague.post(NEW, written(colleague)).status_code == 302


def test_what_was_rolled_back_counts(as_, monkeypatch):
    client = as_("author")
    client.raise_request_exception = False

    def fail(**_entry):
        raise RuntimeError("The last step fails")

    with monkeypatch.context() as patched:
        patched.setattr(services, "record", fail)
        for _number in range(3):
            assert client.post(NEW, written(client)).status_code == 500
    assert Submission.objects.count() == 0
    assert client.post(NEW, written(client)).status_code == 429
    cache.clear()
    assert client.post(NEW, written(client)).status_code == 302


def test_what_was_deleted_counts(as_):
    client = as_("author")
    for _number in range(3):
        client.post(NEW, written(client))
    Submission.objects.all().delete()
    assert client.post(NEW, written(client)).status_code == 429


def test_the_same_form_sent_again_counts_once(as_):
    client = as_("author")
    form = written(client)
    for _time in range(5):
        assert client.post(NEW, form).status_code == 302
    assert Submission.objects.count() == 1
    assert client.post(NEW, written(client)).status_code == 302


def test_a_form_that_is_refused_does_not_count(as_):
    client = as_("author")
    for _time in range(4):
        assert client.post(NEW, written(client, title="")).status_code == 422
    assert client.post(NEW, written(client)).status_code == 302
