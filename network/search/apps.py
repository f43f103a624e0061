from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "network.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from network.core.permissions import ReadOnlyPolicy
        from network.search import changes
        from network.search.models import UnansweredQuery

        register_permission_policy(UnansweredQuery, ReadOnlyPolicy(UnansweredQuery))
        changes.listen()
