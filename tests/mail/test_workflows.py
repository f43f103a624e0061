"""Wagtail's workflow mail goes out by way of the outbox."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow

from network.mail.enums import DeliveryState, SkipReason
from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    """Return somebody whose approval pages need."""
    person = UserFactory(staff=True, name="Mo Derator")
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


@pytest.fixture
def author():
    """Return somebody who submits pages."""
    return UserFactory(staff=True, name="Au Thor")


@pytest.fixture
def submitted(home, moderator, author):
    """Return the state of a workflow that the author has started on the home page."""
    page = Page.objects.get(pk=home.pk).specific
    page.save_revision(user=author)
    return Workflow.objects.get().start(page, author)


def test_a_submission_is_mailed_to_the_approvers_once(submitted, moderator, mailoutbox):
    delivery = Delivery.objects.get()
    assert delivery.recipient == moderator
    assert mailoutbox == []
    send_due()
    [mail] = mailoutbox
    assert mail.to == [moderator.email]
    assert mail.extra_headers["Message-ID"] == delivery.message_id
    assert "Home" in mail.subject
    assert "has been submitted for approval" in mail.body
    assert "/admin/pages/" in mail.alternatives[0].content


def test_what_was_decided_meanwhile_is_not_announced(submitted, moderator, mailoutbox):
    submitted.current_task_state.approve(user=moderator)
    send_due()
    about_task = Delivery.objects.get(kind="workflow_submitted")
    assert (about_task.state, about_task.skip_reason) == (DeliveryState.SKIPPED, SkipReason.EMPTY)
    [mail] = mailoutbox
    assert "approved" in mail.subject


def test_somebody_who_is_no_longer_an_approver_gets_no_mail(submitted, moderator, mailoutbox):
    moderator.groups.clear()
    send_due()
    assert Delivery.objects.get().skip_reason == SkipReason.NO_ACCESS
    assert mailoutbox == []


def test_a_rejection_reaches_the_author_with_its_comment(submitted, moderator, author, mailoutbox):
    submitted.current_task_state.reject(user=moderator, comment="Name the source.")
    send_due()
    mail = mailoutbox[-1]
    assert mail.to == [author.email]
    assert "Name the source." in mail.body


def test_a_page_submitted_again_can_be_rejected_again(submitted, moderator, author, mailoutbox):
    submitted.current_task_state.reject(user=moderator, comment="Once.")
    submitted.refresh_from_db()
    submitted.resume(user=author)
    submitted.current_task_state.reject(user=moderator, comment="Twice.")
    assert Delivery.objects.filter(kind="workflow_rejected", recipient=author).count() == 2
