"""Citations to download; everything else is a Wagtail page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from knowledge.citations import citation_response
from knowledge.models import KnowledgeProductPage


@require_safe
def product_citation(request, slug: str, name: str):
    """Return ``cite.bib`` or ``cite.ris`` of a product that the reader may open."""
    if name not in {"cite.bib", "cite.ris"}:
        raise Http404
    product = get_object_or_404(KnowledgeProductPage.objects.visible_to(request), slug=slug)
    return citation_response(product, name, product.get_full_url(request))
