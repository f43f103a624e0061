"""The public pages: what each reader sees in each phase, and what no input can do."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.cycles.enums import EntryState
from cities.cycles.results import publish_results
from cities.models import Ballot, ChallengeCycle, CycleEntry
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import BallotFactory, CycleFactory, EntryFactory

pytestmark = pytest.mark.django_db
LIST = "/challenges/cycles/"
PHASES = ["ahead", "check", "voting", "closed", "recorded"]


def address(cycle, rest=""):
    return f"{LIST}{cycle.year}/{rest}"


def text(response):
    return " ".join(response.content.decode().split())


def ballot(*ranks, seen=0, **more):
    """Return the form's data in which the entries 1, 2, 3 … have these ranks."""
    return {f"entry-{n}": rank for n, rank in enumerate(ranks, start=1)} | {"seen": seen, **more}


@pytest.fixture
def vote(here):
    """Return a cycle in its vote with three entries."""
    cycle = CycleFactory(voting=True)
    EntryFactory.create_batch(3, cycle=cycle)
    return cycle


@pytest.mark.parametrize("phase", PHASES)
def test_everybody_reads_a_cycle_in_every_phase(signed_in, people, phase):
    cycle = CycleFactory(**{phase: True}, description="What it is about.")
    EntryFactory(cycle=cycle, challenge__title="Quiet streets")
    EntryFactory(cycle=cycle, submitted=True, challenge__title="Not yet checked")
    for name in people:
        shown = text(signed_in(name).get(address(cycle)))
        assert "What it is about." in shown and "Quiet streets" in shown
        assert ("Not yet checked" in shown) is False
    assert cycle.title in text(signed_in("anonymous").get(LIST))


def test_a_draft_exists_for_those_who_run_the_cycles_only(signed_in, people):
    cycle = CycleFactory(draft=True)
    for name in people:
        client, found = signed_in(name), name in {"moderator", "administrator"}
        for rest in ("", "results/"):
            assert client.get(address(cycle, rest)).status_code == (200 if found else 404), (name, rest)
        assert (cycle.title in text(client.get(LIST))) is found
        assert client.get(address(cycle, "results/ballots.csv")).status_code == 404


def test_dates_are_shown_in_the_readers_zone_and_in_utc(signed_in, people):
    cycle = CycleFactory(voting=True)
    people["coordinator"].time_zone = "Asia/Tokyo"
    people["coordinator"].save()
    utc = cycle.vote_closes_at.strftime("%H:%M UTC")
    assert utc in text(signed_in("anonymous").get(address(cycle)))
    shown = text(signed_in("coordinator").get(address(cycle)))
    assert utc in shown and f"{(cycle.vote_closes_at.hour + 9) % 24:02}:" in shown


