"""The pages on which a city's and a partner's people keep their page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cities.completeness import completeness_of
from cities.models import City, Partner
from cities.pages import render_city, render_partner
from cities.profiles.history import changes, revisions_of
from cities.profiles.parts import parts_of
from cities.profiles.services import (
    Page,
    StaleProfile,
    restore_profile,
    save_part,
    send_profile,
    take_back_profile,
    withdraw_contact,
)
from cities.profiles.values import as_sign, spoken
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.drafts import LockedDraft, NothingToSend, draft_of, standing_of
from network.core.merging import merge
from network.core.pagination import paginate

CONFLICT, UNPROCESSABLE = 409, 422
STATES_ON_A_PAGE = 20


def address(page: Page, role: str, *args: Any) -> str:
    """Return an address of the pages here: ``role`` is such as ``edit`` or ``edit-part``."""
    kind = "city" if isinstance(page, City) else "partner"
    return reverse(f"cities:{kind}-{role}", args=[page.slug, *args])


def says_the_same(mine: Any, theirs: Any) -> bool:
    """Return whether two people's values are the same; the rows of a list may have got other keys."""
    return sorted(map(as_sign, mine.values())) == sorted(map(as_sign, theirs.values()))


@method_decorator(never_cache, name="dispatch")
class ProfileMixin:
    """Loads the page that the address names, published or not; to whom may not change it there is none."""

    model: type[City] | type[Partner] = City
    profile: Page
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        self.profile = get_object_or_404(self.model, slug=slug)
        if not can(request, "propose", self.profile):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def crumbs(self, *rest: Crumb) -> list[Crumb]:
        """Return the way to a page here."""
        lists = (gettext("Cities"), "cities:city-list"), (gettext("Partners"), "cities:partner-list")
        title, name = lists[self.model is Partner]
        way = [Crumb(gettext("Home"), "/"), Crumb(title, reverse(name))]
        way.append(Crumb(self.profile.name, self.profile.get_absolute_url() if self.profile.live else ""))
        own = Crumb(gettext("Your page"), address(self.profile, "edit") if rest else "")
        return [*way, own, *rest]

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Return a page about the profile."""
        frame = {
            "profile": self.profile,
            "standing": standing_of(self.profile),
            "edit_url": address(self.profile, "edit"),
            "preview_url": address(self.profile, "preview"),
            "history_url": address(self.profile, "history"),
            "send_url": address(self.profile, "submission"),
            "take_back_url": address(self.profile, "withdrawal"),
        }
        return render(self.request, f"cities/profiles/{template}.html", frame | context, status=status)


class ProfileView(ProfileMixin, View):
    """The parts of the page, how complete it is, and where its draft stands."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the page."""
        draft = draft_of(self.profile)
        complete = completeness_of(draft) if isinstance(draft, City) else None
        rows = [
            {
                "title": part.title,
                "lead": part.lead,
                "url": address(self.profile, "edit-part", part.key),
                "todo": complete.of_part(part.key) if complete else [],
                "count": len(part.values(draft)) if hasattr(part, "relation") else None,
            }
            for part in parts_of(self.model)
        ]
        step = complete.next_step if complete else None
        return self.page(
            "overview",
            title=gettext("The page of %(name)s") % {"name": self.profile.name},
            breadcrumbs=self.crumbs(),
            rows=rows,
            complete=complete,
            step=step,
            step_url=address(self.profile, "edit-part", step.part) if step else "",
        )


