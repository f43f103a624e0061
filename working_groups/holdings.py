"""What working groups hold of people."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from network.accounts.privacy.erasure import at_addresses_of
from network.core.personal_data import Holding, Retention
from working_groups.enums import InvitationState, MembershipState
from working_groups.models import (
    ActionItem,
    CalendarFeed,
    GroupDocument,
    GroupFile,
    GroupInvitation,
    GroupMembership,
    Meeting,
    Rsvp,
    WorkingGroup,
)

YEAR = timedelta(days=365)


def invitations_to(person: Any) -> QuerySet:
    """Return the invitations to the addresses of ``person``."""
    return GroupInvitation.objects.filter(at_addresses_of(person, "address")).order_by("pk")


HOLDINGS = (
    Holding(
        key="group-memberships",
        title=_("In which working groups you are, for whom and in which role"),
        why=_("So that you can take part."),
        seen_by=_("The members of the group."),
        at_erasure=_("Deleted."),
        models=("working_groups.groupmembership",),
        rows=lambda person: GroupMembership.objects.filter(person=person).order_by("pk"),
        columns=(
            "group",
            "city",
            "partner",
            "role",
            "state",
            "message",
            "reason",
            "requested_at",
            "decided_at",
            "ended_at",
            "seen_at",
        ),
        retention=Retention(
            3 * YEAR,
            _("after it was declined or has ended"),
            lambda before: GroupMembership.objects.filter(
                Q(state=MembershipState.ENDED, ended_at__lt=before)
                | Q(state=MembershipState.DECLINED, decided_at__lt=before)
            ),
        ),
    ),
    Holding(
        key="group-invitations",
        title=_("Invitations to working groups at your address"),
        why=_("So that you can be brought in."),
        seen_by=_("The facilitators of the group."),
        at_erasure=_("Deleted."),
        models=("working_groups.groupinvitation",),
        rows=invitations_to,
        columns=("group", "address", "role", "message", "state", "sent_at"),
        erase=lambda person: invitations_to(person).delete(),
        retention=Retention(
            YEAR,
            _("after it was sent, unless it is open"),
            lambda before: GroupInvitation.objects.filter(sent_at__lt=before).exclude(
                state=InvitationState.OPEN, expires_at__gt=before
            ),
        ),
    ),
    Holding(
        key="meeting-answers",
        title=_("To which meetings you come, and where you were"),
        why=_("So that places can be kept, and that the group knows who was there."),
        seen_by=_("Members of the group see that you come; who runs the meeting sees the rest."),
        kept=_("As long as the meeting."),
        at_erasure=_("Deleted."),
        models=("working_groups.rsvp",),
        rows=lambda person: Rsvp.objects.filter(person=person).order_by("pk"),
        columns=("meeting", "answer", "way", "is_waiting", "answered_at", "attended"),
    ),
    Holding(
        key="group-actions",
        title=_("What you have taken on in working groups"),
        why=_("So that it gets done."),
        seen_by=_("The members of the group."),
        kept=_("As long as the group."),
        at_erasure=_("They stay, without you: the group relies on them."),
        models=("working_groups.actionitem",),
        stays=True,
        rows=lambda person: ActionItem.objects.filter(owner=person).order_by("pk"),
        columns=("group", "text", "due_on", "done_at"),
    ),
    Holding(
        key="meetings-called",
        title=_("Meetings that you have called"),
        why=_("So that you can change them."),
        seen_by=_("Nobody, beside administrators."),
        kept=_("As long as the group."),
        at_erasure=_("They stay, without you: others work in them."),
        models=("working_groups.meeting",),
        stays=True,
        rows=lambda person: Meeting.objects.filter(called_by=person).order_by("pk"),
        columns=("title", "starts_at"),
    ),
    Holding(
        key="group-documents",
        title=_("Files that you have added to working groups"),
        why=_("So that the group knows from whom it has them, and that you can take them out."),
        seen_by=_("The members of the group."),
        kept=_("Until they are taken out, at most as long as the group."),
        at_erasure=_("They stay, without you: others work with them."),
        models=("working_groups.groupdocument",),
        stays=True,
        rows=lambda person: GroupDocument.objects.filter(added_by=person).order_by("pk"),
        columns=("group", "meeting", "title", "created_at"),
    ),
    Holding(
        key="group-files",
        title=_("Versions of files that you have added to working groups"),
        why=_("So that the group knows what has changed, and from whom it has it."),
        seen_by=_("The members of the group."),
        kept=_("As long as the file that they are versions of."),
        at_erasure=_("They stay, without you: others work with them."),
        models=("working_groups.groupfile",),
        stays=True,
        rows=lambda person: GroupFile.objects.filter(added_by=person).order_by("pk"),
        columns=("document", "number", "name", "size", "note", "added_at"),
    ),
    Holding(
        key="calendar-feeds",
        title=_("The addresses by which your calendar subscribes"),
        why=_("So that your calendar follows your meetings."),
        seen_by=_("You, and whoever you give an address to."),
        kept=_("Until you revoke them."),
        at_erasure=_("Deleted: the addresses are dead."),
        models=("working_groups.calendarfeed",),
        rows=lambda person: CalendarFeed.objects.filter(person=person).order_by("pk"),
        columns=("group", "created_at"),
    ),
    Holding(
        key="groups",
        title=_("Working groups that you have opened"),
        why=_("They are the network's: others work in them."),
        seen_by=_("Nobody, beside administrators."),
        kept=_("As long as the group."),
        at_erasure=_("They stay, without you: others work in them."),
        models=("working_groups.workinggroup",),
        stays=True,
        rows=lambda person: WorkingGroup.objects.filter(created_by=person).order_by("pk"),
        columns=("name", "created_at"),
    ),
)
