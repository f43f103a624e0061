"""What is new on what people follow: in their digest, once, if everybody may read it at that moment."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cities.following.services import stop_following
from cities.models import City
from knowledge.digests.source import FollowSource
from knowledge.models import GoodPracticePage, KnowledgeProductPage
from network.mail.digests.plan import plan
from network.mail.digests.sources import Want
from network.mail.enums import DeliveryState, Frequency, SkipReason
from network.mail.lists import lists
from network.mail.memo import Memo
from network.mail.models import Delivery, Preference
from network.mail.preferences.choices import choose
from network.mail.preferences.tokens import preferences_url, unsubscribe_url
from tests.factories.cities import CityFactory
from tests.factories.groups import GroupFactory, MembershipFactory
from tests.factories.knowledge import NewsFactory, PracticeFactory, ProductFactory
from tests.factories.meetings import DecisionFactory, MeetingFactory
from tests.knowledge.digests.conftest import DAY, LATELY, LONG_AGO, MONDAY
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent / "snapshots"
MARTA = "marta@example.org"
EMPTY = (DeliveryState.SKIPPED, SkipReason.EMPTY)
WEEK = 7 * DAY


def chosen(person, frequency, mail_list="follows"):
    choose(person=person, mail_list=lists.find(mail_list), frequency=frequency, now=timezone.now())


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_it_comes_once_a_week_on_her_weekday(post, marta, published):
    published(title="Halls reused", at=MONDAY - 2 * DAY)
    assert post.comes(MONDAY - DAY) == {}
    mail = post.comes(MONDAY)[MARTA]
    assert mail.subject == "What you follow: 1 practice"
    assert "Halls reused" in mail.body
    assert "Halls reused" in mail.alternatives[0][0]
    for day in range(1, 8):
        assert post.comes(MONDAY + day * DAY) == {}
    assert post.ended() == [(DeliveryState.SENT, ""), EMPTY]


def test_once_a_day_if_she_wants(post, marta, published):
    chosen(marta, Frequency.DAILY)
    published(title="Halls reused", at=MONDAY + timedelta(hours=3))
    assert post.comes(MONDAY) == {}
    assert "Halls reused" in post.comes(MONDAY + DAY)[MARTA].body


def test_never_is_never_and_at_once_is_not_offered(post, marta, published):
    published()
    chosen(marta, Frequency.NEVER)
    assert post.comes(MONDAY) == {}
    assert not Delivery.objects.exists()
    with pytest.raises(ValueError, match="at_once"):
        chosen(marta, Frequency.AT_ONCE)


def test_who_follows_nothing_hears_nothing(post, reader, published):
    reader()
    published()
    assert post.comes(MONDAY) == {}
    assert not Delivery.objects.exists()


def test_a_theme_has_those_below_it_and_not_those_above(post, reader, themes, published):
    deepest = type(themes["soil"]).objects.create(name="Clay", slug="clay", broader=themes["soil"])
    reader(themes["circular-economy"], email="above@example.org")
    reader(themes["soil"], email="below@example.org")
    published(title="Soil washed", themes=[themes["soil"]])
    published(title="Clay dug", themes=[deepest])
    published(title="Halls reused", themes=[themes["circular-economy"]])
    published(title="Floods held", themes=[themes["resilience"]])
    mails = post.comes(MONDAY)
    above, below = (mails[f"{name}@example.org"].body for name in ("above", "below"))
    assert [title in above for title in ("Soil washed", "Clay dug", "Halls reused", "Floods held")] == [
        True,
        True,
        True,
        False,
    ]
    assert [title in below for title in ("Soil washed", "Clay dug", "Halls reused", "Floods held")] == [
        True,
        True,
        False,
        False,
    ]
    assert "Because you follow Circular economy." in above


def test_what_several_follows_have_is_told_once_with_each_of_them(post, reader, themes, essen, published):
    reader(themes["circular-economy"], themes["soil"], themes["resilience"], essen, email=MARTA)
    page = published(title="Halls reused", themes=[themes["soil"], themes["resilience"]], cities=[essen])
    mail = post.comes(MONDAY)[MARTA]
    assert mail.body.count("Halls reused") == 1
    assert mail.alternatives[0][0].count(page.get_url()) == 1
    assert "Because you follow Soil, Circular economy, Resilience, Essen." in mail.body


def test_news_is_told_of_cities_and_not_of_themes(post, reader, marta, essen, published):
    reader(essen, email="essen@example.org")
    published(NewsFactory, title="A market opens", cities=[essen])
    mails = post.comes(MONDAY)
    assert set(mails) == {"essen@example.org"}
    assert mails["essen@example.org"].subject == "What you follow: 1 news item"


def test_each_kind_is_counted_and_of_many_the_newest_are_shown(post, marta, published):
    for number in range(8):
        published(title=f"Practice number {number}", at=LATELY + timedelta(minutes=number))
    published(ProductFactory, title="A guide")
    mail = post.comes(MONDAY)[MARTA]
    assert mail.subject == "What you follow: 8 practices, 1 knowledge product"
    shown = [number for number in range(8) if f"Practice number {number}\n" in mail.body]
    assert shown == [2, 3, 4, 5, 6, 7]
    assert mail.body.index("Practice number 7") < mail.body.index("Practice number 2")
    assert "2 more: http" in mail.body
    assert "A guide" in mail.body


def test_the_window_begins_where_the_last_digest_ended(post, marta, published):
    due = MONDAY - timedelta(minutes=5)
    published(title="Too old", at=due - 14 * DAY - timedelta(minutes=1))
    published(title="Old enough", at=due - 14 * DAY + timedelta(minutes=1))
    published(title="Just before", at=due - timedelta(seconds=1))
    published(title="Just then", at=due)
    first = post.comes(MONDAY)[MARTA].body
    assert [title in first for title in ("Too old", "Old enough", "Just before", "Just then")] == [
        False,
        True,
        True,
        False,
    ]
    second = post.comes(MONDAY + WEEK)[MARTA].body
    assert "Just then" in second
    assert "Just before" not in second


def test_a_digest_that_failed_loses_nothing(post, marta, published):
    published(title="Halls reused")
    post.comes(MONDAY)
    Delivery.objects.update(state=DeliveryState.FAILED, data={})
    assert "Halls reused" in post.comes(MONDAY + WEEK)[MARTA].body


def test_what_was_there_before_she_followed_is_no_news(post, reader, themes, essen, published):
    person = reader(themes["circular-economy"], email=MARTA)
    published(title="Before", themes=[themes["resilience"]], cities=[essen], at=LATELY - DAY)
    published(title="After", themes=[themes["resilience"]], cities=[essen], at=LATELY + timedelta(hours=1))
    from tests.factories.follows import FollowFactory

    FollowFactory(person=person, city=essen, followed_at=LATELY)
    body = post.comes(MONDAY)[MARTA].body
    assert "After" in body
    assert "Before" not in body


def test_a_page_that_waits_for_its_hour_counts_from_when_it_is_shown(
    post, marta, published, essen, monkeypatch
):
    """Written three weeks before, shown on the Sunday: Wagtail's own clockwork shows it."""
    clock = {"now": MONDAY - 21 * DAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["now"])
    page = published(title="Halls reused", at=None, draft=True, cities=[essen])
    page.go_live_at = MONDAY - DAY
    page.save_revision().publish()
    assert not GoodPracticePage.objects.get(pk=page.pk).live
    assert post.comes(MONDAY - WEEK) == {}
    clock["now"] = MONDAY - DAY + timedelta(minutes=1)
    call_command("publish_scheduled")
    clock["now"] = MONDAY
    assert GoodPracticePage.objects.get(pk=page.pk).first_published_at == MONDAY - DAY + timedelta(minutes=1)
    assert "Halls reused" in post.comes(MONDAY)[MARTA].body
    assert post.comes(MONDAY + WEEK) == {}


