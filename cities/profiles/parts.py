"""The parts of a page that its own people keep: what each says, its form, how it is written into a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, prefetch_related_objects
from django.forms import formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City, Partner
from cities.profiles import rows
from cities.profiles.fields import FactsForm, FocusForm, PartForm, PartnerForm, StoryForm
from network.core import merging
from network.core.light_markup import to_html, to_text
from network.media.models import PortalDocument, PortalImage

# What names mean that no form field has.
LABELS: dict[str, Any] = {"picture": _("Picture")}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is not kept yet, with what it shows."""

    file: UploadedFile
    description: str

    def __str__(self) -> str:
        return f"{self.description} ({self.file.name})"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that has a form of its own."""

    key: str
    title: str | Promise
    lead: str | Promise

    def fingerprints(self, page: Model) -> str:
        """Return the signs of what the part says of ``page`` now."""
        return merging.fingerprints(self.values(page), as_text)

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
        return self.form_class(data, files, instance=page, initial=values or self.values(page))

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
                setattr(page, self.picture, keep_picture(value, by) if isinstance(value, Picture) else value)
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
            found[f"r{row.pk}" if row.pk else f"n{merging.fingerprints({'': said}, as_text)[1:]}"] = said
        return found

    def form(self, page: Any, data: Any = None, files: Any = None, values: Any = None) -> Any:
        """Return the forms of the rows, and blank ones for new rows."""
        shown = self.values(page) if values is None else values
        initial = [{"key": key} | dict(row) for key, row in shown.items()]
        blank = rows.BLANK_ROWS
        if data is not None and "more" in data:
            blank = 0
            data = more_rows(data)
        made = formset_factory(
            self.form_class,
            extra=blank,
            can_delete=True,
            max_num=rows.MOST_ROWS,
            absolute_max=rows.MOST_ROWS + 20,
            validate_max=True,
        )
        documents = [row["document"] for row in self.values(page).values() if row.get("document")]
        return made(data, files, initial=initial, prefix="row", form_kwargs={"documents": documents})

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
                setattr(row, name, keep_document(value, by) if isinstance(value, UploadedFile) else value)
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


def keep_picture(picture: Picture, by: Any) -> PortalImage:
    """Return the picture, kept among the portal's images."""
    image = PortalImage(
        title=picture.description[:200],
        description=picture.description,
        file=picture.file,
        uploaded_by_user=by,
    )
    image.full_clean()
    image.save()
    return image


def keep_document(upload: UploadedFile, by: Any) -> PortalDocument:
    """Return the file, kept among the portal's documents."""
    document = PortalDocument(title=(upload.name or "")[:200], file=upload, uploaded_by_user=by)
    document.full_clean()
    document.save()
    return document


def as_text(value: Any) -> str:
    """Return a value as people read it, the same for the same value."""
    if isinstance(value, Mapping):
        return "\n".join(filter(None, (as_text(one) for one in value.values())))
    if isinstance(value, bool):
        return gettext("yes") if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str | UploadedFile):
        return ", ".join(sorted(str(one) for one in value))
    return "" if value is None else str(value).replace("\r\n", "\n")


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
