"""What the pages of groups show, gathered before a template is rendered."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from cities.models import City, Partner
from cities.permissions import seats_of
from network.core.access import can
from network.core.blocks import initials
from network.core.breadcrumbs import Crumb
from network.core.facts import Fact, FactLink, known
from network.core.letterhead import absolute
from network.core.light_markup import to_html
from network.core.registry import panels
from network.core.structured_data import described
from network.search.listing import Listing
from working_groups.enums import GroupRole
from working_groups.groups.lists import GROUPS, PATH
from working_groups.groups.seats import organisations_in
from working_groups.models import GroupMembership, Output, WorkingGroup
from working_groups.permissions import is_inside

SHOWN_MEMBERS = 6


def list_context(request: Any) -> dict[str, Any]:
    """Return what the list shows to the sender of ``request``."""
    title = gettext("Working groups")
    mine = WorkingGroup.objects.entered_by(request).for_listing().order_by("archived_at", "name", "pk")
    return {
        "listing": Listing(GROUPS, request, title=title).gathered(),
        "mine": [group.as_entry() for group in mine] if request.user.is_authenticated else [],
        "may_open": can(request, "create", WorkingGroup),
        "meta_title": title,
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)],
        "canonical_url": absolute(PATH),
        "json_ld": described("CollectionPage", title, PATH),
    }


def crumbs(*last: Crumb) -> list[Crumb]:
    """Return the way to a page below the list."""
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Working groups"), PATH), *last]


def group_crumbs(group: WorkingGroup, title: str = "") -> list[Crumb]:
    """Return the way to a group, or to a page below it."""
    if not title:
        return crumbs(Crumb(group.name))
    return crumbs(Crumb(group.name, group.get_absolute_url()), Crumb(title))


def tabs_of(request: Any, group: WorkingGroup, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the room inside, for those who may enter it."""
    if not can(request, "enter", group):
        return []
    names = [
        ("space", gettext("Overview"), "working_groups:group-space"),
        ("members", gettext("Members"), "working_groups:member-list"),
        ("meetings", gettext("Meetings"), "working_groups:group-meetings"),
        ("discussion", gettext("Discussion"), "working_groups:discussion"),
        ("files", gettext("Files"), "working_groups:document-list"),
        ("workplan", gettext("Workplan"), "working_groups:output-list"),
        ("public", gettext("Public page"), "working_groups:group-detail"),
    ]
    if can(request, "archive", group):
        names.insert(-1, ("settings", gettext("Settings"), "working_groups:group-edit"))
    if group.is_private:
        names = names[:-1]
    return [
        {"label": label, "url": reverse(name, args=[group.slug]), "current": key == current}
        for key, label, name in names
    ]


def frame(request: Any, group: WorkingGroup, current: str, title: str = "") -> dict[str, Any]:
    """Return what every page of a group shows: its name, the tabs, the way back."""
    return {
        "group": group,
        "title": title or group.name,
        "tabs": tabs_of(request, group, current),
        "breadcrumbs": group_crumbs(group, title),
        "is_inside": is_inside(request.user, group),
        "may_change": can(request, "change", group),
    }


def detail_context(request: Any, group: WorkingGroup) -> dict[str, Any]:
    """Return what the public page shows: of a restricted group, a short note."""
    told = can(request, "read workplan", group)
    number = group.memberships.active().count() if told else 0
    seats = organisations_in(group) if told else []
    asked = own_request(request, group)
    return frame(request, group, "public") | {
        "told": told,
        "seats": seats,
        "outputs": list(group.outputs.all()) if told else [],
        "description": mark_safe(to_html(group.description)) if told else "",  # noqa: S308 (cleaned there)
        "facts": facts_of(group, number, seats) if told else [],
        "asked": asked,
        "may_join": asked is None and can(request, "join", group),
        "own_seats": own_seats(request, group) if told else [],
        "panels": panels.gather(group, request),
        "meta_title": group.name,
        "meta_description": group.summary,
        "canonical_url": absolute(group.get_absolute_url()),
        "json_ld": None if group.is_private else json_ld(group),
    }


