"""All addresses. What allauth must guard stands before Wagtail's own."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from network.accounts.privacy.views import privacy
from network.accounts.viewsets import PreferencesView
from network.core.styleguide import show_styleguide
from network.core.views import choose_colours
from network.media.views import serve_image

sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    # One door: Wagtail's own forms would let a password in without the second factor.
    path("admin/login/", sign_in),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    re_path(
        r"^admin/password_reset/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="admin-password-reset",
    ),
    path("_util/login/", sign_in),
    path("", include("network.mail.preferences.urls")),
    path("", include("cities.following.urls")),
    path("account/", include("network.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("admin/account/", require_admin_access(PreferencesView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("preferences/colours/", choose_colours, name="choose-colours"),
    path("demo/mail/", include("network.mail.urls")),
    path("privacy/data/", privacy, name="privacy"),
    path("styleguide/", show_styleguide, name="styleguide"),
    path("", include("network.search.urls")),
    path("", include("cities.urls")),
    path("", include("knowledge.urls")),
    path("", include("working_groups.urls")),
    path("", include("network.home.urls")),
    path("", include("network.home.contact.urls")),
    path("newsletter/", include("network.home.newsletter.urls")),
]

# Images only: documents are served by Wagtail's view, which asks who may read them. A larger site lets its
# proxy serve these folders. They hold no folders: a further slash could lead out ("images/../documents").
urlpatterns += [
    re_path(
        rf"^{settings.MEDIA_URL.lstrip('/')}(?P<path>(?:images|original_images|logo)/[^/]{{1,200}})$",
        serve_image,
        name="image-file",
    ),
]

if settings.MAIL_WEBHOOK_SECRET:
    urlpatterns += [path("mail/reports/", include("anymail.urls"))]

urlpatterns += [path("", include(wagtail_urls))]

handler400 = "network.core.error_views.bad_request"
handler403 = "network.core.error_views.permission_denied"
handler404 = "network.core.error_views.page_not_found"
handler500 = "network.core.error_views.server_error"
