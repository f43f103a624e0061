"""Loads the demo network."""

import time
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from network.core.vocabulary import load_vocabularies
from network.home.demo.load import load_frame, load_pages
from network.home.demo.people import PASSWORD, load_people


class Command(BaseCommand):
    help = (
        "Load the demo network: cities, knowledge products, practices, news and pages. Safe to repeat and "
        "to run on a live site: what was loaded once is never loaded, changed or removed again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-users",
            action="store_true",
            help="add the demo users with their public password, outside of the demo too",
        )

    def handle(self, *args, **options):
        started = time.monotonic()
        load_vocabularies()
        home = load_frame(base_url=settings.WAGTAILADMIN_BASE_URL)
        counts: dict[str, int] = {}
        for name, arguments in (("cities", {}), ("knowledge", {"home": home})):
            package = import_module(f"{name}.demo")
            if module_has_submodule(package, "load"):
                counts |= import_module(f"{name}.demo.load").load(**arguments)
        counts |= load_pages(home=home)
        if options["with_users"] or settings.DEMO_MAILBOX or settings.DEBUG:
            counts |= load_people()
            people = f"Demo users sign in with the password {PASSWORD}."
        else:
            people = "No demo users: they have a public password. Give --with-users to add them."
        if options["verbosity"]:
            for kind, number in counts.items():
                self.stdout.write(f"{number:6} {kind} added")
            self.stdout.write(f"{people} {time.monotonic() - started:.0f} s")
