"""What core adds to Wagtail: the menu of themes, and the one answer to those who may not see a page."""

from django.http import Http404, HttpResponseNotAllowed
from wagtail import hooks
from wagtail.models import PageViewRestriction

from network.core.audit_desk import AuditViewSet
from network.core.viewsets import ThemeViewSetGroup

SAFE = ("GET", "HEAD", "OPTIONS")


@hooks.register("register_admin_viewset")
def themes() -> ThemeViewSetGroup:
    """Return the menu of themes and their names."""
    return ThemeViewSetGroup()


@hooks.register("register_admin_viewset")
def audit_log() -> AuditViewSet:
    """Return the audit log, among the reports."""
    return AuditViewSet()


@hooks.register("before_serve_page")
def hide_from_people_outside(page, request, serve_args, serve_kwargs) -> None:
    """Answer 404 to a signed-in person who may not open the page.

    Wagtail would send her to sign in, which sends her back here, for ever.
    """
    if request.user.is_authenticated:
        for found in page.get_view_restrictions():
            if found.restriction_type != PageViewRestriction.PASSWORD and not found.accept_request(request):
                raise Http404


@hooks.register("before_serve_page", order=1000)
def refuse_what_is_sent_to_pages(page, request, serve_args, serve_kwargs) -> HttpResponseNotAllowed | None:
    """Refuse what somebody sends to a page: pages are read. Asked last, so that closed pages stay unknown."""
    return None if request.method in SAFE else HttpResponseNotAllowed(SAFE)
