"""What the browser sends from the editor of a product."""

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def product_form(**fields):
    themes = fields.pop("themes", [])
    return nested_form_data(
        {
            "title": "A guide",
            "slug": "a-guide",
            "subtitle": "",
            "summary": "",
            "product_type": "",
            "licence": "",
            "licence_note": "",
            "language": "en",
            "publisher": "",
            "series": "",
            "edition": "",
            "pages": "",
            "isbn": "",
            "doi": "",
            "published_on": "",
            "date_precision": "",
            "tags": "",
            "file_url": "",
            "landing_url": "",
            "review_on": "",
            "withdrawal_note": "",
            "cover": "",
            "social_image": "",
            "superseded_by": "",
            "derived_from": "",
            "seo_title": "",
            "search_description": "",
            "audience": rich_text(""),
            "key_messages": streamfield([]),
            "body": streamfield([]),
            "sources": streamfield([]),
            "theme_links": inline_formset([{"theme": t.pk} for t in themes]),
            "city_links": inline_formset([]),
            "challenge_links": inline_formset([]),
            "authors": inline_formset([]),
            "files": inline_formset([]),
        }
        | fields
    )


def add_address(parent, model="knowledgeproductpage"):
    return reverse("wagtailadmin_pages:add", args=["knowledge", model, parent.pk])
