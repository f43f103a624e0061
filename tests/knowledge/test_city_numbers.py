"""The numbers beside the directory's cities come from the index, and without one from the database."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from knowledge.city_panels import count_practices, count_products
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory


@pytest.fixture
def asking(db):
    """Return a request of nobody in particular."""
    request = RequestFactory().get("/cities/")
    request.user = AnonymousUser()
    return request


def test_the_index_counts_until_there_is_none(
    asking, knowledge_index, practice_index, reindex, settings, tmp_path
):
    lodz, jinja = CityFactory(name="Łódź", slug="lodz"), CityFactory(name="Jinja", slug="jinja")
    ProductFactory(parent=knowledge_index, title="Of both", cities=[lodz, jinja])
    PracticeFactory(parent=practice_index, title="Of one", cities=[jinja])
    reindex()
    knowledge_index.refresh_from_db()
    ProductFactory(parent=knowledge_index, title="Not in the index yet", cities=[lodz])
    assert count_products(asking) == {lodz.pk: 1, jinja.pk: 1}
    assert count_practices(asking) == {jinja.pk: 1}
    settings.SEARCH_INDEX = tmp_path / "nothing"
    assert count_products(asking) == {lodz.pk: 2, jinja.pk: 1}
    assert count_practices(asking) == {jinja.pk: 1}
