"""Accounts in Wagtail: the list of people, and the editor's own preferences."""

from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.users.views.users import IndexView, UserViewSet

from network.accounts.forms.management import PersonCreationForm, PersonEditForm


class PeopleIndexView(IndexView):
    """The list of people, searched by name and address."""

    search_fields = ["name", "email"]
    model_fields = frozenset({"name", "email", "is_active", "wagtail_userprofile"})


class PeopleViewSet(UserViewSet):
    """Wagtail's management of users with our forms."""

    index_view_class = PeopleIndexView
    template_prefix = "accounts/people/"

    def get_form_class(self, for_update=False):
        """Return the form to make or to change an account."""
        return PersonEditForm if for_update else PersonCreationForm


class PreferencesView(AccountView):
    """An editor's preferences in Wagtail; name and address are changed in her account, and verified there."""

    def get_panels(self):
        """Return Wagtail's panels without the one for name and address."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
