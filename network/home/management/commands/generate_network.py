"""Fills a network with synthetic content, to measure how the portal works with much of it."""

import sys
import time
from collections.abc import Callable
from random import Random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cities.demo.generate import generate as generate_cities
from knowledge.demo.generate import generate as generate_knowledge
from network.accounts.demo.generate import generate as generate_members
from network.core.vocabulary import load_vocabularies
from network.home.demo.load import load_own_pages
from network.home.services import begin_network

KINDS = ("cities", "products", "practices", "members")
CHUNK = 5000  # each is committed and told before the next begins


class Command(BaseCommand):
    help = (
        "Add synthetic cities, products, practices and members, for measurements; begin the network if there "
        "is none. The same seed gives the same content in the same, empty database. Nothing takes them away "
        "again, so that outside of the demo and of development it asks for --yes-really."
    )

    def add_arguments(self, parser):
        for kind in KINDS:
            parser.add_argument(f"--{kind}", type=int, default=0, metavar="N", help=f"how many {kind} to add")
        parser.add_argument("--seed", type=int, default=1, help="what chance begins with (1)")
        parser.add_argument("--yes-really", action="store_true", help="add them to a real network too")

    def handle(self, *args, **options):
        if any(options[kind] < 0 for kind in KINDS):
            raise CommandError("Numbers below zero make no sense here.")
        if not (settings.DEBUG or settings.DEMO_MAILBOX or options["yes_really"]):
            raise CommandError(
                "These settings are for a real network, in which synthetic content stays for good. "
                "Give --yes-really if you mean it, or set INTERURBAN_DATA and DJANGO_SETTINGS_MODULE."
            )
        started = time.monotonic()
        self.verbosity = options["verbosity"]
        load_vocabularies()
        home = begin_network(name="Synthetic network", base_url=settings.WAGTAILADMIN_BASE_URL)
        load_own_pages(home=home)
        # Each kind has a source of chance of its own: more cities do not change the members.
        chance = {kind: Random(f"{options['seed']} {kind}") for kind in KINDS}  # noqa: S311

        def pages(kind: str) -> Callable[[int], object]:
            nothing = {"products": 0, "practices": 0}
            return lambda n: generate_knowledge(home=home, random=chance[kind], **nothing | {kind: n})

        make = {
            "cities": lambda n: generate_cities(count=n, random=chance["cities"]),
            "products": pages("products"),
            "practices": pages("practices"),
            "members": lambda n: generate_members(count=n, random=chance["members"]),
        }
        for kind in KINDS:
            self._add(kind, options[kind], make[kind])
        self._say(f"{time.monotonic() - started:8.1f} s in all{_peak()}")

    def _add(self, kind: str, count: int, make: Callable[[int], object]) -> None:
        """Add ``count`` of a kind, chunk by chunk, and say after each how far it came."""
        started = time.monotonic()
        for done in range(0, count, CHUNK):
            new = min(CHUNK, count - done)
            make(new)
            self._say(f"{time.monotonic() - started:8.1f} s {done + new:8} of {count} {kind} added")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush()


def _peak() -> str:
    """Return the most memory that the process held, where the system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    unit = 1024 if sys.platform == "darwin" else 1
    return f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024:.0f} MiB at most"
