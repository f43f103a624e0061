"""Where a person belongs, on her account page."""

from typing import Any

from django.utils.translation import gettext as _

from cities.enums import OPEN_AFFILIATIONS, AffiliationState
from cities.models import Affiliation
from network.core.access import can
from network.core.registry import Panel

SHOWN = 20


def gather_affiliations(person: Any, _request: Any) -> list[Panel]:
    """Return one panel: what she is to which city or partner, and the next step where she is nothing yet."""
    shown = (*OPEN_AFFILIATIONS, AffiliationState.DECLINED)
    rows = Affiliation.objects.filter(person=person, state__in=shown).for_listing()
    rows = list(rows.order_by("-requested_at", "-pk")[:SHOWN])
    opened = [row for row in rows if row.state in OPEN_AFFILIATIONS]
    for row in opened:
        row.keeps_page = row.is_approved and can(person, "propose", row.organisation)
    at_home = {row.organisation for row in opened}
    declined = {}
    for row in rows:
        if row.state == AffiliationState.DECLINED and row.organisation not in at_home:
            declined.setdefault(row.organisation, row)  # the newest word is the one that counts
    context = {"affiliations": opened, "declined": list(declined.values())}
    title = _("Your cities and organisations")
    return [Panel("affiliations", title, "cities/joining/_account.html", context)]