def test_what_not_everybody_may_read_is_never_mailed(post, marta, published):
    close(published(title="Closed"))
    published(title="Draft", draft=True)
    assert post.comes(MONDAY) == {}
    close(Page.objects.get(pk=published(title="Below a closed list").get_parent().pk))
    assert post.comes(MONDAY + WEEK) == {}


@pytest.mark.parametrize("what", ["unpublished", "closed", "replaced", "city hidden", "no longer followed"])
def test_what_has_changed_since_it_was_planned_is_left_out(post, reader, essen, published, what):
    person = reader(essen, email=MARTA)
    page = published(ProductFactory, title="A guide", cities=[essen], themes=[])
    plan(MONDAY)
    match what:
        case "unpublished":
            page.unpublish()
        case "closed":
            close(page)
        case "replaced":
            later = published(ProductFactory, title="A later guide", at=LONG_AGO)
            KnowledgeProductPage.objects.filter(pk=page.pk).update(superseded_by=later)
        case "city hidden":
            City.objects.filter(pk=essen.pk).update(live=False)
        case "no longer followed":
            stop_following(person=person, followed=essen)
    assert post.comes(MONDAY) == {}
    gone = what in ("city hidden", "no longer followed")
    assert post.ended() == [(DeliveryState.SKIPPED, SkipReason.NO_ACCESS) if gone else EMPTY]


