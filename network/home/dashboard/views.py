"""The dashboard."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.core.breadcrumbs import Crumb
from network.home.dashboard.gathering import gather


@require_safe
@login_required
@never_cache
def dashboard(request: HttpRequest) -> HttpResponse:
    """Return the reader's own first page."""
    title = gettext("Your dashboard")
    context = {"title": title, "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)]}
    return render(request, "home/dashboard.html", context | gather(request, now=timezone.now()))
