from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "network.home"
    label = "home"
    verbose_name = _("Home")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from network.core.personal_data import personal_data
        from network.core.waiting import waiting
        from network.home import upgrades
        from network.home.contact.holdings import HOLDINGS
        from network.home.contact.notices import register_notices
        from network.home.contact.permissions import QueuePolicy
        from network.home.dashboard.gathering import gather_staff
        from network.home.documents import SOURCES
        from network.home.models import Enquiry
        from network.search.documents import sources

        register_notices()
        upgrades.connect()
        personal_data.register(*HOLDINGS)
        waiting.register(gather_staff)
        register_permission_policy(Enquiry, QueuePolicy(Enquiry))
        for source in SOURCES:
            sources.register(source)
