"""The audit log as administrators read it."""

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from network.core.listings import QuotedSearchMixin
from network.core.models import AuditEntry


class AuditFilters(WagtailFilterSet):
    """Narrows the log by what happened, to what, when and by whose account."""

    action = django_filters.AllValuesFilter(label=_("What"))
    subject_type = django_filters.AllValuesFilter(label=_("To what"))
    actor_key = django_filters.NumberFilter(label=_("Account number"))
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["action", "subject_type", "actor_key", "at"]


class AuditIndexView(QuotedSearchMixin, IndexView):
    """The log, newest first."""

    page_title = _("Audit log")

    def get_base_queryset(self) -> QuerySet:
        """Read with each entry the name of who did it, while the account exists."""
        people = get_user_model().objects.filter(pk=OuterRef("actor_key"))
        return super().get_base_queryset().annotate(actor_name=Subquery(people.values("name")[:1]))


def actor(entry: AuditEntry) -> str:
    """Return who did it: the name, the number of an account that is gone, or that the portal did."""
    if entry.actor_key is None:
        return _("the portal itself")
    return entry.actor_name or _("account %(number)s") % {"number": entry.actor_key}


def details(entry: AuditEntry) -> str:
    """Return the keys and states that were noted, on one line."""
    return ", ".join(f"{name}: {value}" for name, value in sorted(entry.details.items()))


class AuditViewSet(ModelViewSet):
    """The audit log: searched, filtered and exported, never changed."""

    model = AuditEntry
    name = "audit"
    icon = "history"
    menu_label = _("Audit log")
    menu_order = 980
    menu_hook = "register_reports_menu_item"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = AuditIndexView
    filterset_class = AuditFilters
    search_fields = ["action", "subject_type"]
    ordering = ["-at", "-pk"]
    list_per_page = 50
    list_display = [
        DateColumn("at", label=_("When"), sort_key="at"),
        Column("actor", accessor=actor, label=_("Who")),
        Column("action", label=_("What"), sort_key="action"),
        Column("subject_type", label=_("To what"), sort_key="subject_type"),
        Column("subject_key", label=_("Number")),
        Column("details", accessor=details, label=_("Details")),
    ]
    list_export = ["at", "actor_key", "action", "subject_type", "subject_key", "details"]
    export_filename = "audit-log"
