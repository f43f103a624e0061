from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        from cities.models import Challenge, City
        from knowledge import challenge_panels
        from knowledge import city_panels as shown
        from knowledge.digests.source import register_digest
        from knowledge.documents import SOURCES
        from knowledge.holdings import HOLDINGS
        from knowledge.models import Submission
        from knowledge.submissions.permissions import SUBMISSION_RULES
        from knowledge.submissions.waiting import gather
        from network.core.access import access
        from network.core.personal_data import personal_data
        from network.core.registry import counters, panels
        from network.core.waiting import waiting
        from network.search.documents import sources

        access.register(Submission, SUBMISSION_RULES)
        personal_data.register(*HOLDINGS)
        waiting.register(gather)
        panels.register(City, shown.gather_panels)
        panels.register(Challenge, challenge_panels.gather_panels)
        counters.register(City, "practices", shown.count_practices)
        counters.register(City, "products", shown.count_products)
        register_digest()
        for source in SOURCES:
            sources.register(source)
