"""Notes every change that the index has to follow, in the transaction of the change.

These are signals of Django and Wagtail, gathered in this one module: pages, restrictions and vocabularies are
saved by Wagtail's own views, where none of our services is called. Our models save in one transaction with all
that hangs on it (``network.core.saving``), so that a note is there exactly when the change is.
"""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from network.search.documents import sources
from network.search.enums import Scope
from network.search.models import IndexChange

PAGE = "wagtailcore.page"


def note_change(label: str, object_id: Any, scope: Scope = Scope.OBJECT) -> None:
    """Note that the object of the model ``label`` has changed."""
    IndexChange.objects.create(label=label, object_id=str(object_id), scope=scope)


def on_change(sender: type, instance: models.Model, **kwargs: Any) -> None:
    """Note the change of an object that is in the index, or that documents there show."""
    if isinstance(instance, Page):
        if has_new_address(instance):
            note_change(PAGE, instance.pk, Scope.SUBTREE)
        elif sources.prefix_of(type(instance)) or type(instance) is Page:
            note_change(PAGE, instance.pk)
        return
    label = instance._meta.label_lower
    if sources.prefix_of(type(instance)):
        note_change(label, instance.pk)
    if sources.showing(label):
        note_change(label, instance.pk, Scope.RELATED)


def has_new_address(page: Page) -> bool:
    """Return whether the pages below one that was saved still have the address that it had before.

    Wagtail moves them after this, in the same transaction. It tells of it only when the transaction has ended,
    so that a note could be lost.
    """
    if not page.numchild or not page.url_path:
        return False
    below = Page.objects.filter(path__startswith=page.path, depth=page.depth + 1).order_by()
    address = below.values_list("url_path", flat=True).first()
    return address is not None and not address.startswith(page.url_path)


def before_deletion(sender: type, instance: models.Model, **kwargs: Any) -> None:
    """Note what shows an object that is about to be deleted: afterwards nobody knows."""
    for source, lookup in sources.showing(instance._meta.label_lower):
        label = PAGE if source.prefix == "page" else source.model._meta.label_lower
        rows = source.model._default_manager.filter(**{lookup: instance.pk}).order_by()
        IndexChange.objects.bulk_create(
            IndexChange(label=label, object_id=str(pk)) for pk in rows.values_list("pk", flat=True).distinct()
        )


def on_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """Note that a page and all below it were closed or opened."""
    note_change(PAGE, instance.page_id, Scope.SUBTREE)


def on_move(sender: type, instance: Page, **kwargs: Any) -> None:
    """Note that a page and all below it have other addresses, or other pages above them."""
    note_change(PAGE, instance.pk, Scope.SUBTREE)


def on_site(sender: type, instance: Site, **kwargs: Any) -> None:
    """Note that the pages of a site may have other addresses."""
    note_change(PAGE, instance.root_page_id, Scope.SUBTREE)


def listen() -> None:
    """Listen. Called once, when the app is ready."""
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(on_change, dispatch_uid=f"search-{name}")
        signal.connect(on_restriction, sender=PageViewRestriction, dispatch_uid=f"search-restriction-{name}")
        signal.connect(on_site, sender=Site, dispatch_uid=f"search-site-{name}")
    pre_delete.connect(before_deletion, dispatch_uid="search-before-deletion")
    post_page_move.connect(on_move, dispatch_uid="search-moved")
