"""Countries and regions, kept in memory: every list shows some, and they seldom change."""

from network.core.generation import keep
from network.core.models import Country, Region


def known_regions() -> dict[str, Region]:
    """Return all regions by slug, in the order of their names, from memory while nothing has changed."""
    return keep("regions", lambda: {region.slug: region for region in Region.objects.order_by("name")})


def offered_regions() -> list[Region]:
    """Return the six regions that filters and lists offer, in their order."""
    offered = [region for region in known_regions().values() if region.position is not None]
    return sorted(offered, key=lambda region: region.position)


def known_countries() -> dict[str, Country]:
    """Return all countries by ISO code, in the order of their names, from memory while nothing has changed."""
    return keep("countries", lambda: {country.iso2: country for country in Country.objects.order_by("name")})


def regions_around() -> dict[str, tuple[Region, ...]]:
    """Return, by the code of a region, that region and all that it lies in, the widest first."""
    by_code = {region.code: region for region in known_regions().values()}
    return {
        code: tuple(by_code[part] for part in region.path.split(".") if part)
        for code, region in by_code.items()
    }
