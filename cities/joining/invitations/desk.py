"""Where staff invite by a sheet, send again and revoke."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities.joining.desk import DeskView
from cities.joining.invitations.plans import carry_out, plan_rows
from cities.joining.invitations.services import InvitationClosed, revoke_invitation, send_again
from cities.joining.invitations.sheets import Row, read_sheet
from cities.models import Invitation
from network.core.break_glass import NotesOpening
from network.core.form_views import UNPROCESSABLE

SALT = "cities.joining.invitations.sheet"
PREVIEW_SECONDS = 24 * 3600


class SheetForm(forms.Form):
    """Upload a sheet; ``cleaned_data["sheet"]`` has its rows."""

    sheet = forms.FileField(
        label=_("Sheet"),
        help_text=_("CSV or XLSX, up to 500 rows. Columns: city, country, person, address, role."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_sheet(self) -> list[Row]:
        """Return the rows."""
        return read_sheet(self.cleaned_data["sheet"])


class ConfirmForm(forms.Form):
    """The rows that were looked at, signed, so that what is confirmed is what was shown."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self) -> list[Row]:
        """Return the rows."""
        try:
            return signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=PREVIEW_SECONDS)
        except signing.BadSignature:
            raise ValidationError(_("This preview is too old. Upload the sheet again.")) from None


class SheetView(DeskView):
    """Uploads a sheet and shows what each row would do; nothing is written."""

    model = Invitation
    name = "invitations"
    index_label = _("Invitations")
    page_title = _("Invite by a sheet")
    header_icon = "upload"
    template_name = "cities/joining/admin/sheet.html"
    form_class = SheetForm
    submit_label = _("Show what it would do")

    def form_valid(self, form: Any) -> Any:
        """Show the preview."""
        rows = form.cleaned_data["sheet"]
        return self.preview(rows)

    def form_invalid(self, form: Any) -> Any:
        """Show what is wrong with the sheet."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def preview(self, rows: list[Row]) -> Any:
        """Return the page with what each row would do."""
        plans = plan_rows(rows)
        signed = signing.dumps(rows, salt=SALT, compress=True)
        number = sum(plan.invites for plan in plans)
        context = self.get_context_data(
            form=ConfirmForm(initial={"rows": signed}),
            plans=plans,
            number=number,
            action_url=reverse("invitations:sheet-confirmation"),
            wrong=sum(bool(plan.problem) for plan in plans),
            submit_button_label=ngettext("Mail %(n)s invitation", "Mail %(n)s invitations", number)
            % {"n": number},
        )
        return self.render_to_response(context)


class ConfirmView(SheetView):
    """Mails the invitations of a sheet that was looked at; what changed meanwhile is looked at anew."""

    form_class = ConfirmForm
    http_method_names = ["post"]

    def form_valid(self, form: Any) -> Any:
        """Invite, and go to the list."""
        plans = plan_rows(form.cleaned_data["rows"])
        made = carry_out(plans, invited_by=self.request.user, now=timezone.now())
        sentence = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", made)
        messages.success(self.request, sentence % {"n": made})
        return redirect("invitations:index")

    def form_invalid(self, form: Any) -> Any:
        """Start again with an upload."""
        messages.error(self.request, " ".join(form.errors.get("rows", [])))
        return redirect("invitations:sheet")


class InvitationForm(forms.Form):
    """What is done with an invitation."""

    act = forms.ChoiceField(
        label=_("What to do"),
        choices=[("again", _("Send again, with a new link")), ("revoke", _("Revoke"))],
        widget=forms.RadioSelect,
    )


class InvitationDeskView(NotesOpening, DeskView):
    """One invitation: seen, sent again or revoked."""

    model = Invitation
    name = "invitations"
    index_label = _("Invitations")
    page_title = _("Invitation")
    header_icon = "mail"
    template_name = "cities/joining/admin/invitation.html"
    form_class = InvitationForm
    submit_label = _("Go")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the invitation."""
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(Invitation.objects.for_listing(), pk=kwargs["pk"])

    def opened_record(self) -> Any:
        """Return the invitation."""
        return self.invitation

    def get_page_subtitle(self) -> str:
        """Return whom it went to."""
        return self.invitation.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invitation."""
        expired = self.invitation.is_open and not self.invitation.is_usable(timezone.now())
        return super().get_context_data(invitation=self.invitation, is_expired=expired, **kwargs)

    def form_valid(self, form: Any) -> Any:
        """Do it, and go to the list."""
        again = form.cleaned_data["act"] == "again"
        act = send_again if again else revoke_invitation
        try:
            act(invitation=self.invitation, actor=self.request.user, now=timezone.now())
        except InvitationClosed:
            messages.warning(self.request, gettext("It was accepted or revoked meanwhile."))
        else:
            done = gettext("The invitation is on its way.") if again else gettext("The invitation is revoked.")
            messages.success(self.request, done)
        return redirect("invitations:index")
