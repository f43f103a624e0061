"""What staff do with the record of mail: see it day by day, and have a mail sent again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from network.mail.enums import DeliveryState, SkipReason
from network.mail.models import Delivery
from network.mail.services import CannotResend, resend

DAYS = 30


@dataclass(frozen=True, slots=True)
class MailDay:
    """What became of the mails that fell due on a day."""

    day: date
    states: Counter
    reasons: Counter

    @property
    def counts(self) -> list[int]:
        """The numbers in the order of the states."""
        return [self.states[state] for state in DeliveryState.values]

    @property
    def why(self) -> str:
        """Why mails were not sent, with numbers, the most frequent first."""
        labels = dict(SkipReason.choices)
        return ", ".join(f"{labels[reason]}: {number}" for reason, number in self.reasons.most_common())

    @property
    def url(self) -> str:
        """The mails of the day in the record."""
        day = self.day.isoformat()
        return f"{reverse('deliveries:index')}?due_at_from={day}&due_at_to={day}"


def days_until(today: date) -> Iterator[MailDay]:
    """Yield what became of the mail of the last thirty days, today first; quiet days are left out."""
    since = today - timedelta(days=DAYS - 1)
    rows = Delivery.objects.filter(due_at__date__gte=since, due_at__date__lte=today).order_by()
    counted = (
        rows.annotate(day=TruncDate("due_at")).values_list("day", "state", "skip_reason").annotate(Count("pk"))
    )
    days: dict[date, MailDay] = {}
    for day, state, reason, number in counted:
        found = days.setdefault(day, MailDay(day, Counter(), Counter()))
        found.states[state] += number
        if reason:
            found.reasons[reason] += number
    yield from sorted(days.values(), key=lambda found: found.day, reverse=True)


class OfDeliveries(generic.PermissionCheckedMixin, generic.WagtailAdminTemplateMixin):
    """A view about the record of mail, for those who may read it."""

    permission_required = "view"
    header_icon = "mail"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Know who may read the record."""
        super().setup(request, *args, **kwargs)
        self.permission_policy = policy_registry.get_by_type(Delivery)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the record."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deliveries:index"), "label": _("Mail")},
            {"url": "", "label": self.page_title},
        ]


class MailDaysView(OfDeliveries, TemplateView):
    """How much was sent, failed and was left out, day by day."""

    template_name = "mail/admin/days.html"
    page_title = _("Mail by day")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the days."""
        days = list(days_until(timezone.localdate()))
        return super().get_context_data(days=days, states=DeliveryState.labels, **kwargs)


class ResendForm(forms.Form):
    """Why a mail is sent again."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("It is kept with the mail. The mail says what is true now."),
    )


class ResendView(OfDeliveries, FormView):
    """Has a mail made and sent again."""

    template_name = "mail/admin/resend.html"
    form_class = ResendForm
    page_title = _("Send again")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the mail."""
        super().setup(request, *args, **kwargs)
        rows = Delivery.objects.select_related("recipient")
        self.delivery = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return whom it goes to."""
        return self.delivery.to_address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mail."""
        return super().get_context_data(
            delivery=self.delivery,
            action_url=self.request.path,
            submit_button_label=_("Send again"),
            submit_button_active_label=_("Sending…"),
            **kwargs,
        )

    def form_valid(self, form: ResendForm) -> Any:
        """Enter it, and show the new one."""
        reason, by = form.cleaned_data["reason"], self.request.user
        try:
            again = resend(delivery=self.delivery, reason=reason, sent_by=by, now=timezone.now())
        except CannotResend:
            form.add_error(None, gettext("It is still on its way, or its address is no longer known."))
            return self.form_invalid(form)
        messages.success(self.request, gettext("The mail is on its way again."))
        return redirect("deliveries:inspect", again.pk)
