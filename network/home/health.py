"""Whether this process can do its work: asked by ``/healthz``, often, so it has to be cheap."""

import os
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from network.search.lag import index_lag

BROKER_TIMEOUT = 1  # seconds
MOST_LAG = 30.0  # seconds that the search index may be behind
_migrated: set[str] = set()


def check_health() -> dict[str, bool]:
    """Return for database, migrations and broker whether each is well. Nothing else is told to anyone."""
    database = database_answers()
    return {
        "database": database,
        "migrations": database and migrations_are_applied(),
        "broker": broker_answers(),
    }


def search_lag() -> tuple[bool, float | None]:
    """Return whether the search index follows the database, and by how many seconds it is behind.

    Without an index the catalogue still lists from the database, so that this alone makes no portal ill.
    """
    try:
        lag = index_lag()
    except DatabaseError:
        return False, None
    return lag is not None and lag <= MOST_LAG, lag


def database_answers() -> bool:
    """Return whether the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def migrations_are_applied() -> bool:
    """Return whether every migration of this code is applied.

    Reading all migrations takes a tenth of a second. A process keeps its code, so once they were applied
    to a database it need not look again.
    """
    name = str(connection.settings_dict["NAME"])
    if name in _migrated:
        return True
    try:
        executor = MigrationExecutor(connection)
        applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
    if applied:
        _migrated.add(name)
    return applied


def broker_answers() -> bool:
    """Return whether tasks can be handed over."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out")
    if folder:
        path = Path(folder)
        return os.access(path if path.exists() else path.parent, os.W_OK)
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT)
    except (OSError, OperationalError):
        return False
    return True
