"""Loads themes, regions, countries and goals."""

from django.core.management.base import BaseCommand

from network.core.vocabulary import load_vocabularies


class Command(BaseCommand):
    help = "Load themes, regions, countries and Sustainable Development Goals. Safe to repeat."

    def handle(self, *args, **options):
        load_vocabularies()
