"""Counts a challenge cycle again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cities.cycles.count import PARTS, Count
from cities.cycles.published import UnreadableBallots, read_ballots
from cities.cycles.results import count_cycle, stored_rankings
from cities.models import ChallengeCycle


class Command(BaseCommand):
    help = (
        "Count the ballots of a challenge cycle again, from the published file where one is given, and say "
        "whether the result is the stored one. Changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("ballots", nargs="?", type=Path, help="the published ballots.csv")

    def handle(self, *args, **options):
        cycle = ChallengeCycle.objects.filter(year=options["year"]).first()
        if cycle is None or not cycle.result:
            raise CommandError(f"There is no counted cycle {options['year']}.")
        rankings = self._read(cycle, options["ballots"]) if options["ballots"] else stored_rankings(cycle)
        count = count_cycle(cycle, rankings)
        self._show(cycle, count)
        if count != Count.from_data(cycle.result):
            raise CommandError("This is NOT the stored result.")
        self.stdout.write("This is the stored result, round by round.")

    def _read(self, cycle, path):
        numbers = set(cycle.entries.accepted().values_list("number", flat=True))
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return read_ballots(file, numbers=numbers)
        except (OSError, UnicodeDecodeError, UnreadableBallots) as error:
            raise CommandError(f"{path}: {error}") from error

    def _show(self, cycle, count):
        titles = {entry.number: entry.title for entry in cycle.entries.accepted().for_listing()}
        self.stdout.write(f"{count.ballots} ballots, {count.places} places, quota {count.quota}")
        for number, one in enumerate(count.rounds, start=1):
            about = "" if one.about is None else f" of {one.about}"
            self.stdout.write(f"Round {number}: {one.step}{about}")
            for entry, votes in one.votes.items():
                elected = "  elected" if entry in one.elected else ""
                self.stdout.write(f"{entry:5} {votes / PARTS:12.5f}{elected}")
        for place, entry in enumerate(count.elected, start=1):
            self.stdout.write(f"Place {place}: {entry} {titles.get(entry, '')}")
