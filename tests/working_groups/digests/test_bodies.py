"""What digests and the mails beside them look like, in text and HTML, and in which order they are read."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.factories.discussion import ThreadFactory
from tests.factories.files import DocumentFactory
from tests.factories.groups import GroupFactory
from tests.factories.meetings import ActionFactory, DecisionFactory, MeetingFactory, RsvpFactory
from tests.snapshots import assert_snapshot
from tests.working_groups.digests.conftest import LONG_AGO, MORNING

pytestmark = pytest.mark.django_db

SNAPSHOTS = Path(__file__).parent / "snapshots"
AN_HOUR_AGO = MORNING - timedelta(hours=1)
SECRETS = re.compile(r"(?<=/mail/)(stop|choices)/[^/]+/")
KEYS = re.compile(r"(?<=/)(meetings|discussion|files)/\d+(?=/)")


def same(text: str) -> str:
    """Return ``text`` without what differs from run to run: tokens and keys."""
    return KEYS.sub(r"\1/KEY", SECRETS.sub(r"\1/TOKEN/", text))


class Order(HTMLParser):
    """Reads headings, list items and links in the order in which they are read out."""

    def __init__(self):
        super().__init__()
        self.headings, self.nesting, self.images, self.words = [], [], 0, []

    def handle_starttag(self, tag, attributes):
        if tag in ("h1", "h2", "h3"):
            self.headings.append([tag, ""])
            self.nesting.append(tag)
        self.images += tag == "img"

    def handle_endtag(self, tag):
        if self.nesting and self.nesting[-1] == tag:
            self.nesting.pop()

    def handle_data(self, data):
        if self.nesting:
            self.headings[-1][1] += data
        self.words.append(data.strip())


def read(html: str) -> Order:
    order = Order()
    order.feed(html)
    return order


def meeting_of(group, title, days=2, **fields):
    starts = datetime(2024, 12, 3, 13, tzinfo=UTC) + timedelta(days=days)
    fields = {"created_at": LONG_AGO, "changed_at": LONG_AGO, "starts_at": starts} | fields
    return MeetingFactory(group=group, title=title, **fields)


@pytest.fixture
def normal(soil, marta):
    """Let something of every kind have happened in one group."""
    coming = meeting_of(soil, "What two halls cost", joining_link="https://meet.example.org/halls")
    RsvpFactory(meeting=coming, person=marta)
    meeting_of(soil, "Where soil may lie", days=5, in_room=True)
    held = meeting_of(soil, "First soundings", days=-3, minutes="We met.", minutes_at=AN_HOUR_AGO)
    DecisionFactory(meeting=held, group=soil, text="Soil stays on site.", decided_at=AN_HOUR_AGO)
    paper = DocumentFactory(group=soil, title="Soil checklist")
    paper.versions.update(added_at=AN_HOUR_AGO)
    ThreadFactory(group=soil, title="Who signs?", opened_at=AN_HOUR_AGO, number_of_posts=1)
    ActionFactory(group=soil, owner=marta, text="Ask the laboratory", created_at=AN_HOUR_AGO, meeting=None)


@pytest.fixture
def moved(soil, marta):
    meeting_of(soil, "What two halls cost", moved_at=AN_HOUR_AGO, sequence=1)


@pytest.fixture
def cancelled(soil, marta):
    meeting_of(soil, "What two halls cost", cancelled_at=AN_HOUR_AGO, cancel_reason="The hall is flooded.")


@pytest.fixture
def many(soil, marta, joins):
    for number in range(1, 7):
        group = GroupFactory(name=f"Group {number}", slug=f"group-{number}", created_at=LONG_AGO)
        joins(group=group, reader=marta)
        held = meeting_of(group, f"Meeting {number}", days=-3)
        DecisionFactory(meeting=held, group=group, text=f"Decision {number}.", decided_at=AN_HOUR_AGO)


@pytest.fixture
def promoted(soil, marta):
    """Let somebody have moved up from the waiting list: that is a mail of its own, and stands in the digest."""
    soon = meeting_of(soil, "What two halls cost", days=0, in_room=True)
    RsvpFactory(meeting=soon, person=marta, way="room")


@pytest.fixture
def leftwards(normal, marta):
    """Let the reader read from right to left."""
    marta.locale = "ar"
    marta.save()


CASES = ["normal", "moved", "cancelled", "many", "promoted", "leftwards"]


@pytest.mark.parametrize("case", CASES)
def test_bodies_are_those_that_were_looked_at(post, request, case):
    request.getfixturevalue(case)
    mail = post.comes()["marta@example.org"]
    html = mail.alternatives[0][0]
    assert_snapshot(SNAPSHOTS / f"digest_{case}.txt", f"{mail.subject}\n\n{same(mail.body)}")
    assert_snapshot(SNAPSHOTS / f"digest_{case}.html", same(html))
    order = read(html)
    assert [tag for tag, _text in order.headings][:2] == ["h1", "h2"]
    assert {tag for tag, _text in order.headings[2:]} <= {"h2", "h3"}
    assert order.images == 0
    assert len(html.encode()) < 100_000
    assert 'dir="rtl"' in html if case == "leftwards" else 'dir="ltr"' in html
    # Who reads the text is told as much: each heading and link of the one stands in the other.
    for _tag, heading in order.headings[1:]:
        assert heading in mail.body
    links = set(re.findall(r'href="(https?://[^"]+)"', html))
    for link in links - {f"{address}event.ics" for address in links}:
        assert link.rstrip("/") in mail.body, link


def test_what_matters_most_stands_first(post, normal):
    html = post.comes()["marta@example.org"].alternatives[0][0]
    order = ["Decided", "Minutes", "Papers", "New in the discussion", "What you have taken on"]
    places = [html.index(f">{words}<") for words in order]
    assert places == sorted(places)
    assert html.index(">Meetings ahead<") > places[-1]


def test_fifty_groups_stay_under_a_hundred_kilobytes(post, soil, marta, joins):
    for number in range(50):
        group = GroupFactory(name=f"Group {number}", slug=f"group-{number}", created_at=LONG_AGO)
        joins(group=group, reader=marta)
        held = meeting_of(group, f"Meeting {number}", days=-3)
        DecisionFactory(meeting=held, group=group, text=f"Decision {number}.", decided_at=AN_HOUR_AGO)
        for day in range(6):
            meeting_of(group, f"Meeting {number} {day}", days=day + 1)
    [mail] = post.comes().values()
    assert len(mail.message().as_bytes()) < 1_500_000
    assert len(mail.alternatives[0][0].encode()) < 400_000
