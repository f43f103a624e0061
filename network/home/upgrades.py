"""What a new version of the portal brings a network that has begun already.

A signal, for Django migrates: every way of upgrading does so, and nobody has to think of another command.
"""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

from network.home.models import HomePage
from network.home.staff import grant_staff_permissions, start_workflow


def set_up_staff(*, using: str, plan: Any = None, **_kwargs: Any) -> None:
    """Give staff what is new in this version, once the database is that of this version.

    Without a plan nothing was migrated: a database of tests was emptied.
    """
    if plan is None or using != DEFAULT_DB_ALIAS or not _is_current(using):
        return
    home = HomePage.objects.first()
    if home is None:
        return  # a network that begins is set up then
    grant_staff_permissions()
    start_workflow(home=home)


def _is_current(using: str) -> bool:
    """Return whether every migration is applied: not while somebody migrates in part, or back."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def connect() -> None:
    """Listen. Called once, when the app is ready.

    Django tells of one app after the other and makes the permissions of each then: the last one is waited for.
    """
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(set_up_staff, sender=last, dispatch_uid="home-staff")
