"""The pages of a group's files: the list, adding, versions, renaming, deleting, and the files themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from network.core.access import can
from network.core.form_views import CONFLICT, MergingView, RefusedFormMixin
from network.core.pagination import paginate
from working_groups.access import OnGroup
from working_groups.enums import FileKind
from working_groups.files import pages, services
from working_groups.files.forms import ChangedDocumentForm, NewDocumentForm, NewVersionForm
from working_groups.files.limits import LimitReached
from working_groups.groups.pages import frame
from working_groups.locks import ArchivedGroup
from working_groups.models import GroupDocument, GroupFile

FORM = "working_groups/files/form.html"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.CSV: "text/csv",
    FileKind.TXT: "text/plain",
    FileKind.ICS: "text/calendar",
}


class DocumentListView(OnGroup, View):
    """The files of a group, what was changed last first."""

    action = "enter"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page."""
        page = paginate(pages.documents_of(self.group), request)
        context = frame(request, self.group, "files", gettext("Files")) | {
            "page_obj": page,
            "rows": pages.rows_of(self.group, page),
            "may_add": can(request, "add files", self.group),
        }
        return render(request, "working_groups/files/list.html", context)


class UploadView(OnGroup, RefusedFormMixin, FormView):
    """For a view with a file in its form."""

    template_name = FORM
    title: Any = ""
    submit: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = frame(self.request, self.group, "files", str(self.title))
        shown |= {"submit": self.submit, "choose_again": self.request.method == "POST"}
        return super().get_context_data(**shown | {"document": getattr(self, "document", None)} | kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep it, or say what is in the way."""
        try:
            document = self.keep(form)
        except LimitReached as error:
            form.add_error("upload", ValidationError(str(error)))
            return self.form_invalid(form)
        except ArchivedGroup:
            form.add_error(None, ValidationError(gettext("This group was archived meanwhile.")))
            response = self.form_invalid(form)
            response.status_code = CONFLICT
            return response
        except GroupDocument.DoesNotExist as error:
            raise Http404 from error
        messages.success(self.request, gettext("The file is kept."))
        return redirect(document.get_absolute_url())

    def keep(self, form: Form) -> GroupDocument:
        """Keep what the form holds, and return the document."""
        raise NotImplementedError


class NewDocumentView(UploadView):
    """Adds a file, alone or for a meeting."""

    action = "add files"
    form_class = NewDocumentForm

    title = _("Add a file")
    submit = _("Add the file")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the group, and the meeting from whose page somebody comes."""
        return super().get_form_kwargs() | {"group": self.group}

    def get_initial(self) -> dict[str, Any]:
        """Choose the meeting that the address names."""
        named = self.request.GET.get("meeting", "")
        known = named.isascii() and named.isdigit() and len(named) < 18
        return {"meeting": self.group.meetings.filter(pk=named).first()} if known else {}

    def keep(self, form: Form) -> GroupDocument:
        """Add it."""
        return services.add_document(
            group=self.group, added_by=self.request.user, now=self.now, **form.cleaned_data
        )


class OnDocument(OnGroup):
    """For a view about one file of a group."""

    action = "enter"
    document_action = "view"
    document: GroupDocument

    def is_allowed(self, request: HttpRequest) -> bool:
        """Load the document, and return whether the reader may do with it what the view does."""
        if not super().is_allowed(request):
            return False
        rows = GroupDocument.objects.select_related("meeting", "added_by")
        self.document = get_object_or_404(rows, group=self.group, pk=self.kwargs["pk"])
        self.document.group = self.group
        return can(request, self.document_action, self.document)


class DocumentDetailView(OnDocument, View):
    """A file with all its versions."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Return the page."""
        context = frame(request, self.group, "files", self.document.title) | {
            "document": self.document,
            "versions": pages.versions_of(self.group, self.document),
            "may_change_document": can(request, "change", self.document),
            "may_delete": can(request, "delete", self.document),
        }
        return render(request, "working_groups/files/detail.html", context)


class NewVersionView(OnDocument, UploadView):
    """Adds a version; those before it stay."""

    document_action = "change"
    form_class = NewVersionForm

    title = _("Add a version")
    submit = _("Add the version")

    def keep(self, form: Form) -> GroupDocument:
        """Add it."""
        data = form.cleaned_data
        upload = data["upload"]
        services.add_version(
            document=self.document,
            upload=services.Upload(upload.file, upload.kind, upload.name, data["note"]),
            added_by=self.request.user,
            form_token=data["form_token"],
            now=self.now,
        )
        return self.document


class EditDocumentView(OnDocument, MergingView):
    """Renames a file; two who do so at the same moment see each other's words."""

    document_action = "change"

    def current(self) -> GroupDocument:
        """Return the document."""
        return self.document

    def values_of(self, current: GroupDocument) -> dict[str, Any]:
        """Return what the form shows of it."""
        return {"title": current.title, "meeting": current.meeting}

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> ChangedDocumentForm:
        """Return the form."""
        return ChangedDocumentForm(data, initial=initial, group=self.group)

    def save(self, form: ChangedDocumentForm) -> HttpResponse:
        """Rename it, or say what is in the way."""
        data = form.cleaned_data
        try:
            services.change_document(
                document=self.document,
                title=data["title"],
                meeting=data["meeting"],
                version=data["version"],
                changed_by=self.request.user,
                now=self.now,
            )
        except ArchivedGroup:
            form.add_error(None, ValidationError(gettext("This group was archived meanwhile.")))
            return self.page(form, CONFLICT)
        except GroupDocument.DoesNotExist as error:
            raise Http404 from error
        messages.success(self.request, gettext("Your changes are saved."))
        return redirect(self.document.get_absolute_url())

    def page(self, form: ChangedDocumentForm, status: int = 200, **more: Any) -> HttpResponse:
        """Return the page with the form."""
        shown = frame(self.request, self.group, "files", gettext("Rename a file"))
        context = shown | {"document": self.document, "form": form, "submit": gettext("Save")} | more
        return render(self.request, FORM, context, status=status)


class DeleteDocumentView(OnDocument, View):
    """Deletes a file with all its versions, and asks first."""

    document_action = "delete"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Ask."""
        shown = frame(request, self.group, "files", gettext("Delete a file"))
        versions = self.document.versions.count()
        context = shown | {"document": self.document, "versions": versions}
        return render(request, "working_groups/files/delete.html", context)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Delete it."""
        try:
            services.delete_document(document=self.document, deleted_by=request.user, now=self.now)
        except ArchivedGroup:
            messages.error(request, gettext("This group was archived meanwhile."))
            return redirect(self.document.get_absolute_url())
        messages.success(request, gettext("The file is deleted, with all its versions."))
        return redirect("working_groups:document-list", self.group.slug)


class DownloadView(OnDocument, View):
    """A version itself: to be saved, never to be shown or run by a browser."""

    def get(self, request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponseBase:
        """Return the bytes, as what they were found to be."""
        kept = get_object_or_404(GroupFile, document=self.document, number=number)
        try:
            opened = kept.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            opened, as_attachment=True, filename=kept.name, content_type=MEDIA_TYPES[FileKind(kept.kind)]
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
