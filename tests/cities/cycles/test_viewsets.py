"""Where staff run the cycles."""

import pytest

from cities.cycles.enums import CycleState, EntryState
from cities.models import ChallengeCycle
from tests.factories.cycles import BallotFactory, CycleFactory, EntryFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/challenge_cycles/"
FORM = {
    "year": "2031",
    "title": "Cycle 2031",
    "description": "",
    "criteria": "Useful",
    "places": "3",
    "entries_per_city": "1",
    "call_opens_at": "2031-01-10 08:00",
    "call_closes_at": "2031-02-10 16:00",
    "vote_opens_at": "2031-03-01 08:00",
    "vote_closes_at": "2031-03-20 16:00",
    "secret": "on",
    "tie_rule": "earlier-rounds",
    "source_url": "",
    "version": "1",
}


@pytest.fixture
def moderator(signed_in, people, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    people["moderator"].time_zone = "Asia/Tokyo"
    people["moderator"].save()
    return signed_in("moderator")


def text(response):
    return " ".join(response.content.decode().split())


def form_of(cycle, **changes):
    data = FORM | {"year": str(cycle.year), "title": cycle.title, "criteria": cycle.criteria}
    for name in ("call_opens_at", "call_closes_at", "vote_opens_at", "vote_closes_at"):
        data[name] = getattr(cycle, name).strftime("%Y-%m-%d %H:%M:%S")
    return data | {"places": str(cycle.places), "version": str(cycle.version)} | changes


def test_a_cycle_is_opened_with_dates_in_utc_and_announced(moderator):
    assert moderator.post(f"{LIST}new/", FORM).status_code == 302
    cycle = ChallengeCycle.objects.get()
    assert cycle.state == CycleState.DRAFT
    assert cycle.call_opens_at.isoformat() == "2031-01-10T08:00:00+00:00"
    edit = text(moderator.get(f"{LIST}edit/{cycle.pk}/"))
    assert "2031-01-10 08:00" in edit and "Announce this cycle" in edit
    assert moderator.get(f"{LIST}announce/{cycle.pk}/").status_code == 200
    assert ChallengeCycle.objects.get().state == CycleState.DRAFT
    moderator.post(f"{LIST}announce/{cycle.pk}/")
    assert ChallengeCycle.objects.get().state == CycleState.ANNOUNCED


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("call_closes_at", "2030-01-01 00:00", "The call has to open before it closes."),
        ("vote_opens_at", "2031-02-01 00:00", "The call has to close before the vote opens."),
        ("vote_closes_at", "2031-03-01 08:00", "The vote has to open before it closes."),
        ("vote_closes_at", "2031-02-31 08:00", "Give a date and time that exist"),
        ("places", "0", "greater than or equal to 1"),
        ("places", "9" * 30, "less than or equal to"),
        ("year", "12345", "less than or equal to 2999"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(moderator, field, value, message):
    response = moderator.post(f"{LIST}new/", FORM | {field: value})
    assert message in text(response)
    assert not ChallengeCycle.objects.exists()


def test_a_cycle_without_dates_or_with_past_ones_is_not_announced(moderator):
    dateless = CycleFactory(draft=True, vote_closes_at=None)
    assert "Set all four dates first" in text(moderator.post(f"{LIST}announce/{dateless.pk}/"))
    late = CycleFactory(draft=True, voting=True)
    assert "begun already" in text(moderator.post(f"{LIST}announce/{late.pk}/"))
    assert not ChallengeCycle.objects.announced().exists()


def test_rules_are_shown_but_not_taken_once_voting_has_begun(moderator):
    cycle = CycleFactory(voting=True)
    BallotFactory.create_batch(2, cycle=cycle)
    shown = text(moderator.get(f"{LIST}edit/{cycle.pk}/"))
    assert "2 of " in shown and "stay as they are" in shown
    moderator.post(f"{LIST}edit/{cycle.pk}/", form_of(cycle, places="9", description="New words."))
    cycle.refresh_from_db()
    assert (cycle.places, cycle.description) == (2, "New words.")


def test_two_colleagues_see_each_others_change_and_nothing_is_lost(moderator):
    cycle = CycleFactory()
    first = form_of(cycle, criteria="First words.")
    second = form_of(cycle, criteria="Second words.")
    assert moderator.post(f"{LIST}edit/{cycle.pk}/", first).status_code == 302
    refused = text(moderator.post(f"{LIST}edit/{cycle.pk}/", second))
    assert "Now saved: “First words.”" in refused and "Second words." in refused
    assert ChallengeCycle.objects.get().criteria == "First words."
    assert moderator.post(f"{LIST}edit/{cycle.pk}/", second | {"version": "2"}).status_code == 302
    assert ChallengeCycle.objects.get().criteria == "Second words."


def test_an_entry_is_checked(moderator):
    entry = EntryFactory(submitted=True, cycle__check=True, challenge__title="Quiet streets")
    assert "Quiet streets" in text(moderator.get(f"{LIST}edit/{entry.cycle.pk}/"))
    assert "1 entry to check" in text(moderator.get("/admin/"))
    path = f"{LIST}entry/{entry.pk}/"
    assert "It matters to other cities." in text(moderator.get(path))
    assert "Say why" in text(moderator.post(path, {"state": "rejected", "reason": " "}))
    assert moderator.post(path, {"state": "withdrawn", "reason": "x"}).status_code == 200
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED
    assert moderator.post(path, {"state": "accepted", "reason": ""}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == EntryState.ACCEPTED
    assert "to check" not in text(moderator.get("/admin/"))


def test_what_is_not_public_is_not_accepted_and_nothing_is_decided_during_the_vote(moderator):
    entry = EntryFactory(submitted=True, challenge__submitted=True)
    refused = moderator.post(f"{LIST}entry/{entry.pk}/", {"state": "accepted", "reason": ""})
    assert "Publish the challenge first" in text(refused)
    late = EntryFactory(submitted=True, cycle__voting=True)
    refused = moderator.post(f"{LIST}entry/{late.pk}/", {"state": "accepted", "reason": ""})
    assert "The vote has begun" in text(refused)
    late.refresh_from_db()
    assert late.state == EntryState.SUBMITTED


def test_who_does_not_run_the_cycles_has_no_way_in(signed_in, people, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    entry = EntryFactory(cycle=CycleFactory(draft=True))
    before = ChallengeCycle.objects.get()
    paths = ["", "new/", f"edit/{before.pk}/", f"announce/{before.pk}/", f"delete/{before.pk}/"]
    for name in set(people) - {"moderator", "administrator"}:
        client = signed_in(name)
        for path in [*paths, f"entry/{entry.pk}/"]:
            for method in (client.get, client.post):
                assert method(LIST + path).status_code in (302, 403, 404), (name, path)
    assert ChallengeCycle.objects.get().state == before.state


def test_drafts_are_deleted_and_what_was_announced_stays(moderator):
    draft, announced = CycleFactory(draft=True), CycleFactory(closed=True)
    BallotFactory(cycle=announced)
    assert f"delete/{announced.pk}/" not in text(moderator.get(f"{LIST}edit/{announced.pk}/"))
    for cycle in (draft, announced):
        moderator.post(f"{LIST}delete/{cycle.pk}/")
    assert list(ChallengeCycle.objects.all()) == [announced]
