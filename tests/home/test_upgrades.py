"""A network that has begun gets what a new version brings staff, and keeps what its administrators changed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import GroupPagePermission, Workflow, WorkflowContentType, WorkflowPage

from cities.models import City, Partner
from network.home.models import HomePage, StaffDefault
from network.home.services import begin_network
from network.home.staff import EDITORS, MODERATORS, WORKFLOW
from network.home.upgrades import set_up_staff


@pytest.fixture
def network(db):
    return begin_network(name="Small network", base_url="http://testserver")


@pytest.fixture
def older_network(network):
    """Return a network as an older version has left it, which knew no partners and remembered nothing."""
    StaffDefault.objects.all().delete()
    of_partners = Permission.objects.filter(content_type__app_label="cities", content_type__model="partner")
    for group in Group.objects.all():
        group.permissions.remove(*of_partners)
    WorkflowContentType.objects.filter(content_type=ContentType.objects.get_for_model(Partner)).delete()
    return network


def upgrade():
    call_command("migrate", verbosity=0, interactive=False)


def may(group, name):
    app, codename = name.split(".")
    return (
        Group.objects.get(name=group)
        .permissions.filter(content_type__app_label=app, codename=codename)
        .exists()
    )


def take(group, name):
    app, codename = name.split(".")
    permission = Permission.objects.get(content_type__app_label=app, codename=codename)
    Group.objects.get(name=group).permissions.remove(permission)


def everything():
    """Return who may do what, and what is published by which workflow."""
    return [
        sorted(Group.objects.values_list("name", "permissions__codename")),
        sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename")),
        sorted(WorkflowContentType.objects.values_list("content_type__model", "workflow__name")),
        sorted(WorkflowPage.objects.values_list("page", "workflow__name")),
        sorted(Workflow.objects.values_list("name", "active")),
    ]


def test_an_older_network_gets_partners_and_their_workflow(older_network):
    upgrade()
    assert may(EDITORS, "cities.change_partner") and not may(EDITORS, "cities.publish_partner")
    assert may(MODERATORS, "cities.publish_partner")
    assert Partner(name="Fund").get_workflow().name == WORKFLOW


def test_permissions_that_django_has_not_made_yet_are_given_too(older_network):
    Permission.objects.filter(content_type__app_label="cities", content_type__model="partner").delete()
    upgrade()
    assert may(MODERATORS, "cities.publish_partner")


def test_what_an_older_network_took_from_its_staff_stays_taken(older_network):
    take(EDITORS, "cities.add_city")
    GroupPagePermission.objects.filter(group__name=EDITORS, permission__codename="add_page").delete()
    upgrade()
    assert may(EDITORS, "cities.change_city") and not may(EDITORS, "cities.add_city")
    assert not GroupPagePermission.objects.filter(group__name=EDITORS, permission__codename="add_page").exists()


def test_what_administrators_changed_stays(network):
    upgrade()
    take(EDITORS, "wagtailadmin.access_admin")
    take(MODERATORS, "cities.publish_partner")
    take(MODERATORS, "core.change_networksettings")
    Group.objects.get(name=EDITORS).permissions.add(Permission.objects.get(codename="delete_city"))
    GroupPagePermission.objects.filter(group__name=MODERATORS, permission__codename="lock_page").delete()
    WorkflowContentType.objects.filter(content_type=ContentType.objects.get_for_model(City)).delete()
    Workflow.objects.filter(name=WORKFLOW).update(name="Our own", active=False)
    WorkflowPage.objects.all().delete()
    Group.objects.filter(name=EDITORS).update(name="Secretariat")
    before = everything()
    upgrade()
    begin_network(name="Small network", base_url="http://testserver")  # as when it is started again
    assert everything() == before


def test_a_deleted_workflow_stays_deleted(network):
    Workflow.objects.all().delete()
    upgrade()
    assert not Workflow.objects.exists()


def test_nothing_is_set_up_before_a_network_has_begun(db):
    upgrade()
    assert not HomePage.objects.exists()
    assert not StaffDefault.objects.exists()


def test_nothing_is_set_up_while_the_database_is_not_that_of_this_version(older_network):
    MigrationRecorder.Migration.objects.filter(app="knowledge").order_by("-pk").first().delete()
    set_up_staff(using="default", plan=[])
    assert not StaffDefault.objects.exists()
