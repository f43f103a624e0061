"""The floor: the least that a Django site can do, served as the portal is, to compare the portal with.

``/hello/`` answers with a word, ``/rows/`` with the 20-row view: one query, twenty rows, one plain template, no
middleware. ``python floor.py`` makes its database, whose path ``FLOOR_DATABASE`` names.
"""

import os
import secrets
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings

ROWS = 1000
LIST = (
    "<!doctype html><title>List</title><ul>{% for row in rows %}"
    "<li><a href='/row/{{ row.pk }}/'>{{ row.title }}</a> {{ row.summary }} "
    "<time>{{ row.at|date:'j F Y' }}</time></li>{% endfor %}</ul>"
)

settings.configure(
    DEBUG=False,
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["FLOOR_DATABASE"]}},
    USE_TZ=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            # No cached loader: the plain view reads its template for each request.
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"list.html": LIST})]},
        }
    ],
    LOGGING_CONFIG=None,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """What the list shows."""

    title = models.CharField(max_length=200)
    summary = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.title


def hello(request):
    """Answer with a word."""
    return HttpResponse("hello")


def rows(request):
    """Answer with the newest twenty rows."""
    return render(request, "list.html", {"rows": Row.objects.order_by("-at")[:20]})


urlpatterns = [path("hello/", hello), path("rows/", rows)]


def set_up() -> None:
    """Make the table and its rows, where there are none."""
    if Row._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    begin = datetime(2025, 1, 1, tzinfo=UTC)
    summary = "A short summary of what the city did. " * 3
    made = (
        Row(title=f"Good practice {number}", summary=summary, at=begin - timedelta(hours=number))
        for number in range(ROWS)
    )
    Row.objects.bulk_create(made)


if __name__ == "__main__":
    set_up()
else:
    application = get_wsgi_application()
