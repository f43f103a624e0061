"""Addresses of working groups."""

from django.urls import path

from working_groups.groups import views as groups
from working_groups.members import invitation_views
from working_groups.members import views as members

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
