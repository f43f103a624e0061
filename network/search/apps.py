from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "network.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from network.search import changes

        changes.listen()