def test_what_is_taken_back_and_shown_again_is_told_once(post, marta, essen, published):
    page = published(title="Halls reused", cities=[essen])
    post.comes(MONDAY)
    page = GoodPracticePage.objects.get(pk=page.pk)
    page.unpublish()
    page.save_revision().publish()
    assert post.comes(MONDAY + WEEK) == {}


def test_a_copy_that_follows_its_page_is_not_told_beside_it(post, marta, published):
    page = published(title="Halls reused")
    alias = page.create_alias(update_slug="again")
    Page.objects.filter(pk=alias.pk).update(first_published_at=LATELY, live=True)
    assert post.comes(MONDAY)[MARTA].body.count("Halls reused") == 1


def test_it_stands_in_one_mail_with_what_is_new_in_her_groups(post, marta, published):
    group = GroupFactory(name="Soil on site", slug="soil-on-site", created_at=LONG_AGO)
    MembershipFactory(group=group, person=marta, decided_at=LONG_AGO, requested_at=LONG_AGO)
    held = MeetingFactory(group=group, starts_at=MONDAY - 3 * DAY, created_at=LONG_AGO, changed_at=LONG_AGO)
    DecisionFactory(meeting=held, group=group, text="Soil stays.", decided_at=LATELY)
    published(title="Halls reused")
    mail = post.comes(MONDAY)[MARTA]
    assert mail.subject == "New in Soil on site, what you follow"
    assert mail.body.index("Soil stays.") < mail.body.index("Halls reused")
    assert "Hear no more of what you follow:" in mail.body


def test_the_link_below_it_stops_it_and_nothing_else(post, client, marta, published):
    published()
    body = post.comes(MONDAY)[MARTA].body
    stop = unsubscribe_url(marta.pk, "follows", 0)
    assert stop in body
    page = client.get(stop).content.decode()
    assert "Hear no more of “What you follow”?" in page
    assert not Preference.objects.exists()
    assert client.post(stop).status_code == 200
    [row] = Preference.objects.all()
    assert (row.list, row.of, row.frequency) == ("follows", 0, Frequency.NEVER)
    published(title="Later", at=MONDAY + DAY)
    assert post.comes(MONDAY + WEEK) == {}


def test_she_chooses_how_often_by_a_link_in_a_mail(client, marta):
    address = preferences_url(marta.pk)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in sent.items()}
    client.post(address, sent | {"follows-0": "daily"})
    assert Preference.objects.get(person=marta, list="follows").frequency == Frequency.DAILY
    assert client.post(address, sent | {"follows-0": "at_once"}).status_code == 422
    del sent["follows-0"]  # the page was opened before there was such a list
    assert "Your choice is saved." in client.post(address, sent).content.decode()
    assert Preference.objects.get(person=marta, list="follows").frequency == Frequency.DAILY


