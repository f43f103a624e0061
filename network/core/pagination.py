"""Pages of a list."""

from django.core.paginator import Page, Paginator

PAGE_SIZE = 20


def paginate(items, request, size: int = PAGE_SIZE) -> Page:
    """Return the page that ``?page=`` names (the nearest one where it names none that exists).

    The page also holds ``shown_numbers``: the few page numbers that the pager shows.
    """
    paginator = Paginator(items, size)
    page = paginator.get_page(request.GET.get("page"))
    page.shown_numbers = list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    return page
