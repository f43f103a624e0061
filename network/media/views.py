"""Images as readers get them, where no proxy serves them."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return the file at ``path`` below the media folder: a picture, and nothing that runs."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
