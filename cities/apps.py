from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self):
        from cities import invalidation, models, permissions
        from cities.challenges.registration import register_challenges
        from cities.cycles.registration import register_cycles
        from cities.documents import SOURCES
        from cities.experts.registration import register_experts
        from cities.following.registration import register_following
        from cities.holdings import HOLDINGS
        from cities.joining.registration import register_joining
        from cities.profiles.registration import register_profiles
        from cities.vocabulary import load_legacy_sectors
        from cities.waiting import gather
        from network.core.access import access
        from network.core.personal_data import personal_data
        from network.core.registry import vocabularies
        from network.core.waiting import waiting
        from network.search.documents import sources

        access.register(models.Affiliation, permissions.AFFILIATION_RULES)
        access.register(models.City, permissions.CITY_RULES)
        access.register(models.Partner, permissions.PARTNER_RULES)
        for source in SOURCES:
            sources.register(source)
        register_joining()
        register_experts()
        register_challenges()
        register_cycles()
        register_following()
        register_profiles()
        personal_data.register(*HOLDINGS)
        waiting.register(gather)
        vocabularies.register(load_legacy_sectors)
        invalidation.connect()
