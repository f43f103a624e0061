"""Brings a data folder up to date in one start of Django: each start costs seconds."""

import hashlib
import time
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.models import Site

from network.core.models import DemoRecord
from network.home.models import HomePage
from network.home.services import point_site_at
from network.search.rebuild import build_missing


class Command(BaseCommand):
    help = (
        "Migrate, load vocabularies and demo, point the site, index it, collect static files. Safe to repeat."
    )

    def handle(self, *args, **options):
        steps = [
            ("Bringing the database up to date", self._migrate),
            ("Loading themes, countries and goals", self._load_vocabularies),
            ("Loading the demo network", self._load_demo),
            (f"Pointing the site at {settings.WAGTAILADMIN_BASE_URL}", self._point_site),
            ("Building the search index", self._build_index),
            ("Collecting static files", self._collect_static),
        ]
        for title, step in steps:
            started = time.monotonic()
            self.stdout.write(f"→ {title}", ending="")
            self.stdout.flush()
            step()
            self.stdout.write(f" ({time.monotonic() - started:.0f} s)")

    def _migrate(self):
        call_command("migrate", verbosity=0, interactive=False)

    def _load_vocabularies(self):
        call_command("load_vocabularies", verbosity=0)

    def _load_demo(self):
        """Load it into a new data folder, and finish one that was interrupted; leave a real network alone."""
        begun = DemoRecord.objects.filter(key="network:frame").exists()
        if begun or not HomePage.objects.exists():
            call_command("load_demo", verbosity=0)

    def _point_site(self):
        """Let feeds, the sitemap and canonical addresses name the address of this start, with its port."""
        site = Site.objects.filter(is_default_site=True).first()
        root = site.root_page if site else HomePage.objects.get()
        point_site_at(home=root, base_url=settings.WAGTAILADMIN_BASE_URL)

    def _build_index(self):
        """Build an index where there is none that this code reads; the follower keeps it up to date."""
        build_missing()

    def _collect_static(self):
        """Collect when a file was added, changed or removed since the last time."""
        wanted = static_fingerprint()
        stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def static_fingerprint() -> str:
    """Return a hash of our own static files' content, and of the names and sizes of those of packages."""
    digest = hashlib.sha256("".join(version(name) for name in ("Django", "wagtail", "whitenoise")).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{name} {path.stat().st_size} ".encode())
            if path.is_relative_to(settings.BASE_DIR):
                digest.update(path.read_bytes())
    return digest.hexdigest()
