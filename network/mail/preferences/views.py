"""Choosing what one hears of: signed in, by a link in a mail, and with one click of a mail program."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from network.accounts.models import User
from network.core.form_views import UNPROCESSABLE
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.preferences.choices import choose, choose_all
from network.mail.preferences.forms import ChoicesForm
from network.mail.preferences.tokens import preferences_url, read_centre, read_stop

READ_AND_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_AND_SEND
@login_required
@never_cache
def own_choices(request: HttpRequest) -> HttpResponse:
    """Show the reader what she hears of, and take her choice."""
    return _choices(request, request.user, "mail/choices/own.html", openly=False)


@READ_AND_SEND
@csrf_exempt  # the address itself is the secret, and whoever comes from a mail has no cookie
@never_cache
def choices_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever comes from one of her mails what she hears of, and take her choice."""
    person = User.objects.filter(pk=read_centre(token) or 0, is_active=True).first()
    if person is None:
        return _no_longer(request)
    return _private(_choices(request, person, "mail/choices/by_link.html", openly=True))


def _choices(request: HttpRequest, person: Any, template: str, *, openly: bool) -> HttpResponse:
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=person, openly=openly)
    if form.is_valid():
        when = {name: form.cleaned_data[name] for name in ("hour", "weekday")}
        choose_all(person=person, chosen=form.chosen(), now=timezone.now(), **when)
        if request.user.is_authenticated:
            messages.success(request, _("Your choice is saved."))
            return redirect(request.path)
        return render(request, template, {"form": form, "person": person, "is_saved": True})
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {"form": form, "person": person}, status=status)


@READ_AND_SEND
@csrf_exempt  # RFC 8058: the mail program posts without cookie
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one list: a GET shows a page with a button and changes nothing, since scanners follow links.

    A POST answers 200 without leading on, whether a person or her mail program (RFC 8058) sends it.
    """
    found = read_stop(token)
    mail_list = lists.find(found.list) if found else None
    if found and found.reader:
        return _stop_reader(request, mail_list, found.reader)
    person = User.objects.filter(pk=found.person).first() if found else None
    if not (found and mail_list and person):
        return _no_longer(request)
    context = {
        "name": _name(person, mail_list, found.of),
        "mail_list": mail_list,
        "centre": preferences_url(person.pk),
    }
    if request.method == "POST":
        choose(person=person, mail_list=mail_list, of=found.of, frequency=Frequency.NEVER, now=timezone.now())
        context["is_stopped"] = True
    return _private(render(request, "mail/choices/stop.html", context))


def _stop_reader(request: HttpRequest, mail_list: Any, reader: int) -> HttpResponse:
    """Stop a list for a reader without an account; a link that was used before says the same again."""
    if mail_list is None or mail_list.stop_reader is None:
        return _no_longer(request)
    context = {"name": mail_list.label, "mail_list": mail_list}
    if request.method == "POST":
        mail_list.stop_reader(reader)
        context["is_stopped"] = True
    return _private(render(request, "mail/choices/stop.html", context))


def _name(person: Any, mail_list: Any, of: int) -> str:
    """Return what everybody may call a thing, while it is hers; then only what kind of thing it is."""
    names = mail_list.names(person, True) if of and mail_list.names else {}
    return names.get(of, str(mail_list.label))


def _no_longer(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "mail/choices/no_longer.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which is a secret, from the next page and from search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
