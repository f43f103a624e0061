"""The components that stand many times on a page, written in Python.

A template costs more for each row of a list and each value of a filter than all of their data. So these few
are functions; their files in ``templates/components/`` say what they are and lead here.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from network.core.entries import Entry


def text(value: Any) -> str:
    """Return ``value`` as a page may hold it."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _safe(*parts: str) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 (each part went through text() or stands here)


def _spans(texts: Iterable[Any]) -> str:
    return "".join([f"<span>{text(one)}</span>" for one in texts if one])


def marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """Return a text with the words that were searched for marked."""
    return _safe(*[f"<mark>{text(part)}</mark>" if is_match else text(part) for part, is_match in parts])


def tag(theme: Any, url: str = "") -> SafeString:
    """Return a theme's tag."""
    if url:
        return _safe(f'<a class="tag tone-{theme.tone}" href="{text(url)}">{text(theme.name)}</a>')
    return _safe(f'<span class="tag tone-{theme.tone}">{text(theme.name)}</span>')


def cover(entry: Any, *, large: bool = False, label: str = "") -> SafeString:
    """Return a cover image or, without one, the theme's hatch."""
    size = "large" if large else entry.crop
    begin = f'<div class="cover cover--{size} tone-{entry.tone}" aria-hidden="true">'
    if picture := entry.cover:
        size = f'width="{picture.width}" height="{picture.height}"'
        return _safe(f'{begin}<img src="{text(picture.url)}" {size} alt="" loading="lazy"></div>')
    name = f"<b>{text(entry.title)}</b>" if large else ""
    drawn = f'<svg focusable="false"><use href="{static("img/hatches.svg")}#{text(entry.hatch)}"/></svg>'
    return _safe(f"{begin}{name}{drawn}<span>{text(label or entry.kind)}</span></div>")


def entry_row(entry: Entry) -> SafeString:
    """Return a row of a list."""
    above = tag(entry.theme, entry.theme_url) if entry.theme else ""
    if entry.kind:
        above += f"<span>{text(entry.kind)}</span>"
    if day := entry.published_on:
        above += f'<time datetime="{day:%Y-%m-%d}">{date_format(day, "j F Y")}</time>'
    above += _spans(entry.facts)
    language = f' lang="{text(entry.language)}"' if entry.language else ""
    title = marked(entry.title_parts) if entry.title_parts else text(entry.title)
    summary = marked(entry.summary_parts) if entry.summary_parts else text(entry.summary)
    return _safe(
        f'<li class="entry">\n  {cover(entry)}\n  <div class="entry__body">\n    <p class="meta">{above}</p>\n'
        f'    <h3{language}><a href="{text(entry.url)}">{title}</a></h3>\n',
        f"    <p>{summary}</p>\n" if summary else "",
        f'    <p class="entry__snippet">… {marked(entry.snippet_parts)} …</p>\n' if entry.snippet_parts else "",
        f'    <p class="meta">{_spans(entry.notes)}</p>\n' if entry.has_notes else "",
        "  </div>\n</li>\n",
    )


def entry_rows(entries: Iterable[Entry]) -> SafeString:
    """Return the rows of a list."""
    return _safe(*map(entry_row, entries))


@lru_cache(maxsize=4096)
def _choice(kind: str, name: str, value: str, label: str, element_id: str) -> tuple[str, str]:
    """Return what is the same of a choice on every page: up to its state, and from there to its number."""
    named = f' id="{text(element_id)}"' if element_id else ""
    begin = f'<label class="choice"><input type="{text(kind)}" name="{text(name)}" value="{text(value)}"{named}'
    return begin, f"><span>{text(label)}</span>"


def _state(*, checked: bool, disabled: bool) -> str:
    return (" checked" if checked else "") + (" disabled" if disabled else "")


def choice(
    name: str,
    value: str,
    label: str,
    *,
    element_id: str = "",
    checked: bool = False,
    disabled: bool = False,
    count: int | None = None,
    kind: str = "",
) -> SafeString:
    """Return a checkbox or radio button of a filter, with how many results it leads to."""
    begin, labelled = _choice(kind or "checkbox", name, str(value), str(label), element_id)
    number = "" if count in (None, "") else f' <span class="num">{count}{_unit()}</span>'
    return _safe(begin, _state(checked=checked, disabled=disabled), labelled, number, "</label>")


def _unit() -> str:
    """Return what a number counts, for those who cannot see where it stands."""
    return f'<span class="sr"> {text(gettext("results"))}</span>'


def facet_choices(facet: Any, key: str) -> SafeString:
    """Return the values of a filter and, where there are two ways to combine them, links to these."""
    modes = [
        f'<a id="mode-{text(key)}-{place}" href="{text(mode.url)}"{_current(mode)}>{text(mode.label)}'
        f'<span class="sr">: {text(facet.legend)}</span></a>'
        for place, mode in enumerate(facet.modes, start=1)
    ]
    built = ['<p class="modes" hx-boost="true">', *modes, "</p>"] if modes else []
    end = f"{_unit()}</span></label>"
    for one in facet.choices:
        begin, labelled = _choice("checkbox", facet.name, one.value, str(one.label), f"f-{key}-{one.value}")
        state = _state(checked=one.checked, disabled=one.disabled)
        built.append(f'{begin}{state}{labelled} <span class="num">{one.count}{end}')
    return _safe(*built)


def _current(mode: Any) -> str:
    return ' aria-current="true"' if mode.is_current else ""


def facet_group(facet: Any) -> SafeString:
    """Return a filter with its values, which can be folded away."""
    key = facet.name.replace("_all", "")
    return _safe(
        f'<details class="facet" data-facet="{text(key)}"{" open" if facet.is_open else ""}>'
        f'<summary id="facet-{text(key)}">{text(facet.legend)}</summary>'
        f'<div role="group" aria-labelledby="facet-{text(key)}">{facet_choices(facet, key)}</div></details>'
    )


def facet_groups(facets: Iterable[Any]) -> SafeString:
    """Return all filters of a list."""
    return _safe(*[f"{facet_group(facet)}\n" for facet in facets])
