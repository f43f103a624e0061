"""What depends on who reads: the second factor of staff, and the reader's time zone."""

import zoneinfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _


class SecondFactorMiddleware:
    """Let nobody into Wagtail's admin without a second factor, where ``REQUIRE_SECOND_FACTOR`` says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.REQUIRE_SECOND_FACTOR
            and request.path.startswith("/admin/")
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            messages.warning(request, _("Set up a second factor first: it is required for the editors’ area."))
            return redirect("mfa_index")
        return self.get_response(request)


class ReaderMiddleware:
    """Show times in the signed-in reader's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(settings.STATIC_URL) or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)):
            return self.get_response(request)
