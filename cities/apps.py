from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self):
        from cities.documents import SOURCES
        from cities.vocabulary import load_legacy_sectors
        from network.core.registry import vocabularies
        from network.search.documents import sources

        vocabularies.register(load_legacy_sectors)
        for source in SOURCES:
            sources.register(source)
