"""Who may open a file: whoever may open something that offers it."""

from collections import defaultdict
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from network.core.models import PortalPageQuerySet


def may_open_document(document: AbstractDocument, request: HttpRequest) -> bool:
    """Return whether something that this reader may open offers ``document``, or she is an editor.

    Every use counts that Wagtail's reference index knows: files of products, file lists and links in texts,
    documents of cities. A file that nothing uses is the editors’ own.
    """
    if request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin"):
        return True
    users: dict[type[Model], set[int]] = defaultdict(set)
    for use in ReferenceIndex.get_references_to(document).select_related("base_content_type"):
        model = use.base_content_type.model_class()
        if model is not None:
            users[model].add(int(use.object_id))
    return any(_visible(model, request).filter(pk__in=ids).exists() for model, ids in users.items())


def _visible(model: type[Model], request: HttpRequest) -> QuerySet:
    """Return the objects of ``model`` that the reader may open; none where the model does not say which."""
    if issubclass(model, Page):
        return PortalPageQuerySet(Page).visible_to(request)
    manager: Any = model._default_manager
    return manager.visible_to(request) if hasattr(manager, "visible_to") else manager.none()
