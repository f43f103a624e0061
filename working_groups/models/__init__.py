"""The models of working groups, re-exported by name."""

from working_groups.models.calendar import CalendarFeed
from working_groups.models.discussion import Mention, Post, PostReport, PostVersion, Thread, ThreadFollow
from working_groups.models.document import GroupDocument, GroupFile
from working_groups.models.exchange import (
    ExchangeAgreement,
    ExchangeEntry,
    ExchangeParty,
    ExchangeReport,
    ExchangeSeat,
    PeerExchange,
)
from working_groups.models.group import Output, WorkingGroup
from working_groups.models.meeting import ActionItem, Decision, Meeting, MeetingSeries, Rsvp
from working_groups.models.membership import GroupInvitation, GroupMembership
from working_groups.models.outcome import Outcome

__all__ = [
    "ActionItem",
    "CalendarFeed",
    "Decision",
    "ExchangeAgreement",
    "ExchangeEntry",
    "ExchangeParty",
    "ExchangeReport",
    "ExchangeSeat",
    "GroupDocument",
    "GroupFile",
    "GroupInvitation",
    "GroupMembership",
    "Meeting",
    "MeetingSeries",
    "Mention",
    "Outcome",
    "Output",
    "PeerExchange",
    "Post",
    "PostReport",
    "PostVersion",
    "Rsvp",
    "Thread",
    "ThreadFollow",
    "WorkingGroup",
]
