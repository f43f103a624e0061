"""How administrators make and change accounts in Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from network.accounts.services import replace_address


class PersonForm:
    """One name instead of two, and an address that is verified anew when it changes."""

    # Declared by Wagtail's forms; our people have one name.
    first_name = None
    last_name = None

    error_messages = {"duplicate_username": _("Somebody already uses this address.")}

    def clean_email(self):
        """Return the address in lower case, as it is stored."""
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        """Save the person; those with the run of the editors' area are marked as staff."""
        person = super().save(commit=False)
        if not person.pk:
            person.set_unusable_password()
        person.is_staff = person.is_superuser or any(
            group.permissions.filter(codename="access_admin").exists() for group in self.cleaned_data["groups"]
        )
        if commit:
            person.save()
            self.save_m2m()
            if "email" in self.changed_data:
                replace_address(user=person, address=person.email)
        return person


class PersonCreationForm(PersonForm, UserCreationForm):
    """Make an account. Its owner signs in by a code and sets a password if she likes."""

    class Meta(UserCreationForm.Meta):
        fields = ("email", "name", "job_title", "is_superuser", "groups")


class PersonEditForm(PersonForm, UserEditForm):
    """Change an account."""

    class Meta(UserEditForm.Meta):
        fields = ("email", "name", "job_title", "is_active", "is_superuser", "groups")
