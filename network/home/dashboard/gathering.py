"""What the dashboard shows, gathered before the template is rendered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.models import TaskState

from cities.cycles.pages import when
from cities.enums import OPEN_AFFILIATIONS, AffiliationState, ChallengeState, InterestState
from cities.likeness import good_partners
from cities.models import Affiliation, Challenge, ChallengeCycle, City, Interest
from knowledge.models import GoodPracticePage
from network.core.access import can
from network.core.models import Theme
from network.core.registry import Panel
from network.core.waiting import Waiting, waiting
from network.home.contact.enums import EnquiryState
from network.home.models import Enquiry
from working_groups.enums import Answer
from working_groups.meetings.pages import rows_of
from working_groups.models import Meeting, WorkingGroup
from working_groups.querysets import MeetingQuerySet

SHOWN, PLACES = 3, 10


def gather(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return what the dashboard of the sender of ``request`` shows."""
    seats = list(
        Affiliation.objects.filter(person=request.user, state__in=OPEN_AFFILIATIONS)
        .for_listing()
        .order_by("-state", "pk")[:PLACES]
    )
    own = [seat for seat in seats if seat.state == AffiliationState.APPROVED]
    city = next((seat.city for seat in own if seat.city and seat.city.is_member), None)
    return {
        "waiting": waiting.gather(request.user, now=now),
        "places": [_place(request, seat) for seat in own],
        "asked": [seat for seat in seats if seat.state == AffiliationState.REQUESTED],
        "needs_place": not seats and not request.user.has_perm("wagtailadmin.access_admin"),
        "cycle": _cycle(request, now),
        "panels": [panel for panel in _panels(request, city, now) if panel],
    }


def _panels(request: HttpRequest, city: City | None, now: datetime) -> Iterator[Panel | None]:
    """Yield what stands below: her meetings and groups, and for a member of a city what concerns it."""
    yield _meetings(request, now)
    yield _groups(request)
    if city:
        yield _peers(city)
        yield _practices(request, city)


def _meetings(request: HttpRequest, now: datetime) -> Panel | None:
    """Return her next meetings: of her groups and exchanges, and others to which she has said yes or maybe."""
    said = request.user.rsvps.exclude(answer=Answer.NO).values("meeting")
    visible = Meeting.objects.listed_for(request).not_cancelled()
    hers = visible.filter(MeetingQuerySet.own(request.user)) | visible.filter(pk__in=said)
    declined = request.user.rsvps.filter(answer=Answer.NO).values("meeting")
    found = hers.exclude(pk__in=declined).distinct().ahead(now).for_listing()[:SHOWN]
    rows = rows_of(request, found)
    context = {"rows": rows, "url": reverse("working_groups:meeting-list"), "more": gettext("All meetings")}
    title = gettext("Your next meetings")
    return Panel("meetings", title, "working_groups/meetings/_panel.html", context) if rows else None


def _groups(request: HttpRequest) -> Panel | None:
    """Return her working groups."""
    groups = WorkingGroup.objects.entered_by(request).at_work().for_listing().order_by("name", "pk")
    entries = [replace(group.as_entry(), url=group.space_url) for group in groups]
    title = gettext("Your working groups")
    return Panel("groups", title, "knowledge/_city_panel.html", {"entries": entries}) if entries else None


def _cycle(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """Return the cycle that goes on: where it stands, and until when."""
    cycles = ChallengeCycle.objects.visible_to(request).announced().filter(vote_closes_at__gt=now)
    cycle = cycles.order_by("year").first()
    if cycle is None:
        return None
    moments = (cycle.call_opens_at, cycle.call_closes_at, cycle.vote_opens_at, cycle.vote_closes_at)
    following = next(moment for moment in moments if moment > now)
    return {"cycle": cycle, "phase": cycle.phase(now).label, "until": when(following)}


def _place(request: HttpRequest, seat: Affiliation) -> dict[str, Any]:
    """Return a city or partner of hers, and what she can do there."""
    organisation = seat.organisation
    kind = "city" if seat.city_id else "partner"
    steps = [(gettext("Public page"), organisation.get_absolute_url())] if organisation.live else []
    if can(request, "propose", organisation):
        steps.append((gettext("Edit the page"), reverse(f"cities:{kind}-edit", args=[organisation.slug])))
    if can(request, "keep people", organisation):
        steps.append((gettext("People"), reverse(f"cities:{kind}-people", args=[organisation.slug])))
    if seat.city and seat.city.live and seat.city.is_member:
        steps.append((gettext("Challenges"), reverse("cities:challenge-mine")))
        steps.append((gettext("Practices and news"), reverse("knowledge:submission-list")))
    return {"name": organisation.name, "role": seat.get_role_display(), "steps": steps}


def _peers(city: City) -> Panel | None:
    """Return the cities with which hers could best exchange."""
    peers = good_partners(City.objects.for_page().get(pk=city.pk))
    title = gettext("Good partners for %(city)s") % {"city": city.name}
    return Panel("peers", title, "cities/sections/peers.html", {"peers": peers}) if peers else None


def _practices(request: HttpRequest, city: City) -> Panel | None:
    """Return the newest practices on the themes of her city."""
    themes = list(Theme.objects.filter(cities=city))
    pages = GoodPracticePage.objects.visible_to(request).live().about(themes).for_listing()
    entries = [page.as_entry() for page in pages.order_by("-first_published_at", "-pk")[:SHOWN]]
    title = gettext("New on your city’s themes")
    return Panel("practices", title, "knowledge/_city_panel.html", {"entries": entries}) if entries else None


def gather_staff(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield the queues of the secretariat that ``person`` may work on."""
    if not person.has_perm("wagtailadmin.access_admin"):
        return
    queues: list[tuple[str, Any, str, Any]] = [
        (
            "wagtailadmin.access_admin",
            TaskState.objects.reviewable_by(person),
            "/admin/reports/workflow_tasks/?reviewable=true",
            lambda n: ngettext("One draft waits for approval", "%(number)s drafts wait for approval", n),
        ),
        (
            "home.change_enquiry",
            Enquiry.objects.filter(state=EnquiryState.NEW),
            "/admin/enquiries/?state=new",
            lambda n: ngettext("One message to answer", "%(number)s messages to answer", n),
        ),
        (
            "cities.publish_challenge",
            Challenge.objects.filter(state=ChallengeState.SUBMITTED),
            "/admin/challenges/?state=submitted",
            lambda n: ngettext("One challenge to look at", "%(number)s challenges to look at", n),
        ),
        (
            "cities.change_interest",
            Interest.objects.filter(state=InterestState.NEW),
            "/admin/interests/?state=new",
            lambda n: ngettext("One organisation wants to join", "%(number)s organisations want to join", n),
        ),
        (
            "cities.change_affiliation",
            Affiliation.objects.filter(state=AffiliationState.REQUESTED),
            "/admin/affiliations/?state=requested",
            lambda n: ngettext("One person asks to belong", "%(number)s people ask to belong", n),
        ),
    ]
    for permission, rows, url, words in queues:
        if person.has_perm(permission) and (number := rows.count()):
            yield Waiting(words(number) % {"number": number}, url, weight=35)
