"""Two past issues of the demo's newsletter, of what the demo holds anyway. They have no time to be sent."""

from datetime import date, timedelta
from typing import Any

from cities.models import Challenge
from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from network.core.demo import once
from network.home.newsletter.models import NewsletterIndexPage, NewsletterPage
from working_groups.models import Meeting

ISSUES = (
    (
        "What cities did with empty halls",
        "Practices that begin with the building that stands there already, and news from the member cities.",
        "<p>Many questions that reach the secretariat begin alike: a hall stands empty, and nobody knows what "
        "to do first. The practices below say what it took, and what failed.</p><p>Yours is missing? "
        '<a href="/tell-us/">Tell us what you need</a>.</p>',
        0,
    ),
    (
        "How cities pay for the first step",
        "New guides, what member cities are looking for, and where you can meet them.",
        "<p>The first step is often the smallest, and the hardest to pay for. We have put together what the "
        '<a href="/knowledge/">catalogue</a> holds about it.</p>',
        1,
    ),
)


def load(*, today: date) -> dict[str, int]:
    """Add the issues that were not added before, and return how many were new."""
    added = 0
    archive = NewsletterIndexPage.objects.first()
    for title, summary, text, number in ISSUES if archive else ():
        with once(f"newsletter:{number}") as new:
            if new:
                issue = NewsletterPage(
                    title=title,
                    summary=summary,
                    issued_on=_first_of_month(today, back=len(ISSUES) - number),
                    body=[("text", text), *_picks(number)],
                )
                NewsletterIndexPage.objects.get(pk=archive.pk).add_child(instance=issue)
                issue.save_revision().publish()
                added += 1
    return {"newsletter issues": added}


def _first_of_month(today: date, *, back: int) -> date:
    """Return the first day of the month that lies ``back`` months before."""
    day = today.replace(day=1)
    for _month in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def _picks(number: int) -> list[tuple[str, dict[str, Any]]]:
    """Return a few of the demo's practices, products, news, meetings and challenges, others in each issue."""
    rest = [
        *(("page", page) for page in _two(KnowledgeProductPage, number)),
        *(
            ("meeting", one)
            for one in Meeting.objects.public().not_cancelled().order_by("pk")[number : number + 1]
        ),
        *(("challenge", one) for one in Challenge.objects.public().order_by("pk")[number : number + 1]),
    ]
    groups = (
        ("Good practices", [("page", page) for page in _two(GoodPracticePage, number)]),
        ("News", [("page", page) for page in _two(NewsPage, number)]),
        ("To read and to join", rest),
    )
    return [("picks", {"title": title, "items": items}) for title, items in groups if items]


def _two(model: Any, number: int) -> Any:
    return model.objects.visible_to(None).order_by("pk")[2 * number : 2 * number + 2]
