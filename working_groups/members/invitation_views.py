"""The page that a group's invitation opens. Looking at it changes nothing: mail programs look, too."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from network.core.breadcrumbs import Crumb
from network.core.form_views import UNPROCESSABLE
from working_groups.members import invitations
from working_groups.members.forms import SeatForm
from working_groups.standing import forget_groups

GONE = 410


@method_decorator(never_cache, name="dispatch")
class InvitationAnswerView(View):
    """Shows an invitation, and lets the person answer whose address it went to."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the invitation."""
        super().setup(request, *args, **kwargs)
        found = invitations.find_invitation(kwargs["token"])
        if found is None:
            raise Http404
        self.invitation = found

    def page(self, *, status: int = 200, form: SeatForm | None = None) -> HttpResponse:
        """Return the page as it is for this reader."""
        usable = self.invitation.is_usable(timezone.now())
        person = self.request.user
        here = urlencode({"next": self.request.path})
        is_hers = invitations.is_for(self.invitation, person)
        context = {
            "title": _("Invitation"),
            "breadcrumbs": [Crumb(_("Home"), "/"), Crumb(_("Invitation"))],
            "invitation": self.invitation,
            "group": self.invitation.group,
            "is_usable": usable,
            "is_hers": is_hers,
            "form": form or (SeatForm(person=person) if is_hers else None),
            "sign_up_url": f"{reverse('account_signup')}?{here}",
            "sign_in_url": f"{reverse('account_login')}?{here}",
        }
        page = "working_groups/members/invitation.html"
        return render(self.request, page, context, status=status if usable else GONE)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept it, or decline."""
        if not invitations.is_for(self.invitation, request.user):
            return self.page(status=UNPROCESSABLE)
        try:
            return self.decline() if request.POST.get("answer") == "no" else self.accept()
        except invitations.InvitationClosed:
            return self.page()

    def decline(self) -> HttpResponse:
        """Say no."""
        invitations.decline_invitation(invitation=self.invitation, person=self.request.user, now=timezone.now())
        messages.success(self.request, gettext("You have declined the invitation."))
        return redirect("home:dashboard")

    def accept(self) -> HttpResponse:
        """Come in."""
        form = SeatForm(self.request.POST, person=self.request.user)
        if not form.is_valid():
            return self.page(status=UNPROCESSABLE, form=form)
        invitations.accept_invitation(
            invitation=self.invitation,
            person=self.request.user,
            affiliation=form.affiliation,
            now=timezone.now(),
        )
        forget_groups(self.request.user)
        messages.success(self.request, gettext("You are in. Welcome."))
        return redirect(self.invitation.group.space_url)
