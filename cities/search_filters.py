"""Filters by what cities are and bring: size, industrial legacy, the city itself, its challenges."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from cities.enums import SizeClass
from cities.models import Challenge, City, LegacySector
from network.search.facets import Filter
from network.search.shared_filters import choices_filter


def _sectors(values: Collection[str]) -> Mapping[str, str]:
    sectors = LegacySector.objects.filter(slug__in=values).order_by("name")
    return dict(sectors.values_list("slug", "name")) if values else {}


def _cities(values: Collection[str]) -> Mapping[str, str]:
    cities = City.objects.listed().filter(slug__in=values).order_by("slug")
    return dict(cities.values_list("slug", "name")) if values else {}


def _challenges(values: Collection[str]) -> Mapping[str, str]:
    challenges = Challenge.objects.public().filter(slug__in=values).select_related("city")
    return {one.slug: one.with_city for one in challenges.order_by("title", "pk")} if values else {}


SIZE = choices_filter("size", _("Inhabitants"), SizeClass)
LEGACY = Filter("legacy", _sectors, _("Industrial legacy"), is_open=False)
CITY = Filter("city", _cities)  # only the links of cities' pages lead to it
CHALLENGE = Filter("challenge", _challenges, _("Challenge"), is_open=False)
