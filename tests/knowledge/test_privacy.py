"""What a reader may not open does not exist for her: lists, counts, related, cities, feeds, files."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from cities.models import City
from knowledge.models import ProductFile
from network.accounts.models import User
from network.core.registry import counters, panels
from tests.factories.cities import CityFactory
from tests.factories.knowledge import NewsFactory, PracticeFactory, ProductFactory
from tests.factories.media import make_document

KINDS = [
    ("knowledge_index", ProductFactory, "/knowledge/"),
    ("practice_index", PracticeFactory, "/practices/"),
    ("news_index", NewsFactory, "/news/"),
]


@pytest.fixture
def member(db):
    return User.objects.create_user("member@example.org", "a long password")


def read(client, document):
    response = client.get(document.url)
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:  # response.close() would end the test's own connection
        close()
    return content


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    request.session = {}
    return request


@pytest.mark.parametrize(("index", "make", "address"), KINDS)
def test_a_restricted_page_shows_only_to_those_who_may_open_it(client, request, member, index, make, address):
    parent = request.getfixturevalue(index)
    city = CityFactory()
    open_page = make(parent=parent, title="Everybody’s", cities=[city])
    parent.refresh_from_db()
    closed = make(parent=parent, title="Quagmire secret", cities=[city])
    restrict(closed)
    addresses = [
        address,
        f"{address}?q=quagmire",
        open_page.url,
        "/search/?q=quagmire",
        "/search/?q=quagmir",
        "/search/suggestions/?q=quag",
        f"/feeds{address}",
        f"/cities/{city.slug}/",
        "/",
    ]
    for seen in addresses:
        assert "Quagmire" not in client.get(seen).content.decode(), seen
    assert client.get(address).context["listing"].count == 1
    assert [
        choice.count
        for facet in client.get(address).context["listing"].facets
        for choice in facet.choices
        if facet.name == "theme" and choice.count
    ] == [1]
    client.force_login(member)
    for seen in (address, f"{address}?q=quagmire", "/search/?q=quagmire"):
        page = client.get(seen)
        assert [entry.title for entry in page.context["listing"].restricted] == ["Quagmire secret"]
        assert "Quagmire" in page.content.decode()
    assert client.get(address).context["listing"].count == 1
    assert "Quagmire" not in client.get(open_page.url).content.decode()
    assert "Quagmire" not in client.get(f"/feeds{address}").content.decode()


@pytest.mark.parametrize(("index", "make", "address"), KINDS)
def test_what_lies_below_a_restricted_list_is_hidden_too(client, request, member, index, make, address):
    parent = request.getfixturevalue(index)
    city = CityFactory()
    make(parent=parent, title="Quagmire child", cities=[city])
    restrict(parent)
    anonymous = request_of(AnonymousUser())
    assert panels.gather(city, anonymous) == []
    assert all(city.pk not in found for found in counters.counts(City, anonymous).values())
    assert "Quagmire" not in client.get(f"/feeds{address}").content.decode()
    assert len(panels.gather(city, request_of(member))) == 1


def test_a_city_counts_its_practices_and_products(knowledge_index, practice_index):
    city = CityFactory()
    PracticeFactory(parent=practice_index, cities=[city])
    ProductFactory(parent=knowledge_index, cities=[city, CityFactory()])
    found = counters.counts(City, request_of(AnonymousUser()))
    assert found["practices"][city.pk] == 1
    assert found["products"][city.pk] == 1


def test_a_file_opens_for_those_who_may_open_a_page_that_offers_it(client, knowledge_index, member):
    document = make_document()
    assert client.get(document.url).status_code == 404
    page = ProductFactory(parent=knowledge_index)
    page.files = [ProductFile(document=document, language="en")]
    page.save()
    assert read(client, document).startswith(b"%PDF")
    assert "Download PDF" in client.get(page.url).content.decode()
    restrict(page)
    assert client.get(document.url).status_code == 404
    client.force_login(member)
    assert read(client, document).startswith(b"%PDF")
    page.unpublish()
    assert client.get(document.url).status_code == 404


def test_a_file_of_a_draft_is_not_served(client, knowledge_index):
    document = make_document()
    page = ProductFactory(parent=knowledge_index, draft=True)
    page.files = [ProductFile(document=document, language="en")]
    page.save()
    assert client.get(document.url).status_code == 404
    assert client.get(f"/documents/{document.pk}/other.pdf").status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404