def own_request(request: Any, group: WorkingGroup) -> GroupMembership | None:
    """Return the reader's request to join that waits for a decision."""
    if not request.user.is_authenticated:
        return None
    return group.memberships.requested().filter(person=request.user).first()


def own_seats(request: Any, group: WorkingGroup) -> list[GroupMembership]:
    """Return the seats of whom the reader speaks for: she may hand them over without being inside."""
    if can(request, "enter", group) or not request.user.is_authenticated:
        return []
    hers = seats_of(request.user)
    rows = group.memberships.active().for_listing().order_by("person__name", "pk")
    found = rows.filter(Q(city__in=hers.coordinated) | Q(partner__in=hers.represented))
    return [one for one in found if can(request, "hand over", one)]


def facts_of(group: WorkingGroup, number: int, seats: list[City | Partner]) -> list[Fact]:
    """Return the group at a glance, with how many members it has."""
    lead = group.lead_city if group.lead_city and group.lead_city.live else None
    challenge = group.challenge if group.challenge and group.challenge.is_public else None
    aim = gettext("What the cities want")
    if group.aim and group.aim_by:
        aim = gettext("What the cities want by %(month)s") % {"month": date_format(group.aim_by, "F Y")}
    cities = sum(isinstance(one, City) for one in seats)
    counted = ngettext("%(n)s member", "%(n)s members", number) % {"n": number}
    if cities:
        counted = gettext("%(members)s from %(cities)s") % {
            "members": counted,
            "cities": ngettext("%(n)s city", "%(n)s cities", cities) % {"n": cities},
        }
    return known(
        Fact(aim, group.aim, wide=True),
        Fact(gettext("Lead city"), links=(FactLink(lead.name, lead.get_absolute_url()),) if lead else ()),
        Fact(gettext("Members"), counted if number else ""),
        Fact(gettext("Meets"), group.rhythm),
        Fact(
            gettext("Works on the challenge"),
            links=(FactLink(challenge.title, challenge.get_absolute_url()),) if challenge else (),
            wide=True,
        ),
        Fact(gettext("Opened"), date_format(group.created_at, "F Y")),
        Fact(gettext("Archived"), date_format(group.archived_at, "j F Y") if group.archived_at else ""),
    )


def json_ld(group: WorkingGroup) -> dict[str, Any]:
    """Return the group as schema.org describes an organisation."""
    about = [{"@type": "DefinedTerm", "name": theme.name} for theme in group.themes.all()]
    url = group.get_absolute_url()
    return described("Organization", group.name, url, description=group.summary, knowsAbout=about)


def space_context(request: Any, group: WorkingGroup, last_visit: Any) -> dict[str, Any]:
    """Return what the first page inside shows to somebody who was there at ``last_visit`` the last time."""
    active = group.memberships.active()
    number, listed = active.count(), active.for_listing().order_by("role", "person__name", "pk")
    return frame(request, group, "space") | {
        "facts": facts_of(group, number, organisations_in(group)),
        "people": [as_person(one) for one in listed[:SHOWN_MEMBERS]],
        "number": number,
        "outputs": open_outputs(group),
        "waiting": group.memberships.requested().count() if can(request, "change", group) else 0,
        "description": mark_safe(to_html(group.description)),  # noqa: S308 (cleaned there)
        "new_members": list(listed.filter(decided_at__gt=last_visit)) if last_visit else [],
    }


def open_outputs(group: WorkingGroup) -> list[Output]:
    """Return what is still to be made, by date."""
    return [one for one in group.outputs.all() if one.done_on is None]


def as_person(membership: GroupMembership) -> dict[str, str]:
    """Return a member as ``components/people.html`` shows her."""
    person, organisation = membership.person, membership.organisation
    role = gettext("facilitator") if membership.role == GroupRole.FACILITATOR else ""
    return {
        "name": person.name,
        "initials": initials(person.name),
        "role": ", ".join(filter(None, (organisation.name if organisation else "", role))),
    }
