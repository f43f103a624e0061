"""Addresses of working groups."""

from django.urls import include, path

from working_groups.files import views as files
from working_groups.groups import views as groups
from working_groups.meetings import calendar_views, minutes_views
from working_groups.meetings import views as meetings
from working_groups.members import invitation_views
from working_groups.members import views as members
from working_groups.outcomes.views import MeetingOutcomeView

app_name = "working_groups"

GROUP = "working-groups/<slug:slug>/"
urlpatterns = [
    path("working-groups/", groups.group_list, name="group-list"),
    path("working-groups/new/", groups.NewGroupView.as_view(), name="group-new"),
    path(
        "working-groups/invitations/<str:token>/",
        invitation_views.InvitationAnswerView.as_view(),
        name="invitation-answer",
    ),
    path(
        "challenges/<slug:slug>/working-group/",
        groups.OpenGroupOfChallengeView.as_view(),
        name="group-of-challenge",
    ),
    path(GROUP, groups.GroupDetailView.as_view(), name="group-detail"),
    path(f"{GROUP}space/", groups.GroupSpaceView.as_view(), name="group-space"),
    path(f"{GROUP}visit/", groups.GroupVisitView.as_view(), name="group-visit"),
    path(f"{GROUP}edit/", groups.EditGroupView.as_view(), name="group-edit"),
    path(f"{GROUP}archive/", groups.ArchiveGroupView.as_view(), name="group-archive"),
    path(f"{GROUP}reopening/", groups.ArchiveGroupView.as_view(archives=False), name="group-reopen"),
    path(f"{GROUP}workplan/", groups.OutputListView.as_view(), name="output-list"),
    path(f"{GROUP}workplan/new/", groups.OutputFormView.as_view(), name="output-new"),
    path(f"{GROUP}workplan/<int:pk>/edit/", groups.OutputFormView.as_view(), name="output-edit"),
    path(f"{GROUP}workplan/<int:pk>/step/", groups.OutputStepView.as_view(), name="output-step"),
    path(f"{GROUP}files/", files.DocumentListView.as_view(), name="document-list"),
    path(f"{GROUP}files/new/", files.NewDocumentView.as_view(), name="document-new"),
    path(f"{GROUP}files/<int:pk>/", files.DocumentDetailView.as_view(), name="document-detail"),
    path(f"{GROUP}files/<int:pk>/edit/", files.EditDocumentView.as_view(), name="document-edit"),
    path(f"{GROUP}files/<int:pk>/version/", files.NewVersionView.as_view(), name="document-version"),
    path(f"{GROUP}files/<int:pk>/deletion/", files.DeleteDocumentView.as_view(), name="document-delete"),
    path(f"{GROUP}files/<int:pk>/<int:number>/", files.DownloadView.as_view(), name="document-file"),
    path(f"{GROUP}meetings/", meetings.GroupMeetingsView.as_view(), name="group-meetings"),
    path(f"{GROUP}meetings/new/", meetings.CallGroupMeetingView.as_view(), name="group-meeting-new"),
    path(f"{GROUP}actions/new/", minutes_views.GroupActionView.as_view(), name="group-action-new"),
    path("actions/<int:pk>/step/", minutes_views.ActionStepView.as_view(), name="action-step"),
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/new/", meetings.CallNetworkMeetingView.as_view(), name="meeting-new"),
    path("meetings/calendar.ics", calendar_views.public_calendar, name="public-calendar"),
    path("meetings/<int:pk>/", meetings.MeetingDetailView.as_view(), name="meeting-detail"),
    path("meetings/<int:pk>/rsvp/", meetings.RsvpView.as_view(), name="meeting-rsvp"),
    path("meetings/<int:pk>/edit/", meetings.EditMeetingView.as_view(), name="meeting-edit"),
    path("meetings/<int:pk>/cancellation/", meetings.CancelMeetingView.as_view(), name="meeting-cancel"),
    path("meetings/<int:pk>/attendance/", meetings.AttendanceView.as_view(), name="meeting-attendance"),
    path("meetings/<int:pk>/minutes/", minutes_views.MinutesView.as_view(), name="meeting-minutes"),
    path("meetings/<int:pk>/outcomes/new/", MeetingOutcomeView.as_view(), name="meeting-outcome-new"),
    path("meetings/<int:pk>/decisions/new/", minutes_views.DecisionView.as_view(), name="decision-new"),
    path("meetings/<int:pk>/actions/new/", minutes_views.ActionView.as_view(), name="action-new"),
    path("meetings/<int:pk>/event.ics", calendar_views.MeetingFileView.as_view(), name="meeting-file"),
    path("calendar/", calendar_views.SubscriptionsView.as_view(), name="calendar"),
    path("calendar/<slug:token>.ics", calendar_views.subscribed_calendar, name="calendar-feed"),
    path("", include("working_groups.discussion.urls")),
    path("", include("working_groups.exchanges.urls")),
    path(f"{GROUP}join/", members.JoinGroupView.as_view(), name="group-join"),
    path(f"{GROUP}members/", members.MemberListView.as_view(), name="member-list"),
    path(f"{GROUP}members/invite/", members.InviteView.as_view(), name="member-invite"),
    path(
        f"{GROUP}members/invitations/<int:pk>/again/",
        members.SendAgainView.as_view(),
        name="invitation-again",
    ),
    path(
        f"{GROUP}members/invitations/<int:pk>/revocation/",
        members.RevokeView.as_view(),
        name="invitation-revoke",
    ),
    path(f"{GROUP}members/<int:pk>/approval/", members.ApproveView.as_view(), name="member-approve"),
    path(f"{GROUP}members/<int:pk>/decline/", members.DeclineView.as_view(), name="member-decline"),
    path(f"{GROUP}members/<int:pk>/role/", members.RoleView.as_view(), name="member-role"),
    path(f"{GROUP}members/<int:pk>/end/", members.EndView.as_view(), name="member-end"),
    path(f"{GROUP}members/<int:pk>/seat/", members.HandOverView.as_view(), name="member-seat"),
]
