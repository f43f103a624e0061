"""What a demo city has submitted, which waits for the secretariat; running it again changes nothing."""

import uuid
from datetime import datetime

from cities.demo.load import find_city
from cities.models import Challenge
from knowledge.models import GoodPracticePage, NewsPage, Submission
from knowledge.submissions.services import create_submission, send_submission
from network.accounts.models import User
from network.core.access import can
from network.core.demo import once
from network.core.models import Theme

CITY, WRITER = "Katowice", "member@interurban.example"
PRACTICE = {
    "title": "Letting out halls before there is a plan",
    "summary": "An example of what a member submits: tenants come for two years, rent pays for the roof.",
    "challenge": "The halls stood empty, and a plan for the whole site would have taken years.",
    "solution": "The city let single halls out for two years:\n\n- workshops\n- a climbing hall\n- a market",
}
ANSWERED = "Post-industrial land near the centre"
NEWS = {
    "title": "An example of news that is not sent yet",
    "summary": "Its writer goes on with it.",
    "text": "",
}


def load(*, now: datetime) -> dict[str, int]:
    """Have the demo member send a practice and begin a piece of news, once; return how many were new."""
    city, writer = find_city(CITY), User.objects.filter(email=WRITER).first()
    if city is None or writer is None or not can(writer, "create", Submission):
        return {"submissions": 0}
    with once("submissions") as new:
        if new:
            answered = list(Challenge.objects.public().filter(title=ANSWERED))
            practice = PRACTICE | {"challenges": answered}
            for model, values, is_sent in ((GoodPracticePage, practice, True), (NewsPage, NEWS, False)):
                submission = create_submission(
                    model=model,
                    author=writer,
                    city=city,
                    values=values | {"themes": [Theme.objects.spine().first()]},
                    picture=None,
                    form_token=uuid.uuid4(),
                    now=now,
                )
                if is_sent:
                    send_submission(submission=submission, sent_by=writer, now=now)
    return {"submissions": 2 * int(new)}
