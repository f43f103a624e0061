"""What the pages of a city and of a partner show, gathered before the template is rendered."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, QuerySet, Value, When, prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.enums import OfferKind, PartnerKind, SectorFamily
from cities.following.button import follow_button
from cities.likeness import good_partners
from cities.maps import local_map
from cities.models import City, Partner
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known, outside_link
from network.core.letterhead import absolute
from network.core.pagination import paginate
from network.core.registry import Panel, panels
from network.core.structured_data import described
from network.core.tables import Cell, Group

# Parts of static/img/section.svg, each as wide as a sheet of the atlas.
DRAWINGS = {
    SectorFamily.MINING: ("60 40 600 286", _("Drawing of a mine with its slag heap and works")),
    SectorFamily.METALS: ("330 40 600 286", _("Drawing of an ironworks with furnace and gasholder")),
    SectorFamily.WORKS: ("980 40 600 286", _("Drawing of a mill with its chimney, and workers’ homes")),
    SectorFamily.TRANSPORT: ("700 40 600 286", _("Drawing of a viaduct over a river, and a warehouse")),
}
COUNTRYSIDE = "1030 40 600 286"
PARTNERS_ON_A_PAGE = 50
PARTNER_TITLES = {
    PartnerKind.FUNDER: _("Funders"),
    PartnerKind.DEVELOPMENT: _("Development partners"),
    PartnerKind.TECHNICAL: _("Technical partners"),
    PartnerKind.RESEARCH: _("Research"),
    PartnerKind.COMPANY: _("Companies"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A cell, an item or a moment of a section; which fields are set depends on the section."""

    title: str = ""
    text: Any = ""
    url: str = ""
    label: str = ""
    year: Any = ""
    mark: str = ""
    theme: Any = None


@dataclass(frozen=True, slots=True)
class Side:
    """Offers, or needs."""

    title: str
    icon: str
    tone: int
    items: list[Row] = field(default_factory=list)


def render_city(request, city: City):
    """Return the response with the city's page; the editor's preview calls this with what is not saved yet."""
    return render(request, "cities/city_detail.html", city_context(request, city))


def render_partner(request, partner: Partner):
    """Return the response with the partner's page, or with its draft."""
    return render(request, "cities/partner_detail.html", partner_context(request, partner))


def city_context(request, city: City) -> dict:
    """Return what the city's page shows to the sender of ``request``; sections without content are left out."""
    own = [] if city.is_featured else [_legacy(city), _achievements(city), _commitments(city), _swap(city)]
    if not city.is_featured:
        own.append(_contacts(request, city))
    # A city that is not saved yet has nothing of other apps.
    theirs = panels.gather(city, request) if city.pk else []
    sections = [section for section in (*own, *theirs, _peers(city), _sources(city)) if section]
    rendition = city.image.get_rendition("fill-1200x572") if city.image else None
    return {
        "city": city,
        "meta_title": city.name,
        "meta_description": city.lead,
        "canonical_url": absolute(city.get_absolute_url()),
        "sharing_image": rendition,
        "breadcrumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("Cities"), reverse("cities:city-list")),
            Crumb(city.name),
        ],
        "facts": _facts(city),
        "themes": list(city.themes.all()),
        "picture": rendition,
        "drawing": None if city.is_featured else _drawing(city),
        "map": local_map(city, City.objects.members()),
        "sections": sections,
        "own_page_url": _own_page(request, city, "cities:city-edit"),
        "follow": follow_button(request, city),
        "json_ld": json_ld(request, city),
    }


def _own_page(request, page: City | Partner, name: str) -> str:
    """Return where the reader keeps this page, or nothing where it is not hers to keep."""
    return reverse(name, args=[page.slug]) if page.pk and can(request, "propose", page) else ""


