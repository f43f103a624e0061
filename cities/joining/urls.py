"""Addresses of joining; included in those of cities."""

from django.urls import path

from cities.joining import people_views, views
from cities.joining.interests.views import JoinView, ThanksView
from cities.joining.invitations.views import InvitationView
from cities.models import City, Partner

urlpatterns = [
    path("join/", JoinView.as_view(), name="join"),
    path("join/thanks/", ThanksView.as_view(), name="join-thanks"),
    path("join/invitations/<slug:token>/", InvitationView.as_view(), name="invitation-accept"),
    path("join/city/", views.AskCityView.as_view(), name="join-city"),
    path("join/partner/", views.AskPartnerView.as_view(), name="join-partner"),
    path("cities/<slug:slug>/people/", people_views.PeopleView.as_view(model=City), name="city-people"),
    path("partners/<slug:slug>/people/", people_views.PeopleView.as_view(model=Partner), name="partner-people"),
    path("affiliations/<int:pk>/approval/", people_views.ApprovalView.as_view(), name="affiliation-approval"),
    path("affiliations/<int:pk>/decline/", people_views.DeclineView.as_view(), name="affiliation-decline"),
    path("affiliations/<int:pk>/role/", people_views.RoleView.as_view(), name="affiliation-role"),
    path("affiliations/<int:pk>/end/", people_views.EndView.as_view(), name="affiliation-end"),
]
