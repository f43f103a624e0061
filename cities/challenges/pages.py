"""What the pages of challenges show, gathered before a template is rendered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from cities.challenges.experts import suggested_experts
from cities.challenges.lists import CHALLENGES, PATH
from cities.challenges.peers import suggested_peers
from cities.challenges.response_forms import CommentForm
from cities.challenges.standing import public_ways, standing_of
from cities.models import Challenge, CoSignature, SupportOffer
from cities.permissions import is_member, keeps_challenges
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known, outside_link
from network.core.letterhead import absolute
from network.core.models import Theme
from network.core.pagination import paginate
from network.core.registry import Panel, panels
from network.core.structured_data import described
from network.search.listing import Listing

COMMENTS_ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Support:
    """The cities that have a challenge too, how many offers of support there are, and those that show."""

    signatures: list[CoSignature] = field(default_factory=list)
    offers: list[SupportOffer] = field(default_factory=list)
    number_of_offers: int = 0


def list_context(request: Any) -> dict[str, Any]:
    """Return what the list shows to the sender of ``request``."""
    title = gettext("Challenges")
    listing = Listing(CHALLENGES, request, title=title).gathered()
    return {
        "listing": listing,
        "may_write": can(request, "create", Challenge),
        "meta_title": title,
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)],
        "canonical_url": absolute(PATH),
        "json_ld": described("CollectionPage", title, PATH),
    }


def crumbs(*last: Crumb) -> list[Crumb]:
    """Return the way to a page below the list."""
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Challenges"), PATH), *last]


def detail_context(request: Any, challenge: Challenge) -> dict[str, Any]:
    """Return what the challenge's page shows to the sender of ``request``; it was read by ``for_listing()``."""
    themes = list(challenge.themes.all())
    support = read_support(request, challenge)
    comments = challenge.comments.visible_to(request).select_related("author", "city")
    page = paginate(comments.order_by("written_at", "pk"), request, COMMENTS_ON_A_PAGE)
    _mark(request, page, challenge, may_delete="delete", may_hide="hide")
    _mark(request, support.signatures, challenge, may_remove="remove")
    _mark(request, support.offers, challenge, may_withdraw="withdraw")
    return {
        "challenge": challenge,
        "themes": themes,
        "parts": parts_of(challenge),
        "facts": facts_of(challenge, support),
        "support": support,
        "page_obj": page,
        "names_people": is_member(request.user) or keeps_challenges(request.user),
        "comment_form": CommentForm() if can(request, "comment", challenge) else None,
        "standing": standing_of(request, challenge),
        "ways": public_ways(request, challenge),
        "sections": sections_of(request, challenge, themes, support),
        "meta_title": challenge.title,
        "meta_description": challenge.summary,
        "canonical_url": absolute(challenge.get_absolute_url()),
        "breadcrumbs": crumbs(Crumb(challenge.title)),
        "json_ld": json_ld(challenge, themes) if challenge.is_public else None,
    }


def _mark(request: Any, rows: Iterable, challenge: Challenge, **rules: str) -> None:
    """Note on each row what this reader may do with it."""
    for row in rows:
        row.challenge = challenge
        for name, rule in rules.items():
            setattr(row, name, can(request, rule, row))


def parts_of(challenge: Challenge) -> list[tuple[str, str]]:
    """Return headings and texts of what was written; what was left empty is left out."""
    parts = [
        (gettext("What solved it"), challenge.solution),
        (gettext("Context"), challenge.context),
        (gettext("What was tried"), challenge.tried),
        (gettext("What is needed"), challenge.needed),
        (gettext("Who is affected"), challenge.affected),
    ]
    return [(title, text) for title, text in parts if text.strip()]


def facts_of(challenge: Challenge, support: Support) -> list[Fact]:
    """Return the challenge at a glance."""
    city = challenge.city
    signed, offered = len(support.signatures), support.number_of_offers
    return known(
        Fact(gettext("City"), links=(FactLink(city.name, city.get_absolute_url()),)),
        Fact(gettext("Country"), city.country.name),
        Fact(gettext("State"), challenge.get_state_display()),
        Fact(gettext("Needed by"), _day(challenge.wanted_by)),
        Fact(gettext("Call of"), challenge.cycle_year),
        Fact(gettext("Published"), _day(challenge.published_at)),
        Fact(gettext("Cities with the same challenge"), signed or None),
        Fact(gettext("Offers of support"), offered or None),
        Fact(gettext("Stated at"), links=outside_link(challenge.source_url), wide=True),
    )


def _day(moment: Any) -> str:
    return date_format(moment, "j F Y") if moment else ""


def read_support(request: Any, challenge: Challenge) -> Support:
    """Return co-signatures and offers as this reader may see them; the number of offers is everybody's."""
    signatures = challenge.co_signatures.visible_to(request).filter(city__live=True)
    offers = challenge.support_offers.visible_to(request).select_related("city", "partner", "offered_by")
    return Support(
        signatures=list(signatures.select_related("city__country")),
        offers=list(offers),
        number_of_offers=challenge.support_offers.open().count(),
    )


def sections_of(request: Any, challenge: Challenge, themes: list[Theme], support: Support) -> list[Panel]:
    """Return what could help: practices and other things of higher apps, cities that are alike, experts."""
    found = panels.gather(challenge, request)
    if not themes:
        return found
    signed = {signature.city_id for signature in support.signatures}
    peers = suggested_peers(challenge, themes, leave_out=signed)
    if peers:
        title = gettext("Cities that could know more")
        found.append(Panel("peers", title, "cities/sections/peers.html", {"peers": peers}))
    experts = suggested_experts(challenge, themes)
    if experts:
        title = gettext("People who could be asked")
        found.append(Panel("experts", title, "cities/sections/experts.html", {"experts": experts}))
    return found


def json_ld(challenge: Challenge, themes: list[Theme]) -> dict[str, Any]:
    """Return the challenge as schema.org describes a text that a city has published."""
    city = challenge.city
    return described(
        "CreativeWork",
        challenge.title,
        challenge.get_absolute_url(),
        abstract=challenge.summary,
        datePublished=challenge.published_at.date().isoformat() if challenge.published_at else None,
        about=[{"@type": "DefinedTerm", "name": theme.name} for theme in themes],
        author={"@type": "City", "name": city.name, "url": absolute(city.get_absolute_url())},
    )