@pytest.mark.parametrize("rest", ["vote/", "enter/", "entries/1/withdrawal/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_coordinators_do_does_not_exist_for_others(signed_in, people, here, rest, method):
    cycle = CycleFactory()
    EntryFactory(cycle=cycle, challenge__city=here)
    for name in people:
        response = getattr(signed_in(name), method)(address(cycle, rest))
        found = name == "coordinator" or (name == "coordinator elsewhere" and rest != "entries/1/withdrawal/")
        assert (response.status_code != 404) is found, name
        if name == "anonymous":
            assert "Sign in" in text(response)


@pytest.mark.parametrize(
    "path", ["1999/", "2026/vote/", "99999999999999999999999/", "2026/entries/7/withdrawal/", "x/", "-1/"]
)
def test_what_is_not_there_is_a_404(signed_in, path):
    assert signed_in("coordinator").get(LIST + path).status_code == 404


def test_a_coordinator_enters_a_challenge_sees_it_and_takes_it_back(signed_in, here):
    cycle = CycleFactory()
    challenge = ChallengeFactory(city=here, title="Quiet streets")
    ChallengeFactory(city=here, draft=True, title="Only begun")
    client = signed_in("coordinator")
    form = text(client.get(address(cycle, "enter/")))
    assert "Quiet streets" in form and "Only begun" not in form
    assert client.post(address(cycle, "enter/"), {"challenge": challenge.pk}).status_code == 302
    assert "Waits for the check" in text(client.get(address(cycle)))
    assert "Quiet streets" not in text(client.get(address(cycle, "enter/")))
    assert client.post(address(cycle, "entries/1/withdrawal/")).status_code == 302
    assert CycleEntry.objects.get().state == EntryState.WITHDRAWN
    assert client.get(address(cycle, "entries/1/withdrawal/")).status_code == 200


def test_who_has_nothing_to_enter_is_led_to_describe_a_challenge(signed_in):
    page = text(signed_in("coordinator").get(address(CycleFactory(), "enter/")))
    assert "Nothing to enter" in page and 'href="/challenges/new/"' in page


def test_a_get_takes_nothing_back(signed_in, here):
    entry = EntryFactory(cycle=CycleFactory(), challenge__city=here)
    signed_in("coordinator").get(address(entry.cycle, "entries/1/withdrawal/"))
    assert CycleEntry.objects.get().state == EntryState.ACCEPTED


@pytest.mark.parametrize("value", ["", "0", "abc", "9" * 40, "-1", "1 OR 1=1", "\x00", "<script>"])
def test_hostile_choices_of_a_challenge_are_refused_beside_the_field(signed_in, here, value):
    cycle = CycleFactory()
    ChallengeFactory(city=here)
    response = signed_in("coordinator").post(address(cycle, "enter/"), {"challenge": value})
    assert response.status_code == 422
    assert not CycleEntry.objects.exists()


def test_another_citys_challenge_cannot_be_entered(signed_in):
    cycle, other = CycleFactory(), ChallengeFactory()
    response = signed_in("coordinator").post(address(cycle, "enter/"), {"challenge": other.pk})
    assert response.status_code == 422
    response = signed_in("coordinator").post(
        address(cycle, "enter/"), {"challenge": other.pk, "city": other.city.slug}
    )
    assert response.status_code == 404


def test_a_full_city_and_a_closed_call_are_told_apart(signed_in, here):
    cycle = CycleFactory()
    EntryFactory(cycle=cycle, challenge__city=here)
    another = ChallengeFactory(city=here)
    client = signed_in("coordinator")
    response = client.post(address(cycle, "enter/"), {"challenge": another.pk})
    assert (response.status_code, "as many challenges" in text(response)) == (422, True)
    late = CycleFactory(check=True)
    response = client.post(address(late, "enter/"), {"challenge": another.pk})
    assert (response.status_code, "Nothing was entered" in text(response)) == (422, True)
    entry = EntryFactory(cycle=late, challenge=another)
    assert client.post(address(late, f"entries/{entry.number}/withdrawal/")).status_code == 422


def test_a_coordinator_votes_and_votes_anew(signed_in, vote, here):
    client = signed_in("coordinator")
    assert client.get(address(vote, "vote/")).status_code == 200
    assert client.post(address(vote, "vote/"), ballot("2", "1", "")).status_code == 302
    assert Ballot.objects.get().ranking == [2, 1]
    shown = text(client.get(address(vote, "vote/")))
    assert "Cast on" in shown and 'name="seen" value="1"' in shown
    assert client.post(address(vote, "vote/"), ballot("", "", "1", seen=1)).status_code == 302
    assert (Ballot.objects.get().ranking, Ballot.objects.get().city) == ([3], here)


@pytest.mark.parametrize(
    ("ranks", "message"),
    [
        (("", "", ""), "at least one challenge"),
        (("1", "1", ""), "Rank 1 is given to more than one challenge."),
        (("1", "3", ""), "Rank 2 is missing."),
        (("", "", "3"), "Ranks 1, 2 are missing."),
        (("4", "", ""), "Choose a rank from the list."),
        (("-1", "", ""), "Choose a rank from the list."),
        (("one", "<script>alert(1)</script>", "9" * 30), "Choose a rank from the list."),
    ],
)
def test_a_refused_ballot_says_why_and_keeps_what_was_chosen(signed_in, vote, ranks, message):
    response = signed_in("coordinator").post(address(vote, "vote/"), ballot(*ranks))
    assert response.status_code == 422
    assert message in text(response)
    assert "<script>alert" not in text(response)
    for rank in set(ranks) & {"1", "3"}:
        assert f'<option value="{rank}" selected>' in text(response)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30])
