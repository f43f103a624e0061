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
        from cities.experts.documents import ExpertSource
        from cities.experts.notices import register_notices
        from cities.joining.registration import register_joining
        from cities.vocabulary import load_legacy_sectors
        from network.core.access import access
        from network.core.registry import vocabularies
        from network.search.documents import sources

        access.register(models.Affiliation, permissions.AFFILIATION_RULES)
        access.register(models.City, permissions.CITY_RULES)
        access.register(models.ExpertProfile, permissions.EXPERT_RULES)
        access.register(models.Partner, permissions.PARTNER_RULES)
        invalidation.connect()
        register_cycles()
        vocabularies.register(load_legacy_sectors)
        register_notices()
        register_joining()
        for source in (*SOURCES, ExpertSource()):
            sources.register(source)
        register_challenges()
