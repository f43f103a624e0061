"""What staff may do in Wagtail: its two groups, and the workflow that moderators end."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
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
from network.home.models import StaffDefault

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
    "working_groups.match_peerexchange",
    "working_groups.view_peerexchange",
    "working_groups.view_workinggroup",
)
ACCESS = "wagtailadmin.access_admin"


def new_among(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` that staff were never given, and remember them as given."""
    wanted = list(keys)
    known = set(StaffDefault.objects.filter(key__in=wanted).values_list("key", flat=True))
    new = [key for key in wanted if key not in known]
    StaffDefault.objects.bulk_create(StaffDefault(key=key) for key in new)
    return set(new)


@transaction.atomic
def grant_staff_permissions() -> None:
    """Give the two staff groups what they need, each permission once.

    Safe to repeat: what an administrator has added or taken away since stays, and so does a group that she has
    renamed or deleted.
    """
    for name in PAGE_PERMISSIONS:
        if new_among([f"group {name}"]):
            group, _created = Group.objects.get_or_create(name=name)
            _remember_earlier_gifts(group)
        else:
            group = Group.objects.filter(name=name).first()
        if group is not None:
            _allow_models(group)
            _allow_pages(group)


def _wanted(name: str) -> dict[str, Permission]:
    """Return the model permissions that a group needs, by their keys; not everything can be published."""
    models, verbs = {EDITORS: (EDITED, EDITED_VERBS), MODERATORS: (MODERATED, MODERATED_VERBS)}[name]
    single = (*EDITED_PERMISSIONS, *(MODERATED_PERMISSIONS if name == MODERATORS else ()))
    wanted = Permission.objects.none()
    for model in models:
        app, model_name = model.split(".")
        codenames = [f"{verb}_{model_name}" for verb in verbs]
        wanted |= Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    found = [*wanted.select_related("content_type"), *map(_permission, (ACCESS, *single))]
    return {f"{name} {one.content_type.app_label}.{one.codename}": one for one in found}


def _page_keys(name: str) -> dict[str, str]:
    """Return what a group may do with all pages, by the keys of these permissions."""
    return {f"{name} pages {verb}": verb for verb in PAGE_PERMISSIONS[name]}


def _allow_models(group: Group) -> None:
    wanted = _wanted(group.name)
    group.permissions.add(*(wanted[key] for key in new_among(wanted)))


def _allow_pages(group: Group) -> None:
    verbs = _page_keys(group.name)
    root = Page.get_first_root_node()
    for key in new_among(verbs):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=_permission(f"wagtailcore.{verbs[key]}_page")
        )


def _remember_earlier_gifts(group: Group) -> None:
    """Take what the group may do with the models that it works with for what was given and is wanted.

    A network that began before this was remembered tells nobody what its administrators have taken away. Models
    that the group may do nothing with are new to it.
    """
    if not group.permissions.filter(content_type__app_label=City._meta.app_label).exists():
        return  # the portal has given it nothing yet
    models = set(group.permissions.values_list("content_type", flat=True))
    new_among(key for key, one in _wanted(group.name).items() if one.content_type_id in models)
    new_among(_page_keys(group.name))


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    found = Permission.objects.select_related("content_type")
    return found.get(content_type__app_label=app, codename=codename)


@transaction.atomic
def start_workflow(*, home: Page) -> Workflow | None:
    """Have pages and profiles published by a workflow that moderators end, and return it.

    Each kind is set up once. Safe to repeat: what an administrator has changed since stays, and where she has
    deleted the workflow there is none.
    """
    pages = WorkflowPage.objects.filter(page=home).select_related("workflow").first()
    workflow = pages.workflow if pages else Workflow.objects.filter(name=WORKFLOW).first()
    if new_among(["workflow"]) and workflow is None:
        workflow = _make_workflow(home=home)
    if workflow is None:
        return None
    kinds = {f"workflow {model._meta.label_lower}": model for model in (City, Partner)}
    for key in new_among(kinds):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(kinds[key]), defaults={"workflow": workflow}
        )
    return workflow


def _make_workflow(*, home: Page) -> Workflow:
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    task = GroupApprovalTask.objects.create(name="Approval by a moderator", active=True)
    task.groups.add(*Group.objects.filter(name=MODERATORS))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return workflow
