"""What accounts add to the editors' area: several people who are deleted at once are erased, as one is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

from network.accounts.models import User
from network.accounts.privacy.erasure import LastAdministrator, erase_person


@hooks.register("before_bulk_action")
def erase_people(request: HttpRequest, action_type: str, objects: list, _action: object) -> HttpResponse | None:
    """Erase the chosen people, in Wagtail's place; it would delete their accounts alone."""
    people = [one for one in objects if isinstance(one, User)]
    if action_type != "delete" or request.method != "POST" or not people:
        return None
    erased = 0
    for person in people:
        try:
            erase_person(person=person, erased_by=request.user, now=timezone.now())
            erased += 1
        except LastAdministrator:
            messages.error(request, _("The last administrator stays."))
    words = ngettext("One person is erased.", "%(number)s people are erased.", erased)
    messages.success(request, words % {"number": erased})
    return redirect("wagtailusers_users:index")
