"""The living page of all components and blocks, for staff: what it shows is what pages show."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from network.core.blocks import BodyBlock, bars, initials
from network.core.entries import Entry
from network.core.enums import Hatch, Tone
from network.core.facts import Fact, FactLink
from network.core.merging import Difference
from network.core.tables import Cell, Group

COMMENT = re.compile(r"{% comment %}(?P<text>.*?){% endcomment %}", re.DOTALL)
FOLDER = settings.BASE_DIR / "templates" / "components"
TODAY = date(2026, 12, 3)
NAMES = ("Circularity", "Climate action", "Social equity", "Economy", "Heritage", "Data")
THEMES = [
    SimpleNamespace(name=name, tone=tone, hatch=hatch)
    for name, tone, hatch in zip(NAMES, Tone.values, Hatch.values, strict=True)
]


class ExampleForm(forms.Form):
    """Every kind of control; the style guide shows it as it comes and as it is refused."""

    title = forms.CharField(
        label=_("Title of the exchange"), help_text=_("What you want to learn, in one line.")
    )
    month = forms.ChoiceField(label=_("Month"), choices=[("1", _("January 2027")), ("2", _("February 2027"))])
    brings = forms.MultipleChoiceField(
        label=_("What do you bring?"),
        choices=[("site", _("A site to visit")), ("papers", _("Documents"))],
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label=_("Where?"),
        choices=[("room", _("In the room")), ("online", _("Online"))],
        widget=forms.RadioSelect,
    )
    paper = forms.FileField(label=_("A paper"), required=False)
    why = forms.CharField(label=_("Why now?"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("The other city may write to me"))


@require_safe
def show_styleguide(request):
    """Return the page to staff; to everyone else there is none."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    page = Paginator(range(200), 20).get_page(4)
    page.shown_numbers = list(page.paginator.get_elided_page_range(4, on_each_side=1, on_ends=1))
    context = {
        "docs": component_docs(),
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
        "themes": THEMES,
        "theme": THEMES[1],
        "entries": example_entries(),
        "facts": example_facts(),
        "form": ExampleForm(prefix="new"),
        "refused": ExampleForm({"refused-month": "7", "refused-why": _("To go on.")}, prefix="refused"),
        "page_obj": page,
        "date": TODAY,
        "rows": bars([(theme.name, count) for theme, count in zip(THEMES, (21, 26, 17, 9, 4, 2), strict=True)]),
        "people": [{"name": "Editor of the Network", "role": _("Secretariat"), "initials": initials("E N")}],
        "body": example_body(),
        **example_lists(),
    }
    return render(request, "styleguide/page.html", context)


def component_docs() -> dict[str, str]:
    """Return what each component's file says about itself, by its name."""
    found = {file.stem: COMMENT.search(file.read_text()) for file in sorted(FOLDER.glob("*.html"))}
    return {name: match["text"] for name, match in found.items() if match}


def component_files() -> list[Path]:
    """Return the components' files."""
    return sorted(FOLDER.glob("*.html"))


def example_entries() -> list[Entry]:
    """Return rows with everything, and with next to nothing."""
    full = Entry(
        title=str(_("Mine water as a heat source: a starter guide for cities")),
        url="#",
        kind=str(_("Guide")),
        summary=str(_("How to find out whether flooded workings under a city can heat homes.")),
        theme=THEMES[1],
        theme_url="#",
        published_on=TODAY,
        facts=(str(_("English, Polish")),),
        notes=("Gelsenkirchen, Glasgow, Katowice", "PDF, 3.2 MB"),
    )
    words = _marked(_("How to find out whether flooded workings under a city can"), _("heat"), _("homes."))
    found = replace(
        full,
        title_parts=_marked(_("Mine water as a"), _("heat"), _("source")),
        summary_parts=words,
        snippet_parts=(
            ("… ", False),
            *_marked(_("the pumps that"), _("heat"), _("the old town hall")),
            (" …", False),
        ),
    )
    return [full, Entry(title=str(_("Only a title")), url="#", key=2), found]


def _marked(before: str, match: str, after: str) -> tuple[tuple[str, bool], ...]:
    """Return the parts of a text of which the middle was searched for."""
    return ((f"{before} ", False), (str(match), True), (f" {after}", False))


def example_facts() -> list[Fact]:
    """Return facts of each shape."""
    return [
        Fact(_("Product type"), _("Guide"), wide=True),
        Fact(_("Published"), "18 September 2026"),
        Fact(_("Pages"), 64),
        Fact(_("Languages"), links=(FactLink("English"), FactLink("polski", "#", "pl"))),
        Fact(_("Cities"), links=(FactLink("Gelsenkirchen", "#"), FactLink("Glasgow", "#")), wide=True),
    ]


