"""The newsletter: its pages, its mails, and subscribing without an account."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.models import NewsIndexPage
from network.core.public_forms.stamps import new_stamp
from network.home.newsletter.mail import KIND, LIST, TEST, example
from network.home.newsletter.models import IssueRun, NewsletterIndexPage, NewsletterPage, Subscriber
from network.home.newsletter.plain import plain
from network.home.newsletter.planning import plan
from network.home.newsletter.subscribing import CONFIRM, ask, confirm, confirm_url
from network.home.services import begin_network
from network.mail.enums import Frequency, SkipReason
from network.mail.lists import lists
from network.mail.models import Delivery, Preference
from network.mail.preferences.choices import choose
from network.mail.preferences.tokens import reader_stop_url
from network.mail.sending import send_due
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import ChallengeFactory
from tests.factories.knowledge import NewsFactory
from tests.factories.meetings import MeetingFactory
from tests.snapshots import assert_snapshot
from working_groups.enums import Audience

pytestmark = pytest.mark.django_db
SNAPSHOTS = Path(__file__).parent / "snapshots"
NOW = timezone.now()


@pytest.fixture
def archive(home):
    begin_network(name="Test network", base_url="http://testserver")
    return NewsletterIndexPage.objects.get()


def body(*items):
    blocks = [("text", '<h2>What is new</h2><p>See <a href="/news/">the news</a>.</p><ul><li>One</li></ul>')]
    if items:
        blocks.append(("picks", {"title": "From the portal", "items": list(items)}))
    return blocks


def issue_in(archive, *items, **fields):
    values = {"title": "December", "summary": "What cities did.", "issued_on": NOW.date()} | fields
    page = NewsletterPage(body=body(*items), **values)
    archive.add_child(instance=page)
    page.save_revision().publish()
    return NewsletterPage.objects.get(pk=page.pk)


def news(title="Halls reopened", **fields):
    return NewsFactory(parent=NewsIndexPage.objects.get(), title=title, summary="In two steps.", **fields)


def subscriber(email="reader@example.org", confirmed=True):
    now = NOW if confirmed else None
    return Subscriber.objects.create(email=email, form_token=uuid.uuid4(), asked_at=NOW, confirmed_at=now)


def wanting(**fields):
    person = UserFactory(**fields)
    choose(person=person, mail_list=lists.get(LIST), frequency=Frequency.AT_ONCE, now=NOW)
    return person


def test_an_issue_and_the_archive_are_read_by_everybody(archive, client):
    page = issue_in(archive, ("page", news()))
    assert "December" in client.get("/newsletter/").content.decode()
    assert "Halls reopened" in client.get(page.get_url()).content.decode()


def test_what_is_not_public_cannot_be_picked(archive):
    closed = news()
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(ValidationError):
        issue_in(archive, ("page", closed))
    inside = MeetingFactory(network=True)
    with pytest.raises(ValidationError):
        issue_in(archive, ("meeting", inside), title="Another")


def test_what_is_no_longer_public_is_left_out_of_page_and_mail(archive, client):
    gone, stays = news("Gone since"), news("Stays")
    meeting = MeetingFactory(network=True, audience=Audience.EVERYBODY, title="Open day")
    challenge = ChallengeFactory(title="Empty shops")
    page = issue_in(archive, ("page", gone), ("page", stays), ("meeting", meeting), ("challenge", challenge))
    assert "Open day" in example(page).text
    assert "Empty shops" in example(page).html
    gone.unpublish()
    type(meeting).objects.filter(pk=meeting.pk).update(audience=Audience.NETWORK)
    for text in (example(page).text, example(page).html, client.get(page.get_url()).content.decode()):
        assert "Gone since" not in text
        assert "Open day" not in text
        assert "Stays" in text


def test_the_preview_shows_page_mail_and_text(archive):
    page = issue_in(archive)
    request = RequestFactory().get("/")
    html, text = (page.make_preview_request(request, mode) for mode in ("html", "text"))
    message = example(page)
    assert html.content.decode() == message.html
    assert text.content.decode() == message.text
    assert page.make_preview_request(request, "").status_code == 200


def test_an_issue_is_planned_once_for_those_who_asked(archive):
    person, reader = wanting(), subscriber()
    UserFactory()
    subscriber("unconfirmed@example.org", confirmed=False)
    issue_in(archive, send_at=NOW)
    assert plan(NOW) == 1
    assert plan(NOW) == 0
    mails = Delivery.objects.filter(kind=KIND)
    assert {mail.to_address for mail in mails} == {person.email, reader.email}
    IssueRun.objects.all().delete()  # as a second scheduler sees it that reads the same moment
    plan(NOW)
    assert mails.count() == 2


def test_an_issue_waits_for_its_time_and_for_being_published(archive):
    subscriber()
    early = issue_in(archive, send_at=NOW + timedelta(hours=1))
    issue_in(archive, title="Never mailed")
    assert plan(NOW) == 0
    early.unpublish()
    assert plan(NOW + timedelta(hours=2)) == 0


def test_it_is_sent_with_one_click_headers_and_each_readers_own_link(archive, mailoutbox):
    wanting()
    reader = subscriber()
    issue_in(archive, send_at=NOW)
    plan(NOW)
    send_due()
    assert len(mailoutbox) == 2
    links = {mail.extra_headers["List-Unsubscribe"] for mail in mailoutbox}
    assert len(links) == 2
    mine = next(mail for mail in mailoutbox if mail.to == [reader.email])
    assert reader_stop_url(reader.pk, LIST) in mine.body
    assert mine.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_unsubscribed_after_planning_gets_none(archive, mailoutbox):
    person, reader = wanting(), subscriber()
    issue_in(archive, send_at=NOW)
    plan(NOW)
    choose(person=person, mail_list=lists.get(LIST), frequency=Frequency.NEVER, now=NOW)
    reader.delete()
    send_due()
    assert not mailoutbox
    assert set(Delivery.objects.values_list("skip_reason", flat=True)) == {SkipReason.OPTED_OUT}


def test_an_issue_unpublished_after_planning_is_not_mailed(archive, mailoutbox):
    subscriber()
    page = issue_in(archive, send_at=NOW)
    plan(NOW)
    page.unpublish()
    send_due()
    assert not mailoutbox
    assert Delivery.objects.get().skip_reason == SkipReason.NO_ACCESS


def test_the_queries_of_a_batch_do_not_grow(archive, mailoutbox, django_assert_max_num_queries):
    for number in range(40):
        subscriber(f"reader{number}@example.org")
    issue_in(archive, ("page", news()), send_at=NOW)
    plan(NOW)
    with django_assert_max_num_queries(40 * 1 + 40):  # one statement a mail writes its end
        send_due()
    assert len(mailoutbox) == 40


def test_unsubscribing_an_address_takes_a_post(archive, client):
    reader = subscriber()
    url = reader_stop_url(reader.pk, LIST)
    for method in (client.get, client.head):
        assert method(url).status_code == 200
    assert Subscriber.objects.filter(pk=reader.pk).exists()
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.filter(pk=reader.pk).exists()
    assert client.post(url).status_code == 200


def test_altered_links_are_refused(archive, client):
    reader = subscriber(confirmed=False)
    for url in (reader_stop_url(reader.pk, LIST), confirm_url(reader)):
        token = url.rstrip("/").rpartition("/")[2]
        for place in range(0, len(token), 3):
            other = "x" if token[place] != "x" else "y"
            bad = url.replace(token, token[:place] + other + token[place + 1 :])
            assert client.post(bad).status_code == 404, bad
    reader.refresh_from_db()
    assert reader.confirmed_at is None


def send_form(client, email):
    """Send the form as somebody does who opened it ten seconds ago."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: NOW.timestamp() - 10)
        stamp = new_stamp()
    return client.post(reverse("newsletter:subscribe"), {"email": email, "stamp": stamp, "website": ""})


