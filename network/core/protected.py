"""Telling staff why something cannot be deleted, where the database keeps what others refer to."""

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ProtectedRowsMiddleware:
    """In the editors' area, answer a deletion that the database refuses with what still refers to the thing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page from which it was deleted, with the reason; a script gets the reason alone."""
        if not request.path.startswith("/admin/") or not isinstance(
            exception, ProtectedError | RestrictedError
        ):
            return None
        reason = why_kept(exception)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": reason}, status=409)
        messages.error(request, reason)
        return redirect(request.get_full_path() if request.method == "POST" else "wagtailadmin_home")


def why_kept(error: ProtectedError | RestrictedError) -> str:
    """Return, in words, which kinds of things still refer to what was to be deleted."""
    rows = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    kinds = sorted({str(type(row)._meta.verbose_name_plural) for row in rows})
    return _("It was not deleted, because others still refer to it: %(kinds)s.") % {"kinds": ", ".join(kinds)}
