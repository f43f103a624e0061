"""Who may do what with working groups. They are asked through ``core.access.can``.

A rule says whose business an action is. Whether the group is archived is asked here too, since buttons hang on
it, and again in the services.
"""

from typing import Any

from cities.permissions import is_member, seats_of
from working_groups.enums import Admission, Audience
from working_groups.exchanges import permissions as exchanges
from working_groups.standing import administers_groups, groups_of, keeps_meetings


def opens_groups(person: Any, _model: Any) -> bool:
    """Allow moderators and administrators to open a group."""
    return person.has_perm("working_groups.add_workinggroup")


def is_inside(person: Any, group: Any) -> bool:
    """Return whether ``person`` is a member or facilitator."""
    return group.pk in groups_of(person).member


def facilitates(person: Any, group: Any) -> bool:
    """Return whether ``person`` runs the group; administrators may in need."""
    return group.pk in groups_of(person).facilitated or administers_groups(person)


def looks_in(person: Any, group: Any) -> bool:
    """Return whether ``person`` may enter a group as an administrator only, which leaves a trace."""
    return administers_groups(person) and not is_inside(person, group)


def knows_group(person: Any, group: Any) -> bool:
    """Allow everybody, for whom a private group does not exist unless they are inside."""
    return not group.is_private or enters_group(person, group)


def enters_group(person: Any, group: Any) -> bool:
    """Allow those inside, and administrators."""
    return is_inside(person, group) or administers_groups(person)


def reads_workplan(person: Any, group: Any) -> bool:
    """Allow everybody where the group is public, else those inside."""
    return group.is_told_in_full or enters_group(person, group)


def changes_group(person: Any, group: Any) -> bool:
    """Allow facilitators, until the group is archived."""
    return facilitates(person, group) and not group.is_archived


def archives_group(person: Any, group: Any) -> bool:
    """Allow facilitators to end a group's work, and to take it up again."""
    return facilitates(person, group)


def joins_group(person: Any, group: Any) -> bool:
    """Allow whoever belongs to a member city or a partner, where the group takes people without invitation."""
    seats = seats_of(person)
    takes = not group.is_archived and not group.is_private and group.admission != Admission.INVITATION
    return takes and bool(seats.member_cities or seats.partners) and not is_inside(person, group)


def leaves_group(person: Any, group: Any) -> bool:
    """Allow those inside."""
    return is_inside(person, group)


def _is_own(person: Any, membership: Any) -> bool:
    return person.is_authenticated and membership.person_id == person.pk


def sees_membership(person: Any, membership: Any) -> bool:
    """Allow herself, those inside to see each other, and facilitators to see who asks."""
    beside = membership.is_active and is_inside(person, membership.group)
    return _is_own(person, membership) or beside or facilitates(person, membership.group)


def decides_on_membership(person: Any, membership: Any) -> bool:
    """Allow facilitators, but nobody about herself."""
    return changes_group(person, membership.group) and not _is_own(person, membership)


def ends_membership(person: Any, membership: Any) -> bool:
    """Allow herself and facilitators."""
    return _is_own(person, membership) or changes_group(person, membership.group)


def hands_over_seat(person: Any, membership: Any) -> bool:
    """Allow herself, facilitators, and the coordinators or representatives of whose seat it is."""
    seats = seats_of(person)
    speaks = membership.city_id in seats.coordinated or membership.partner_id in seats.represented
    organisation = speaks and knows_group(person, membership.group)
    hers = _is_own(person, membership) or changes_group(person, membership.group)
    taken = bool(membership.city_id or membership.partner_id) and membership.is_active
    return taken and not membership.group.is_archived and (hers or organisation)


def sees_invitation(person: Any, invitation: Any) -> bool:
    """Allow facilitators; whoever is invited has the link."""
    return facilitates(person, invitation.group)


def revokes_invitation(person: Any, invitation: Any) -> bool:
    """Allow facilitators."""
    return changes_group(person, invitation.group)


def sees_output(person: Any, output: Any) -> bool:
    """Allow whoever reads the group's workplan."""
    return reads_workplan(person, output.group)


def changes_output(person: Any, output: Any) -> bool:
    """Allow facilitators."""
    return changes_group(person, output.group)


def calls_meetings_of_group(person: Any, group: Any) -> bool:
    """Allow facilitators to call a meeting of the group, and members where it lets them."""
    calls = facilitates(person, group) or (group.members_may_call and is_inside(person, group))
    return calls and not group.is_archived


def calls_meetings(person: Any, _model: Any) -> bool:
    """Allow the secretariat to call meetings of the whole network."""
    return keeps_meetings(person)


def sees_meeting(person: Any, meeting: Any) -> bool:
    """Allow whom its audience names; of a private group's, those inside only, of an exchange's, its people."""
    if meeting.exchange is not None:
        return exchanges.reads_inside(person, meeting.exchange)
    if meeting.group is not None and enters_group(person, meeting.group):
        return True
    if meeting.group is not None and meeting.group.is_private:
        return administers_groups(person)
    return _is_of_audience(person, meeting) or administers_groups(person)