def test_a_ballot_without_its_token_is_refused(signed_in, vote, seen):
    response = signed_in("coordinator").post(address(vote, "vote/"), ballot("1", "", "", seen=seen))
    assert response.status_code == 422
    assert not Ballot.objects.exists()


def test_extra_keys_and_other_peoples_cities_change_nothing(signed_in, vote, here):
    there = CityFactory(slug="elsewhere")
    client = signed_in("coordinator")
    data = ballot("1", "", "", cast_at="2001-01-01", city_id=there.pk, cast_by="1", times="77")
    client.post(address(vote, "vote/"), data | {"entry-9": "1"})
    cast = Ballot.objects.get()
    assert (cast.city, cast.times, cast.cast_at.year) == (here, 1, timezone.now().year)
    response = client.post(address(vote, "vote/"), ballot("2", "1", "", city="elsewhere"))
    assert response.status_code == 404
    assert client.get(address(vote, "vote/?city=elsewhere")).status_code == 404
    assert Ballot.objects.count() == 1


def test_somebody_with_two_cities_votes_for_each(signed_in, people, vote):
    second = CityFactory(name="Second", slug="second")
    AffiliationFactory(person=people["coordinator"], city=second, coordinator=True)
    client = signed_in("coordinator")
    assert "?city=second" in text(client.get(address(vote, "vote/")))
    client.post(address(vote, "vote/"), ballot("1", "", "", city="second"))
    client.post(address(vote, "vote/"), ballot("", "1", "", city="here"))
    assert {b.city.slug: b.ranking for b in Ballot.objects.all()} == {"second": [1], "here": [2]}


def test_a_colleagues_ballot_is_shown_before_it_is_replaced(signed_in, vote, here):
    client = signed_in("coordinator")
    client.get(address(vote, "vote/"))
    BallotFactory(cycle=vote, city=here, ranking=[3])
    response = client.post(address(vote, "vote/"), ballot("1", "", ""))
    assert response.status_code == 422
    shown = text(response)
    assert "has voted anew" in shown and 'name="seen" value="1"' in shown
    assert Ballot.objects.get().ranking == [3]
    assert client.post(address(vote, "vote/"), ballot("1", "", "", seen=1)).status_code == 302
    assert Ballot.objects.get().ranking == [1]


@pytest.mark.parametrize("phase", ["ahead", "check", "closed"])
def test_outside_of_the_vote_the_ballot_is_only_looked_at(signed_in, here, phase):
    cycle = CycleFactory(**{phase: True})
    EntryFactory(cycle=cycle)
    client = signed_in("coordinator")
    page = client.get(address(cycle, "vote/"))
    assert page.status_code == 200 and "Cast the ballot" not in text(page)
    response = client.post(address(cycle, "vote/"), ballot("1"))
    assert (response.status_code, "was not cast" in text(response)) == (422, True)
    assert not Ballot.objects.exists()


def test_nobody_sees_anything_of_the_count_before_the_vote_closes(signed_in, people, vote):
    BallotFactory.create_batch(7, cycle=vote, ranking=[2])
    for name in people:
        client = signed_in(name)
        shown = text(client.get(address(vote, "results/")))
        assert "at the moment the vote closes" in shown
        assert "Cities that voted" not in shown and "Round 1" not in shown
        assert client.get(address(vote, "results/ballots.csv")).status_code == 404
        assert "7 of" not in text(client.get(address(vote)))


