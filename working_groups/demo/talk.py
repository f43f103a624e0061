"""Loads the demo's discussion: two threads of a group, one of them answered."""

import uuid
from datetime import datetime, timedelta

from network.core.demo import once
from working_groups.demo.load import person_of
from working_groups.discussion.moderation import pin_thread
from working_groups.discussion.services import add_post, open_thread
from working_groups.models import Thread, WorkingGroup

DAY = timedelta(days=1)
# Title, and the posts: who, how many days ago, what.
THREADS = (
    (
        "Who signs for soil that stays on site?",
        (
            (
                "member",
                12,
                "Our inspector will not sign without a second analysis, and that takes nine weeks. "
                "How long does it take with you, and who pays?",
            ),
            (
                "facilitator",
                11,
                "Four weeks here, and the buyer pays. What helped:\n\n- one form for both offices\n"
                "- a named person in the laboratory\n\n@Demo expert has the form.",
            ),
            ("expert", 9, "I can bring it to the next meeting. It is two pages, **one of them the map**."),
        ),
    ),
    (
        "Questions for the next meeting",
        (
            (
                "facilitator",
                5,
                "Write here what you want to ask the two cities that have signed. I put the list on the agenda "
                "two days before.",
            ),
        ),
    ),
)


def load(*, now: datetime) -> dict[str, int]:
    """Load the threads, once; return how many were new."""
    before = Thread.objects.count()
    group = WorkingGroup.objects.filter(slug="soil-and-components").first()
    if group:
        with once("discussion:soil-and-components") as new:
            if new:
                _load_threads(group, now)
    return {"threads": Thread.objects.count() - before}


def _load_threads(group: WorkingGroup, now: datetime) -> None:
    for title, posts in THREADS:
        (first, days, text), *answers = posts
        opened = {"group": group, "title": title, "text": text, "form_token": uuid.uuid4()}
        thread = open_thread(author=person_of(first), now=now - days * DAY, **opened)
        for name, ago, answer in answers:
            author, token = person_of(name), uuid.uuid4()
            add_post(thread=thread, text=answer, author=author, form_token=token, now=now - ago * DAY)
    pin_thread(thread=thread, pins=True)
