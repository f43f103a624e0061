"""Loads the demo cities and partners; running it again changes nothing that people did meanwhile."""

import re
from pathlib import Path

from cities.enums import CityStatus
from cities.models import City, CitySource, Milestone, Partner
from cities.vocabulary import load_legacy_sectors, sectors_by_name
from network.core.demo import once
from network.core.models import Theme
from network.core.slugs import slug_of
from network.core.vocabulary import read_rows

FOLDER = Path(__file__).parent
GEONAMES = re.compile(r"GeoNames (\d+)")
GEONAMES_CREDIT = "GeoNames, CC BY 4.0"


def load() -> dict[str, int]:
    """Load the cities with their milestones, and the partners; return how many of each were new."""
    load_legacy_sectors()
    themes, sectors = Theme.objects.by_name(), sectors_by_name()
    milestones: dict[str, list[Milestone]] = {}
    for row in read_rows(FOLDER / "milestones.csv"):
        milestone = Milestone(year=int(row["year"]), text=row["text"], is_turn=bool(row["is_turn"]))
        milestones.setdefault(row["city"], []).append(milestone)
    cities = sum(
        _load_city(row, themes=themes, sectors=sectors, milestones=milestones.get(row["name"], []))
        for row in read_rows(FOLDER / "cities.csv")
    )
    partners = sum(_load_partner(row, themes=themes) for row in read_rows(FOLDER / "partners.csv"))
    return {"cities": cities, "partners": partners}


def find_city(name: str, country_iso2: str = "") -> City | None:
    """Return the one city of that name, with or without its accents; ``None`` where none or several match.

    Only cities that are in the portal already are found; drafts too.
    """
    cities = City.objects.filter(slug__startswith=slug_of(name)).select_related("country")
    if country_iso2:
        cities = cities.filter(country=country_iso2)
    found = [city for city in cities if slug_of(city.name) == slug_of(name)]
    return found[0] if len(found) == 1 else None


def country_of(name: str) -> str:
    """Return the ISO code of the country of a city that demo content names; ``""`` if it is not certain."""
    codes = {
        row["country_iso2"]
        for file in ("cities.csv", "featured.csv")
        for row in read_rows(FOLDER / file)
        if slug_of(row["name"]) == slug_of(name)
    }
    return codes.pop() if len(codes) == 1 else ""


def featured_city(name: str, country_iso2: str = "") -> City | None:
    """Return the city of that name, made as a featured one where there is none.

    ``None`` where the country of a new city is neither given nor known: then the name stays plain text.
    """
    country = country_iso2 or country_of(name)
    city = find_city(name, country)
    if city or not country:
        return city
    city = City(name=name, country_id=country, status=CityStatus.FEATURED, live=False)
    return _publish(city)


def _publish(city: City) -> City:
    """Save the city with its first revision, as an editor's “Publish” would."""
    city.save()
    city.save_revision(log_action=True).publish(log_action=False)  # its history offers what was loaded
    city.refresh_from_db()
    return city


def _load_city(row: dict[str, str], *, themes: dict, sectors: dict, milestones: list[Milestone]) -> bool:
    """Load one city, once, unless there is one of that name already; return whether it was new."""
    with once(f"city:{slug_of(row['name'])}") as new:
        if not new or find_city(row["name"], row["country_iso2"]):
            return False
        city = City(
            name=row["name"],
            country_id=row["country_iso2"],
            status=CityStatus.MEMBER,
            admin_area=row["admin1"],
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            population=int(row["population"]) if row["population"] else None,
            population_source=GEONAMES_CREDIT if row["population"] else "",
            time_zone=row["timezone"],
            lead=row["summary"],
            website=row["website"],
            secondary_city=row["summary"].startswith("Secondary city"),
            live=False,
        )
        city.sectors = look_up(row["industrial_legacy_sectors"], sectors)
        city.themes = look_up(row["transition_focus_themes"], themes)
        city.sources = _sources(row)
        city.milestones = milestones
        _publish(city)
        return True


def look_up(cell: str, names: dict) -> list:
    """Return what the names of a cell stand for, each once; a name that is not known stops the load."""
    found = [names[name.strip().casefold()] for name in cell.split(";") if name.strip()]
    return list(dict.fromkeys(found))


def _sources(row: dict[str, str]) -> list[CitySource]:
    """Return where the row's facts come from."""
    sources = [CitySource(url=url.strip()) for url in row["source_url"].split(";") if url.strip()]
    geonames = GEONAMES.match(row["population_source"])
    if geonames:
        title = f"Population, coordinates and time zone: GeoNames {geonames[1]}, CC BY 4.0"
        sources.append(CitySource(title=title, url=f"https://www.geonames.org/{geonames[1]}"))
    for place, source in enumerate(sources):
        source.sort_order = place
    return sources


def _load_partner(row: dict[str, str], *, themes: dict) -> bool:
    """Load one partner, once; return whether it was new."""
    with once(f"partner:{slug_of(row['name'])}") as new:
        if not new or Partner.objects.filter(name=row["name"]).exists():
            return False
        fields = ("name", "kind", "summary", "website", "source_url")
        partner = Partner(**{field: row[field] for field in fields}, live=False)
        partner.themes = look_up(row["themes"], themes)
        partner.save()
        partner.save_revision(log_action=True).publish(log_action=False)
        return True
