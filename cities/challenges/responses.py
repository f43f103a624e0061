"""The pages on which others answer a challenge: co-sign it, comment on it, offer support."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from cities import limits
from cities.challenges import support
from cities.challenges.access import OnChallenge
from cities.challenges.pages import crumbs
from cities.challenges.response_forms import CommentForm, CoSignForm, OfferForm, refused, speaking_for
from cities.models import ChallengeComment, CoSignature, SupportOffer
from network.core.access import can
from network.core.breadcrumbs import Crumb
from network.core.form_views import RefusedFormMixin


class ResponseView(OnChallenge, RefusedFormMixin, FormView):
    """A form by which somebody answers a challenge."""

    template_name = "cities/challenges/respond.html"
    title: Any = ""
    submit: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        challenge = self.challenge
        frame = {
            "title": self.title,
            "submit": self.submit,
            "challenge": challenge,
            "breadcrumbs": crumbs(Crumb(challenge.title, challenge.get_absolute_url()), Crumb(self.title)),
        }
        return super().get_context_data(**frame | kwargs)

    def too_many_just_now(self, form: Any, rows: Any, moment: str, limit: Any) -> HttpResponse | None:
        """Return the page that asks to wait, nothing lost, where this person has added much just now."""
        if rows.filter(form_token=form.cleaned_data["form_token"]).exists():
            return None
        minutes = limits.minutes_to_wait(rows, moment, limit, now=timezone.now())
        if not minutes:
            return None
        return self.too_many(form, minutes)


class CoSignView(ResponseView):
    """Says for a city that it has the challenge too."""

    action = "co-sign"
    form_class = CoSignForm
    title, submit = _("We have this too"), _("Co-sign")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the person and the challenge."""
        return super().get_form_kwargs() | {"person": self.request.user, "challenge": self.challenge}

    def form_valid(self, form: CoSignForm) -> HttpResponse:
        """Keep it, or say that it came too late."""
        city, sentence = form.cleaned_data["city"], form.cleaned_data["sentence"]
        try:
            support.co_sign(
                challenge=self.challenge,
                city=city,
                sentence=sentence,
                signed_by=self.request.user,
                now=timezone.now(),
            )
        except support.NotOpen:
            return self.render_to_response(self.get_context_data(form=form, refused=self.refused()), status=409)
        messages.success(self.request, gettext("%(city)s stands on the page now.") % {"city": city.name})
        return redirect(f"{self.challenge.get_absolute_url()}#co-signed")

    def refused(self) -> str:
        """Return why nothing was kept."""
        self.challenge.refresh_from_db()
        return refused(self.challenge)


class OfferView(CoSignView):
    """Offers support for a city or a partner."""

    action = "offer"
    form_class = OfferForm
    title, submit = _("Offer support"), _("Offer support")

    def form_valid(self, form: OfferForm) -> HttpResponse:
        """Keep it, or say that it came too late."""
        rows = SupportOffer.objects.filter(offered_by=self.request.user)
        if response := self.too_many_just_now(form, rows, "offered_at", limits.OFFERS):
            return response
        try:
            support.offer_support(
                challenge=self.challenge,
                offered_by=self.request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except support.NotOpen:
            return self.render_to_response(self.get_context_data(form=form, refused=self.refused()), status=409)
        messages.success(self.request, gettext("Your offer has reached the city."))
        return redirect(f"{self.challenge.get_absolute_url()}#offers")


class CommentView(ResponseView):
    """Adds a comment."""

    action = "comment"
    form_class = CommentForm
    title, submit = _("Comment"), _("Send comment")

    def form_valid(self, form: CommentForm) -> HttpResponse:
        """Keep it."""
        rows = ChallengeComment.objects.filter(author=self.request.user)
        if response := self.too_many_just_now(form, rows, "written_at", limits.COMMENTS):
            return response
        support.add_comment(
            challenge=self.challenge,
            author=self.request.user,
            city=speaking_for(self.request.user, self.challenge),
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(self.request, gettext("Your comment stands on the page now."))
        return redirect(f"{self.challenge.get_absolute_url()}#comments")


class RowView(OnChallenge, View):
    """A button beside something that was added: it acts on the row that the address names."""

    http_method_names = ["post"]
    model: Any
    rule = ""
    done: Any = ""
    anchor = ""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Ask whether this reader may do that with this row, and do it."""
        rows = self.model.objects.visible_to(request).select_related("challenge__city")
        row = get_object_or_404(rows, pk=pk, challenge=self.challenge)
        if not can(request, self.rule, row):
            raise Http404
        self.act(row)
        messages.success(request, self.done)
        return redirect(f"{self.challenge.get_absolute_url()}#{self.anchor}")

    def act(self, row: Any) -> None:
        """Do what the button says."""
        raise NotImplementedError


class RemoveCoSignatureView(RowView):
    """Takes a city's co-signature back."""

    model, rule, anchor = CoSignature, "remove", "co-signed"
    done = _("The co-signature is removed.")

    def act(self, row: CoSignature) -> None:
        """Remove it."""
        support.remove_co_signature(co_signature=row, removed_by=self.request.user, now=timezone.now())


class DeleteCommentView(RowView):
    """Deletes one's own comment."""

    model, rule, anchor = ChallengeComment, "delete", "comments"
    done = _("Your comment is deleted.")

    def act(self, row: ChallengeComment) -> None:
        """Delete it."""
        support.delete_comment(comment=row)


class HideCommentView(RowView):
    """Hides a comment from everybody but moderators."""

    model, rule, anchor = ChallengeComment, "hide", "comments"
    done = _("The comment is hidden.")

    def act(self, row: ChallengeComment) -> None:
        """Hide it."""
        support.hide_comment(comment=row, hidden_by=self.request.user, now=timezone.now())


class ShowCommentView(RowView):
    """Shows a comment again."""

    model, rule, anchor = ChallengeComment, "hide", "comments"
    done = _("The comment is shown again.")

    def act(self, row: ChallengeComment) -> None:
        """Show it."""
        support.show_comment(comment=row, shown_by=self.request.user, now=timezone.now())


class WithdrawOfferView(RowView):
    """Withdraws an offer of support."""

    model, rule, anchor = SupportOffer, "withdraw", "offers"
    done = _("The offer is withdrawn.")

    def act(self, row: SupportOffer) -> None:
        """Withdraw it."""
        support.withdraw_offer(offer=row, withdrawn_by=self.request.user, now=timezone.now())