class PartView(ProfileMixin, View):
    """The form of one part; two people who change it at the same moment see each other's change."""

    def dispatch(self, request: HttpRequest, *args: Any, part: str, **kwargs: Any) -> HttpResponse:
        """Find the part."""
        self.part = next((one for one in parts_of(self.model) if one.key == part), None)
        if self.part is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the form."""
        draft = draft_of(self.profile)
        return self.form_page(self.part.form(draft), self.part.fingerprints(draft))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, or show the form again with what has to be put right."""
        draft = draft_of(self.profile)
        base = request.POST.get("base", "")
        form = self.part.form(draft, request.POST, request.FILES)
        if "more" in request.POST:
            return self.form_page(form, base)
        if not form.is_valid():
            return self.form_page(form, base, status=UNPROCESSABLE)
        mine = self.part.mine(form, self.part.values(draft))
        try:
            revision = save_part(
                page=self.profile,
                part=self.part,
                values=mine,
                base=base,
                saved_by=request.user,
                now=timezone.now(),
            )
        except StaleProfile as error:
            if not says_the_same(mine, self.part.values(error.draft)):
                return self.conflict(form, base, error.draft)
            revision = None  # the same form, sent twice
        except LockedDraft:
            return self.form_page(form, base, status=CONFLICT, is_locked=True)
        said = gettext("“%(part)s” is saved. Send the page to the secretariat when it is ready.")
        unchanged = gettext("“%(part)s” is as it was.")
        messages.success(request, (said if revision else unchanged) % {"part": self.part.title})
        return redirect(address(self.profile, "edit"))

    def conflict(self, form: Any, base: str, draft: Page) -> HttpResponse:
        """Return the form with both people's changes, and beside it what the other one has changed."""
        theirs = self.part.values(draft)
        mine = self.part.mine(form, theirs)
        merged, differences = merge(
            base=base,
            mine=mine,
            theirs=theirs,
            labels=self.part.labels(form),
            as_sign=as_sign,
            as_words=spoken,
        )
        again = self.part.form(draft, values=merged)
        context = {"differences": differences, "is_stale": True}
        return self.form_page(again, self.part.fingerprints(draft), status=CONFLICT, **context)

    def form_page(self, form: Any, base: str, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        frame = {
            "part": self.part,
            "title": self.part.title,
            "breadcrumbs": self.crumbs(Crumb(self.part.title)),
            "form": form,
            "is_list": hasattr(self.part, "relation"),
            "base": base,
            "has_files": bool(self.request.FILES),
        }
        return self.page("part", status=status, **frame | context)


class SendView(ProfileMixin, View):
    """Sends the draft to the secretariat."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it, and say what follows."""
        try:
            send_profile(page=self.profile, sent_by=request.user, now=timezone.now())
        except NothingToSend:
            messages.info(request, gettext("There is nothing new to send."))
        else:
            decides = gettext("The secretariat has it now, and answers you by mail.")
            sees = gettext("Your draft is kept, and the secretariat sees it in its list.")
            waits = standing_of(self.profile)["state"] == "waiting"
            messages.success(request, decides if waits else sees)
        return redirect(address(self.profile, "edit"))


class TakeBackView(ProfileMixin, View):
    """Takes the draft back from the secretariat."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it back."""
        if take_back_profile(page=self.profile, taken_by=request.user, now=timezone.now()):
            messages.success(request, gettext("It is yours again. Nothing of it is published."))
        else:
            messages.info(request, gettext("The secretariat has decided already."))
        return redirect(address(self.profile, "edit"))


class PreviewView(ProfileMixin, View):
    """The page as it will be."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the draft, by the public page's own code."""
        show = render_city if self.model is City else render_partner
        messages.info(request, gettext("This is a preview: only you and the secretariat see it."))
        response = show(request, draft_of(self.profile))
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@require_POST
@login_required
def withdraw_from_contacts(request: HttpRequest) -> HttpResponse:
    """Take the reader out of the contact persons of every city."""
    withdraw_contact(person=request.user, now=timezone.now())
    messages.success(request, gettext("You are no contact person any more."))
    return redirect("accounts:data")


class HistoryView(ProfileMixin, View):
    """Who changed what and when."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the page."""
        title = gettext("History")
        found = paginate(revisions_of(self.profile), request, STATES_ON_A_PAGE)
        return self.page(
            "history",
            title=title,
            breadcrumbs=self.crumbs(Crumb(title)),
            page_obj=found,
            changes=[
                (change, address(self.profile, "restoration", change.number))
                for change in changes(self.profile, list(found))
            ],
        )


class RestoreView(ProfileMixin, View):
    """Makes an earlier state the draft again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Restore it."""
        revision = get_object_or_404(revisions_of(self.profile), pk=number)
        try:
            restore_profile(page=self.profile, revision=revision, restored_by=request.user, now=timezone.now())
        except LockedDraft:
            messages.warning(request, gettext("The secretariat has locked this page. Nothing was changed."))
        else:
            messages.success(request, gettext("The earlier state is your draft now. Look at it, then send it."))
        return redirect(address(self.profile, "edit"))
