"""Reading a sheet of contacts: CSV, or the first sheet of an XLSX workbook."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from network.media.uploads import check_document

MOST_BYTES = 2**20
MOST_UNPACKED = 20 * 2**20
MOST_ROWS = 500
LONGEST_CELL = 300
# What a column may be called, in lower case; the first name is the one that the template has.
COLUMNS = {
    "place": ("city", "organisation", "organization", "partner", "city or partner"),
    "country": ("country",),
    "name": ("person", "name", "contact"),
    "address": ("address", "email", "e-mail", "e-mail address", "mail"),
    "role": ("role",),
}
NEEDED = ("place", "address", "role")

Row = dict[str, str]


def read_sheet(file: Any) -> list[Row]:
    """Return the rows of an uploaded sheet by column; raises ``ValidationError`` that says what is wrong."""
    extension = PurePath(file.name).suffix.lower()
    if extension not in (".csv", ".xlsx"):
        raise ValidationError(_("Upload a sheet in CSV or XLSX format."))
    if file.size > MOST_BYTES:
        raise ValidationError(_("The sheet is larger than 1 MB. Upload it in parts."))
    check_document(file)
    file.seek(0)
    lines = _csv_lines(file.read()) if extension == ".csv" else _workbook_lines(file)
    return _rows(lines)


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    """Return the lines of a CSV file, whichever of the usual separators it has."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("Save the sheet as “CSV UTF-8”, so that no letter is lost.")) from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error:
        raise ValidationError(_("The file cannot be read as CSV: a quotation mark is missing.")) from None


def _workbook_lines(file: Any) -> Iterator[list[str]]:
    """Return the lines of the workbook's first sheet; formulas count as what they last showed."""
    broken = ValidationError(_("The workbook cannot be read. Save it again as XLSX, or as CSV."))
    try:
        with ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("The workbook unpacks to far too much. Upload it as CSV."))
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 50):
            yield ["" if cell is None else str(cell) for cell in line]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise broken from error


def _clean(cell: str) -> str:
    """Return a cell on one line, without what cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())


def _rows(lines: Iterable[list[str]]) -> list[Row]:
    """Return the lines below the headings as rows; empty lines are left out."""
    filled = iter([cells for line in lines if any(cells := [_clean(cell) for cell in line])])
    places = _places(next(filled, []))
    rows = []
    for cells in filled:
        row = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        if any(len(cell) > LONGEST_CELL for cell in row.values()):
            raise ValidationError(_("A cell is longer than 300 letters: is this the right sheet?"))
        rows.append(dict.fromkeys(COLUMNS, "") | row)
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("The sheet has more than 500 rows. Upload it in parts."))
    if not rows:
        raise ValidationError(_("The sheet has no rows below its headings."))
    return rows


def _places(headings: list[str]) -> dict[str, int]:
    """Return in which place each column stands."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = next((name for name, names in COLUMNS.items() if heading.lower() in names), "")
        if name:
            places.setdefault(name, place)
    if any(name not in places for name in NEEDED):
        raise ValidationError(_("The first row must name the columns: city, country, person, address, role."))
    return places
