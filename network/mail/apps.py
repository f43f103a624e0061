from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "network.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from network.core.permissions import ReadOnlyPolicy
        from network.core.personal_data import personal_data
        from network.mail.bounces import listen_to_providers
        from network.mail.digests.render import register_digests
        from network.mail.farewell import register_farewell
        from network.mail.holdings import HOLDINGS
        from network.mail.models import Delivery
        from network.mail.workflows import take_over_workflow_mail

        register_permission_policy(Delivery, ReadOnlyPolicy(Delivery))
        take_over_workflow_mail()
        personal_data.register(*HOLDINGS)
        register_farewell()
        register_digests()
        listen_to_providers()
