"""What holds for every address: which methods it takes, and what a page may load."""

from django.http import HttpResponseNotAllowed

PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'; object-src 'none'"
)
# Wagtail's editor has inline scripts (without nonces) and styles, and previews the page in a frame. It needs
# no eval: tests/e2e/test_editor.py opens its pages, its preview and its accessibility checks under this policy.
ADMIN_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'"
)


METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class KnownMethodsMiddleware:
    """Refuse what no address of the portal takes, so that no view has to think of it.

    Django's form views would read a PUT as a POST, and its function views any method as a GET.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """Send the strict policy everywhere, and the editor's under ``/admin/`` only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = ADMIN_POLICY if request.path.startswith("/admin/") else PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        return response
