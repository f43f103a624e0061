"""Who is mailed when, once each, and how the mails read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cities.cycles import notices
from cities.cycles.notices import CALL, CALL_REMINDER, ENTRY, RESULTS, VOTE, VOTE_REMINDER
from cities.cycles.reminders import plan_reminders
from cities.cycles.results import publish_results
from cities.cycles.tasks import run_cycles
from cities.enums import AffiliationState
from cities.models import Affiliation, ChallengeCycle
from network.core.models import NetworkSettings
from network.mail.kinds import Recipient, kinds
from network.mail.models import Delivery
from network.mail.sending import send_due
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory
from tests.factories.cycles import DAY, BallotFactory, CycleFactory, EntryFactory
from tests.factories.mail import DeliveryFactory
from tests.snapshots import assert_snapshot

pytestmark = pytest.mark.django_db
SNAPSHOTS = Path(__file__).parent / "snapshots"
SECOND = timedelta(seconds=1)
DATES = {
    "call_opens_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
    "call_closes_at": datetime(2026, 4, 1, 16, tzinfo=UTC),
    "vote_opens_at": datetime(2026, 5, 1, 8, tzinfo=UTC),
    "vote_closes_at": datetime(2026, 5, 20, 16, tzinfo=UTC),
}


@pytest.fixture
def cycle(home):
    return CycleFactory(year=2026, title="Cycle 2026", **DATES)


@pytest.fixture
def ana():
    """Return the coordinator of a member city, among others who must get nothing."""
    AffiliationFactory()
    AffiliationFactory(coordinator=True, city__status="applicant")
    AffiliationFactory(coordinator=True, ended=True)
    AffiliationFactory(coordinator=True, person__is_active=False)
    AffiliationFactory(with_partner=True)
    return AffiliationFactory(
        coordinator=True, city=CityFactory(name="Katowice"), person__email="ana@katowice.example"
    )


def planned(now):
    """Return what is planned anew at ``now``: kind and event of each mail."""
    before = set(Delivery.objects.values_list("pk", flat=True))
    plan_reminders(now=now)
    return [(d.kind, d.period_key.split(":")[-1]) for d in Delivery.objects.exclude(pk__in=before)]


def test_a_coordinator_is_told_at_each_step_once(cycle, ana):
    steps = [
        (DATES["call_opens_at"], [(CALL, "call-open")]),
        (DATES["call_closes_at"] - 7 * DAY, [(CALL_REMINDER, "call-7")]),
        (DATES["call_closes_at"] - DAY, [(CALL_REMINDER, "call-1")]),
        (DATES["call_closes_at"], []),
        (DATES["vote_opens_at"], [(VOTE, "vote-open")]),
        (DATES["vote_closes_at"] - 3 * DAY, [(VOTE_REMINDER, "vote-3")]),
        (DATES["vote_closes_at"] - DAY, [(VOTE_REMINDER, "vote-1")]),
        (DATES["vote_closes_at"], []),  # no result is stored yet
    ]
    for moment, expected in steps:
        assert planned(moment - SECOND) == []
        assert planned(moment) == expected
        assert planned(moment + SECOND) == planned(moment + timedelta(hours=1)) == []
    publish_results(now=DATES["vote_closes_at"])
    assert planned(DATES["vote_closes_at"] + SECOND) == [(RESULTS, "results")]
    assert planned(DATES["vote_closes_at"] + 7 * DAY) == []
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {ana.person_id}


def test_who_has_entered_or_voted_is_not_reminded(cycle, ana):
    EntryFactory(cycle=cycle, submitted=True, challenge__city=ana.city)
    BallotFactory(cycle=cycle, city=ana.city)
    assert planned(DATES["call_closes_at"] - 2 * DAY) == []
    assert planned(DATES["vote_closes_at"] - 2 * DAY) == []


def test_an_entry_that_was_taken_back_is_reminded_of(cycle, ana):
    EntryFactory(cycle=cycle, withdrawn=True, challenge__city=ana.city)
    assert planned(DATES["call_closes_at"] - DAY) == [(CALL_REMINDER, "call-1")]


def test_after_a_standstill_only_the_latest_step_is_told(cycle, ana):
    assert planned(DATES["call_closes_at"] - timedelta(hours=2)) == [(CALL_REMINDER, "call-1")]


def test_a_reminder_from_before_the_opening_falls_away(home, ana):
    CycleFactory(**DATES | {"call_opens_at": DATES["call_closes_at"] - 3 * DAY})
    assert planned(DATES["call_closes_at"] - 3 * DAY) == [(CALL, "call-open")]
    assert planned(DATES["call_closes_at"] - DAY) == [(CALL_REMINDER, "call-1")]


def test_drafts_and_recorded_cycles_mail_nobody(home, ana):
    CycleFactory(draft=True)
    CycleFactory(recorded=True)
    assert planned(timezone.now()) == []


def test_somebody_with_two_cities_gets_one_mail(cycle, ana):
    AffiliationFactory(person=ana.person, coordinator=True)
    assert planned(DATES["call_opens_at"]) == [(CALL, "call-open")]


def test_a_task_publishes_and_mails_and_again_does_nothing(home, ana, mailoutbox):
    cycle = CycleFactory(closed=True, title="Cycle 2026", places=1)
    cycle.vote_closes_at = timezone.now()
    cycle.save()
    run_cycles.delay()
    run_cycles.delay()
    send_due()
    assert [mail.subject for mail in mailoutbox] == ["Cycle 2026: the result"]
    assert ChallengeCycle.objects.get().results_published_at >= cycle.vote_closes_at


def sent(kind, mailoutbox):
    send_due()
    mails, mailoutbox[:] = list(mailoutbox), []
    return bool(mails)


@pytest.mark.parametrize("change", ["ended", "applicant", "entered", "closed", "stays"])
def test_before_sending_it_is_asked_again_who_may_get_it(home, ana, mailoutbox, change):
    cycle = CycleFactory(call_closes_at=timezone.now() + timedelta(hours=20))
    assert [kind for kind, _event in planned(timezone.now())] == [CALL_REMINDER]
    if change == "ended":
        Affiliation.objects.filter(pk=ana.pk).update(state=AffiliationState.ENDED, ended_at=timezone.now())
    elif change == "applicant":
        ana.city.status = "applicant"
        ana.city.save()
    elif change == "entered":
        EntryFactory(cycle=cycle, submitted=True, challenge__city=ana.city)
    elif change == "closed":
        ChallengeCycle.objects.update(call_closes_at=timezone.now())
    assert sent(CALL_REMINDER, mailoutbox) is (change == "stays")


@pytest.fixture
def reader(home, ana):
    from wagtail.models import Site

    network = NetworkSettings.for_site(Site.objects.get())
    network.name, network.contact_email = "Test network", "secretariat@network.example"
    network.save()
    ana.person.name = "Ana Nowak"
    return Recipient(ana.person.email, "en", "Europe/Warsaw", ana.person)


def keep(name, kind, reader, zone="Europe/Warsaw", **data):
    import zoneinfo

    with timezone.override(zoneinfo.ZoneInfo(zone)):
        message = kinds.get(kind).render(DeliveryFactory.build(kind=kind, data=data), reader)
    text = f"Subject: {message.subject}\nReply-To: {message.reply_to}\n\n{message.text}"
    assert_snapshot(SNAPSHOTS / f"{name}.txt", text)
    assert_snapshot(SNAPSHOTS / f"{name}.html", message.html)


@pytest.mark.parametrize("kind", [CALL, CALL_REMINDER, VOTE, VOTE_REMINDER])
def test_how_the_mails_read(cycle, reader, kind):
    keep(kind, kind, reader, cycle=cycle.pk)


def test_how_the_result_reads(cycle, reader):
    for place, title in enumerate(("Quiet streets", "Heat for all"), start=1):
        EntryFactory(
            cycle=cycle,
            challenge__title=title,
            city=CityFactory(name=f"City of {title}"),
            selected=True,
            place=place,
        )
    keep(RESULTS, RESULTS, reader, cycle=cycle.pk)
    cycle.entries.all().delete()
    keep(f"{RESULTS}_of_nobody", RESULTS, reader, zone="UTC", cycle=cycle.pk)


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_how_a_decision_reads(cycle, reader, ana, state):
    entry = EntryFactory(
        cycle=cycle,
        state=state,
        challenge__title="Quiet <streets>",
        challenge__city=ana.city,
        reason="It is <b>too wide</b>." if state == "rejected" else "",
    )
    keep(f"{ENTRY}_{state}", ENTRY, reader, entry=entry.pk, state=state)


def test_a_decision_changed_meanwhile_is_not_mailed_as_it_was(cycle, reader):
    entry = EntryFactory(cycle=cycle)
    delivery = DeliveryFactory.build(kind=ENTRY, data={"entry": entry.pk, "state": "rejected"})
    assert kinds.get(ENTRY).render(delivery, reader) is None
    assert not notices.may_receive_entry(delivery, reader)
