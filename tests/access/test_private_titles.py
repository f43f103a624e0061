"""What a reader may not open leaves no word of itself anywhere: each private page has a word of its own."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cities.models import LegacySector
from knowledge.models import CollectionItem, ProductFile
from network.core.models import Country, MenuItem
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from tests.factories.home import PriorityPageFactory, StandardPageFactory
from tests.factories.knowledge import CollectionFactory, NewsFactory, PracticeFactory, ProductFactory
from tests.factories.media import make_document

WORDS = [
    "quagproduct",
    "quagpractice",
    "quagnews",
    "quagpriority",
    "quagstandard",
    "quagcollection",
    "quagchild",
]
WORDS += ["quagcollection", "quagchild", "quagalias", "quagdraft", "quagfile", "quagremark"]


def close(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.fixture
def crowded(network):
    """The open network, tied in every way there is to pages that are closed or not published."""
    n = network

    def named(word, **more):
        return {"title": f"Title {word}", "summary": f"Summary {word}", "slug": f"s-{word}"} | more

    product = ProductFactory(
        parent=n.knowledge,
        cities=[n.city],
        subtitle="quagproduct",
        **named("quagproduct"),
        derived_from=n.practice,
    )
    product.files = [ProductFile(document=make_document(name="quagfile.pdf", title="quagfile"), language="en")]
    product.save()
    practice = PracticeFactory(parent=n.practices, cities=[n.city], **named("quagpractice"))
    news = NewsFactory(parent=n.news, cities=[n.city], **named("quagnews"))
    priority = PriorityPageFactory(
        parent=n.priorities, title="Title quagpriority", slug="s-quagpriority", statement="quagpriority"
    )
    standard = StandardPageFactory(parent=n.standard, title="Title quagstandard", slug="s-quagstandard")
    StandardPageFactory(parent=standard, title="Title quagchild", slug="s-quagchild")
    collection = CollectionFactory(parent=n.knowledge, **named("quagcollection"))
    for page in (product, practice, news, priority, standard, collection):
        close(page)
    ProductFactory(parent=n.knowledge, cities=[n.city], draft=True, **named("quagdraft"))
    n.product.refresh_from_db()
    n.product.derived_from = practice
    n.product.save()
    shown = CollectionFactory(parent=n.knowledge, title="Shown", slug="shown")
    shown.items = [CollectionItem(item=page, remark="quagremark") for page in (product, practice)]
    shown.save()
    alias = standard.create_alias(parent=n.home, update_slug="quagalias-page")
    MenuItem.objects.create(label="quagstandard", page=standard)
    MenuItem.objects.create(label="quagalias", page=alias)
    n.standard.refresh_from_db()
    n.standard.body = [
        ("cards", {"title": "", "cards": [{"page": page, "url": "", "title": "", "text": ""}]})
        for page in (product, alias)
    ]
    n.standard.save()
    gone = ProductFactory(parent=n.knowledge, title="Gone", slug="gone", superseded_by=product)
    gone.save_revision().publish()
    gone.refresh_from_db()
    gone.unpublish()
    old = ProductFactory(parent=n.knowledge, title="Old", slug="old", superseded_by=product)
    assert old.live
    n.extra = ["/knowledge/shown/", "/knowledge/gone/", "/knowledge/old/", "/knowledge/old/cite.bib"]
    n.extra += ["/sitemap-pages.xml", "/sitemap-cities.xml", "/feeds/knowledge/circular-economy/"]
    n.extra += ["/feeds/practices/circular-economy/", "/no-such-page/"]
    for path in ("/", "/knowledge/", "/practices/", "/news/", "/cities/"):
        n.extra += [f"{path}?theme=circular-economy", f"{path}?city=essen", f"{path}?sort=title"]
    n.closed = [product, practice, news, priority, standard, collection]
    return n


def leaks(client, addresses):
    found = []
    for address in addresses:
        response = client.get(address)
        content = response.content.decode().lower()
        content += str(response.headers).lower()
        found += [(address, word) for word in WORDS if word in content]
    return found


def test_nobody_in_particular_finds_no_word(client, crowded):
    assert leaks(client, crowded.addresses + crowded.extra) == []


def test_no_word_is_found_by_looking_for_it(client, crowded):
    for path in ("/knowledge/", "/practices/", "/news/", "/cities/"):
        for word in WORDS:
            response = client.get(path, {"q": word})
            page = response.context["listing"].page_obj
            assert page.paginator.count == 0, (path, word)
            assert not response.context.get("ways_out") or "quag" not in str(
                [way.url for way in response.context["ways_out"] if "q=" not in way.url]
            )


def test_closed_pages_count_for_nobody(client, crowded):
    assert client.get("/knowledge/").context["listing"].page_obj.paginator.count == 1
    assert client.get("/practices/").context["listing"].page_obj.paginator.count == 1
    assert client.get("/news/").context["listing"].page_obj.paginator.count == 1


@pytest.mark.parametrize("restriction", ["login", "groups"])
def test_those_who_may_find_them(client, crowded, restriction):
    insiders = Group.objects.create(name="Insiders")
    PageViewRestriction.objects.update(restriction_type=restriction)
    for one in PageViewRestriction.objects.all():
        one.groups.add(insiders)
    client.force_login(UserFactory(groups=["Insiders"]))
    content = client.get("/knowledge/").content.decode()
    assert "quagproduct" in content
    assert "quagdraft" not in content
    assert client.get("/knowledge/s-quagproduct/").status_code == 200


def test_a_person_outside_the_group_gets_the_plain_404(client, crowded):
    PageViewRestriction.objects.update(restriction_type="groups")
    client.force_login(UserFactory())
    for page in crowded.closed:
        assert client.get(page.url).status_code == 404, page.url
    assert leaks(client, crowded.addresses + crowded.extra) == []


def test_an_address_of_a_closed_page_tells_only_where_to_sign_in(client, crowded):
    for page in crowded.closed:
        response = client.get(page.url)
        assert response.status_code == 302
        assert response.url.startswith("/account/login/?next=")
        assert response.content == b""
        assert client.get(f"{page.url}cite.bib").status_code == 404


def test_an_alias_is_as_closed_as_its_source(client, crowded):
    assert client.get("/quagalias-page/").status_code == 302


def test_an_alias_closes_with_its_source_and_so_does_what_lies_below_it(client, network):
    """Wagtail copies a restriction when it makes the alias, and none afterwards."""
    source = StandardPageFactory(parent=network.home, title="Title quagstandard", slug="source")
    alias = source.create_alias(parent=network.standard, update_slug="quagalias-page")
    child = StandardPageFactory(parent=alias, title="Title quagchild", slug="quagchild")
    second = child.create_alias(parent=network.home, update_slug="second")
    pages = [alias.url, child.url, second.url]
    assert [client.get(address).status_code for address in pages] == [200, 200, 200]
    assert "quagstandard" in client.get("/about/").content.decode()
    close(source)
    assert [client.get(address).status_code for address in pages] == [302, 302, 302]
    for address in ("/about/", "/sitemap-pages.xml", "/"):
        said = client.get(address).content.decode()
        assert not [word for word in ("quagstandard", "quagchild", "second") if word in said], address
    client.force_login(UserFactory())
    assert [client.get(address).status_code for address in pages] == [200, 200, 200]


def test_the_title_of_an_unpublished_page_above_stands_in_no_breadcrumb(client, network):
    above = StandardPageFactory(parent=network.home, title="Title quagdraft", slug="above", live=False)
    below = StandardPageFactory(parent=above, title="Below", slug="below")
    assert "quagdraft" not in client.get(below.url).content.decode()


def test_a_city_that_is_not_published_is_named_by_no_filter_and_no_sitemap(client, network):
    city = CityFactory(name="Quagtown", slug="quagtown", country=Country.objects.get(iso2="BT"), live=False)
    city.sectors = [LegacySector.objects.create(name="Quagworks", slug="quagworks")]
    city.save()
    ProductFactory(parent=network.knowledge, title="Of that city", cities=[city])
    directory = client.get("/cities/").content.decode()
    assert "Bhutan" not in directory
    assert "Quagworks" not in directory
    assert "/cities/essen/" in client.get("/sitemap-cities.xml").content.decode()
    assert "quagtown" not in client.get("/sitemap-cities.xml").content.decode()
    response = client.get("/knowledge/", {"city": "quagtown"})
    assert "Quagtown" not in response.content.decode()
    assert response.context["listing"].page_obj.paginator.count != 1  # which would tell what is about it