def json_ld(request, city: City) -> dict:
    """Return the city as schema.org's ``City``, with what is known of it."""
    described = {
        "@context": "https://schema.org",
        "@type": "City",
        "name": city.name,
        "url": absolute(city.get_absolute_url()),
        "containedInPlace": {"@type": "Country", "name": city.country.name, "identifier": city.country_id},
    }
    if city.lead:
        described["description"] = city.lead
    if city.website:
        described["sameAs"] = city.website
    if city.has_place:
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": city.latitude,
            "longitude": city.longitude,
        }
    return described


def _facts(city: City) -> list[Fact]:
    directory = reverse("cities:city-list")
    where = ", ".join(part for part in (city.admin_area, city.country.name) if part)
    sectors = tuple(FactLink(s.name, f"{directory}?legacy={s.slug}") for s in city.sectors.all())
    size = city.size_class
    facts = known(
        Fact(gettext("Country"), where),
        Fact(gettext("Population"), _population(city)),
        Fact(gettext("Size"), links=(FactLink(size.title, f"{directory}?size={size.value}"),) if size else ()),
        Fact(gettext("Legacy sectors"), links=sectors, wide=len(sectors) > 3),
        Fact(gettext("Time zone"), city.time_zone.replace("_", " ")),
        Fact(gettext("Member since"), city.member_since),
        Fact(gettext("Status"), "" if city.is_member else city.get_status_display()),
    )
    if sum(not fact.wide for fact in facts) % 2:
        facts[-1] = replace(facts[-1], wide=True)  # no empty cell at the end of the sheet
    return facts


def _population(city: City) -> str:
    if not city.population:
        return ""
    number = number_format(city.population, force_grouping=True)
    return f"{number} ({city.population_year})" if city.population_year else number


def _children(city: City, kind: str, *related: str) -> list:
    """Return the city's children of a kind with what they refer to.

    None are asked for where ``for_page()`` saw that there are none. In a preview they are in memory only.
    """
    if not getattr(city, f"has_{kind}", True):
        return []
    rows = getattr(city, kind).all()
    if isinstance(rows, QuerySet):
        return list(rows.select_related(*related) if related else rows)
    children = list(rows)
    prefetch_related_objects(children, *related)
    return children


def _drawing(city: City) -> dict[str, Any]:
    """Return which part of the long section is drawn, and its label; without a known sector it decorates."""
    if city.family is None:
        return {"view_box": COUNTRYSIDE, "label": ""}
    view_box, label = DRAWINGS[city.family]
    return {"view_box": view_box, "label": label}


def _legacy(city: City) -> Panel | None:
    milestones = _children(city, "milestones")
    text = city.legacy if strip_tags(city.legacy).strip() else ""
    if not text and not milestones:
        return None
    last = len(milestones) - 1
    moments = [
        Row(year=one.year, text=one.text, mark="turn" if one.is_turn else "now" if place == last else "")
        for place, one in enumerate(milestones)
    ]
    title = gettext("Industrial legacy") if text else gettext("Timeline")
    return Panel("legacy", title, "cities/sections/legacy.html", {"text": text, "moments": moments})


def _achievements(city: City) -> Panel | None:
    rows = [
        Row(title=one.title, text=one.text, url=one.url, year=one.year or "", theme=one.theme)
        for one in _children(city, "achievements", "theme")
    ]
    if not rows:
        return None
    title = gettext("Transition achievements")
    return Panel("achievements", title, "cities/sections/achievements.html", {"rows": rows})


