"""What raises the content generation: every change to what the frame of each page shows.

These are signals of Django and Wagtail, gathered in this one module: pages, restrictions, sites and settings
are saved by Wagtail's own views, where none of our services is called.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from network.core.generation import raise_generation
from network.core.models import MenuItem, NetworkSettings, Theme

SHOWN_EVERYWHERE = (MenuItem, NetworkSettings, PageViewRestriction, Site, Theme)


def on_change(**kwargs) -> None:
    """Raise the generation."""
    raise_generation()


def on_delete(instance, **kwargs) -> None:
    """Raise the generation when a page is deleted, of whatever type."""
    if isinstance(instance, Page):
        raise_generation()


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(on_change, dispatch_uid="core-generation")
    for model in SHOWN_EVERYWHERE:
        post_save.connect(on_change, sender=model, dispatch_uid=f"core-generation-{model.__name__}-saved")
        post_delete.connect(on_change, sender=model, dispatch_uid=f"core-generation-{model.__name__}-deleted")
    post_delete.connect(on_delete, dispatch_uid="core-generation-page-deleted")
