"""Addresses of challenges, below ``/challenges/``."""

from django.urls import path

from cities.challenges import responses, views, writing

urlpatterns = [
    path("", views.challenge_list, name="challenge-list"),
    path("new/", writing.NewChallengeView.as_view(), name="challenge-new"),
    path("mine/", writing.OwnChallengesView.as_view(), name="challenge-mine"),
    path("<slug:slug>/edit/", writing.EditChallengeView.as_view(), name="challenge-edit"),
    path("<slug:slug>/submit/", writing.SubmitView.as_view(), name="challenge-submit"),
    path("<slug:slug>/withdraw/", writing.WithdrawView.as_view(), name="challenge-withdraw"),
    path("<slug:slug>/resume/", writing.ResumeView.as_view(), name="challenge-resume"),
    path("<slug:slug>/solve/", writing.SolveView.as_view(), name="challenge-solve"),
    path("<slug:slug>/reopen/", writing.ReopenView.as_view(), name="challenge-reopen"),
    path("<slug:slug>/co-sign/", responses.CoSignView.as_view(), name="challenge-co-sign"),
    path(
        "<slug:slug>/co-signatures/<int:pk>/remove/",
        responses.RemoveCoSignatureView.as_view(),
        name="co-signature-remove",
    ),
    path("<slug:slug>/comment/", responses.CommentView.as_view(), name="challenge-comment"),
    path("<slug:slug>/comments/<int:pk>/delete/", responses.DeleteCommentView.as_view(), name="comment-delete"),
    path("<slug:slug>/comments/<int:pk>/hide/", responses.HideCommentView.as_view(), name="comment-hide"),
    path("<slug:slug>/comments/<int:pk>/show/", responses.ShowCommentView.as_view(), name="comment-show"),
    path("<slug:slug>/offer/", responses.OfferView.as_view(), name="challenge-offer"),
    path("<slug:slug>/offers/<int:pk>/withdraw/", responses.WithdrawOfferView.as_view(), name="offer-withdraw"),
    path("<slug:slug>/", views.ChallengeDetailView.as_view(), name="challenge-detail"),
]