def _commitments(city: City) -> Panel | None:
    """Return the city's commitments as a table; a column in which nothing is known is left out."""
    commitments = _children(city, "commitments", "document")
    if not commitments:
        return None
    columns = [gettext("Commitment"), gettext("Made on"), gettext("To be met by"), gettext("Status")]
    columns.append(gettext("Document"))
    rows = [
        [
            Cell(one.title, url=one.url),
            Cell(_day(one.made_on), label=columns[1]),
            Cell(one.due_year or "", label=columns[2] if one.due_year else ""),
            Cell(one.get_status_display(), label=columns[3]),
            Cell(one.document.title, columns[4], one.document.url) if one.document else Cell(),
        ]
        for one in commitments
    ]
    shown = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
    context = {
        "columns": [columns[place] for place in shown],
        "groups": [Group(rows=[[row[place] for place in shown] for row in rows])],
    }
    return Panel("commitments", gettext("Commitments"), "cities/sections/commitments.html", context)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _swap(city: City) -> Panel | None:
    offers = _children(city, "offers", "theme")
    if not offers:
        return None
    titles = {
        OfferKind.OFFER: gettext("%(city)s can share") % {"city": city.name},
        OfferKind.NEED: gettext("%(city)s is looking for") % {"city": city.name},
    }
    sides = [
        Side(
            titles[kind],
            icon,
            tone,
            [Row(title=one.title, text=one.text, theme=one.theme) for one in offers if one.kind == kind],
        )
        for kind, icon, tone in ((OfferKind.OFFER, "offer", 1), (OfferKind.NEED, "need", 4))
    ]
    return Panel("swap", gettext("Offers and needs"), "cities/sections/swap.html", {"sides": sides})


def _peers(city: City) -> Panel | None:
    """Return the cities that a member could best exchange with, with what speaks for each."""
    peers = good_partners(city) if city.pk and city.is_member else []
    if not peers:
        return None
    return Panel(
        "peers", gettext("Good partners for an exchange"), "cities/sections/peers.html", {"peers": peers}
    )


def _contacts(request, city: City) -> Panel | None:
    """Return whom members may turn to; other readers do not learn that there is anybody."""
    if not city.pk or not can(request, "see contacts", city):
        return None
    contacts = [one for one in _children(city, "contacts") if one.consented_on]
    if not contacts:
        return None
    title = gettext("Whom to turn to")
    return Panel("contacts", title, "cities/sections/contacts.html", {"contacts": contacts})


def _sources(city: City) -> Panel | None:
    sources = _children(city, "sources")
    if not sources:
        return None
    title = gettext("Where these facts come from")
    return Panel("sources", title, "cities/sections/sources.html", {"sources": sources})


def partners_context(request) -> dict:
    """Return the page of partners that ``request`` asks for, by kind."""
    kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(PartnerKind)]
    partners = Partner.objects.visible_to(request).annotate(place=Case(*kinds)).order_by("place", "name")
    page = paginate(partners, request, PARTNERS_ON_A_PAGE)
    return {
        "meta_title": gettext("Partners"),
        "canonical_url": absolute(reverse("cities:partner-list")),
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Partners"))],
        "page_obj": page,
        "groups": [
            {"id": kind, "title": PARTNER_TITLES[kind], "partners": list(partners)}
            for kind, partners in groupby(page, key=lambda partner: partner.kind)
        ],
        "json_ld": described("CollectionPage", gettext("Partners"), reverse("cities:partner-list")),
    }


def partner_context(request, partner: Partner) -> dict:
    """Return what the partner's page shows."""
    return {
        "partner": partner,
        "meta_title": partner.name,
        "meta_description": partner.summary,
        "canonical_url": absolute(partner.get_absolute_url()),
        "breadcrumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("Partners"), reverse("cities:partner-list")),
            Crumb(partner.name),
        ],
        "logo": partner.logo.get_rendition("max-400x160") if partner.logo else None,
        "themes": list(partner.themes.all()),
        "own_page_url": _own_page(request, partner, "cities:partner-edit"),
        "facts": known(
            Fact(gettext("Kind"), partner.get_kind_display()),
            Fact(gettext("Website"), links=outside_link(partner.website)),
            Fact(gettext("Stated at"), links=outside_link(partner.source_url)),
        ),
        "json_ld": {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": partner.name,
            "url": partner.website or absolute(partner.get_absolute_url()),
        },
    }
