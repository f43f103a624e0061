from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self):
        from network.accounts.privacy.holdings import HOLDINGS
        from network.accounts.waiting import gather
        from network.core.personal_data import personal_data
        from network.core.waiting import waiting

        personal_data.register(*HOLDINGS)
        waiting.register(gather)


class UserManagementConfig(WagtailUsersAppConfig):
    """Wagtail's management of users, for people who sign in by e-mail."""

    default = False
    user_viewset = "network.accounts.viewsets.PeopleViewSet"
