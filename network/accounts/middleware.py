"""What depends on who reads: the second factor of staff, the reader's time zone and language."""

import logging
import zoneinfo

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from requests import RequestException

logger = logging.getLogger(__name__)

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
TOO_MANY = {"too_many_login_attempts", "rate_limited"}


class AccountPagesMiddleware:
    """Answer 422 to refused input on allauth's pages, and 429 to too many tries, with the form to correct."""

    forms = ("form", "verify_form", "change_form")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        """Set the status by what the posted form says; views say 200 to everything."""
        if request.method != "POST" or response.status_code != 200 or not self._is_allauth(request):
            return response
        context = response.context_data or {}
        bound = [form for form in map(context.get, self.forms) if form is not None and form.is_bound]
        codes = {error.code for form in bound for errors in form.errors.as_data().values() for error in errors}
        if codes:
            response.status_code = 429 if codes & TOO_MANY else 422
        return response

    def process_exception(self, request, exception):
        """Say that the other site does not answer, where a person signs in elsewhere."""
        if isinstance(exception, RequestException) and self._is_allauth(request):
            logger.warning("Sign-in elsewhere failed: %s", exception)
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None

    @staticmethod
    def _is_allauth(request) -> bool:
        match = request.resolver_match
        return bool(match and match.func.__module__.startswith("allauth."))


class EditorsAreaMiddleware:
    """Let only staff into Wagtail's admin, with a second factor where ``REQUIRE_SECOND_FACTOR`` asks for one.

    To other signed-in people there is no such area: Wagtail would send them to sign in, which sends them back.
    What is the admin is asked of the address that was resolved, not of the text of the path.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Answer 404 to who is no staff; send staff without a second factor to where they set one up."""
        if not is_admin(request.resolver_match) or not request.user.is_authenticated:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404
        if settings.REQUIRE_SECOND_FACTOR and not is_mfa_enabled(request.user, SECOND_FACTORS):
            messages.warning(request, _("Set up a second factor first: it is required for the editors’ area."))
            return redirect("mfa_index")
        return None


class ReaderMiddleware:
    """Show times in the signed-in reader's zone, and pages in her language, and keep them from every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(settings.STATIC_URL) or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(_zone(request.user.time_zone)), translation.override(request.user.locale):
            response = self.get_response(request)
        # What she sees may be closed to others, her files among it.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def is_admin(match) -> bool:
    """Return whether a resolved address belongs to Wagtail's admin; the ways in and out of it are allauth's."""
    ways = ("admin/login/", "admin/logout/", "^admin/password_reset/")
    return match.route.lstrip("^").startswith("admin/") and match.route not in ways


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the time zone ``name``, or UTC when this machine's database no longer has it."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
