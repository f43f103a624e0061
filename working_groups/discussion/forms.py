"""The forms of a group's discussion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.forms import LineField, LinesField, SentOnce, Versioned, long_text
from working_groups.models.discussion import LONGEST_POST

MARKS = _(
    "A blank line begins a paragraph, “- ” a list, **bold**. Write @ and the full name of somebody in the "
    "group to tell her."
)


class PostForm(SentOnce):
    """What somebody says."""

    text = LinesField(
        label=_("Your post"),
        max_length=LONGEST_POST,
        widget=long_text(6),
        help_text=MARKS,
        error_messages={"required": _("Write something first.")},
    )


class ThreadForm(PostForm):
    """A new thread with its first post."""

    title = LineField(
        label=_("What is it about?"),
        max_length=160,
        error_messages={"required": _("Give the thread a title.")},
    )
    field_order = ["title", "text"]


class ChangedPostForm(Versioned):
    """A post that its author changes: it knows the version that it was opened on."""

    text = LinesField(
        label=_("Your post"),
        max_length=LONGEST_POST,
        widget=long_text(8),
        help_text=MARKS,
        error_messages={"required": _("Write something, or take the post back.")},
    )


class ReasonForm(forms.Form):
    """Why a post is reported or hidden."""

    reason = LineField(
        label=_("What is wrong with it?"),
        max_length=500,
        widget=long_text(3),
        error_messages={"required": _("Say in a sentence what is wrong.")},
    )
