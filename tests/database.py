"""One migrated database, built once and copied for each worker.

Wagtail's migrations would cost most of a run. The copy is keyed by the migrations and the lock file, and it
already holds the vocabularies (themes, countries, goals). It replaces the database of a test that committed.
"""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
APPS = ("network", "cities", "knowledge", "working_groups")


def fingerprint() -> str:
    """Return a short hash of everything that shapes an empty database."""
    digest = hashlib.sha256()
    files = [ROOT / "requirements-dev.lock"]
    for app in APPS:
        files += sorted((ROOT / app).rglob("migrations/*.py")) + sorted((ROOT / app).rglob("data/*.csv"))
        files += sorted((ROOT / app).rglob("vocabulary.py"))
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def only_one_builder(folder: Path):
    """Let one process at a time build the template."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fill(name: str) -> None:
    """Migrate the database ``name`` and load the vocabularies."""
    use(name)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_vocabularies", verbosity=0)
    connection.close()


def use(name: str) -> None:
    """Point Django's connection at the database ``name``."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class SqliteDatabases:
    """Databases that are files."""

    def __init__(self, folder: Path, worker: str):
        self.folder = folder
        self.template = folder / f"{fingerprint()}.sqlite3"
        self.worker = worker
        self.copies = 0

    def create(self) -> None:
        """Build the template where there is none, and use a fresh copy of it."""
        with only_one_builder(self.folder):
            if not self.template.exists():
                partial = self.template.with_suffix(".partial")
                partial.unlink(missing_ok=True)
                fill(str(partial))
                partial.rename(self.template)
        self.restore()

    def restore(self) -> None:
        """Use a fresh copy instead of the used one.

        Its name is new: a server's thread may still have the old file open, and SQLite takes a file that
        changes under it for a broken disk.
        """
        self.destroy()
        self.copies += 1
        copy = self.folder / f"{self.worker}-{self.copies}.sqlite3"
        shutil.copy(self.template, copy)
        use(str(copy))

    def destroy(self) -> None:
        """Remove the copies."""
        connection.close()
        for file in self.folder.glob(f"{self.worker}-*.sqlite3*"):
            file.unlink()


class PostgresDatabases:
    """Databases of a PostgreSQL server."""

    def __init__(self, folder: Path, worker: str):
        self.folder = folder
        self.home = settings.DATABASES["default"]["NAME"]
        self.template = f"interurban_template_{fingerprint()}"
        # Two working copies may share a server.
        self.copy = f"interurban_test_{hashlib.sha256(str(folder).encode()).hexdigest()[:6]}_{worker}"

    def _run(self, *statements: str) -> list:
        use("postgres")
        connection.ensure_connection()
        connection.connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def create(self) -> None:
        """Build the template where there is none, and use a fresh copy of it."""
        with only_one_builder(self.folder):
            found = self._run(f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'")  # noqa: S608
            if not found:
                partial = f"{self.template}_partial"
                self._run(f"DROP DATABASE IF EXISTS {partial}", f"CREATE DATABASE {partial}")
                fill(partial)
                self._run(f"ALTER DATABASE {partial} RENAME TO {self.template}")
            self._copy()

    def _copy(self) -> None:
        self._run(
            f"DROP DATABASE IF EXISTS {self.copy} WITH (FORCE)",
            f"CREATE DATABASE {self.copy} TEMPLATE {self.template}",
        )
        use(self.copy)

    def restore(self) -> None:
        """Put a fresh copy in the place of the used one."""
        with only_one_builder(self.folder):
            self._copy()

    def destroy(self) -> None:
        """Remove the copy."""
        self._run(f"DROP DATABASE IF EXISTS {self.copy} WITH (FORCE)")


def databases(worker: str):
    """Return the test databases of the server that ``DATABASE_URL`` names."""
    folder = Path(settings.DATA_DIR) / "test-databases"
    kind = SqliteDatabases if connection.vendor == "sqlite" else PostgresDatabases
    return kind(folder, worker)
