"""Addresses of files that nobody was given: guessed, climbed to, of drafts, of restricted pages."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import PageViewRestriction, ReferenceIndex

from cities.models import City, Commitment
from knowledge.models import ProductFile
from network.media.models import PortalDocument
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory
from tests.factories.media import make_document, make_image

SECRET = b"%PDF the quagmire papers"


@pytest.fixture
def document(network):
    document = PortalDocument(title="Papers", file=ContentFile(SECRET, name="papers.pdf"))
    document.save()
    network.product.files = [ProductFile(document=document, language="en")]
    network.product.save()
    return document


@pytest.fixture
def closed(network, document):
    PageViewRestriction.objects.create(page=network.product, restriction_type=PageViewRestriction.LOGIN)
    return document


def body(response) -> bytes:
    if not response.streaming:
        return response.content
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


@pytest.mark.parametrize(
    "way",
    [
        "/media/{name}",
        "/media/images/../{name}",
        "/media/images/%2e%2e/{name}",
        "/media/images/..%2f{name}",
        "/media/images//../../media/{name}",
        "/media/logo/../{name}",
        "/media/original_images/./../{name}",
        "/media/images/../../test-media/{name}",
        "/media/images\\..\\{name}",
        "/media/../media/{name}",
        "/static/../media/{name}",
        "/documents/../media/{name}",
    ],
)
def test_no_way_leads_around_the_question_who_may_read_a_document(client, closed, way):
    assert b"quagmire" not in body(client.get(way.format(name=closed.file.name)))


def test_no_folder_shows_what_is_in_it(client, closed):
    make_image()
    for address in ("/media/", "/media/images/", "/media/logo/", "/media/documents/", "/documents/"):
        assert client.get(address).status_code == 404, address


def test_images_are_served_as_what_they_are(client, home):
    image = make_image()
    response = client.get(image.get_rendition("max-200x200").url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    body(response)


def test_a_closed_document_is_not_for_caches_that_others_share(client, closed):
    client.force_login(UserFactory())
    response = client.get(closed.url)
    assert body(response) == SECRET
    assert "private" in response.get("Cache-Control", "")


def test_a_document_neither_runs_nor_is_sniffed(client, network):
    text = make_document(name="notes.txt", title="Notes")
    network.product.files = [ProductFile(document=text, language="en")]
    network.product.save()
    response = client.get(text.url)
    assert response.status_code == 200
    body(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_file_of_an_earlier_version_goes_with_its_page(client, network, document):
    network.product.files = [ProductFile(document=document, language="en", is_current=False)]
    network.product.save()
    assert body(client.get(document.url)) == SECRET
    PageViewRestriction.objects.create(page=network.knowledge, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(document.url).status_code == 404


def test_a_file_that_left_its_page_is_not_served(client, network, document):
    network.product.files = []
    network.product.save()
    assert client.get(document.url).status_code == 404


def test_a_document_that_left_a_citys_commitment_is_not_served(client, home):
    document = make_document(name="pledge.pdf")
    city = CityFactory()
    city.commitments = [Commitment(title="Net zero", made_on=date(2020, 5, 4), document=document)]
    city.save()
    assert body(client.get(document.url))
    city.commitments = []
    city.save()
    assert client.get(document.url).status_code == 404


def test_a_document_of_a_city_that_is_not_published_is_not_served(client, home):
    document = make_document(name="pledge.pdf")
    city = CityFactory(live=False)
    city.commitments = [Commitment(title="Net zero", made_on=date(2020, 5, 4), document=document)]
    city.save()
    assert client.get(document.url).status_code == 404
    City.objects.filter(pk=city.pk).update(live=True)
    assert body(client.get(document.url))


def test_what_says_of_no_reader_whether_she_may_see_it_opens_no_document(client, home):
    document, user = make_document(name="papers.pdf"), UserFactory()
    kinds = ContentType.objects.get_for_models(document, user)
    ReferenceIndex.objects.create(
        base_content_type=kinds[user],
        content_type=kinds[user],
        object_id=user.pk,
        to_content_type=kinds[document],
        to_object_id=document.pk,
        model_path="paper",
        content_path="paper",
        content_path_hash=ReferenceIndex._get_content_path_hash("paper"),
    )
    assert client.get(document.url).status_code == 404


def test_a_file_that_only_a_draft_of_a_published_page_offers_is_not_served(client, network):
    document = make_document(name="new.pdf")
    draft = network.product.get_latest_revision_as_object()
    draft.files = [ProductFile(document=document, language="en")]
    draft.save_revision()
    assert client.get(document.url).status_code == 404


def test_media_holds_only_folders_that_are_known():
    assert settings.WAGTAILDOCS_SERVE_METHOD == "serve_view"
    assert "svg" not in settings.WAGTAILIMAGES_EXTENSIONS
    assert not {"html", "htm", "svg", "xml", "js"} & set(settings.WAGTAILDOCS_EXTENSIONS)
