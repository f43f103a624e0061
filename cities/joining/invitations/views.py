"""The page that an invitation's link opens. Looking at it changes nothing: mail programs look, too."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from cities.joining.invitations.services import (
    InvitationClosed,
    WrongAddress,
    accept_invitation,
    find_invitation,
    is_for,
)
from network.core.breadcrumbs import Crumb
from network.core.form_views import UNPROCESSABLE

GONE = 410


@method_decorator(never_cache, name="dispatch")
class InvitationView(View):
    """Shows an invitation, and lets the person accept whose address it went to."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Load the invitation."""
        super().setup(request, *args, **kwargs)
        found = find_invitation(kwargs["token"])
        if found is None:
            raise Http404
        self.invitation = found

    def page(self, *, status: int = 200) -> Any:
        """Return the page as it is for this reader."""
        usable = self.invitation.is_usable(timezone.now())
        person = self.request.user
        here = urlencode({"next": self.request.path})
        context = {
            "title": _("Invitation"),
            "breadcrumbs": [Crumb(_("Home"), "/"), Crumb(_("Invitation"))],
            "invitation": self.invitation,
            "organisation": self.invitation.organisation,
            "is_usable": usable,
            "is_hers": person.is_authenticated and is_for(self.invitation, person),
            "sign_up_url": f"{reverse('account_signup')}?{here}",
            "sign_in_url": f"{reverse('account_login')}?{here}",
        }
        page = "cities/joining/invitation.html"
        return render(self.request, page, context, status=status if usable else GONE)

    def get(self, request: Any, token: str) -> Any:
        """Show it."""
        return self.page()

    def post(self, request: Any, token: str) -> Any:
        """Accept it."""
        if not request.user.is_authenticated:
            return self.page(status=UNPROCESSABLE)
        try:
            affiliation = accept_invitation(invitation=self.invitation, person=request.user, now=timezone.now())
        except WrongAddress:
            return self.page(status=UNPROCESSABLE)
        except InvitationClosed:
            return self.page()
        sentence = gettext("You belong to %(place)s. Your role: %(role)s.")
        names = {"place": affiliation.organisation, "role": affiliation.get_role_display()}
        messages.success(request, sentence % names)
        return redirect("accounts:profile")
