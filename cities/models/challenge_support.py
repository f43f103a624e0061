"""What others add to a challenge: that they have it too, comments, offers of support."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.challenges.querysets import CommentQuerySet, CoSignatureQuerySet, SupportOfferQuerySet
from cities.enums import OfferState
from cities.models.challenge import Challenge

LONGEST_SENTENCE = 300


class CoSignature(models.Model):
    """Another city's word that it has the same challenge; each city says so once."""

    challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="co_signatures", verbose_name=_("challenge")
    )
    city = models.ForeignKey(
        "cities.City", models.CASCADE, related_name="co_signatures", verbose_name=_("city")
    )
    sentence = models.CharField(_("in one sentence"), max_length=LONGEST_SENTENCE)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"))

    objects = CoSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        verbose_name = _("co-signature")
        verbose_name_plural = _("co-signatures")
        constraints = [
            models.UniqueConstraint(fields=["challenge", "city"], name="one_co_signature_of_a_city"),
            models.CheckConstraint(condition=~Q(sentence=""), name="co_signature_has_a_sentence"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.city_id}"


class ChallengeComment(models.Model):
    """What a member says about a challenge, for her city; without a city, the secretariat says it."""

    challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="comments", verbose_name=_("challenge")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="challenge_comments",
        verbose_name=_("author"),
    )
    city = models.ForeignKey(
        "cities.City", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    is_of_secretariat = models.BooleanField(_("of the secretariat"), default=False)
    text = models.TextField(_("comment"), max_length=2000)
    written_at = models.DateTimeField(_("written"))
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text")]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.text[:40]}"


class SupportOffer(models.Model):
    """Help that a city or a partner offers; shown to everybody only where whoever offers it says so."""

    challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="support_offers", verbose_name=_("challenge")
    )
    city = models.ForeignKey(
        "cities.City", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    partner = models.ForeignKey(
        "cities.Partner", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="support_offers",
        verbose_name=_("offered by"),
    )
    text = models.TextField(_("what you offer"), max_length=1500)
    is_public = models.BooleanField(_("shown on the public page"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.OPEN)
    offered_at = models.DateTimeField(_("offered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = SupportOfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        verbose_name = _("support offer")
        verbose_name_plural = _("support offers")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, partner__isnull=True)
                | Q(city__isnull=True, partner__isnull=False),
                name="offer_of_a_city_or_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.OPEN, withdrawn_at__isnull=True)
                | Q(state=OfferState.WITHDRAWN, withdrawn_at__isnull=False),
                name="offer_has_the_time_of_its_state",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="offer_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.text[:40]}"

    @property
    def organisation(self) -> models.Model:
        """The city or the partner."""
        return self.city or self.partner
