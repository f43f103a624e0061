"""Detail pages: what they show, hide and lead to, with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knowledge.models import CollectionItem, ProductAuthor
from tests.factories.cities import CityFactory
from tests.factories.knowledge import CollectionFactory, NewsFactory, PracticeFactory, ProductFactory
from tests.factories.media import make_image

DETAILS = [
    ("knowledge_index", ProductFactory),
    ("practice_index", PracticeFactory),
    ("news_index", NewsFactory),
]


@pytest.mark.parametrize(("index", "make"), DETAILS)
def test_a_page_takes_as_many_queries_with_one_related_page_as_with_many(request, reindex, index, make):
    client = Client()
    parent = request.getfixturevalue(index)
    page = make(parent=parent, cities=[CityFactory(), CityFactory()])
    if make is ProductFactory:
        page.cover = make_image(description="A hall")
        page.save()
    counts = []
    for total in (2, 9):
        while parent.get_children().count() < total:
            parent.refresh_from_db()
            make(parent=parent, cities=[CityFactory()])
        reindex()
        client.get(page.url)  # what is kept in memory is read
        with CaptureQueriesContext(connection) as queries:
            response = client.get(page.url)
        assert len(response.context["related"]) == min(4, total - 1)
        counts.append(len(queries))
    assert counts[0] == counts[1], "\n".join(query["sql"][:200] for query in queries)
    assert counts[1] <= 15, "\n".join(query["sql"][:200] for query in queries)


def test_a_collection_takes_as_many_queries_for_one_item_as_for_twenty(client, knowledge_index, practice_index):
    collection = CollectionFactory(parent=knowledge_index)
    counts = []
    for total in (1, 10):
        while collection.items.count() < 2 * total:
            for page in (
                ProductFactory(parent=knowledge_index, cities=[CityFactory()]),
                PracticeFactory(parent=practice_index, cities=[CityFactory()]),
            ):
                knowledge_index.refresh_from_db()
                practice_index.refresh_from_db()
                collection.items.add(CollectionItem(item=page.page_ptr))
            collection.save()
        client.get(collection.url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(collection.url)
        assert len(response.context["items"]) == 2 * total
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 15, "\n".join(query["sql"][:200] for query in queries)


def test_a_product_without_values_shows_no_labels(client, knowledge_index):
    page = ProductFactory(parent=knowledge_index, undated=True)
    body = client.get(page.url).content.decode()
    for label in (
        "Key messages",
        "What it covers",
        "Who it is for",
        "Sources",
        "Authors",
        "ISBN",
        "Pages",
        "Edition",
    ):
        assert f">{label}<" not in body
    assert "Download" not in body
    assert ">Licence<" in body


def test_a_product_shows_its_report_info(client, knowledge_index):
    city = CityFactory(name="Katowice")
    page = ProductFactory(
        parent=knowledge_index,
        cities=[city],
        published_on=date(2019, 4, 1),
        date_precision="month",
        pages=64,
        isbn="978-92-1-132660-4",
        doi="https://doi.org/10.1787/10ac6ae4-en",
        publisher="OECD; UNOPS",
        key_messages=[("message", "Start with the plans.")],
        landing_url="https://example.org/report",
    )
    page.authors = [ProductAuthor(name="Brian H. Roberts", sort_order=0)]
    page.save()
    body = client.get(page.url).content.decode()
    for text in (
        "April 2019",
        "9789211326604",
        "10.1787/10ac6ae4-en",
        "Brian H. Roberts",
        "Start with the plans.",
    ):
        assert text in body
    assert 'href="/cities/' in body
    assert "Read at the publisher" in body
    assert '"@type": "Report"' in body


def test_citations_can_be_downloaded(client, knowledge_index):
    page = ProductFactory(parent=knowledge_index, slug="atlas")
    bib = client.get(page.url + "cite.bib")
    assert bib["Content-Disposition"] == 'attachment; filename="atlas.bib"'
    assert bib.content.decode().startswith("@techreport{atlas,")
    assert client.get(page.url + "cite.ris").content.decode().endswith("ER  - \r\n")
    assert client.get(page.url + "cite.exe").status_code == 404


def test_a_superseded_product_leads_on_and_leaves_the_lists(client, knowledge_index):
    new = ProductFactory(parent=knowledge_index, title="Second edition")
    knowledge_index.refresh_from_db()
    old = ProductFactory(parent=knowledge_index, title="First edition", superseded_by=new)
    assert "Second edition" in client.get(old.url).content.decode()
    titles = [entry.title for entry in client.get("/knowledge/").context["listing"].entries]
    assert titles == ["Second edition"]
    old.save_revision().publish()
    old.refresh_from_db()
    old.unpublish()
    gone = client.get(old.url)
    assert gone.status_code == 410
    assert "Second edition" in gone.content.decode()


def test_a_draft_that_was_never_published_is_not_found(client, knowledge_index):
    page = ProductFactory(parent=knowledge_index, draft=True, withdrawal_note="Wrong.")
    assert client.get(f"/knowledge/{page.slug}/").status_code == 404
    assert client.get(f"/knowledge/{page.slug}/cite.bib").status_code == 404