def test_titles_and_names_are_text(post, reader, published):
    city = CityFactory(name="<i>Essen</i>")
    reader(city, email=MARTA)
    published(title="Soil & <b>bricks</b>", summary="1 < 2", cities=[city])
    mail = post.comes(MONDAY)[MARTA]
    assert "Soil & <b>bricks</b>" in mail.body
    html = mail.alternatives[0][0]
    assert "Soil &amp; &lt;b&gt;bricks&lt;/b&gt;" in html
    assert "1 &lt; 2" in html
    assert "&lt;i&gt;Essen&lt;/i&gt;" in html
    assert "<i>" not in html


def test_what_is_in_another_language_says_so(post, marta, published):
    published(ProductFactory, title="Bodenschutz", summary="Was eine Stadt tun kann.", language="de")
    html = post.comes(MONDAY)[MARTA].alternatives[0][0]
    assert re.search('lang="de"[^>]*><b>Bodenschutz</b>', html)
    assert '<span lang="de">Was eine Stadt tun kann.</span>' in html


def wanted(people):
    return [Want(one, 0, MONDAY - 14 * DAY, MONDAY, MONDAY + WEEK) for one in people]


def queries(people, published, themes, essen, number):
    """Return how many queries ``number`` readers of as many items of each kind need."""
    for place in range(number):
        for factory in (PracticeFactory, ProductFactory, NewsFactory):
            published(factory, title=f"{place}", themes=[themes["soil"]], cities=[essen])
    source = FollowSource()
    source.gather(wanted(people[:number]), MONDAY, Memo())
    memo = Memo()
    with CaptureQueriesContext(connection) as first:
        source.readable({person.pk for person in people[:number]})
        found = source.gather(wanted(people[:number]), MONDAY, memo)
    assert len(found) == number
    with CaptureQueriesContext(connection) as again:
        source.gather(wanted(people[:number]), MONDAY, memo)
    return len(first), len(again)


def test_many_readers_of_much_ask_as_often_as_one_of_little(reader, published, themes, essen):
    people = [reader(themes["circular-economy"], essen) for _number in range(20)]
    few = queries(people, published, themes, essen, 1)
    assert queries(people, published, themes, essen, 20) == few
    assert few[0] <= 14
    assert few[1] <= 3  # the next batch of a sweep asks only what is public now, and who follows what


def test_each_item_is_rendered_once_for_all_readers_of_a_language(reader, published, themes, monkeypatch):
    published()
    people = [reader(themes["circular-economy"], locale=code) for code in ("en", "en", "de", "en")]
    made = []
    from knowledge.digests import source

    plain = source.inlined
    monkeypatch.setattr(source, "inlined", lambda *args: made.append(args) or plain(*args))
    assert len(source.FollowSource().gather(wanted(people), MONDAY, Memo())) == 4
    assert len([template for template, _context in made if template.endswith("item.html")]) == 2


def test_how_the_section_reads(reader, published, themes, essen):
    person = reader(themes["circular-economy"], essen, name="Marta Member")
    mill = {"title": "Halls reused", "slug": "halls", "summary": "A mill became a market."}
    published(themes=[themes["soil"]], cities=[essen], **mill)
    for number in range(7):
        published(title=f"Yard {number}", slug=f"yard-{number}", summary="", at=LATELY - number * DAY)
    told = {"title": "A guide & its tables", "slug": "guide", "summary": "What a city can do. " * 20}
    published(ProductFactory, cities=[essen], **told)
    published(NewsFactory, title="A market opens", slug="market", cities=[essen, CityFactory(name="Herne")])
    [section] = FollowSource().gather(wanted([person]), MONDAY, Memo()).values()
    assert section.headline == "8 practices, 1 knowledge product, 1 news item"
    assert_snapshot(HERE / "section.txt", section.text)
    assert_snapshot(HERE / "section.html", section.html)
