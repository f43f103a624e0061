"""Saving in the editors' area what somebody else has changed since the form was opened.

Wagtail's form carries the revision that it was opened on, refuses to save itself over a newer one, and warns
where scripts run. What an editor sends herself it would save all the same: here it comes back to her with a
notice, and sent once more it is saved.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Revision

OPENED_BARE = "opened_without_revision"


def newer_revision(thing: Any, sent: Mapping[str, str]) -> Revision | None:
    """Return the latest revision of ``thing`` if the form ``sent`` was opened before it, else ``None``.

    A form that tells nothing of what it was opened on is no form of Wagtail's, and nothing is known of it.
    """
    latest = thing.latest_revision
    if latest is None:
        return None
    if saved_itself := sent.get("overwrite_revision_id"):
        return None if saved_itself == str(latest.pk) else latest
    if opened_on := sent.get("loaded_revision_id"):
        # A form that saves itself does so into the same revision again.
        is_same = opened_on == str(latest.pk)
        as_then = sent.get("loaded_revision_created_at") == latest.created_at.isoformat()
        return None if is_same and as_then else latest
    return latest if OPENED_BARE in sent else None


def note_newer_revision(request: Any, thing: Any) -> None:
    """Note on ``thing``, which is about to be edited, what the sender of a form has not seen."""
    if request.method == "POST":
        thing.newer_revision = newer_revision(thing, request.POST)


class SeesNewerVersions:
    """A form of the editors' area that is refused where ``note_newer_revision`` has noted something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing = self.instance  # type: ignore[attr-defined]
        if thing.pk and not thing.latest_revision_id:
            # Wagtail's form says nothing here, and somebody else may make the first one meanwhile.
            field = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)
            self.fields[OPENED_BARE] = field  # type: ignore[attr-defined]

    def clean(self) -> Any:
        """Say who has changed what the form was opened on."""
        cleaned = super().clean()  # type: ignore[misc]
        newer = getattr(self.instance, "newer_revision", None)  # type: ignore[attr-defined]
        if newer is not None:
            self.add_error(None, _notice(newer))  # type: ignore[attr-defined]
        return cleaned


def _notice(newer: Revision) -> str:
    return gettext(
        "%(name)s has saved a newer version on %(day)s at %(time)s, after you opened this form. Nothing of "
        "yours was saved; it still stands below. Look into the history for what was changed and bring both "
        "together: saved once more, yours takes the place of the newer version."
    ) % {
        "name": newer.user or gettext("Somebody else"),
        "day": date_format(localtime(newer.created_at), "j F Y"),
        "time": date_format(localtime(newer.created_at), "H:i"),
    }


class DraftForm(SeesNewerVersions, WagtailAdminModelForm):
    """The form of a model that others change as drafts too."""
