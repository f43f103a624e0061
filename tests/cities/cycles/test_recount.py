"""The published ballots give the stored result, by the command and by hand."""

import io
import random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cities.cycles.count import Count
from cities.cycles.published import UnreadableBallots, read_ballots, write_ballots
from cities.cycles.results import count_cycle, publish_results
from tests.factories.cycles import BallotFactory, CycleFactory, EntryFactory

pytestmark = pytest.mark.django_db


def closed_cycle(seed=0, secret=True, **fields):
    """Return a counted cycle of five entries and thirty random ballots."""
    chance = random.Random(seed)  # noqa: S311
    cycle = CycleFactory(closed=True, places=3, secret=secret, tie_seed=f"seed {seed}", **fields)
    EntryFactory.create_batch(5, cycle=cycle)
    for _city in range(30):
        BallotFactory(cycle=cycle, ranking=chance.sample(range(1, 6), chance.randint(1, 5)))
    publish_results(now=timezone.now())
    cycle.refresh_from_db()
    return cycle


def recount(*args):
    output = io.StringIO()
    call_command("recount_cycle", *args, stdout=output)
    return output.getvalue()


@pytest.mark.parametrize("secret", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_the_published_file_gives_the_stored_result(tmp_path, client, seed, secret):
    cycle = closed_cycle(seed, secret)
    file = tmp_path / "ballots.csv"
    file.write_bytes(client.get(f"/challenges/cycles/{cycle.year}/results/ballots.csv").content)
    output = recount(cycle.year, str(file))
    assert "This is the stored result" in output and "30 ballots, 3 places, quota 8" in output
    assert "This is the stored result" in recount(cycle.year)
    rankings = read_ballots(file.read_text().splitlines(), numbers=set(range(1, 6)))
    assert count_cycle(cycle, rankings) == Count.from_data(cycle.result)


def test_a_file_that_was_changed_is_found_out(tmp_path):
    cycle = closed_cycle()
    lines = write_ballots(cycle).splitlines()
    file = tmp_path / "ballots.csv"
    file.write_text("\n".join(lines[:-4]))
    with pytest.raises(CommandError, match="NOT the stored result"):
        recount(cycle.year, str(file))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Line 1"),
        ("name,choice 1\nx,1\n", "Line 1"),
        ("ballot,choice 1,choice 2\n1,,2\n", "Line 2"),
        ("ballot,choice 1,choice 2\n1,2,2\n", "Line 2"),
        ("ballot,choice 1\n1,9\n", "Line 2"),
        ("ballot,choice 1\n1,=1+1\n", "Line 2"),
        ("ballot,choice 1\n1,1\n2,\n", "Line 3"),
    ],
)
def test_what_is_no_file_of_ballots_is_refused_with_its_line(tmp_path, content, message):
    with pytest.raises(UnreadableBallots, match=message):
        read_ballots(content.splitlines(), numbers={1, 2})
    cycle = closed_cycle()
    file = tmp_path / "ballots.csv"
    file.write_text(content)
    with pytest.raises(CommandError, match=message):
        recount(cycle.year, str(file))


def test_what_is_not_there_is_said(tmp_path):
    cycle = closed_cycle()
    with pytest.raises(CommandError, match="no counted cycle 1999"):
        recount(1999)
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        recount(cycle.year, str(tmp_path / "nothing.csv"))
