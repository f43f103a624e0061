"""The address of a page follows its title until readers have it, unless the editor wrote one."""

import pytest
from django.urls import reverse

from knowledge.models import KnowledgeProductPage
from tests.factories.knowledge import ProductFactory
from tests.knowledge.forms import add_address, product_form

pytestmark = pytest.mark.django_db


def save(editor, page, **fields):
    """Save as the open editor does by itself, and return what it is told to change in the form."""
    row = {"theme_links-TOTAL_FORMS": "1", "theme_links-INITIAL_FORMS": "1"}
    row |= {"theme_links-0-id": "", "theme_links-0-theme": "", "theme_links-0-ORDER": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.post(address, product_form(**fields) | row, headers={"accept": "application/json"})
    assert response.status_code == 200, response.json()
    return response.json()["field_updates"]


def draft(editor, index, **fields):
    """Return a new draft."""
    assert editor.post(add_address(index), product_form(**fields)).status_code == 302
    return KnowledgeProductPage.objects.latest("pk")


def slug(page):
    page.refresh_from_db()
    return page.slug


def test_it_is_made_from_the_title_in_plain_letters(editor, knowledge_index):
    assert draft(editor, knowledge_index, title="Tram line in Łódź", slug="").slug == "tram-line-in-lodz"
    assert draft(editor, knowledge_index, title="東京の都電", slug="").slug.startswith("dongjing")
    assert draft(editor, knowledge_index, title="…", slug="").slug == "knowledgeproductpage"


def test_a_draft_saved_in_the_middle_of_its_title_takes_the_whole_one_later(editor, knowledge_index):
    page = draft(editor, knowledge_index, title="Tram", slug="tram")
    updates = save(editor, page, title="Tram line in Łódź", slug="tram")
    assert slug(page) == updates["slug"] == "tram-line-in-lodz"
    assert "slug" not in save(editor, page, title="Tram line in Łódź", slug="tram-line-in-lodz")


def test_an_address_that_the_editor_wrote_stays(editor, knowledge_index):
    page = draft(editor, knowledge_index, title="Tram line in Łódź", slug="trams")
    save(editor, page, title="Tram line in Essen", slug="trams")
    assert slug(page) == "trams"
    save(editor, page, title="Tram line in Essen", slug="tram")
    save(editor, page, title="Tram lines", slug="tram")
    assert slug(page) == "tram"


def test_an_address_that_readers_had_stays(editor, knowledge_index):
    page = ProductFactory(parent=knowledge_index, title="Tram", slug="tram")
    page.save_revision().publish()
    save(editor, page, title="Tram line", slug="tram")
    assert page.get_latest_revision_as_object().slug == "tram"
    page.refresh_from_db()
    page.unpublish()
    save(editor, page, title="Tram line in Essen", slug="tram")
    assert slug(page) == "tram"
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "w-sync#apply" not in form


def test_two_pages_of_one_title_have_two_addresses(editor, knowledge_index):
    ProductFactory(parent=knowledge_index, title="Tram", slug="tram")
    page = draft(editor, knowledge_index, title="Tram", slug="tram")
    assert page.slug == "tram-2"
    assert save(editor, page, title="Tram line", slug="tram-2")["slug"] == "tram-line"


def test_an_address_of_her_own_that_is_taken_is_refused_beside_the_field(editor, knowledge_index):
    ProductFactory(parent=knowledge_index, title="Tram", slug="tram")
    response = editor.post(add_address(knowledge_index), product_form(title="Another", slug="tram"))
    assert "already in use" in response.context["form"].errors["slug"][0]


def test_a_draft_with_an_empty_row_saves_itself_again_and_again(editor, knowledge_index):
    page = draft(editor, knowledge_index)
    for title in ("One", "One two", "One two three"):
        save(editor, page, title=title, slug="a-guide")
    page.refresh_from_db()
    assert page.title == "One two three"


def test_an_empty_row_that_was_saved_is_still_no_theme(editor, knowledge_index):
    page = draft(editor, knowledge_index)
    row = {"theme_links-TOTAL_FORMS": "1", "theme_links-INITIAL_FORMS": "1"}
    row |= {"theme_links-0-id": "", "theme_links-0-theme": "", "theme_links-0-ORDER": "1"}
    data = product_form(product_type="report", licence="not-stated") | row | {"action-publish": "1"}
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert "at least one theme" in response.context["form"].formsets["theme_links"].non_form_errors()[0]
