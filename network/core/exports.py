"""Spreadsheets that staff download: a spreadsheet program runs no text of a stranger as a formula.

The characters are those of OWASP's page on CSV injection, with their full-width forms.
"""

import csv

from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value):
    """Return the value as it goes into a cell of a CSV file; an apostrophe marks text as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class PlainWriter(csv.DictWriter):
    """Writes rows in which nothing is a formula."""

    def writerow(self, rowdict):
        """Write one row."""
        return super().writerow({field: plain(value) for field, value in rowdict.items()})


def stream_csv(view, queryset):
    """Yield the lines of a CSV file, in place of the method of Wagtail's views."""
    writer = PlainWriter(Echo(), fieldnames=view.list_export)
    yield writer.writerow({field: view.get_heading(queryset, field) for field in view.list_export})
    for item in queryset:
        yield view.write_csv_row(writer, view.to_row_dict(item))


def write_plain_cells() -> None:
    """Make every export of the editors' area plain, Wagtail's reports and redirects among them.

    Wagtail marks the cells of its XLSX files as text itself; those of its CSV files it writes as they are.
    """
    SpreadsheetExportMixin.stream_csv = stream_csv
