"""Spreadsheets that staff download."""

from wagtail.admin.views.generic import IndexView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class PlainCellsMixin:
    """For a Wagtail list with exports: a spreadsheet program runs no text of a stranger as a formula.

    Wagtail marks the cells of its XLSX files as text itself; in CSV files an apostrophe before it does that.
    """

    def preprocess_field_value(self, field, value, export_format):
        """Return the value as it goes into the cell."""
        ready = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(ready, str) and ready.startswith(FORMULA_STARTS):
            return f"'{ready}"
        return ready

    def search_queryset(self, queryset):
        """Search for what stands between quotes: Wagtail would look for a name that contains the quotes."""
        if self.is_searching:
            self.search_query = self.search_query.strip().strip('"“”„«»').strip() or self.search_query
        return super().search_queryset(queryset)


class PlainCellsIndexView(PlainCellsMixin, IndexView):
    """A viewset's list."""


class PlainCellsSnippetIndexView(PlainCellsMixin, SnippetIndexView):
    """A snippet viewset's list."""