def test_the_result_is_there_when_the_vote_closes_even_if_the_worker_stands(client, vote):
    EntryFactory(cycle=vote, rejected=True, challenge__title="Not voted on")
    BallotFactory.create_batch(3, cycle=vote, ranking=[2, 1])
    BallotFactory(cycle=vote, ranking=[1])
    ChallengeCycle.objects.update(vote_closes_at=timezone.now())
    early = text(client.get(address(vote, "results/")))
    winner = vote.entries.get(number=2).challenge.title
    assert f"2 · {winner}" in early and "4 / " in early and "Round 1: first preferences" in early
    assert "Not voted on" not in early
    publish_results(now=timezone.now())
    assert text(client.get(address(vote, "results/"))) == early
    assert "Selected, place 1" in text(client.get(address(vote)))


def test_a_result_without_a_ballot_says_so(client):
    cycle = CycleFactory(closed=True)
    assert "Nobody has voted" in text(client.get(address(cycle, "results/")))
    assert client.get(address(cycle, "results/ballots.csv")).content.startswith(b"ballot")


@pytest.mark.parametrize("secret", [True, False])
def test_the_published_ballots_name_cities_only_where_the_cycle_says_so(client, secret):
    cycle = CycleFactory(closed=True, secret=secret)
    EntryFactory.create_batch(2, cycle=cycle)
    BallotFactory(cycle=cycle, city__name="=cmd|' /C calc'!A0", ranking=[2, 1])
    BallotFactory(cycle=cycle, city__name="Adama", ranking=[1])
    response = client.get(address(cycle, "results/ballots.csv"))
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    if secret:
        assert rows == [["ballot", "choice 1", "choice 2"], ["1", "1", ""], ["2", "2", "1"]]
    else:
        assert rows[0][1] == "city"
        assert {row[1] for row in rows[1:]} == {"'=cmd|' /C calc'!A0", "Adama"}


def test_a_cycle_from_before_shows_what_was_selected_and_no_count(client):
    cycle = CycleFactory(recorded=True, source_url="https://example.org/cycle")
    EntryFactory(cycle=cycle, selected=True, challenge__title="Quiet streets")
    shown = text(client.get(address(cycle)))
    assert "held before this portal" in shown and "Selected" in shown and "Seed" not in shown
    assert client.get(address(cycle, "results/")).headers["Location"] == address(cycle)
    assert client.get(address(cycle, "results/ballots.csv")).status_code == 404


def test_what_was_taken_back_or_unlisted_later_keeps_its_title_to_itself(client):
    cycle = CycleFactory(closed=True)
    gone = EntryFactory(cycle=cycle, challenge__state="withdrawn", challenge__title="Secret plan")
    unlisted = EntryFactory(cycle=cycle, challenge__city__live=False, challenge__city__name="Hidden town")
    BallotFactory(cycle=cycle, ranking=[gone.number, unlisted.number])
    for rest in ("", "results/"):
        shown = text(client.get(address(cycle, rest)))
        assert "Secret plan" not in shown and "Hidden town" not in shown
        assert shown.count("A challenge that was taken back") >= 2


def test_texts_are_shown_as_text(client):
    cycle = CycleFactory(
        title="<b>x</b>", description="<script>alert(1)</script>", criteria="<img src=x onerror=alert(1)>"
    )
    for path in (LIST, address(cycle), address(cycle, "results/")):
        shown = text(client.get(path))
        assert "<script>alert" not in shown and "<img src=x" not in shown and "<b>x</b>" not in shown


def test_pages_stay_within_their_budget_however_many_entries(signed_in, here, home):
    client = signed_in("coordinator")
    running, closed = CycleFactory(voting=True), CycleFactory(closed=True)
    paths = [LIST, address(running), address(running, "vote/"), address(closed), address(closed, "results/")]
    paths.append(LIST + "method/")

    def asked():
        counts = {}
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200, path
            counts[path] = len(captured)
        return counts

    def fill(number):
        for cycle in (running, closed):
            EntryFactory.create_batch(number, cycle=cycle)
            BallotFactory.create_batch(number, cycle=cycle, ranking=[1])

    fill(1)
    few = asked()
    fill(19)
    assert asked() == few
    assert max(few.values()) <= 15, few
