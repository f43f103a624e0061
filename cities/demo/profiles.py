"""A demo city's change of its own page, which waits for the secretariat; running it again changes nothing."""

from datetime import datetime

from cities.demo.load import find_city
from cities.enums import OfferKind
from cities.models import City
from cities.profiles.parts import parts_of
from cities.profiles.services import save_part, send_profile
from network.accounts.models import User
from network.core.access import can
from network.core.demo import once
from network.core.drafts import draft_of
from network.core.models import Theme

CITY, WRITER = "Katowice", "coordinator@interurban.example"
NEED = {
    "kind": OfferKind.NEED,
    "title": "Examples of new uses for the halls of former mines",
    "text": "We would like to hear from cities that let halls out before a plan for the whole site was ready.",
}


def load(*, now: datetime) -> dict[str, int]:
    """Have the demo coordinator send a change to the secretariat, once; return how many were new."""
    city, writer = find_city(CITY), User.objects.filter(email=WRITER).first()
    if city is None or writer is None or not can(writer, "propose", city):
        return {"waiting profiles": 0}
    with once(f"profile draft:{city.slug}") as new:
        if new:
            _ask(city, writer, now)
    return {"waiting profiles": int(new)}


def _ask(city: City, writer: User, now: datetime) -> None:
    part = next(one for one in parts_of(City) if one.key == "offers")
    draft = draft_of(city)
    values = part.values(draft) | {"new": NEED | {"theme": Theme.objects.spine().first()}}
    save_part(page=city, part=part, values=values, base=part.fingerprints(draft), saved_by=writer, now=now)
    send_profile(page=city, sent_by=writer, now=now)
