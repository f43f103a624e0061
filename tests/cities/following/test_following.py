"""Following a theme or a city: by a button on its page, with and without scripts, and no longer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.following.services import follow, stop_following
from cities.models import Follow
from network.core.access import can
from network.core.models import Theme
from network.core.personal_data import personal_data
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.preferences.choices import choose
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from tests.factories.follows import FollowFactory
from tests.factories.home import PriorityIndexPageFactory, PriorityPageFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
CITY = "/account/following/cities/essen/"
THEME = "/account/following/themes/circular-economy/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def essen(home):
    return CityFactory(name="Essen", slug="essen")


@pytest.fixture
def theme(home):
    return Theme.objects.get(slug="circular-economy")


@pytest.fixture
def priority(home):
    parent = PriorityIndexPageFactory(parent=home, slug="priorities")
    return PriorityPageFactory(parent=parent, slug="circular", title="Circular works")


@pytest.fixture
def marta(home):
    return UserFactory(name="Marta Member")


@pytest.fixture
def browser(marta):
    client = Client()
    client.force_login(marta)
    return client


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("both", [True, False], ids=["both", "neither"])
def test_a_row_is_about_a_theme_or_a_city(marta, essen, theme, both):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowFactory(person=marta, theme=theme if both else None, city=essen if both else None)


@pytest.mark.parametrize("kind", ["theme", "city"])
def test_nobody_follows_a_thing_twice(marta, essen, theme, kind):
    thing = {"theme": theme, "city": essen}[kind]
    first = follow(person=marta, followed=thing, now=NOW - timedelta(days=3))
    assert follow(person=marta, followed=thing, now=NOW) == first
    first.refresh_from_db()
    assert first.followed_at == NOW - timedelta(days=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowFactory(person=marta, **{kind: thing})


def test_stopping_twice_changes_nothing_and_nobody_elses(marta, essen):
    other = FollowFactory(city=essen)
    follow(person=marta, followed=essen, now=NOW)
    for _time in range(2):
        stop_following(person=marta, followed=essen)
    assert list(Follow.objects.all()) == [other]


def test_only_she_herself_finds_what_she_follows(marta, essen):
    row = FollowFactory(person=marta, city=essen)
    assert list(Follow.objects.visible_to(marta)) == [row]
    for other in (UserFactory(administrator=True), AnonymousUser()):
        assert not Follow.objects.visible_to(other).exists()
        assert not can(other, "view", row)


def test_whoever_is_signed_in_may_follow_what_has_a_page(marta, essen, theme):
    assert can(marta, "follow", essen)
    assert can(marta, "follow", theme)
    assert not can(marta, "follow", CityFactory(draft=True))
    assert not can(AnonymousUser(), "follow", essen)


def test_it_is_hers_to_take_away_and_goes_with_her_account(marta, essen, theme):
    FollowFactory(person=marta, city=essen)
    FollowFactory(person=marta, theme=theme)
    [holding] = [one for one in personal_data.all() if one.key == "follows"]
    assert [row["city"] or row["theme"] for row in holding.of(marta)] == ["Essen", "Circular economy"]
    marta.delete()
    assert not Follow.objects.exists()


def test_a_city_is_followed_without_scripts_and_left_again(browser, essen, marta):
    page = text_of(browser.get("/cities/essen/"))
    assert f'action="{CITY}"' in page
    assert "Follow Essen" in page
    answer = browser.post(CITY, {"follows": "yes", "next": "/cities/essen/"}, follow=True)
    assert answer.redirect_chain == [("/cities/essen/", 302)]
    page = text_of(answer)
    assert "You follow Essen. What is new comes once a week, in your digest." in page
    assert "Stop following Essen" in page
    assert Follow.objects.get().person == marta
    answer = browser.post(CITY, {"follows": "no", "next": "/cities/essen/"}, follow=True)
    assert "You no longer follow Essen." in text_of(answer)
    assert not Follow.objects.exists()


def test_a_priority_page_follows_its_theme_and_leads_back_to_itself(browser, priority, theme):
    path = "/priorities/circular/"
    page = text_of(browser.get(path))
    assert f'action="{THEME}"' in page
    assert f'name="next" value="{path}"' in page
    assert browser.post(THEME, {"follows": "yes", "next": path}).url == path
    assert Follow.objects.get().theme == theme
    assert "Stop following Circular economy" in text_of(browser.get(path))


def test_with_scripts_the_button_is_swapped_and_the_change_read_out(browser, essen):
    page = text_of(browser.get("/cities/essen/"))
    assert f'hx-post="{CITY}"' in page
    assert '<span class="small" id="follow-said" role="status"></span>' in page
    answer = browser.post(CITY, {"follows": "yes", "next": "/cities/essen/"}, **HTMX)
    swapped = text_of(answer)
    assert swapped.startswith('<form id="follow"')
    assert 'id="follow-button"' in swapped  # where the keyboard was, it stays
    assert '<span id="follow-said" hx-swap-oob="innerHTML">You follow Essen.' in swapped
    assert 'name="follows" value="no"' in swapped
    assert 'name="next" value="/cities/essen/"' in swapped
    assert "<html" not in swapped
    assert "You follow Essen" not in text_of(browser.get("/cities/essen/"))  # no message waits beside it


@pytest.mark.parametrize(
    ("frequency", "words"),
    [(Frequency.DAILY, "once a day"), (Frequency.NEVER, "You have chosen to get no mail of it")],
)
def test_it_says_when_she_hears_of_it(browser, marta, essen, frequency, words):
    choose(person=marta, mail_list=lists.find("follows"), frequency=frequency, now=NOW)
    assert words in text_of(browser.post(CITY, {"follows": "yes"}, **HTMX))


def test_who_has_stopped_all_digests_is_told_so(browser, marta, essen):
    choose(person=marta, mail_list=lists.find("digest"), frequency=Frequency.NEVER, now=NOW)
    assert "You have chosen to get no mail of it" in text_of(browser.post(CITY, {"follows": "yes"}, **HTMX))


def test_a_strangers_page_is_everybodys_and_leads_to_sign_in_and_back(client, essen, priority):
    FollowFactory(city=essen)
    for path in ("/cities/essen/", "/priorities/circular/"):
        response = client.get(path)
        page = text_of(response)
        assert f'href="/account/login/?next={path}"' in page
        assert "csrfmiddlewaretoken" not in page.replace("colours", "")
        assert "htmx" not in page
        assert not response.cookies


def test_whoever_is_signed_out_meanwhile_signs_in_and_comes_back(client, essen):
    sign_in = "/account/login/?next=%2Fcities%2Fessen%2F"
    assert client.post(CITY, {"follows": "yes", "next": "/cities/essen/"}).url == sign_in
    answer = client.post(CITY, {"follows": "yes", "next": "/cities/essen/"}, **HTMX)
    assert answer.headers["HX-Redirect"] == sign_in
    assert not Follow.objects.exists()


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_nobody_is_led_away(browser, client, essen, away):
    assert browser.post(CITY, {"follows": "yes", "next": away}).url == "/account/following/"
    assert client.post(CITY, {"next": away}).url == "/account/login/?next=%2Faccount%2Ffollowing%2F"


def test_what_has_no_page_is_not_there(browser, home):
    CityFactory(slug="hidden", draft=True)
    assert browser.post("/account/following/cities/hidden/", {"follows": "yes"}).status_code == 404
    assert browser.post("/account/following/themes/none/", {"follows": "yes"}).status_code == 404
    assert browser.get(THEME).status_code == 405


def test_another_site_cannot_have_somebody_follow(marta, essen):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(marta)
    assert strict.post(CITY, {"follows": "yes"}).status_code == 403
    assert not Follow.objects.exists()


def test_the_account_lists_what_she_follows_with_a_button_to_stop_each(browser, marta, essen, theme):
    FollowFactory(person=marta, city=essen)
    FollowFactory(person=marta, theme=theme)
    FollowFactory(city=CityFactory(name="Somebody else’s"))
    FollowFactory(person=marta, city=CityFactory(name="Hidden", draft=True))
    page = text_of(browser.get("/account/following/"))
    for words in (
        "Essen",
        "Germany",
        "Circular economy",
        f'action="{CITY}"',
        f'action="{THEME}"',
        "once a week",
    ):
        assert words in page
    assert "Somebody else" not in page
    assert "Hidden" not in page
    answer = browser.post(CITY, {"follows": "no", "next": "/account/following/"}, follow=True)
    assert "You no longer follow Essen." in text_of(answer)
    assert f'action="{CITY}"' not in text_of(answer)


def test_whoever_follows_nothing_is_told_how(browser, home):
    page = text_of(browser.get("/account/following/"))
    assert "You follow nothing yet" in page
    assert 'href="/cities/"' in page


def test_the_page_of_what_she_follows_asks_as_often_for_much_as_for_little(browser, marta, home):
    def queries():
        browser.get("/account/following/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/account/following/")
        return len(asked)

    FollowFactory(person=marta, city=CityFactory())
    few = queries()
    for theme in Theme.objects.all()[:8]:
        FollowFactory(person=marta, city=CityFactory())
        FollowFactory(person=marta, theme=theme)
    assert queries() == few


def test_she_chooses_how_often_and_not_at_once(browser, marta, home):
    page = text_of(browser.get("/account/mail/"))
    assert "What you follow" in page
    select = page[page.index('name="follows-0"') :].partition("</select>")[0]
    assert 'value="weekly" selected' in select
    assert "at_once" not in select
    assert lists.find("follows").default == Frequency.WEEKLY
