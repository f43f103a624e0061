"""The parts of a page that its own people keep: what each says, its form, how it is written into a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, prefetch_related_objects
from django.forms import formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City, Partner
from cities.profiles import rows
from cities.profiles.fields import FactsForm, FocusForm, PartForm, PartnerForm, StoryForm
from cities.profiles.values import Picture, as_sign
from network.core import merging
from network.core.light_markup import to_html, to_text
from network.media.services import keep_document, keep_picture

# What names mean that no form field has.
LABELS: dict[str, Any] = {"picture": _("Picture")}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that has a form of its own."""

    key: str
    title: str | Promise
    lead: str | Promise

    def fingerprints(self, page: Model) -> str:
        """Return the signs of what the part says of ``page`` now."""
        return merging.fingerprints(self.values(page), as_sign)

    def values(self, page: Any) -> dict[str, Any]:
        """Return what the part says, by the name of each value."""
        raise NotImplementedError

    def write(self, page: Any, values: Mapping[str, Any], *, by: Any) -> None:
        """Have ``page``, a draft that is not saved yet, say ``values``."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class FieldsPart(Part):
    """A part that says each thing once."""

    form_class: type[PartForm]
    picture: str = ""  # the field of its picture

    def values(self, page: Any) -> dict[str, Any]:
        """Return the values of the page's fields; rich text as it is edited."""
        names = [name for name in self.form_class.shown if not name.startswith(("upload", "without"))]
        found = {name: getattr(page, name) for name in names}
        for name, value in found.items():
            if hasattr(value, "all"):
                found[name] = list(value.all())
        if "legacy" in found:
            found["legacy"] = to_text(page.legacy)
        if self.picture:
            found["picture"] = getattr(page, self.picture)
        return found

    def form(self, page: Any, data: Any = None, files: Any = None, values: Any = None) -> Any:
        """Return the form: opened on ``page``, showing ``values``, or filled in with ``data``."""
        initial = values or self.values(page)
        return self.form_class(
            data, files, instance=page, initial=initial | self._picture_controls(page, values)
        )

    def _picture_controls(self, page: Any, values: Any) -> dict[str, Any]:
        """Return what the form says of its picture where it shows ``values`` that are not kept yet."""
        picture = values["picture"] if self.picture and values else None
        if isinstance(picture, Picture):
            return {"upload_description": picture.description}
        taken_away = bool(self.picture and values) and picture is None
        return {"without_picture": True} if taken_away and getattr(page, self.picture) else {}

    def mine(self, form: Any, current: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the filled-in form says; a picture that it does not touch is the current one."""
        said = {name: value for name, value in form.values.items() if name in current}
        for name, value in said.items():
            if hasattr(value, "all"):
                said[name] = list(value)
        if self.picture:
            said["picture"] = current["picture"]
            if form.cleaned_data["without_picture"]:
                said["picture"] = None
            if form.cleaned_data["upload"]:
                description = form.cleaned_data["upload_description"]
                said["picture"] = Picture(form.cleaned_data["upload"], description)
        return said

    def labels(self, form: Any) -> dict[str, Any]:
        """Return what each value is called."""
        return LABELS | {name: one.label for name, one in form.fields.items()}

    def write(self, page: Any, values: Mapping[str, Any], *, by: Any) -> None:
        """Set the fields; rich text only where its words have changed, for its fine points would be lost."""
        for name, value in values.items():
            if name == "legacy":
                if value != to_text(page.legacy):
                    page.legacy = to_html(value)
            elif name == "picture":
                is_new = isinstance(value, Picture)
                kept = keep_picture(file=value.file, description=value.description, by=by) if is_new else value
                setattr(page, self.picture, kept)
            else:
                setattr(page, name, value)


@dataclass(frozen=True, slots=True)
class RowsPart(Part):
    """A part that is a list."""

    relation: str
    form_class: type[rows.RowForm]
    one: str | Promise = ""

    def values(self, page: Any) -> dict[str, Any]:
        """Return the rows by their keys: the number that the database gave, or a sign where there is none."""
        found = {}
        children = list(getattr(page, self.relation).all())
        for name in ("theme", "document"):
            if name in self.form_class.shown:
                prefetch_related_objects(children, name)
        for row in children:
            said = {name: getattr(row, name) for name in self.form_class.shown if name != "upload"}
            key = f"r{row.pk}" if row.pk else f"n{merging.fingerprints({'': said}, as_sign)[1:]}"
            found[key if key not in found else f"{key}-{len(found)}"] = said  # two rows may read alike
        return found

    def form(self, page: Any, data: Any = None, files: Any = None, values: Any = None) -> Any:
        """Return the forms of the rows, and blank ones for new rows."""
        shown = self.values(page) if values is None else values
        blank = rows.BLANK_ROWS
        if data is not None and "more" in data:
            blank = 0
            data = more_rows(data)
        keys = list(shown) if data is None else posted_keys(data)
        initial = [{"key": key} | dict(shown.get(key, {})) if key else {} for key in keys]
        made = formset_factory(
            self.form_class,
            extra=blank,
            can_delete=True,
            max_num=rows.MOST_ROWS,
            absolute_max=rows.MOST_ROWS + 20,
            validate_max=True,
        )
        current = self.values(page)
        kept = {
            "documents": [row["document"] for row in current.values() if row.get("document")],
            # What another form brings along has to be agreed to again: she may have taken it back meanwhile.
            "agreed": {key for key, row in current.items() if row.get("consented_on")},
        }
        return made(data, files, initial=initial, prefix="row", form_kwargs=kept)

    def mine(self, form: Any, current: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rows of the filled-in forms, without those that are empty or ticked for deletion."""
        said: dict[str, Any] = {}
        for place, row in enumerate(form.forms):
            if not row.has_changed() and not row.initial.get("key"):
                continue
            if row.cleaned_data.get("DELETE") or not row.cleaned_data:
                continue
            values = row.values
            if upload := values.pop("upload", None):
                values["document"] = upload
            key = row.cleaned_data.get("key") or f"new{place}"
            said[key if key not in said else f"new{place}"] = values
        return said

    def labels(self, form: Any) -> dict[str, Any]:
        """Return what each row is called: all the same."""
        return {"": self.one}

    def write(self, page: Any, values: Mapping[str, Any], *, by: Any) -> None:
        """Have the list hold exactly these rows; those that are known keep their number."""
        manager = getattr(page, self.relation)
        known = {f"r{row.pk}": row for row in manager.all() if row.pk}
        made = []
        for place, (key, said) in enumerate(values.items()):
            row = known.get(key) or manager.model()
            for name, value in said.items():
                kept = keep_document(file=value, by=by) if isinstance(value, UploadedFile) else value
                setattr(row, name, kept)
            row.sort_order = place
            made.append(row)
        manager.set(made)


def more_rows(data: Any) -> Any:
    """Return the data of a form with room for one more row: for those who have no script."""
    more = data.copy()
    total = more.get("row-TOTAL_FORMS", "")
    if total.isdecimal() and len(total) < 4:
        more["row-TOTAL_FORMS"] = str(int(total) + 1)
    return more


def posted_keys(data: Any) -> list[str]:
    """Return the key of each row that a form sends; a new row has none.

    Rows are known by their keys, not by their places: somebody else may have added one meanwhile.
    """
    total = data.get("row-TOTAL_FORMS", "")
    number = int(total) if total.isdecimal() and len(total) < 4 else 0
    return [data.get(f"row-{place}-key", "") for place in range(number)]


CITY_PARTS: tuple[Any, ...] = (
    FieldsPart(
        "story", _("Story"), _("What your city is, and where it comes from."), StoryForm, picture="image"
    ),
    FieldsPart(
        "focus", _("Sectors and themes"), _("By these, others find your city and what suits it."), FocusForm
    ),
    FieldsPart("facts", _("Facts"), _("Figures with their year and source, and addresses."), FactsForm),
    RowsPart(
        "timeline",
        _("Timeline"),
        _("From the old industry to what comes after it, in a few moments."),
        "milestones",
        rows.MilestoneForm,
        _("Moment"),
    ),
    RowsPart(
        "achievements",
        _("Achievements"),
        _("What your city has done that others can learn from."),
        "achievements",
        rows.AchievementForm,
        _("Achievement"),
    ),
    RowsPart(
        "commitments",
        _("Commitments"),
        _("What your city has promised: when, by when, in which document, and how far it has got."),
        "commitments",
        rows.CommitmentForm,
        _("Commitment"),
    ),
    RowsPart(
        "offers",
        _("Offers and needs"),
        _("What your city can share, and what it is looking for. Good partners are found by it."),
        "offers",
        rows.OfferForm,
        _("Offer or need"),
    ),
    RowsPart(
        "contacts",
        _("Contact persons"),
        _("Whom other members may turn to. Only members of the network see them."),
        "contacts",
        rows.ContactForm,
        _("Contact person"),
    ),
    RowsPart(
        "sources",
        _("Sources"),
        _("Where the facts of the page come from."),
        "sources",
        rows.SourceForm,
        _("Source"),
    ),
)
PARTNER_PARTS: tuple[Any, ...] = (
    FieldsPart(
        "about", _("About you"), _("What you support, and on which themes."), PartnerForm, picture="logo"
    ),
)


def parts_of(model: type[Model]) -> tuple[Any, ...]:
    """Return the parts of a city's or a partner's page."""
    return {City: CITY_PARTS, Partner: PARTNER_PARTS}[model]
