"""What a reader may not open does not exist for her, on no page that links lead to."""

import pytest
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import PageViewRestriction

from knowledge.models import CollectionPage
from network.core.models import MenuItem, Place, Theme
from tests.crawl import crawl
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from tests.factories.home import PriorityIndexPageFactory, PriorityPageFactory, StandardPageFactory
from tests.factories.knowledge import (
    CollectionFactory,
    KnowledgeIndexFactory,
    NewsFactory,
    NewsIndexFactory,
    PracticeFactory,
    PracticeIndexFactory,
    ProductFactory,
)

START = ["/", "/sitemap.xml", "/cities/", "/knowledge/", "/practices/", "/news/", "/priorities/", "/about/"]
LOGIN, GROUPS, PASSWORD = "login", "groups", "password"
SECRETS = {
    "product": "Kestrelgrove",
    "practice": "Marlinquay",
    "news": "Ospreyfield",
    "collection": "Heronbridge",
    "priority": "Swiftmoor",
    "text": "Plovermarsh",
    "child of text": "Lapwinghall",
    "child of product": "Curlewdock",
    "alias": "Ternwharf",
}


@pytest.fixture
def site(home):
    """Build a small network in which one page of each kind is closed, with words found nowhere else."""
    theme = Theme.objects.get(slug="circular-economy")
    city = CityFactory(name="Opentown", slug="opentown", placed=True, themes=[theme])
    indexes = {
        "product": KnowledgeIndexFactory(parent=home),
        "practice": PracticeIndexFactory(parent=home),
        "news": NewsIndexFactory(parent=home),
        "priority": PriorityIndexPageFactory(parent=home, slug="priorities"),
    }
    about = StandardPageFactory(parent=home, title="About", slug="about")
    pages = {}
    for kind, make in (("product", ProductFactory), ("practice", PracticeFactory), ("news", NewsFactory)):
        for title in ("Open one", SECRETS[kind]):
            indexes[kind].refresh_from_db()
            pages[title] = make(
                parent=indexes[kind],
                title=title,
                slug=title.lower().replace(" ", "-"),
                summary=f"{title} in two sentences.",
                cities=[city],
            )
        indexes[kind].refresh_from_db()
    collection = CollectionFactory(parent=indexes["product"], title="Open collection", slug="open-collection")
    indexes["product"].refresh_from_db()
    closed = CollectionFactory(parent=indexes["product"], title=SECRETS["collection"], slug="closed-collection")
    for item in (pages[SECRETS["product"]], pages[SECRETS["practice"]]):
        CollectionPage.items.rel.related_model.objects.create(page=collection, item=item)
    pages[SECRETS["collection"]] = closed
    PriorityPageFactory(parent=indexes["priority"], title="Open priority", slug="open-priority")
    pages[SECRETS["priority"]] = PriorityPageFactory(
        parent=indexes["priority"], title=SECRETS["priority"], slug="closed-priority"
    )
    pages[SECRETS["text"]] = StandardPageFactory(
        parent=about, title=SECRETS["text"], slug="closed-text", lead=f"{SECRETS['text']} says more."
    )
    # A child of a closed page is closed, though nothing is said of it.
    StandardPageFactory(parent=pages[SECRETS["text"]], title=SECRETS["child of text"], slug="closed-child")
    ProductFactory(
        parent=pages[SECRETS["product"]], title=SECRETS["child of product"], slug="closed-part", cities=[city]
    )
    source = pages[SECRETS["text"]]
    source.refresh_from_db()
    alias = source.create_alias(parent=about, update_slug="closed-alias")
    about.body = [
        (
            "cards",
            {"title": "Read on", "cards": [{"page": source, "url": "", "title": SECRETS["alias"], "text": ""}]},
        )
    ]
    about.save()
    for word, page in [*pages.items(), ("alias", alias)]:
        if word != "Open one":
            MenuItem.objects.create(place=Place.MAIN, label=f"Menu {page.title}"[:40], page=page)
    return {word: page for word, page in pages.items() if word != "Open one"}


def close(site, kind: str, *, group=None) -> None:
    for page in site.values():
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="open sesame"
        )
        if group:
            restriction.groups.add(group)


