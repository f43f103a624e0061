"""What knowledge adds to Wagtail: who may open a file, and publishing many pages at once."""

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from knowledge.permissions import may_open_document


@hooks.register("before_serve_document")
def refuse_private_documents(document, request):
    """Answer a file that no page offers this reader as if it were not there."""
    if not may_open_document(document, request):
        raise Http404
    return None if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(("GET", "HEAD"))


@hooks.register("before_bulk_action")
def refuse_incomplete_pages(request, action_type, objects, action_class_instance):
    """Publish none of several pages while one of them, or below them, is incomplete; say which and why."""
    if action_type != "publish" or request.method != "POST":
        return None
    pages = [page.specific for page in objects]
    if request.POST.get("include_descendants"):
        pages += [page for top in objects for page in top.get_descendants().not_live().specific()]
    incomplete = False
    for page in pages:
        draft = page.get_latest_revision_as_object()
        errors = draft.publishing_errors() if hasattr(draft, "publishing_errors") else {}
        if errors:
            incomplete = True
            reasons = " ".join(message for found in errors.values() for message in found)
            messages.error(
                request,
                _("Nothing was published: “%(title)s” is incomplete. %(reasons)s")
                % {"title": draft.title, "reasons": reasons},
            )
    if not incomplete:
        return None
    parent = objects[0].get_parent() if objects else None
    return HttpResponseRedirect(
        reverse("wagtailadmin_explore", args=[parent.pk]) if parent else reverse("wagtailadmin_home")
    )