def test_an_address_is_subscribed_once_its_owner_confirms(archive, client):
    assert send_form(client, "New@Example.org").status_code == 302
    reader = Subscriber.objects.get()
    assert (reader.email, reader.confirmed_at) == ("new@example.org", None)
    url = confirm_url(reader)
    client.get(url)
    reader.refresh_from_db()
    assert reader.confirmed_at is None
    assert client.post(url).status_code == 200
    reader.refresh_from_db()
    assert reader.confirmed_at


def test_the_form_says_the_same_of_known_and_unknown_addresses(archive, client):
    subscriber("known@example.org")
    UserFactory(email="account@example.org")
    answers = {send_form(client, f"{name}@example.org").url for name in ("known", "account", "new")}
    assert len(answers) == 1
    assert Delivery.objects.filter(kind=CONFIRM).count() == 3


def test_an_address_of_an_account_is_subscribed_there(archive):
    person = UserFactory(email="ana@example.org")
    ask(email="Ana@example.org", form_token=uuid.uuid4(), now=NOW)
    confirm(subscriber=Subscriber.objects.get(), now=NOW)
    assert not Subscriber.objects.exists()
    assert Preference.objects.get(person=person, list=LIST).frequency == Frequency.AT_ONCE


def test_who_has_both_gets_one(archive):
    person = wanting(email="ana@example.org")
    subscriber("ana@example.org")
    issue_in(archive, send_at=NOW)
    plan(NOW)
    assert Delivery.objects.get(kind=KIND).recipient == person


def test_bad_addresses_are_shown_again(archive, client):
    answer = send_form(client, "no address")
    assert answer.status_code == 422
    assert "no address" in answer.content.decode()


def test_staff_send_a_test_of_the_draft(archive, client, mailoutbox):
    editor = UserFactory(administrator=True)
    UserFactory.add_totp(editor)
    client.force_login(editor)
    page = issue_in(archive)
    page.title = "Still a draft"
    page.save_revision()
    url = reverse("newsletter-sending", args=[page.pk])
    assert client.get(url).status_code == 200
    sent = {"to": editor.pk, "token": uuid.uuid4()}
    for _number in range(2):
        assert client.post(url, sent).status_code == 302
    assert Delivery.objects.filter(kind=TEST).count() == 1
    send_due()
    assert mailoutbox[-1].subject == "[Test] Still a draft"
    outsider = UserFactory()
    assert client.post(url, {"to": outsider.pk, "token": uuid.uuid4()}).status_code == 422


def test_strangers_and_members_do_not_reach_the_desk(archive, client):
    page = issue_in(archive)
    client.force_login(UserFactory())
    assert client.get(reverse("newsletter-sending", args=[page.pk])).status_code in (302, 403, 404)


def test_the_mail(archive):
    issued = NOW.date().replace(2026, 12, 1)
    item = news(slug="halls-reopened")
    page = issue_in(archive, ("page", item), issued_on=issued)
    message = example(page)
    assert_snapshot(SNAPSHOTS / "newsletter.txt", f"Subject: {message.subject}\n\n{message.text}")
    assert_snapshot(SNAPSHOTS / "newsletter.html", message.html)


def test_rich_text_as_plain_text():
    html = (
        "<h2>A</h2><p>See <a href='http://x.example/'>this</a> &amp; that</p><ol><li>One</li><li>Two</li></ol>"
    )
    assert plain(html) == "A\n=\n\nSee this (http://x.example/) & that\n\n1. One\n2. Two"
