from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "network.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default = True


class UserManagementConfig(WagtailUsersAppConfig):
    """Wagtail's management of users, for people who sign in by e-mail."""

    default = False
    user_viewset = "network.accounts.viewsets.PeopleViewSet"
