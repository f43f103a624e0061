"""The published ballots: a file that anybody can count again, without the cities where the ballot is secret."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cities.cycles.count import Ranking
from cities.models import Ballot, ChallengeCycle
from network.core.exports import plain

CHOICE = "choice "


class UnreadableBallots(ValueError):
    """The file is not one of published ballots; says in which line."""


def write_ballots(cycle: ChallengeCycle) -> str:
    """Return the ballots of a closed cycle as CSV: one a line, the entries' numbers in the order of choice.

    Where the ballot is secret the lines are ordered by what they say, so that their order tells nothing.
    """
    ballots = Ballot.objects.filter(cycle=cycle).in_time()
    rows = [
        ("" if cycle.secret else name, list(ranking))
        for name, ranking in ballots.values_list("city__name", "ranking")
    ]
    rows.sort()
    choices = max((len(ranking) for _name, ranking in rows), default=0)
    output = io.StringIO()
    writer = csv.writer(output)
    named = [] if cycle.secret else ["city"]
    writer.writerow(["ballot", *named, *(f"{CHOICE}{place}" for place in range(1, choices + 1))])
    for number, (name, ranking) in enumerate(rows, start=1):
        cells = [] if cycle.secret else [plain(name)]
        writer.writerow([number, *cells, *ranking, *[""] * (choices - len(ranking))])
    return output.getvalue()


def read_ballots(lines: Iterable[str], *, numbers: set[int]) -> list[Ranking]:
    """Return the rankings of a file of published ballots; raise ``UnreadableBallots`` where it is none."""
    reader = csv.DictReader(lines)
    columns = [name for name in reader.fieldnames or () if name and name.startswith(CHOICE)]
    if "ballot" not in (reader.fieldnames or ()):
        raise UnreadableBallots(_("Line 1: there is no column “ballot”."))
    rankings = []
    for row in reader:
        cells = [(row[name] or "").strip() for name in columns]
        given = [cell for cell in cells if cell]
        if not given or cells[: len(given)] != given or len(set(given)) < len(given):
            raise UnreadableBallots(
                _("Line %(line)s: choices are missing or named twice.") % {"line": reader.line_num}
            )
        try:
            ranking = tuple(int(cell) for cell in given)
        except ValueError:
            ranking = ()
        if not ranking or not set(ranking) <= numbers:
            raise UnreadableBallots(
                _("Line %(line)s: an entry that was not voted on.") % {"line": reader.line_num}
            )
        rankings.append(ranking)
    return rankings
