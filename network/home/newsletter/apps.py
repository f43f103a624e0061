from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "network.home.newsletter"
    label = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self):
        from network.core.personal_data import personal_data
        from network.home.newsletter.holdings import HOLDINGS
        from network.home.newsletter.notices import register_newsletter

        register_newsletter()
        personal_data.register(*HOLDINGS)
