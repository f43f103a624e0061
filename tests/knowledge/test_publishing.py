"""Nothing incomplete is published, whichever way somebody tries; a draft is always saved."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from knowledge.models import GoodPracticePage, KnowledgeProductPage
from network.core.models import Theme
from tests.factories.cities import CityFactory
from tests.factories.knowledge import PracticeFactory, ProductFactory
from tests.factories.media import make_image
from tests.knowledge.forms import add_address, product_form

pytestmark = pytest.mark.django_db


def test_a_draft_is_saved_without_type_theme_and_licence(editor, knowledge_index):
    response = editor.post(add_address(knowledge_index), product_form())
    assert response.status_code == 302, response.context["form"].errors
    page = KnowledgeProductPage.objects.get()
    assert not page.live
    assert page.product_type == ""


def test_a_draft_is_saved_with_the_empty_row_that_the_browser_opens(editor, knowledge_index):
    row = {"theme_links-TOTAL_FORMS": "1", "theme_links-0-theme": "", "theme_links-0-ORDER": "1"}
    response = editor.post(add_address(knowledge_index), product_form(slug="") | row)
    assert response.status_code == 302, response.context["form"].errors
    page = KnowledgeProductPage.objects.get()
    assert page.slug == "a-guide"
    again = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        product_form() | row,
        headers={"accept": "application/json"},
    )
    assert again.status_code == 200
    assert again.json()["success"]


def test_publishing_names_what_is_missing_beside_each_field(editor, knowledge_index):
    image = make_image(description="")
    data = product_form(cover=image.pk) | {"action-publish": "1"}
    response = editor.post(add_address(knowledge_index), data)
    assert response.status_code == 200
    form = response.context["form"]
    assert set(form.errors) >= {"product_type", "licence", "cover"}
    assert "has no description" in form.errors["cover"][0]
    assert "at least one theme" in form.formsets["theme_links"].non_form_errors()[0]
    assert "at least one theme" in response.content.decode()
    assert not KnowledgeProductPage.objects.exists()


def test_a_complete_product_is_published(editor, knowledge_index):
    image = make_image(description="The cover: a hall")
    data = product_form(
        cover=image.pk,
        product_type="report",
        licence="not-stated",
        isbn="0-306-40615-2",
        themes=[Theme.objects.get(slug="resilience")],
        published_on="2019-04-22",
        date_precision="year",
    )
    response = editor.post(add_address(knowledge_index), data | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = KnowledgeProductPage.objects.get()
    assert page.live
    assert page.isbn == "9780306406157"
    assert str(page.published_on) == "2019-01-01"


def test_a_wrong_isbn_is_refused_beside_its_field(editor, knowledge_index):
    response = editor.post(add_address(knowledge_index), product_form(isbn="978-92-1-132660-5"))
    assert "check digit" in response.context["form"].errors["isbn"][0]


def test_no_other_way_publishes_an_incomplete_page(editor, knowledge_index):
    page = ProductFactory(parent=knowledge_index, draft=True, licence="", themes=[])
    revision = page.save_revision(clean=False)
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    assert set(refused.value.message_dict) == {"licence", "theme_links"}
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{address}?id={page.pk}", {"include_descendants": ""}, follow=True)
    assert "is incomplete" in response.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_a_practice_needs_its_city(practice_index):
    page = PracticeFactory(parent=practice_index, draft=True)
    with pytest.raises(ValidationError) as refused:
        page.save_revision().publish()
    assert set(refused.value.message_dict) == {"city_links"}
    page.city_links.add(page.city_links.model(city=CityFactory()))
    page.save_revision().publish()
    assert GoodPracticePage.objects.get().live


def test_a_figure_without_alt_text_is_not_published(knowledge_index):
    page = ProductFactory(parent=knowledge_index, draft=True)
    figure = {"image": {"image": make_image().pk, "decorative": False, "alt_text": ""}, "caption": ""}
    page.body = [{"type": "figure", "value": figure}]
    with pytest.raises(ValidationError) as refused:
        page.save_revision().publish()
    assert set(refused.value.message_dict) == {"body"}


@pytest.mark.parametrize(
    ("index", "model"),
    [
        ("knowledge_index", "knowledgeproductpage"),
        ("knowledge_index", "collectionpage"),
        ("practice_index", "goodpracticepage"),
        ("news_index", "newspage"),
    ],
)
def test_the_editor_opens_for_each_kind(editor, request, index, model):
    response = editor.get(add_address(request.getfixturevalue(index), model))
    assert response.status_code == 200
    assert "Facts" in response.content.decode()
