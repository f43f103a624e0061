"""A trace of staff who open what is somebody's own: a person's account, a mail to her, a request to join."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from network.core.audit import record
from network.core.models import AuditEntry

OPENED, EXPORTED = "private.opened", "private.exported"
# Going back and forth between a list and a record is one opening.
SAME_OPENING = timedelta(hours=1)


def note_opening(*, subject: Model, opened_by: Any, now: datetime) -> AuditEntry | None:
    """Note that ``opened_by`` has opened ``subject``, and return the entry; once an hour for the same two."""
    known = AuditEntry.objects.of(subject).filter(
        action=OPENED, actor_key=opened_by.pk, at__gt=now - SAME_OPENING
    )
    if known.exists():
        return None
    return record(action=OPENED, subject=subject, actor=opened_by, now=now)


def note_export(*, model: type[Model], exported_by: Any, rows: int, now: datetime) -> AuditEntry:
    """Note that ``exported_by`` has taken ``rows`` records of ``model`` away, and return the entry."""
    return record(action=EXPORTED, subject=model(), actor=exported_by, now=now, rows=rows)


class NotesOpening:
    """For a view about one record: leaves a trace of the staff to whom it was shown."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and note that where it was shown."""
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if request.method == "GET" and response.status_code == 200 and self.leaves_trace(request):
            note_opening(subject=self.opened_record(), opened_by=request.user, now=timezone.now())
        return response

    def leaves_trace(self, request: HttpRequest) -> bool:
        """Return whether this reader's looking is noted."""
        return True

    def opened_record(self) -> Model:
        """Return the record that the view shows."""
        return self.object  # type: ignore[attr-defined]


class NotesExport:
    """For a staff list: leaves a trace of whoever exports it."""

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        """Return the file, and note how many records it holds."""
        request = self.request  # type: ignore[attr-defined]
        note_export(model=queryset.model, exported_by=request.user, rows=queryset.count(), now=timezone.now())
        return super().as_spreadsheet(queryset, spreadsheet_format)  # type: ignore[misc]
