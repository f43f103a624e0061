"""One form, twenty times at the same moment, makes one page."""

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.models import GoodPracticePage, Submission
from tests.knowledge.submissions.test_submitting import NEW, city, people, written  # noqa: F401
from tests.mail.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 20


def test_one_form_makes_one_page(people):  # noqa: F811
    browsers = [Client() for _number in range(TIMES)]
    for browser in browsers:
        browser.force_login(people["author"])
    data = written(browsers[0], action="submit")
    answers = in_threads(TIMES, lambda number: browsers[number].post(NEW, data))
    assert {answer.status_code for answer in answers} == {302}
    assert GoodPracticePage.objects.count() == Submission.objects.count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_different_forms_make_different_pages(people):  # noqa: F811
    browsers = [Client() for _number in range(6)]
    for browser in browsers:
        browser.force_login(people["author"])
    forms = [written(browser) for browser in browsers]
    in_threads(6, lambda number: browsers[number].post(NEW, forms[number]))
    assert GoodPracticePage.objects.count() == 6
    assert Page.find_problems() == ([], [], [], [], [])
