"""What staff see of the search: what people looked for in vain."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from network.core.listings import QuotedSearchIndexView
from network.search.models import UnansweredQuery


class UnansweredFilters(WagtailFilterSet):
    """Narrows the report by list and day."""

    asked_on = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    path = django_filters.AllValuesFilter(label=_("List"))

    class Meta:
        model = UnansweredQuery
        fields = ["path", "asked_on"]


class UnansweredIndexView(QuotedSearchIndexView):
    """The report, newest first."""

    page_title = _("Searches without results")


class UnansweredViewSet(ModelViewSet):
    """What people looked for and did not find: read and exported, never changed."""

    model = UnansweredQuery
    name = "unanswered"
    icon = "search"
    menu_label = _("Searches without results")
    menu_order = 950
    menu_hook = "register_reports_menu_item"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []
    index_view_class = UnansweredIndexView
    filterset_class = UnansweredFilters
    search_fields = ["words"]
    ordering = ["-asked_on", "-times", "words", "pk"]
    list_display = [
        Column("words", label=_("Words"), sort_key="words"),
        Column("path", label=_("List"), sort_key="path"),
        Column("times", label=_("Times"), sort_key="times"),
        DateColumn("asked_on", label=_("Day"), sort_key="asked_on"),
    ]
    list_export = ["asked_on", "path", "words", "times"]
    export_filename = "searches-without-results"
