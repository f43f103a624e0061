"""Accounts in Wagtail: the list of people, and the editor's own preferences."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from network.accounts.forms.management import PersonCreationForm, PersonEditForm
from network.accounts.models import User
from network.accounts.privacy.erasure import LastAdministrator, erase_person
from network.accounts.services import note_roles, roles_of
from network.core.break_glass import NotesExport, NotesOpening

SHOWN = 20  # of the texts that name an erased person; the audit log has all


class PeopleIndexView(NotesExport, IndexView):
    """The list of people, searched by name and address."""

    search_fields = ["name", "email"]
    model_fields = frozenset({"name", "email", "is_active", "wagtail_userprofile"})


class PersonCreateView(CreateView):
    """A new account."""

    def save_instance(self):
        """Save it, and note the roles that it was given."""
        person = super().save_instance()
        note_roles(person=person, before=None, changed_by=self.request.user, now=timezone.now())
        return person


class PersonEditView(NotesOpening, EditView):
    """A person's account."""

    def save_instance(self):
        """Save it, and note what has changed of her roles."""
        before = roles_of(User.objects.get(pk=self.object.pk))
        person = super().save_instance()
        note_roles(person=person, before=before, changed_by=self.request.user, now=timezone.now())
        return person


class PersonDeleteView(DeleteView):
    """Erasing a person, as she could do it herself."""

    def delete_action(self):
        """Erase her, and say where others have written of her."""
        try:
            hits = erase_person(person=self.object, erased_by=self.request.user, now=timezone.now())
        except LastAdministrator:
            raise PermissionDenied from None
        if hits:
            messages.warning(
                self.request,
                _("Others have written the name or address: %(hits)s. Look whether it has to go there too.")
                % {"hits": ", ".join(hits[:SHOWN])},
            )


class PeopleViewSet(UserViewSet):
    """Wagtail's management of users with our forms."""

    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    template_prefix = "accounts/people/"

    def get_form_class(self, for_update=False):
        """Return the form to make or to change an account."""
        return PersonEditForm if for_update else PersonCreationForm


class PreferencesView(AccountView):
    """An editor's preferences in Wagtail; name and address are changed in her account, and verified there."""

    def get_panels(self):
        """Return Wagtail's panels without the one for name and address."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
