"""Where the demo users belong: cities come before people, so this joins them when both are there."""

from typing import Any

from django.utils import timezone

from cities.demo.load import find_city
from cities.enums import AffiliationGround, AffiliationRole, AffiliationState
from cities.experts.services import save_expert
from cities.models import Affiliation, City, ExpertProfile, MailDomain, Partner
from network.accounts.models import User
from network.core.demo import once
from network.core.models import Region, Theme

# Nobody can own a domain that ends so.
DOMAINS = {"Katowice": "katowice.example"}
# Whoever has no role here has asked to join and waits for a decision.
PEOPLE: list[tuple[str, str, AffiliationRole | None, str]] = [
    ("coordinator", "Katowice", AffiliationRole.COORDINATOR, ""),
    ("member", "Katowice", AffiliationRole.OFFICIAL, ""),
    ("newcomer", "Katowice", None, "I look after the former mine buildings that the city owns."),
    ("facilitator", "Essen", AffiliationRole.OFFICIAL, ""),
    ("expert", "Essen", AffiliationRole.EXPERT, ""),
    ("applicant", "Essen", None, "I advise house owners on heating without coal."),
]


def load_affiliations() -> dict[str, int]:
    """Join the demo users to cities and a partner, and list the expert, once; return how many were new."""
    for name, domain in DOMAINS.items():
        _add_domain(find_city(name), domain)
    added = sum(_join(address, find_city(city), role, message) for address, city, role, message in PEOPLE)
    partner = Partner.objects.listed().order_by("pk").first()
    added += _join("partner", partner, AffiliationRole.REPRESENTATIVE, "")
    return {"affiliations": added, "experts": _list_expert()}


def _add_domain(city: City | None, domain: str) -> None:
    """Give the city a mail domain, in its history too, so that an editor's next change keeps it."""
    if city is None:
        return
    with once(f"mail domain:{domain}") as new:
        if new:
            city.mail_domains.add(MailDomain(domain=domain))
            city.save()
            city.save_revision(log_action=True).publish(log_action=False)


def _join(address: str, organisation: Any, role: AffiliationRole | None, message: str) -> bool:
    person = User.objects.filter(email=f"{address}@interurban.example").first()
    if person is None or organisation is None:
        return False
    with once(f"affiliation:{address}") as new:
        if not new or Affiliation.objects.open().of(organisation).filter(person=person).exists():
            return False
        now = timezone.now()
        decided = {
            "state": AffiliationState.APPROVED,
            "ground": AffiliationGround.STAFF,
            "role": role,
            "decided_at": now,
        }
        Affiliation.objects.create(
            person=person,
            message=message,
            requested_at=now,
            **{str(organisation._meta.model_name): organisation},
            **(decided if role else {}),
        )
        return True


def _list_expert() -> int:
    """Have the demo expert be found among the experts, once; return how many were new."""
    person = User.objects.filter(email="expert@interurban.example").first()
    if person is None:
        return 0
    with once("expert:expert") as new:
        if not new or ExpertProfile.objects.filter(person=person).exists():
            return 0
        person.languages = ["de", "en"]
        person.save(update_fields=["languages"])
        person.expertise.set(Theme.objects.filter(slug__in=["circular-economy", "climate-action-and-energy"]))
        profile = ExpertProfile(person=person, headline="New uses for old halls and the land around them")
        europe = Region.objects.filter(slug="europe")
        save_expert(profile=profile, regions=europe, listed=True, now=timezone.now())
        return 1
