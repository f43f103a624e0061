"""What staff see of the mails of an issue, and the test that they send."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.accounts.models import User
from network.home.newsletter.forms import TestForm
from network.home.newsletter.mail import KIND, TEST
from network.home.newsletter.models import IssueRun, NewsletterPage
from network.home.newsletter.planning import readers, subscribers
from network.mail.enums import DeliveryState, SkipReason
from network.mail.models import Delivery
from network.mail.services import send_notice


def staff() -> Any:
    """Return the active people of the editors’ area."""
    allowed = Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")
    return User.objects.filter(allowed, is_active=True).distinct().order_by("email")


def tally_of(issue: NewsletterPage) -> list[tuple[str, int]]:
    """Return how many mails of an issue are in which state, the skipped ones by their reason."""
    rows = Delivery.objects.filter(kind=KIND, period_key=f"issue:{issue.pk}").order_by()
    counted = rows.values_list("state", "skip_reason").annotate(number=Count("pk"))
    states, reasons = dict(DeliveryState.choices), dict(SkipReason.choices)
    return sorted(
        (f"{states[state]}: {reasons[reason]}" if reason else str(states[state]), number)
        for state, reason, number in counted
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, page: int) -> HttpResponse:
    """Show what became of an issue's mails, and send a test of what is saved now."""
    issue = get_object_or_404(NewsletterPage, pk=page)
    if not issue.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    initial = {"to": request.user, "token": uuid.uuid4()}
    form = TestForm(request.POST if request.method == "POST" else None, staff=staff(), initial=initial)
    if form.is_valid():
        recipient, token = form.cleaned_data["to"], form.cleaned_data["token"]
        data = {"issue": issue.pk}
        send_notice(kind=TEST, event=f"test:{token}", recipient=recipient, data=data, now=timezone.now())
        messages.success(request, _("The test is on its way to %s.") % recipient.email)
        return redirect(request.path)
    context = {
        "title": _("Mails of “%s”") % issue.get_latest_revision_as_object().title,
        "issue": issue,
        "run": IssueRun.objects.filter(issue=issue).first(),
        "wanting": readers().count() + subscribers().count(),
        "tally": tally_of(issue),
        "form": form,
    }
    return render(request, "home/admin/newsletter.html", context, status=422 if form.is_bound else 200)
