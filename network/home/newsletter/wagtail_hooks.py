"""What the newsletter adds to the editors' area."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from network.home.newsletter.desk import sending
from network.home.newsletter.models import NewsletterPage


@hooks.register("register_admin_urls")
def newsletter_urls() -> list:
    """Return the address of an issue's mails."""
    return [path("newsletter/<int:page>/sending/", sending, name="newsletter-sending")]


@hooks.register("register_page_header_buttons")
def lead_to_sending(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from an issue to its mails and to the test."""
    if page.pk and isinstance(page, NewsletterPage) and page.permissions_for_user(user).can_edit():
        url = reverse("newsletter-sending", args=[page.pk])
        yield Button(_("Mails and test"), url, icon_name="mail", priority=15)
