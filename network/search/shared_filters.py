"""Filters by what all kinds share: themes, regions, countries, goals, years."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from network.core.generation import keep
from network.core.labels import labels_of
from network.core.models import SdgGoal
from network.core.places import known_countries, known_regions, offered_regions
from network.core.spine import known_themes
from network.search.facets import Filter


def _themes(values: Collection[str]) -> Mapping[str, str]:
    ordered = sorted(known_themes().values(), key=lambda theme: (theme.position, theme.name))
    return {theme.slug: theme.name for theme in ordered if theme.slug in values}


def _spine() -> list[str]:
    return [theme.slug for theme in known_themes().values() if theme.broader_id is None]


def _regions(values: Collection[str]) -> Mapping[str, str]:
    offered = {region.slug: region.name for region in offered_regions()}
    names = offered | {slug: region.name for slug, region in known_regions().items()}
    return {slug: name for slug, name in names.items() if slug in values}


def _countries(values: Collection[str]) -> Mapping[str, str]:
    return {code: country.name for code, country in known_countries().items() if code in values}


def _goals(values: Collection[str]) -> Mapping[str, str]:
    goals = keep("goals", lambda: list(SdgGoal.objects.order_by("number")))
    return {str(goal.number): str(goal) for goal in goals if str(goal.number) in values}


def _years(values: Collection[str]) -> Mapping[str, str]:
    years = {value for value in values if len(value) == 4 and value.isascii() and value.isdigit()}
    return {year: year for year in sorted(years, reverse=True) if year >= "1000"}


THEME = Filter("theme", _themes, _("Theme"), offered=_spine, all_name="theme_all")
REGION = Filter("region", _regions, _("Region"), offered=lambda: [region.slug for region in offered_regions()])
COUNTRY = Filter("country", _countries, _("Country"), is_open=False, normalise=str.upper)
GOAL = Filter("sdg", _goals, _("Sustainable Development Goal"), is_open=False)
YEAR = Filter("year", _years, _("Year"), is_open=False)


def choices_filter(name: str, legend, choices: type, **options) -> Filter:
    """Return the filter by a field with choices: all of them are offered."""
    return Filter(
        name,
        lambda values: {value: label for value, label in labels_of(choices).items() if value in values},
        legend,
        offered=lambda: choices.values,
        **options,
    )


def theme_values(themes: Iterable) -> set[str]:
    """Return the slugs of themes and of those above them: what is filed under a narrower one is under both."""
    return {
        slug for theme in themes for slug in (theme.slug, theme.broader.slug if theme.broader else "") if slug
    }


def theme_names(themes: Iterable, aliases: Mapping[int, list[str]]) -> list[str]:
    """Return the names of themes, of those above them, and what other networks call them."""
    names = []
    for theme in themes:
        names += [theme.name, theme.broader.name if theme.broader else "", *aliases.get(theme.pk, [])]
    return names
