"""Keeps this machine's search index."""

import signal
import time

from django.core.management.base import BaseCommand, CommandError

from network.search.follower import Busy, Follower, catch_up
from network.search.rebuild import rebuild


class Command(BaseCommand):
    help = (
        "Keep the search index. --follow applies every change within two seconds until it is stopped, and "
        "builds the index where there is none; --rebuild makes a new one and switches to it while readers go "
        "on; --once applies what waits and ends."
    )

    def add_arguments(self, parser):
        group = parser.add_mutually_exclusive_group(required=True)
        group.add_argument("--follow", action="store_true", help="apply changes until stopped")
        group.add_argument("--rebuild", action="store_true", help="build a new index and switch to it")
        group.add_argument("--once", action="store_true", help="apply what waits, then end")

    def handle(self, *args, **options):
        if options["rebuild"]:
            started = time.monotonic()
            count = rebuild()
            self._say(options, f"{count} documents indexed in {time.monotonic() - started:.1f} s")
        elif options["once"]:
            try:
                self._say(options, f"{catch_up()} changes applied")
            except Busy:
                raise CommandError("A follower applies the changes already.") from None
        else:
            self._follow()

    def _follow(self):
        """Follow until SIGTERM or Ctrl-C; a batch that is being applied is finished."""
        follower = Follower()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: follower.stop())
        try:
            follower.run()
        except (OSError, ValueError) as error:
            raise CommandError(f"The search index cannot be written: {error}") from error

    def _say(self, options, line: str):
        if options["verbosity"]:
            self.stdout.write(line)
