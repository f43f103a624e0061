"""Addresses of peer exchanges."""

from django.urls import path

from working_groups.exchanges import meeting_views, party_views, views, work_views

EXCHANGE = "exchanges/<int:pk>/"
PARTY = f"{EXCHANGE}parties/<int:party>/"
urlpatterns = [
    path("exchanges/", views.exchange_list, name="exchange-list"),
    path("exchanges/new/", views.NewExchangeView.as_view(), name="exchange-new"),
    path(EXCHANGE, views.ExchangeDetailView.as_view(), name="exchange-detail"),
    path(f"{EXCHANGE}edit/", views.EditExchangeView.as_view(), name="exchange-edit"),
    path(f"{EXCHANGE}partners/", views.PartnersView.as_view(), name="exchange-partners"),
    path(f"{EXCHANGE}practicalities/", views.PracticalitiesView.as_view(), name="exchange-practicalities"),
    path(f"{EXCHANGE}offer/", party_views.OfferView.as_view(), name="exchange-offer"),
    path(f"{EXCHANGE}confirmation/", party_views.ConfirmView.as_view(), name="exchange-confirm"),
    path(f"{PARTY}answer/", party_views.AnswerView.as_view(), name="party-answer"),
    path(f"{PARTY}decision/", party_views.AnswerForAskerView.as_view(), name="party-decide"),
    path(f"{PARTY}withdrawal/", party_views.TakeBackView.as_view(), name="party-take-back"),
    path(f"{PARTY}people/new/", work_views.AddPersonView.as_view(), name="exchange-person-new"),
    path(f"{EXCHANGE}people/<int:seat>/end/", work_views.EndSeatView.as_view(), name="exchange-person-end"),
    path(f"{EXCHANGE}agreement/", work_views.AgreementView.as_view(), name="exchange-agreement"),
    path(f"{EXCHANGE}agreement/signature/", work_views.SignView.as_view(), name="exchange-sign"),
    path(f"{EXCHANGE}beginning/", work_views.BeginView.as_view(), name="exchange-begin"),
    path(
        f"{EXCHANGE}meetings/new/",
        meeting_views.CallExchangeMeetingView.as_view(),
        name="exchange-meeting-new",
    ),
    path(f"{EXCHANGE}log/new/", work_views.EntryView.as_view(), name="exchange-entry-new"),
    path(f"{EXCHANGE}report/", work_views.ReportView.as_view(), name="exchange-report"),
    path(f"{EXCHANGE}outcomes/new/", work_views.OutcomeView.as_view(), name="exchange-outcome-new"),
    path(f"{EXCHANGE}follow-up/", work_views.FollowUpView.as_view(), name="exchange-follow-up"),
    path(f"{EXCHANGE}end/", work_views.EndView.as_view(), name="exchange-end"),
    path(
        "challenges/<slug:slug>/offers/<int:pk>/exchange/",
        views.AcceptSupportView.as_view(),
        name="exchange-of-offer",
    ),
]
