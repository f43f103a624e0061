"""Addresses of a group's discussion."""

from django.urls import path

from working_groups.discussion import moderation_views, views

HERE = "working-groups/<slug:slug>/discussion/"
urlpatterns = [
    path(HERE, views.DiscussionView.as_view(), name="discussion"),
    path(f"{HERE}new/", views.NewThreadView.as_view(), name="thread-new"),
    path(f"{HERE}<int:pk>/", views.ThreadView.as_view(), name="thread-detail"),
    path(f"{HERE}<int:pk>/posts/new/", views.NewPostView.as_view(), name="post-new"),
    path(f"{HERE}<int:pk>/follow/", views.FollowView.as_view(), name="thread-follow"),
    path(f"{HERE}<int:pk>/step/", moderation_views.ThreadStepView.as_view(), name="thread-step"),
    path(f"{HERE}posts/<int:pk>/", views.PostView.as_view(), name="post-detail"),
    path(f"{HERE}posts/<int:pk>/edit/", views.EditPostView.as_view(), name="post-edit"),
    path(f"{HERE}posts/<int:pk>/withdrawal/", views.TakeBackView.as_view(), name="post-take-back"),
    path(f"{HERE}posts/<int:pk>/history/", views.HistoryView.as_view(), name="post-history"),
    path(f"{HERE}posts/<int:pk>/report/", moderation_views.ReportView.as_view(), name="post-report"),
    path(f"{HERE}posts/<int:pk>/hiding/", moderation_views.HideView.as_view(), name="post-hide"),
    path(f"{HERE}posts/<int:pk>/showing/", moderation_views.ShowView.as_view(), name="post-show"),
    path(f"{HERE}reports/<int:pk>/dismissal/", moderation_views.DismissView.as_view(), name="report-dismiss"),
]
