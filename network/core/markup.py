"""The components that stand many times on a page, written in Python.

A template costs more for each row of a list and each value of a filter than all of their data. So these few
are functions; their files in ``templates/components/`` say what they are and lead here.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.formats import date_format, localize
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


@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> SafeString:
    """Return the icon ``name`` of the sprite; it is decoration, so the text beside it must say the same."""
    classes = f"icon {text(extra)}" if extra else "icon"
    return _drawing("img/icons.svg", name, f' class="{classes}" aria-hidden="true"')


@lru_cache(maxsize=256)
def hatch(name: str, extra: str = "") -> SafeString:
    """Return a theme's drawn material as decoration."""
    return _drawing("img/hatches.svg", name, f' class="{text(extra)}" aria-hidden="true"')


@lru_cache(maxsize=256)
def _drawing(sprite: str, name: str, attributes: str = "") -> SafeString:
    return _safe(f'<svg{attributes} focusable="false"><use href="{static(sprite)}#{text(name)}"/></svg>')


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
    return _safe(
        f"{begin}{name}{_drawing('img/hatches.svg', entry.hatch)}<span>{text(label or entry.kind)}</span></div>"
    )


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
        f'    <p class="entry__snippet">{marked(entry.snippet_parts)}</p>\n' if entry.snippet_parts else "",
        f'    <p class="meta">{_spans(entry.notes)}</p>\n' if entry.has_notes else "",
        "  </div>\n</li>\n",
    )


def entry_rows(entries: Iterable[Entry]) -> SafeString:
    """Return the rows of a list."""
    return _safe(*map(entry_row, entries))


def table_groups(groups: Iterable[Any], columns: int) -> SafeString:
    """Return the bodies of a table of so many columns; the first cell of a row heads it."""
    built = []
    for group in groups:
        built.append("<tbody>")
        if group.title:
            named = f' id="{text(group.id)}"' if group.id else ""
            heading = f'<th colspan="{columns}" scope="rowgroup">{text(group.title)}</th>'
            built.append(f'<tr class="is-group"{named}>{heading}</tr>')
        for first, *others in group.rows:
            built.append(f'<tr><th scope="row">{_cell(first)}</th>')
            for cell in others:
                label = f' data-label="{text(cell.label)}"' if cell.label else ""
                built.append(f"<td{label}>{_cell(cell)}</td>")
            built.append("</tr>")
        built.append("</tbody>")
    return _safe(*built)


def _cell(cell: Any) -> str:
    words = text(localize(cell.text))
    return f'<a href="{text(cell.url)}">{words}</a>' if cell.url else words


def map_pins(pins: Iterable[Any]) -> SafeString:
    """Return the pins of a map, each a link."""
    return _safe(*map(_pin, pins))


def _pin(pin: Any) -> str:
    kind = f" pin--{pin.kind}" if pin.kind != "one" else ""
    quiet = " pin--quiet" if pin.quiet else ""
    current = ' aria-current="page"' if pin.kind == "here" else ""
    title = f"<title>{text(pin.title)}</title>" if pin.title else ""
    drawn = "".join([f'<path class="pin__{part}" d="{pin.path}"/>' for part in ("hit", "ring", "dot")])
    anchor = f' text-anchor="{pin.anchor}"' if pin.kind != "many" else ""
    name = f'<text x="{pin.text_x:.1f}" y="{pin.text_y:.1f}"{anchor} aria-hidden="true">{text(pin.text)}</text>'
    begin = f'<a class="pin{kind}{quiet}" href="{text(pin.url)}" aria-label="{text(pin.label)}"{current}>'
    return f"{begin}{title}{drawn}{name}</a>"


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


def chips(chosen: Iterable[Any], clear_url: str = "") -> SafeString:
    """Return the filters in use, each as a link that takes it away."""
    if not chosen:
        return _safe()
    begin, end = f'<span class="sr">{text(gettext("Remove"))} </span>', f" {icon('close')}</a></li>"
    built = [f'<li><a class="chip" href="{text(one.url)}">{begin}{text(one.label)}{end}' for one in chosen]
    if clear_url:
        words = text(gettext("Clear all filters"))
        built.append(f'<li><a class="more small" href="{text(clear_url)}">{words}</a></li>')
    name = text(gettext("Chosen filters"))
    return _safe(f'<ul class="cluster cluster--s" aria-label="{name}">', *built, "</ul>")


def pager(context: Mapping[str, Any], page_obj: Page) -> SafeString:
    """Return links to the pages of a list, of which only a few are shown."""
    if not page_obj.has_other_pages():
        return _safe()
    params = context["request"].GET
    first = "?" if params else ""
    others = text(urlencode([(name, v) for name, vs in params.lists() if name != "page" for v in vs]))

    def address(number: int) -> str:
        parts = [part for part in (others, f"page={number}" if number > 1 else "") if part]
        return f"?{'&amp;'.join(parts)}" if parts else first

    built = []
    if page_obj.has_previous():
        url = address(page_obj.previous_page_number())
        built.append(f'<a rel="prev" href="{url}">{text(gettext("Previous"))}</a>')
    for number in page_obj.shown_numbers:
        if number == page_obj.paginator.ELLIPSIS:
            built.append(f"<span>{number}</span>")
        else:
            current = ' aria-current="page"' if number == page_obj.number else ""
            built.append(f'<a href="{address(number)}"{current}>{number}</a>')
    if page_obj.has_next():
        url = address(page_obj.next_page_number())
        built.append(f'<a rel="next" href="{url}">{text(gettext("Next"))}</a>')
    name = text(gettext("Pages of results"))
    items = "".join([f"<li>{link}</li>" for link in built])
    return _safe(f'<nav class="pager" aria-label="{name}"><ul>{items}</ul></nav>')
