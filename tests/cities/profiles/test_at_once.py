"""One form, twenty times at the same moment, makes one change."""

import pytest
from django.test import Client

from cities.models import City
from network.core.drafts import draft_of
from network.core.models import AuditEntry
from tests.cities.profiles.conftest import opened
from tests.mail.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 20
PATHS = {
    "timeline": {"row-2-year": "2005", "row-2-text": "Reuse"},
    "achievements": {"row-0-title": "A hall reused"},
    "commitments": {"row-0-title": "Neutral", "row-0-made_on": "2020-05-04"},
    "offers": {"row-0-title": "Tours of the hall"},
    "contacts": {"row-0-name": "Paula", "row-0-email": "p@here.example", "row-0-agreed": "on"},
    "sources": {"row-0-title": "The archive"},
}


@pytest.mark.parametrize("part", PATHS)
def test_one_form_makes_one_row(part, city, people):
    path = f"/cities/here/edit/{part}/"
    browsers = [Client() for _number in range(TIMES)]
    for browser in browsers:
        browser.force_login(people["coordinator"])
    data = opened(browsers[0], path, **PATHS[part])
    answers = in_threads(TIMES, lambda number: browsers[number].post(path, data))
    assert {answer.status_code for answer in answers} == {302}
    relation = {"timeline": "milestones"}.get(part, part)
    rows = getattr(draft_of(City.objects.get(pk=city.pk)), relation).all()
    assert len(rows) == (3 if part == "timeline" else 1)
    assert AuditEntry.objects.filter(action="profile.changed").count() == 1
