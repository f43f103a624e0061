"""Loads the demo network."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from cities.demo.challenges import load as load_challenges
from cities.demo.cycles import load as load_cycles
from cities.demo.follows import load as load_follows
from cities.demo.load import load as load_cities
from cities.demo.profiles import load as load_profiles
from knowledge.demo.load import load as load_knowledge
from knowledge.demo.submissions import load as load_submissions
from network.core.vocabulary import load_vocabularies
from network.home.demo.affiliations import load_affiliations
from network.home.demo.load import load_frame, load_pages
from network.home.demo.newsletter import load as load_newsletter
from network.home.demo.people import PASSWORD, load_people
from working_groups.demo.exchanges import load as load_exchanges
from working_groups.demo.files import load as load_files
from working_groups.demo.load import load as load_groups
from working_groups.demo.meetings import load as load_meetings
from working_groups.demo.talk import load as load_talk

# What the lower apps load, each given the home page.
PARTS = (
    lambda home: load_cities(),
    lambda home: load_challenges(),
    lambda home: load_cycles(),
    lambda home: load_knowledge(home=home),
)


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
        for part in PARTS:
            counts |= part(home)
        counts |= load_pages(home=home)
        if options["with_users"] or settings.DEMO_MAILBOX or settings.DEBUG:
            counts |= load_people() | load_affiliations()
            now = timezone.now()
            counts |= load_profiles(now=now) | load_submissions(now=now) | load_groups(now=now)
            counts |= load_meetings(now=now) | load_files(now=now) | load_talk(now=now)
            counts |= load_exchanges(now=now) | load_follows(now=now)
            people = f"Demo users sign in with the password {PASSWORD}."
        else:
            people = "No demo users: they have a public password. Give --with-users to add them."
        counts |= load_newsletter(today=timezone.localdate())
        if options["verbosity"]:
            for kind, number in counts.items():
                self.stdout.write(f"{number:6} {kind} added")
            self.stdout.write(f"{people} {time.monotonic() - started:.0f} s")
