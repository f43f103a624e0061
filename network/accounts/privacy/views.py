"""The pages about one's own data, and the privacy page."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from network.accounts.models import User
from network.accounts.privacy.erasure import LastAdministrator, erase_person
from network.accounts.privacy.export import as_read, own_data
from network.core.audit import record
from network.core.breadcrumbs import Crumb
from network.core.identity import read_network
from network.core.letterhead import absolute
from network.core.personal_data import personal_data
from network.core.structured_data import described


class ErasureForm(forms.Form):
    """The word that nobody types by accident."""

    word = forms.CharField(label=_("Type ERASE to confirm"), max_length=20)

    def clean_word(self) -> str:
        """Refuse any other word."""
        if self.cleaned_data["word"].strip().upper() != gettext("ERASE"):
            raise forms.ValidationError(gettext("Type ERASE, in these letters."))
        return self.cleaned_data["word"]


@require_safe
@login_required
@never_cache
def show_data(request: HttpRequest) -> HttpResponse:
    """Return the page of what is held of the reader."""
    rows = []
    for holding in personal_data.all():
        if number := len(holding.of(request.user)):
            withdrawal = holding.withdrawal
            stands = withdrawal is not None and withdrawal.stands(request.user)
            rows.append((holding, number, withdrawal.address if stands else ""))
    return render(request, "accounts/privacy/data.html", {"rows": rows})


@require_safe
@login_required
@never_cache
@reauthentication_required
def export_data(request: HttpRequest, form: str) -> HttpResponse:
    """Return everything that is held of the reader, for programs (``json``) or for people (``html``)."""
    now = timezone.now()
    data = own_data(request.user, now=now)
    record(action="account.exported", subject=request.user, actor=request.user, now=now, form=form)
    if form == "json":
        response: HttpResponse = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    else:
        response = HttpResponse(render_to_string("accounts/privacy/export.html", {"data": as_read(data)}))
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.{form}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@reauthentication_required
def erase_account(request: HttpRequest) -> HttpResponse:
    """Ask, then erase the reader's account."""
    form = ErasureForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            person = User.objects.get(pk=request.user.pk)
            erase_person(person=person, erased_by=person, now=timezone.now())
        except User.DoesNotExist:  # the form was sent twice
            return redirect("/")
        except LastAdministrator:
            form.add_error(None, gettext("You are the last administrator. Make somebody else one first."))
        else:
            logout(request)
            messages.success(request, gettext("Your account and what we held of you are erased."))
            return redirect("/")
    context = {"form": form, "holdings": personal_data.all()}
    return render(request, "accounts/privacy/erase.html", context, status=status)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Return the privacy page: the network's own words where it has some, and what the portal really holds."""
    title = gettext("Privacy")
    context = {
        "title": title,
        "holdings": personal_data.all(),
        "network": read_network(),
        "canonical_url": absolute(request.path),
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(title)],
        "json_ld": described("WebPage", title, request.path),
    }
    return render(request, "accounts/privacy/privacy.html", context)
