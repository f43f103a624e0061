"""The forms of a group's discussion."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.challenges.forms import long_text, same_lines
from working_groups.models.discussion import LONGEST_POST

MARKS = _(
    "A blank line begins a paragraph, “- ” a list, **bold**. Write @ and the full name of somebody in the "
    "group to tell her."
)


class PostForm(forms.Form):
    """What somebody says."""

    text = forms.CharField(
        label=_("Your post"),
        max_length=LONGEST_POST,
        widget=long_text(6),
        help_text=MARKS,
        error_messages={"required": _("Write something first.")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_token", uuid.uuid4())

    def clean_text(self) -> str:
        """Return the text with plain line ends."""
        return same_lines(self.cleaned_data["text"])


class ThreadForm(PostForm):
    """A new thread with its first post."""

    title = forms.CharField(
        label=_("What is it about?"),
        max_length=160,
        error_messages={"required": _("Give the thread a title.")},
    )
    field_order = ["title", "text"]

    def clean_title(self) -> str:
        """Return the title on one line."""
        return " ".join(self.cleaned_data["title"].split())


class ChangedPostForm(forms.Form):
    """A post that its author changes: it knows the version that it was opened on."""

    text = forms.CharField(
        label=_("Your post"),
        max_length=LONGEST_POST,
        widget=long_text(8),
        help_text=MARKS,
        error_messages={"required": _("Write something, or take the post back.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def clean_text(self) -> str:
        """Return the text with plain line ends."""
        return same_lines(self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """Why a post is reported or hidden."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=500,
        widget=long_text(3),
        error_messages={"required": _("Say in a sentence what is wrong.")},
    )

    def clean_reason(self) -> str:
        """Return the reason on one line."""
        return " ".join(self.cleaned_data["reason"].split())
