"""What staff see of the outbox: which mail went out, which waits, and what failed."""

import django_filters
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from network.core.break_glass import NotesExport, NotesOpening
from network.core.listings import QuotedSearchMixin
from network.mail.desk import MailDaysView, ResendView
from network.mail.kinds import kinds
from network.mail.models import Delivery
from network.mail.services import BECAUSE


class DeliveryFilters(WagtailFilterSet):
    """Narrows the record of mail."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds.choices)
    created_at = django_filters.DateFromToRangeFilter(label=_("Entered"), widget=DateRangePickerWidget)
    due_at = django_filters.DateFromToRangeFilter(label=_("Due"), widget=DateRangePickerWidget)
    recipient = django_filters.NumberFilter(label=_("Number of the person"), field_name="recipient")

    class Meta:
        model = Delivery
        fields = ["state", "kind", "skip_reason", "created_at", "due_at", "recipient"]


class DeliveryIndexView(NotesExport, QuotedSearchMixin, generic.IndexView):
    """The record of mail, newest first."""

    page_title = _("Mail sent and waiting")

    @property
    def header_buttons(self):
        """Lead to the numbers."""
        return [HeaderButton(label=_("Mail by day"), url=reverse("deliveries:days"), icon_name="history")]

    def get_base_queryset(self):
        """Read the people with the list."""
        return super().get_base_queryset().select_related("recipient")


class DeliveryInspectView(NotesOpening, generic.InspectView):
    """All that is known of one mail."""

    @property
    def header_buttons(self):
        """Offer to send it again, and lead to what else the person was mailed."""
        again = reverse("deliveries:resend", args=[self.object.pk])
        buttons = [HeaderButton(label=_("Send again"), url=again, icon_name="mail")]
        if self.object.recipient_id:
            history = f"{reverse('deliveries:index')}?recipient={self.object.recipient_id}"
            buttons.append(HeaderButton(label=_("All mail to this person"), url=history, icon_name="user"))
        return buttons

    def get_page_subtitle(self):
        """Return whom it goes to."""
        return self.object.to_address

    def get_context_data(self, **kwargs):
        """Leave out the labels of what is not known."""
        context = super().get_context_data(**kwargs)
        context["fields"] = [field for field in context["fields"] if field["value"] not in ("", None)]
        if why := self.object.data.get(BECAUSE):
            context["fields"].append({"label": _("Why it was sent again"), "value": why})
        return context

    def get_kind_display_value(self):
        """Return the kind in words."""
        return kinds.label(self.object.kind)


class DeliveryViewSet(ModelViewSet):
    """The record of mail: searched, filtered and exported, never changed."""

    model = Delivery
    name = "deliveries"
    icon = "mail"
    menu_label = _("Mail")
    menu_order = 900
    menu_hook = "register_reports_menu_item"
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = DeliveryIndexView
    inspect_view_class = DeliveryInspectView
    filterset_class = DeliveryFilters
    search_fields = ["address", "recipient__email", "recipient__name", "message_id"]
    ordering = ["-created_at", "-pk"]
    list_display = [
        TitleColumn(
            "to_address",
            accessor=lambda delivery: delivery.to_address or _("somebody who was erased"),
            label=_("To"),
            get_url=lambda delivery: reverse("deliveries:inspect", args=[delivery.pk]),
        ),
        Column("kind", accessor=lambda delivery: kinds.label(delivery.kind), label=_("Kind"), sort_key="kind"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("explanation", label=_("Why")),
        Column("attempts", label=_("Tries"), sort_key="attempts"),
        DateColumn("created_at", label=_("Entered"), sort_key="created_at"),
        DateColumn("ended_at", label=_("Ended"), sort_key="ended_at"),
    ]

    def get_urlpatterns(self):
        """Add the numbers and sending again to the usual addresses."""
        return [
            *super().get_urlpatterns(),
            path("days/", MailDaysView.as_view(), name="days"),
            path("again/<int:pk>/", ResendView.as_view(), name="resend"),
        ]

    inspect_view_fields = [
        "to_address",
        "kind",
        "period_key",
        "state",
        "skip_reason",
        "smtp_code",
        "error",
        "attempts",
        "created_at",
        "due_at",
        "next_at",
        "ended_at",
        "message_id",
    ]
    list_export = [
        "created_at",
        "to_address",
        "kind",
        "period_key",
        "state",
        "skip_reason",
        "smtp_code",
        "error",
        "attempts",
        "ended_at",
        "message_id",
    ]
    export_filename = "mail"
