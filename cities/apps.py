from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self):
        from cities.vocabulary import load_legacy_sectors
        from network.core.registry import vocabularies

        vocabularies.register(load_legacy_sectors)
