"""The queue from which staff answer enquiries."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from network.core.break_glass import NotesExport
from network.core.listings import QuotedSearchMixin
from network.home.contact.enums import EnquiryState
from network.home.contact.services import answer_enquiry
from network.home.models import Enquiry, EnquiryReply


class EnquiryFilters(WagtailFilterSet):
    """Narrows the queue."""

    received_at = DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Enquiry
        fields = ["state", "kind", "assigned_to", "themes", "received_at"]


class EnquiryIndexView(NotesExport, QuotedSearchMixin, generic.IndexView):
    """The queue."""

    def get_base_queryset(self):
        """Read who takes care of each enquiry with the list."""
        return super().get_base_queryset().select_related("assigned_to").prefetch_related("themes")


class EnquiryEditView(generic.EditView):
    """An enquiry: what was written, what was answered; its state and who takes care of it can be changed."""

    template_name = "home/contact/admin/enquiry.html"
    success_message = _("The enquiry has been saved.")

    @property
    def header_buttons(self):
        """Offer the reply."""
        url = reverse("enquiries:reply", args=[self.object.pk])
        return [HeaderButton(label=_("Reply"), url=url, icon_name="mail")]

    def get_context_data(self, **kwargs):
        """Add the answers."""
        return super().get_context_data(
            replies=list(self.object.replies.select_related("sent_by")),
            themes=[theme.name for theme in self.object.themes.all()],
            reply_url=reverse("enquiries:reply", args=[self.object.pk]),
            **kwargs,
        )


class EnquiryStateForm(forms.ModelForm):
    """What staff change by hand."""

    class Meta:
        model = Enquiry
        fields = ["state", "assigned_to"]

    def clean_state(self) -> str:
        """Refuse "answered" where no answer was sent."""
        state = self.cleaned_data["state"]
        if state == EnquiryState.ANSWERED and self.instance.answered_at is None:
            raise ValidationError(_("Send a reply first, or close the enquiry."))
        return state


class ReplyForm(forms.ModelForm):
    """An answer; the token makes a form that is sent twice answer once."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = EnquiryReply
        fields = ["text"]
        labels = {"text": _("Your reply")}
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}


class ReplyView(generic.PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, FormView):
    """Mails an answer from the queue."""

    permission_required = "change"
    template_name = "home/contact/admin/reply.html"
    form_class = ReplyForm
    page_title = _("Reply")
    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        """Load the enquiry."""
        super().setup(request, *args, **kwargs)
        self.permission_policy = policy_registry.get_by_type(Enquiry)
        self.enquiry = get_object_or_404(Enquiry, pk=kwargs["pk"])

    def get_initial(self):
        """Give the form the token that makes it act once."""
        return {"form_token": uuid.uuid4()}

    def get_page_subtitle(self):
        """Return what the enquiry is about."""
        return self.enquiry.title

    def get_breadcrumbs_items(self):
        """Return the way from the queue."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("enquiries:index"), "label": _("Enquiries")},
            {"url": reverse("enquiries:edit", args=[self.enquiry.pk]), "label": self.enquiry.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        """Add the enquiry."""
        return super().get_context_data(
            enquiry=self.enquiry,
            action_url=self.request.path,
            submit_button_label=_("Send reply"),
            submit_button_active_label=_("Sending…"),
            **kwargs,
        )

    def form_valid(self, form):
        """Send, and go back to the enquiry."""
        answer_enquiry(
            enquiry=self.enquiry,
            text=form.cleaned_data["text"],
            sent_by=self.request.user,
            form_token=form.cleaned_data["form_token"],
            now=timezone.now(),
        )
        messages.success(
            self.request,
            gettext("Your reply is on its way to %(address)s.") % {"address": self.enquiry.email},
        )
        return redirect("enquiries:edit", self.enquiry.pk)


class EnquiryViewSet(ModelViewSet):
    """Enquiries with search, filters, export and reply."""

    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = EnquiryIndexView
    edit_view_class = EnquiryEditView
    edit_template_name = EnquiryEditView.template_name
    filterset_class = EnquiryFilters
    search_fields = ["name", "email", "organisation", "subject", "message"]
    list_display = [
        TitleColumn(
            "title",
            label=_("About"),
            get_url=lambda enquiry: reverse("enquiries:edit", args=[enquiry.pk]),
        ),
        Column("name", label=_("From"), sort_key="name"),
        Column("organisation", label=_("City or organisation"), sort_key="organisation"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("assigned_to", label=_("Taken care of by")),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    ordering = ["-received_at", "-pk"]
    list_export = [
        "received_at",
        "get_kind_display",
        "get_state_display",
        "name",
        "email",
        "organisation",
        "subject",
        "message",
        "source_path",
        "assigned_to",
        "answered_at",
    ]
    export_headings = {"get_kind_display": _("Kind"), "get_state_display": _("State")}
    export_filename = "enquiries"

    def get_form_class(self, for_update=False):
        """Return the form of the two things that staff change by hand."""
        return EnquiryStateForm

    def get_urlpatterns(self):
        """Add the reply to the usual addresses."""
        return [*super().get_urlpatterns(), path("reply/<int:pk>/", ReplyView.as_view(), name="reply")]


class NewEnquiriesItem(SummaryItem):
    """How many enquiries wait, on the first page of the editors' area."""

    order = 400
    template_name = "home/contact/admin/summary.html"

    def is_shown(self):
        """Show it to those who may answer."""
        return policy_registry.get_by_type(Enquiry).user_has_permission(self.request.user, "change")

    def get_context_data(self, parent_context):
        """Return the number and the way to them."""
        waiting = Enquiry.objects.filter(state=EnquiryState.NEW).count()
        return {
            "waiting": waiting,
            "label": ngettext("new enquiry", "new enquiries", waiting),
            "url": reverse("enquiries:index") + f"?state={EnquiryState.NEW}",
        }
