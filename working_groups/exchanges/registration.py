"""What exchanges tell the registries of the portal when it starts."""

from wagtail.permissions import register_permission_policy

from cities.joining.affiliations import affiliation_ended
from cities.models import Challenge, City
from knowledge.models import GoodPracticePage
from network.core.access import access
from network.core.permissions import ReadOnlyPolicy
from network.core.personal_data import personal_data
from network.core.registry import panels
from network.core.waiting import waiting
from network.search.documents import sources
from working_groups import models
from working_groups.exchanges import panels as shown
from working_groups.exchanges import permissions
from working_groups.exchanges.documents import ExchangeSource
from working_groups.exchanges.holdings import HOLDINGS
from working_groups.exchanges.notices import register_notices
from working_groups.exchanges.running import leave_with_affiliation
from working_groups.exchanges.waiting import gather


def register_exchanges() -> None:
    """Register rules, the search document, personal data, mails and what other pages show."""
    access.register(models.PeerExchange, permissions.EXCHANGE_RULES)
    access.register(models.ExchangeParty, permissions.PARTY_RULES)
    access.register(models.ExchangeSeat, permissions.SEAT_RULES)
    for model in (models.ExchangeAgreement, models.ExchangeEntry, models.ExchangeReport):
        access.register(model, permissions.WITHIN_RULES)
    register_permission_policy(models.PeerExchange, ReadOnlyPolicy(models.PeerExchange))
    panels.register(Challenge, shown.gather_challenge_panels)
    panels.register(City, shown.gather_city_panels)
    panels.register(GoodPracticePage, shown.gather_practice_panels)
    sources.register(ExchangeSource())
    affiliation_ended.register(leave_with_affiliation)
    personal_data.register(*HOLDINGS)
    waiting.register(gather)
    register_notices()