def _is_of_audience(person: Any, meeting: Any) -> bool:
    network = meeting.audience == Audience.NETWORK and (is_member(person) or keeps_meetings(person))
    return meeting.audience == Audience.EVERYBODY or network


def reads_inside(person: Any, meeting: Any) -> bool:
    """Allow those for whom a meeting is held to read its minutes and what was decided: of an open one, members.

    Everybody else reads when and where it is and what it is about.
    """
    if meeting.exchange is not None:
        return exchanges.reads_inside(person, meeting.exchange)
    if meeting.group is not None:
        return enters_group(person, meeting.group)
    return is_member(person) or keeps_meetings(person)


def runs_meeting(person: Any, meeting: Any) -> bool:
    """Allow the group's facilitators, and who has called it; of the network's, the secretariat.

    Of an exchange, everybody who takes part in it.
    """
    if meeting.exchange is not None:
        return exchanges.takes_part(person, meeting.exchange)
    if meeting.group is None:
        return keeps_meetings(person)
    if meeting.group.is_archived:
        return False
    called = person.is_authenticated and meeting.called_by_id == person.pk
    return facilitates(person, meeting.group) or (called and is_inside(person, meeting.group))


def answers_meeting(person: Any, meeting: Any) -> bool:
    """Allow those of its audience who belong somewhere; whether it is too late is asked elsewhere."""
    if not person.is_authenticated:
        return False
    if meeting.exchange is not None:
        return exchanges.takes_part(person, meeting.exchange)
    if meeting.group is not None and is_inside(person, meeting.group):
        return True
    seats = seats_of(person)
    belongs = bool(seats.member_cities or seats.partners) or keeps_meetings(person)
    return belongs and meeting.audience != Audience.GROUP and sees_meeting(person, meeting)


def writes_minutes(person: Any, meeting: Any) -> bool:
    """Allow those inside to write together, of a meeting of the network the secretariat."""
    if meeting.exchange is not None:
        return exchanges.takes_part(person, meeting.exchange)
    if meeting.group is None:
        return keeps_meetings(person)
    return enters_group(person, meeting.group) and not meeting.group.is_archived


def notes_outcomes(person: Any, meeting: Any) -> bool:
    """Allow those inside to note what a meeting of their group has decided, and who does what."""
    return meeting.group is not None and writes_minutes(person, meeting)


def sees_rsvp(person: Any, rsvp: Any) -> bool:
    """Allow herself, and who runs the meeting."""
    own = person.is_authenticated and rsvp.person_id == person.pk
    group, exchange = rsvp.meeting.group, rsvp.meeting.exchange
    if exchange is not None:
        return own or exchanges.takes_part(person, exchange)
    if group is None:
        return own or keeps_meetings(person) or administers_groups(person)
    return own or facilitates(person, group)


def sees_inside(person: Any, row: Any) -> bool:
    """Allow whoever may enter the group that it belongs to."""
    return enters_group(person, row.group)


def closes_action(person: Any, action: Any) -> bool:
    """Allow who has taken it on, and facilitators."""
    own = person.is_authenticated and action.owner_id == person.pk and is_inside(person, action.group)
    return (own or facilitates(person, action.group)) and not action.group.is_archived


def adds_files(person: Any, group: Any) -> bool:
    """Allow those inside, until the group is archived."""
    return enters_group(person, group) and not group.is_archived


def changes_document(person: Any, document: Any) -> bool:
    """Allow those inside to add a version and to rename it."""
    return adds_files(person, document.group)


def deletes_document(person: Any, document: Any) -> bool:
    """Allow who has added it, while she is inside, and facilitators."""
    own = person.is_authenticated and document.added_by_id == person.pk and is_inside(person, document.group)
    return (own or facilitates(person, document.group)) and not document.group.is_archived


def sees_file(person: Any, file: Any) -> bool:
    """Allow whoever may enter the group of its document."""
    return enters_group(person, file.document.group)


GROUP_RULES = {
    "view": knows_group,
    "create": opens_groups,
    "enter": enters_group,
    "read workplan": reads_workplan,
    "change": changes_group,
    "archive": archives_group,
    "join": joins_group,
    "leave": leaves_group,
    "meet": calls_meetings_of_group,
    "add files": adds_files,
}
MEMBERSHIP_RULES = {
    "view": sees_membership,
    "decide": decides_on_membership,
    "end": ends_membership,
    "hand over": hands_over_seat,
}
INVITATION_RULES = {"view": sees_invitation, "revoke": revokes_invitation}
MEETING_RULES = {
    "view": sees_meeting,
    "create": calls_meetings,
    "read inside": reads_inside,
    "run": runs_meeting,
    "answer": answers_meeting,
    "write minutes": writes_minutes,
    "note": notes_outcomes,
}
RSVP_RULES = {"view": sees_rsvp}
DECISION_RULES = {"view": sees_inside}
ACTION_RULES = {"view": sees_inside, "close": closes_action}
OUTPUT_RULES = {"view": sees_output, "change": changes_output}
DOCUMENT_RULES = {"view": sees_inside, "change": changes_document, "delete": deletes_document}
FILE_RULES = {"view": sees_file}