def read_site(client) -> dict[str, str]:
    """Return all that links lead to.

    A product below another one, which no editor can make, has no citations.
    """
    return crawl(client, START, follow=lambda path: "/closed-part/cite." not in path)


def found_in(said: dict[str, str]) -> dict[str, list[str]]:
    """Return, for each secret word that turned up, where."""
    hits: dict[str, list[str]] = {}
    for word in SECRETS.values():
        where = [path for path, text in said.items() if word.lower() in text.lower() and word not in path]
        if where:
            hits[word] = where
    return hits


@pytest.mark.parametrize("kind", [LOGIN, GROUPS, PASSWORD])
def test_a_stranger_finds_no_closed_page_and_no_child_of_one(client, site, kind):
    close(site, kind)
    assert found_in(read_site(client)) == {}


def test_nothing_is_hidden_from_the_crawl_that_is_open(client, site):
    """Prove that the crawl would notice: with nothing closed, every word turns up, in feeds too."""
    said = read_site(client)
    hits = found_in(said)
    assert set(hits) == set(SECRETS.values())
    for kind in ("product", "practice", "news"):
        assert any(path.startswith("/feeds/") for path in hits[SECRETS[kind]]), kind
    assert any(path.endswith("cite.bib") for path in said)
    assert any(path.endswith("cite.ris") for path in said)


def test_a_member_finds_what_signing_in_opens(client, site):
    close(site, LOGIN)
    client.force_login(UserFactory())
    said = read_site(client)
    assert set(found_in(said)) == set(SECRETS.values())
    assert not [path for path, text in said.items() if "Menu " in text]  # menus are the same for everyone


def test_a_group_finds_what_is_its_own_and_others_do_not(client, site):
    from django.contrib.auth.models import Group

    insiders = Group.objects.create(name="Insiders")
    close(site, GROUPS, group=insiders)
    client.force_login(UserFactory(groups=["Others"]))
    assert found_in(read_site(client)) == {}
    client.force_login(UserFactory(groups=["Insiders"]))
    assert set(found_in(read_site(client))) == set(SECRETS.values())


def test_a_password_opens_one_page_to_the_one_who_gave_it(client, site):
    close(site, PASSWORD)
    page = site[SECRETS["product"]]
    [restriction] = page.get_view_restrictions()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "open sesame", "return_url": "/"},
    )
    found = set(found_in(read_site(client)))
    assert found == {SECRETS["product"], SECRETS["child of product"]}


def test_counts_count_what_the_reader_may_see(client, site):
    close(site, LOGIN)
    assert "All 2 products" not in client.get("/").content.decode()
    open_priority = client.get("/priorities/").content.decode()
    assert "1 practice<" in open_priority
    client.force_login(UserFactory())
    assert "All 3 products" in client.get("/").content.decode()
    assert "2 practices<" in client.get("/priorities/").content.decode()


@pytest.mark.parametrize("path", ["/knowledge/", "/practices/", "/news/"])
def test_searching_for_a_closed_page_finds_nothing(client, site, path):
    close(site, LOGIN)
    for word in SECRETS.values():
        response = client.get(path, {"q": word})
        assert f'href="/{path.strip("/")}/{word.lower()}/"' not in response.content.decode()
        assert response.context["listing"].count == 0


def test_drafts_are_closed_to_everyone(client, site):
    staff = UserFactory(administrator=True)
    for page in site.values():
        page.refresh_from_db()
        UnpublishPageAction(page, user=staff, include_descendants=True).execute()
    assert found_in(read_site(client)) == {}


def test_a_draft_is_no_step_on_the_way_to_the_page_below_it(client, site):
    site[SECRETS["text"]].unpublish()
    text = client.get("/about/closed-text/closed-child/").content.decode()
    assert SECRETS["child of text"] in text
    assert f">{SECRETS['text']}<" not in text


def test_a_closed_page_sends_the_stranger_to_sign_in(client, site):
    close(site, LOGIN)
    response = client.get("/about/closed-text/closed-child/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")
    assert SECRETS["child of text"] not in client.get(response["Location"]).content.decode()
