"""Begins a real, empty network."""

import getpass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from network.core.vocabulary import load_vocabularies
from network.home.demo.load import load_own_pages
from network.home.services import add_person, begin_network


class Command(BaseCommand):
    help = "Begin a real, empty network: pages, themes, staff groups, first administrator. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--name", default="", help="the network's name")
        parser.add_argument("--email", default="", help="the first administrator's e-mail address")
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing; print a link for the password"
        )

    def handle(self, *args, **options):
        asks = not options["no_input"]
        name = options["name"] or (asks and input("Name of the network [Interurban]: ").strip()) or "Interurban"
        load_vocabularies()
        home = begin_network(name=name, base_url=settings.WAGTAILADMIN_BASE_URL)
        load_own_pages(home=home)
        self.stdout.write(f"The network “{name}” has its home, list and legal pages, themes and staff groups.")
        self._first_administrator(email=options["email"], asks=asks)
        self.stdout.write(
            f"Next: sign in at {settings.WAGTAILADMIN_BASE_URL}/admin/ and follow the first steps "
            f"that the home page shows you at {settings.WAGTAILADMIN_BASE_URL}/."
        )

    def _first_administrator(self, *, email: str, asks: bool) -> None:
        if get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("There is an administrator already: none was added.")
            return
        email = email or (input("E-mail address of the first administrator: ").strip() if asks else "")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("Give the first administrator’s address with --email.") from error
        password = self._ask_password(email) if asks else None
        person = add_person(email=email, password=password, is_staff=True, is_superuser=True)
        if not person.is_superuser:
            raise CommandError(f"{email} belongs to somebody who is no administrator. Give another address.")
        if password:
            self.stdout.write(f"{email} is the first administrator.")
        else:
            self.stdout.write(
                f"{email} is the first administrator and chooses a password at\n{reset_link(person)}"
            )

    def _ask_password(self, email: str) -> str | None:
        """Return a password that is strong enough, or none when nothing is typed."""
        while password := getpass.getpass("Password (leave empty to get a link instead): "):
            try:
                validate_password(password, get_user_model()(email=email))
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if password == getpass.getpass("The same again: "):
                return password
            self.stderr.write("The two differ.")
        return None


def reset_link(person) -> str:
    """Return the address at which the person chooses a password, good for a few days and one use."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