def example_lists() -> dict:
    """Return short lists for the components that show one."""
    return {
        "crumbs": [SimpleNamespace(title=_("Home"), url="/"), SimpleNamespace(title=_("Style guide"), url="")],
        "chips": [SimpleNamespace(label="Climate action", url="#"), SimpleNamespace(label="Europe", url="#")],
        "tabs": [{"label": _("Overview"), "url": "#", "current": True}, {"label": _("Members"), "url": "#"}],
        "stages": [
            SimpleNamespace(label=_("Requested"), is_done=True, is_current=False, at=TODAY),
            SimpleNamespace(label=_("Introduced"), is_done=False, is_current=True, at=TODAY),
            SimpleNamespace(label=_("Agreed"), is_done=False, is_current=False, at=None),
        ],
        "reasons": [
            {"text": _("Both were shaped by coal and steel"), "points": 4},
            {"text": _("Same size"), "points": 2},
        ],
        "differences": [
            Difference("Summary", "The hall is leased to a school.", True),
            Difference("Context", "It stood empty for nine years.", False),
        ],
        "facets": example_facets(),
        "suggestions": [
            {"title": _("Heat from mine water"), "url": "#", "kind": _("Guide")},
            {"title": _("Heat plan of Essen"), "url": "#", "kind": _("Good practice")},
        ],
        "steps": [
            {"title": _("Cities set the course"), "text": _("Members name the challenges.")},
            {"title": _("Cities share"), "text": _("Peers meet online and on site.")},
        ],
        "moments": [
            {"year": "1847", "text": _("The first shaft is sunk.")},
            {"year": "1986", "text": _("The last shift."), "mark": "turn"},
            {"year": "2026", "text": _("The hall is a school."), "mark": "now"},
        ],
        "sides": [
            {
                "title": _("Offers"),
                "icon": "offer",
                "tone": 1,
                "items": [{"title": _("Site visits"), "url": "#"}],
            },
            {"title": _("Needs"), "icon": "need", "tone": 5, "items": [{"title": _("A heat plan")}]},
        ],
        "cards": [
            {
                "title": _("Join as a city"),
                "url": "#",
                "text": _("What membership brings and takes."),
                "tone": 1,
            },
            {"title": _("Propose a practice"), "url": "#"},
        ],
        "columns": [_("City"), _("Region"), _("Practices")],
        "groups": [
            Group(
                _("Europe"),
                [[Cell("Essen", url="#"), Cell(_("Western Europe")), Cell(3, label=_("Practices"))]],
            )
        ],
    }


def example_facets() -> list[SimpleNamespace]:
    """Return a filter with two ways to combine its values, and one that opens on demand."""
    themes = [
        SimpleNamespace(
            value=theme.hatch,
            label=theme.name,
            count=6 - theme.tone,
            checked=theme.tone == 2,
            disabled=theme.tone == 6,
        )
        for theme in THEMES
    ]
    years = [
        SimpleNamespace(value=str(year), label=str(year), count=3, checked=False, disabled=False)
        for year in range(2026, 2020, -1)
    ]
    modes = [
        SimpleNamespace(label=_("Any of these"), url="#", is_current=True),
        SimpleNamespace(label=_("All of these"), url="#", is_current=False),
    ]
    return [
        SimpleNamespace(name="theme", legend=_("Theme"), choices=themes, is_open=True, modes=modes),
        SimpleNamespace(name="year", legend=_("Year"), choices=years, is_open=False, modes=[]),
    ]


def example_body():
    """Return a body with every block that needs no file, and the newest image, if there is one."""
    image = get_image_model().objects.order_by("-pk").first()
    picture = (
        {"image": image.pk, "alt_text": str(_("An example image")), "decorative": False} if image else None
    )
    stories = [
        (
            "text",
            "<h2>Heading</h2><p>Text with <b>weight</b> and <a href='#'>a link</a>.</p><ul><li>Point</li></ul>",
        ),
        (
            "quote",
            {"quote": str(_("We had the plans all along.")), "source": str(_("An archivist")), "url": ""},
        ),
        ("figure", {"image": picture, "caption": str(_("A caption"))}),
        (
            "fact",
            {
                "value": "12–20 °C",
                "text": str(_("all year in flooded workings")),
                "source": "Survey",
                "year": 2024,
            },
        ),
        (
            "callout",
            {"title": str(_("Before you drill")), "text": "<p>Settle who owns the water.</p>", "tone": "note"},
        ),
        (
            "callout",
            {"title": str(_("Mind the date")), "text": "<p>The call closes in May.</p>", "tone": "warn"},
        ),
    ]
    return BodyBlock().to_python(
        [{"type": kind, "value": value} for kind, value in stories if kind != "figure" or image]
    )
