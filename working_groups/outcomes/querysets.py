"""Reads of outcomes."""

from typing import Any

from django.db import models
from django.db.models import Q

from cities.permissions import is_member
from network.core.access import person_of
from working_groups.exchanges.standing import exchanges_of, matches_exchanges
from working_groups.standing import administers_groups, groups_of, keeps_meetings


class OutcomeQuerySet(models.QuerySet):
    """Pages that came out of exchanges and meetings."""

    def visible_to(self, viewer: Any) -> "OutcomeQuerySet":
        """Return those of the exchanges and meetings whose inside ``viewer`` may read."""
        person = person_of(viewer)
        exchanges = Q(exchange__confirmed_at__isnull=False)
        of_exchange = Q(meeting__exchange__confirmed_at__isnull=False)
        if not matches_exchanges(person):
            hers = exchanges_of(person).inside
            exchanges &= Q(exchange__in=hers)
            of_exchange &= Q(meeting__exchange__in=hers)
        groups = Q(meeting__group__in=groups_of(person).member)
        if administers_groups(person):
            groups = Q(meeting__group__isnull=False)
        shown = exchanges | of_exchange | groups
        if is_member(person) or keeps_meetings(person):
            shown |= Q(meeting__isnull=False, meeting__group__isnull=True, meeting__exchange__isnull=True)
        return self.filter(shown)
