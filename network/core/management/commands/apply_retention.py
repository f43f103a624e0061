"""Deletes personal data that is past its time, as the clock does each night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.core.personal_data import apply_retention


class Command(BaseCommand):
    help = "Delete personal data that is past its time; the privacy page says which and when."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count only, delete nothing")

    def handle(self, *args, **options):
        counts = apply_retention(now=timezone.now(), dry_run=options["dry_run"])
        for key, number in counts.items():
            self.stdout.write(f"{number:6} {key}")
        self.stdout.write("Nothing was deleted." if options["dry_run"] else f"{sum(counts.values())} deleted.")
