"""The Celery application. Tasks only wake work that the database remembers (see docs/adr)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")

app = Celery("interurban")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
