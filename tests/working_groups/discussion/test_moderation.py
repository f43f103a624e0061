"""Keeping a discussion in order: reports, hiding, closing; and how its mails read."""

from pathlib import Path

import pytest
from django.utils import timezone

from network.core.models import AuditEntry
from network.core.waiting import waiting
from network.mail.models import Delivery
from tests.factories.discussion import PostFactory, ReportFactory, ThreadFactory
from tests.snapshots import assert_snapshot
from tests.working_groups.test_notices import mail
from working_groups.discussion import notices, services
from working_groups.models import PostReport

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"
HERE = "/working-groups/soil/discussion/"


@pytest.fixture
def thread(group):
    return ThreadFactory(group=group, title="Who signs for the soil?")


@pytest.fixture
def post(thread, people):
    return PostFactory(pk=41, thread=thread, author=people["member"])  # its number stands in the mails


def waits_for(person) -> list[str]:
    found = waiting.gather(type(person).objects.get(pk=person.pk), now=timezone.now())
    return [one.title for one in found if one.title.startswith("A post was reported")]


def test_a_reported_post_waits_for_those_who_run_the_group(as_, people, group, post):
    path = f"{HERE}posts/{post.pk}/"
    assert as_("member").get(f"{path}report/").status_code == 404
    for _time in range(2):
        as_("facilitator").post(f"{path}report/", {"reason": "It names a tenant."})
    assert PostReport.objects.count() == 1
    assert waits_for(people["facilitator"]) == []  # who has reported it is not asked to settle it
    group.memberships.filter(person=people["member"]).update(role="facilitator")
    assert waits_for(people["member"]) == []  # nor is its author
    assert waits_for(people["administrator"]) == ["A post was reported: Who signs for the soil?"]


def test_hiding_settles_the_reports_and_the_author_reads_why(as_, people, thread, post):
    report = ReportFactory(post=post, reporter=people["colleague"])
    page = as_("facilitator").get(thread.get_absolute_url()).content.decode()
    assert "has reported a post:" in page and report.reason in page
    assert "has reported a post:" not in as_("member").get(thread.get_absolute_url()).content.decode()
    assert as_("member").get(f"{HERE}posts/{post.pk}/hiding/").status_code == 404
    as_("facilitator").post(f"{HERE}posts/{post.pk}/hiding/", {"reason": "Names a tenant."})
    report.refresh_from_db()
    assert report.settled_by == people["facilitator"]
    assert Delivery.objects.get(kind=notices.HIDDEN).recipient == people["member"]
    assert "Names a tenant." in as_("member").get(thread.get_absolute_url()).content.decode()
    actions = AuditEntry.objects.of(post).values_list("action", flat=True)
    assert list(actions) == ["post.hidden"]
    as_("facilitator").post(f"{HERE}posts/{post.pk}/showing/")
    post.refresh_from_db()
    assert not post.is_hidden and post.hidden_reason == ""


def test_a_hidden_post_is_read_by_its_author_and_those_who_run_the_group(as_, people, group, thread):
    PostFactory(thread=thread, author=people["facilitator"], hidden=True, text="Hidden words")
    page = as_("member").get(thread.get_absolute_url()).content.decode()
    assert "Hidden words" not in page and "This post is hidden." in page
    assert "Hidden words" in as_("facilitator").get(thread.get_absolute_url()).content.decode()


def test_a_report_can_be_dismissed_but_not_by_the_author(as_, people, group, post):
    report = ReportFactory(post=post, reporter=people["colleague"])
    path = f"{HERE}reports/{report.pk}/dismissal/"
    group.memberships.filter(person=people["member"]).update(role="facilitator")
    assert as_("member").post(path).status_code == 404
    as_("facilitator").post(path)
    report.refresh_from_db()
    assert report.settled_at


def test_a_pinned_thread_stands_first(as_, group, thread):
    ThreadFactory(group=group, title="Newer")
    as_("facilitator").post(f"{HERE}{thread.pk}/step/", {"step": "pin"})
    assert as_("member").get(HERE).context["threads"][0]["thread"] == thread
    assert as_("member").post(f"{HERE}{thread.pk}/step/", {"step": "unpin"}).status_code == 404


@pytest.mark.parametrize("kind", [notices.POSTED, notices.MENTIONED, notices.HIDDEN, notices.REPORTED])
def test_each_mail_reads_as_it_was_looked_at(kind, people, group, thread, post):
    post.text = "In our city the *mine inspector* signs."
    if kind == notices.HIDDEN:
        post.hidden_at, post.hidden_reason = timezone.now(), "It names a tenant."
    post.save()
    report = ReportFactory(post=post, reporter=people["colleague"])
    reader = people["member"] if kind == notices.HIDDEN else people["facilitator"]
    services.follow_thread(thread=thread, person=reader, follows=True)
    data = {"post": post.pk, "report": report.pk}
    message = mail(kind, reader, **data)
    assert_snapshot(SNAPSHOTS / f"{kind}.txt", f"{message.subject}\n\n{message.text}")
    assert_snapshot(SNAPSHOTS / f"{kind}.html", message.html)
    assert mail(kind, people["other"], **data) is None
    services.take_back_post(post=post, now=timezone.now())
    assert mail(kind, reader, **data) is None


def test_who_has_left_or_stopped_following_gets_no_mail_of_before(people, group, thread, post):
    reader = people["facilitator"]
    services.follow_thread(thread=thread, person=reader, follows=True)
    assert mail(notices.POSTED, reader, post=post.pk)
    services.follow_thread(thread=thread, person=reader, follows=False)
    assert mail(notices.POSTED, reader, post=post.pk) is None
    group.memberships.filter(person=reader).update(state="ended", ended_at=timezone.now())
    reader = type(reader).objects.get(pk=reader.pk)
    assert mail(notices.MENTIONED, reader, post=post.pk) is None
