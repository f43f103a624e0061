"""What staff may do in Wagtail: its two groups, and the workflow that moderators end."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from cities.models import City, Partner

EDITORS = "Editors"
MODERATORS = "Moderators"
WORKFLOW = "Publication"

PAGE_PERMISSIONS = {
    EDITORS: ("add", "change"),
    MODERATORS: ("add", "change", "publish", "lock", "unlock"),
}
# Models that editors and moderators keep in Wagtail, as app.model.
EDITED = (
    "cities.challenge",
    "cities.city",
    "cities.partner",
    "core.theme",
    "core.themealias",
    "home.enquiry",
    "search.unansweredquery",
)
# What editors and moderators may do by the portal's own forms.
EDITED_PERMISSIONS = ("working_groups.add_meeting",)
MODERATED = (
    *EDITED,
    "cities.affiliation",
    "cities.challengecycle",
    "cities.interest",
    "cities.invitation",
    "cities.legacysector",
    "core.menuitem",
    "wagtailredirects.redirect",
)
EDITED_VERBS = ("add", "change", "view")
MODERATED_VERBS = (*EDITED_VERBS, "delete", "publish")
# Moderators open working groups; to look into one that is not theirs is for administrators.
MODERATED_PERMISSIONS = (
    "core.change_networksettings",
    "working_groups.add_workinggroup",
    "working_groups.view_workinggroup",
)


def grant_staff_permissions() -> None:
    """Give the two staff groups what they need, and have the moderators end the publication workflow.

    Permissions that an administrator has added stay. Safe to repeat.
    """
    root = Page.get_first_root_node()
    for name, verbs in PAGE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(_permission("wagtailadmin.access_admin"))
        for verb in verbs:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_permission(f"wagtailcore.{verb}_page")
            )
    _allow(EDITORS, EDITED, EDITED_VERBS)
    _allow(MODERATORS, MODERATED, MODERATED_VERBS)
    moderators = Group.objects.get(name=MODERATORS)
    moderators.permissions.add(*map(_permission, (*EDITED_PERMISSIONS, *MODERATED_PERMISSIONS)))
    Group.objects.get(name=EDITORS).permissions.add(*map(_permission, EDITED_PERMISSIONS))


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _allow(group_name: str, models: tuple[str, ...], verbs: tuple[str, ...]) -> None:
    """Give the group those of the models' permissions that exist: not everything can be published."""
    wanted = Permission.objects.none()
    for model in models:
        app, name = model.split(".")
        wanted |= Permission.objects.filter(
            content_type__app_label=app, codename__in=[f"{verb}_{name}" for verb in verbs]
        )
    Group.objects.get(name=group_name).permissions.add(*wanted)


def start_workflow(*, home: Page) -> Workflow:
    """Return the workflow by which pages and profiles are published, made where there is none."""
    workflow = Workflow.objects.filter(name=WORKFLOW).first() or _make_workflow(home=home)
    for model in (City, Partner):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
    return workflow


def _make_workflow(*, home: Page) -> Workflow:
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    task = GroupApprovalTask.objects.create(name="Approval by a moderator", active=True)
    task.groups.add(Group.objects.get(name=MODERATORS))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return workflow
