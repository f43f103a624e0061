"""What an uploaded sheet would do, row by row, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cities.enums import CITY_ROLES, JOINED_CITIES, PARTNER_ROLES, AffiliationRole
from cities.joining.invitations.services import invite_person
from cities.joining.invitations.sheets import Row
from cities.models import Affiliation, City, Invitation, Partner
from network.core.models import Country
from network.core.slugs import slug_of


@dataclass(frozen=True, slots=True)
class Plan:
    """A row of the sheet: what is wrong with it, why there is nothing to do, or else whom it invites."""

    number: int
    row: Row
    problem: str = ""
    needless: str = ""
    organisation: Any = None
    role: AffiliationRole | None = None

    @property
    def invites(self) -> bool:
        """Whether an invitation is mailed."""
        return not self.problem and not self.needless


@dataclass(slots=True)
class Known:
    """What the portal knows, read once for a whole sheet."""

    cities: dict[str, list[City]] = field(default_factory=lambda: defaultdict(list))
    partners: dict[str, Partner] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    invited: set[tuple[str, Any]] = field(default_factory=set)
    belonging: set[tuple[str, Any]] = field(default_factory=set)

    @classmethod
    def read(cls, addresses: Iterable[str]) -> "Known":
        """Return what is known of every city and partner, and of these addresses."""
        known, wanted = cls(), list(addresses)
        for city in City.objects.order_by("pk"):
            known.cities[slug_of(city.name)].append(city)
        known.partners = {slug_of(partner.name): partner for partner in Partner.objects.order_by("pk")}
        for country in Country.objects.all():
            known.countries |= {country.iso2.lower(): country.iso2, slug_of(country.name): country.iso2}
        for one in Invitation.objects.open().filter(address__in=wanted).for_listing():
            known.invited.add((one.address, one.organisation))
        rows = Affiliation.objects.approved().filter(person__emailaddress__email__in=wanted)
        for row in rows.for_listing().prefetch_related("person__emailaddress_set"):
            for address in row.person.emailaddress_set.all():
                known.belonging.add((address.email.lower(), row.organisation))
        return known


ROLES = {str(name).lower(): role for role in AffiliationRole for name in (role.value, role.label)}


def plan_rows(rows: list[Row]) -> list[Plan]:
    """Return what each row would do, numbered as in the sheet, whose first row has the headings."""
    rows = [row | {"address": row["address"].lower()} for row in rows]
    known = Known.read(row["address"] for row in rows)
    seen: dict[tuple[str, Any], int] = {}
    plans = []
    for number, row in enumerate(rows, start=2):
        plan = _plan(number, row, known)
        key = (row["address"], plan.organisation)
        if plan.invites and key in seen:
            plan = Plan(number, row, problem=_("Stands in row %(row)s already.") % {"row": seen[key]})
        if plan.invites:
            seen[key] = number
        plans.append(plan)
    return plans


def _plan(number: int, row: Row, known: Known) -> Plan:
    """Return what one row would do."""
    try:
        validate_email(row["address"])
    except ValidationError:
        return Plan(number, row, problem=_("This is no e-mail address."))
    if len(row["name"]) > 120 or len(row["address"]) > 254:
        return Plan(number, row, problem=_("The name or the address is too long."))
    role = ROLES.get(row["role"].lower())
    if role is None:
        words = _("The role must be coordinator, official, expert or representative.")
        return Plan(number, row, problem=words)
    found = _find(row, role, known)
    if isinstance(found, str):
        return Plan(number, row, problem=found)
    needless = ""
    if (row["address"], found) in known.belonging:
        needless = _("Belongs there already.")
    elif (row["address"], found) in known.invited:
        needless = _("Is invited already: send it again from the list.")
    return Plan(number, row, needless=needless, organisation=found, role=role)


def _find(row: Row, role: AffiliationRole, known: Known) -> City | Partner | str:
    """Return the city or partner that a row names, or what is wrong."""
    name = slug_of(row["place"])
    country = known.countries.get(row["country"].lower()) or known.countries.get(slug_of(row["country"]))
    if row["country"] and not country:
        return _("There is no country “%(name)s”.") % {"name": row["country"]}
    cities = [city for city in known.cities.get(name, []) if not country or city.country_id == country]
    if role in CITY_ROLES and cities:
        return _one_city(cities)
    if role in PARTNER_ROLES and name in known.partners:
        return known.partners[name]
    if name in known.partners or cities:
        return _("This role does not fit: partners have representatives and experts.")
    return _("There is no such city or partner. Add it first.")


def _one_city(cities: list[City]) -> City | str:
    """Return the only city of its name, or what is wrong."""
    if len(cities) > 1:
        return _("Several cities have this name: give the country.")
    if cities[0].status not in JOINED_CITIES:
        return _("This city is no member and no applicant.")
    return cities[0]


def carry_out(plans: Iterable[Plan], *, invited_by: Any, now: datetime) -> int:
    """Invite whom the plans invite, and return how many invitations are new.

    Each row is written by itself: a sheet that is sent twice finds its invitations and makes none again.
    """
    made = 0
    for plan in plans:
        if plan.invites and plan.role:
            _invitation, is_new = invite_person(
                address=plan.row["address"],
                name=plan.row["name"],
                organisation=plan.organisation,
                role=plan.role,
                invited_by=invited_by,
                now=now,
            )
            made += is_new
    return made
