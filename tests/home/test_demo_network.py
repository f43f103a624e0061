"""The demo network: everything of the data is there, reachable by links, and counted truly."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cities.models import Affiliation, City
from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from network.accounts.models import User
from network.core.models import MenuItem, NetworkSettings, Theme
from network.home.demo.people import PASSWORD
from network.home.models import HomePage, PriorityKind, PriorityPage, StandardPage
from tests.crawl import crawl
from tests.demo_network import index_at

ADDRESSES = [
    "/",
    "/priorities/",
    "/knowledge/",
    "/practices/",
    "/news/",
    "/cities/",
    "/partners/",
    "/contact/",
    "/tell-us/",
    "/join/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/imprint/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/healthz",
]


@pytest.fixture(scope="module")
def said(demo, django_db_blocker):
    """Return all that the demo says to a stranger who follows every link, filters and feeds apart."""
    with django_db_blocker.unblock(), index_at(demo):
        return crawl(Client(), ["/"], follow=is_path_or_page)


def is_path_or_page(link: str) -> bool:
    """Follow pages of lists, but not every combination of filters."""
    path, _mark, query = link.partition("?")
    return not path.startswith("/feeds/") and (not query or re.fullmatch(r"page=\d+", query) is not None)


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_answers_with_content(loaded, client, path):
    response = client.get(path)
    assert response.status_code == 200
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert len(body) > 60


def test_all_cities_products_practices_and_news_are_reachable_from_the_home_page(loaded, said):
    cities = {city.get_absolute_url() for city in City.objects.members()}
    assert len(cities) == 45
    assert cities <= set(said)
    for model, number in ((KnowledgeProductPage, 85), (GoodPracticePage, 40), (NewsPage, 24)):
        addresses = {page.get_url() for page in model.objects.live()}
        assert len(addresses) == number
        assert addresses <= set(said), sorted(addresses - set(said))[:5]


def test_every_priority_and_theme_is_reachable(loaded, said):
    pages = PriorityPage.objects.live()
    assert pages.filter(kind=PriorityKind.PRIORITY).count() == 3
    assert {page.theme_id for page in pages} == set(
        Theme.objects.filter(broader=None).values_list("pk", flat=True)
    )
    assert {page.get_url() for page in pages} <= set(said)


def test_no_page_shows_a_label_without_a_value(loaded, said):
    empty = re.compile(r"<(dd|h[1-6]|p|li|a|span class=\"num\")\b[^>]*>\s*</")
    for path, text in said.items():
        hit = empty.search(text)
        assert hit is None, f"{path}: {text[max(hit.start() - 200, 0) : hit.end() + 40]}"
        for label, value in re.findall(r"<dt\b[^>]*>(.*?)</dt>\s*<dd\b[^>]*>(.*?)</dd>", text, re.DOTALL):
            assert re.sub(r"<[^>]+>", "", value).strip(), f"{path}: {label} has no value"


def test_no_page_shows_what_was_meant_for_python(loaded, said):
    pages = {path: text for path, text in said.items() if "<html" in text}
    for path, text in pages.items():
        for word in (">None<", "&lt;p&gt;", "{{", "{%", "[object ", "datetime."):
            assert word not in text, f"{path} shows {word}"


def test_counts_are_the_counts_of_what_they_lead_to(loaded, client, said):
    wanted = re.compile(
        r'<a[^>]* href="(/(?:knowledge|practices|news|cities)/[^"]*)"[^>]*>\s*(?:All )?(\d+)'
        r" (?:good )?(practice|product|knowledge product|news item|cit)"
    )
    checked = 0
    for path in ["/", "/priorities/", *(path for path in said if path.startswith("/priorities/"))]:
        for address, number, _kind in wanted.findall(said[path]):
            response = client.get(unescape(address))
            context = response.context
            listed = "listing" in context or "page_obj" in context
            if not listed:
                continue
            count = context["listing"].count if "listing" in context else context["page_obj"].paginator.count
            assert count == int(number), f"{path} says {number} of {address}, which lists {count}"
            checked += 1
    assert checked > 30


def test_the_numbers_on_the_home_page_are_true(loaded, said):
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd><a [^>]+>([\d,]+)</a>", said["/"]))
    assert facts == {
        "Member cities": "45",
        "Countries": str(City.objects.members().values("country").distinct().count()),
        "Knowledge products": "85",
        "Good practices": "40",
    }


def test_every_page_says_what_it_is_to_machines(loaded, said):
    for path, text in said.items():
        if path.startswith(("/contact/", "/tell-us/", "/newsletter/subscribe/", "/sitemap")):
            continue
        if "<html" not in text:
            continue
        assert '"@context": "https://schema.org"' in text, path
        assert '<meta property="og:title"' in text, path
        assert text.count("<h1") == 1, path


def test_a_demo_user_for_each_role_signs_in(loaded, client):
    for name in ("admin", "moderator", "editor", "coordinator", "member", "expert"):
        person = User.objects.get(email=f"{name}@interurban.example")
        assert person.check_password(PASSWORD)
        assert person.emailaddress_set.get().verified
    assert User.objects.get(email="admin@interurban.example").is_superuser
    assert not User.objects.get(email="member@interurban.example").is_staff


def test_loaded_again_it_leaves_every_edit_alone(loaded):
    home = HomePage.objects.get()
    home.headline = "Our own words"
    home.save_revision().publish()
    product = KnowledgeProductPage.objects.live().first()
    product.title = "Our own title"
    product.save_revision().publish()
    practice = GoodPracticePage.objects.live().first()
    practice.delete()
    news = NewsPage.objects.live().first()
    news.unpublish()
    City.objects.filter(slug="essen").update(lead="Our own lead")
    StandardPage.objects.get(slug="imprint").delete()
    NetworkSettings.objects.update(name="Our own name")
    MenuItem.objects.filter(label="News").delete()
    User.objects.get(email="expert@interurban.example").delete()
    kept = [
        model.objects.count() for model in (HomePage, KnowledgeProductPage, GoodPracticePage, NewsPage, City)
    ]

    out = StringIO()
    call_command("load_demo", with_users=True, stdout=out)

    after = [
        model.objects.count() for model in (HomePage, KnowledgeProductPage, GoodPracticePage, NewsPage, City)
    ]
    assert after == kept
    assert HomePage.objects.get().headline == "Our own words"
    assert KnowledgeProductPage.objects.get(pk=product.pk).title == "Our own title"
    assert not NewsPage.objects.get(pk=news.pk).live
    assert City.objects.get(slug="essen").lead == "Our own lead"
    assert not StandardPage.objects.filter(slug="imprint").exists()
    assert NetworkSettings.objects.get().name == "Our own name"
    assert not MenuItem.objects.filter(label="News").exists()
    assert not User.objects.filter(email="expert@interurban.example").exists()
    numbers = [int(number) for number in re.findall(r"^\s*(\d+) .* added$", out.getvalue(), re.MULTILINE)]
    assert numbers
    assert set(numbers) == {0}


def test_the_demo_users_belong_to_cities_and_a_partner_and_two_wait(loaded):
    rows = Affiliation.objects.select_related("person", "city", "partner")
    found = {row.person.email.partition("@")[0]: (str(row.organisation), row.role, row.state) for row in rows}
    assert found["coordinator"] == ("Katowice", "coordinator", "approved")
    assert found["member"] == ("Katowice", "official", "approved")
    assert found["expert"] == ("Essen", "expert", "approved")
    assert found["partner"][1:] == ("representative", "approved")
    assert [name for name, row in sorted(found.items()) if row[2] == "requested"] == ["applicant", "newcomer"]
    call_command("load_demo", with_users=True, stdout=StringIO())
    assert rows.count() == len(found) == 7
