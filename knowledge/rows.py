"""Products, practices, news and collections as rows of lists.

A row is made of a few values: those that the search index stores, or those that a page gives of itself
(``row_values()``). So lists look the same, whether the index or the database answers.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from knowledge.dates import format_date
from knowledge.enums import DatePrecision, EvidenceLevel, NewsKind, ProductType
from knowledge.files import describe_files
from knowledge.languages import language_name
from network.core.entries import Entry, Picture
from network.core.labels import label_of
from network.core.spine import known_themes

COVER = "fill-160x226"
Values = Mapping[str, Any]


def picture_values(image: Any) -> list | None:
    """Return address and size of an image as rows show it, or ``None`` for none.

    Raises ``OSError`` where the image has to be made and its file is lost or broken.
    """
    if image is None:
        return None
    rendition = image.get_rendition(COVER)
    return [rendition.url, rendition.width, rendition.height]


def name_cities(names: list[str]) -> str:
    """Return names in one line; of many, the first six and how many more there are."""
    if len(names) <= 7:
        return ", ".join(names)
    return gettext("%(names)s and %(number)d more") % {"names": ", ".join(names[:6]), "number": len(names) - 6}


def years_text(first: int | None, last: int | None) -> str:
    """Return “2006–2011”, “since 2000”, “until 2018”, or nothing."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    if first:
        return gettext("since %(year)s") % {"year": first}
    return gettext("until %(year)s") % {"year": last} if last else ""


def row_of(kind: str, values: Values) -> Entry:
    """Return a page of a kind, such as ``product``, as a row in the reader's language."""
    theme = known_themes().get(values["theme"])
    return Entry(
        title=values["title"],
        url=values["url"],
        summary=values["summary"],
        theme=theme,
        cover=Picture(*values["cover"]) if values["cover"] else None,
        key=values["key"],
        language="" if values["language"] == "en" else values["language"],
        **KINDS[kind](values, theme),
    )


def _product(values: Values, theme: Any) -> dict[str, Any]:
    languages = ", ".join(language_name(code) for code in values["languages"])
    return {
        "kind": label_of(ProductType, values["type"]),
        "theme_url": theme.products_url if theme else "",
        "facts": (str(values["year"] or ""), languages),
        "notes": (name_cities(values["cities"]), describe_files(values["files"], values["pages"])),
    }


def _practice(values: Values, theme: Any) -> dict[str, Any]:
    evidence = values["evidence"]
    return {
        "kind": gettext("Good practice"),
        "theme_url": theme.practices_url if theme else "",
        "facts": (years_text(*values["years"]), label_of(EvidenceLevel, evidence) if evidence else ""),
        "notes": (values["places"],),
    }


def _news(values: Values, theme: Any) -> dict[str, Any]:
    day = date.fromisoformat(values["date"]) if values["date"] else None
    exact = values["precision"] == DatePrecision.DAY
    return {
        "kind": label_of(NewsKind, values["type"]),
        "theme_url": f"/news/?theme={theme.slug}" if theme else "",
        "published_on": day if exact else None,
        "facts": ("" if exact else format_date(day, values["precision"]),),
        "notes": (name_cities(values["cities"]),),
    }


def _collection(values: Values, theme: Any) -> dict[str, Any]:
    return {"kind": gettext("Collection"), "theme_url": theme.products_url if theme else ""}


KINDS: dict[str, Callable[[Values, Any], dict[str, Any]]] = {
    "product": _product,
    "practice": _practice,
    "news": _news,
    "collection": _collection,
}
