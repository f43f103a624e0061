"""The kinds of pages that readers meet, and how to find one of each."""

FIXED = {
    "home": "/",
    "knowledge list": "/knowledge/",
    "practice list": "/practices/",
    "news list": "/news/",
    "priority list": "/priorities/",
    "directory": "/cities/",
    "challenge list": "/challenges/",
    "working group list": "/working-groups/",
    "how to join a group": "/working-groups/heat-without-coal/join/",
    "meeting list": "/meetings/",
    "exchange list": "/exchanges/",
    "meetings held": "/meetings/?past=1",
    "partner list": "/partners/",
    "region": "/cities/?region=europe",
    "directory without results": "/cities/?q=nowhereatall",
    "knowledge list without results": "/knowledge/?q=nothingatall",
    "site search": "/search/?q=city",
    "site search without results": "/search/?q=circulr",
    "suggestions": "/search/suggestions/?q=circ",
    "cycle list": "/challenges/cycles/",
    "cycle held before": "/challenges/cycles/2020/",
    "how votes are counted": "/challenges/cycles/method/",
    "about": "/about/",
    "accessibility statement": "/accessibility/",
    "contact": "/contact/",
    "tell us what you need": "/tell-us/",
    "join": "/join/",
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "password reset": "/account/password/reset/",
    "missing page": "/no/such/page/",
}
# A kind, the list to look on, and what its address begins with.
LINKED = {
    "product": ("/knowledge/", "/knowledge/"),
    "practice": ("/practices/", "/practices/"),
    "news item": ("/news/", "/news/"),
    "priority": ("/priorities/", "/priorities/"),
    "city": ("/cities/", "/cities/"),
    "challenge": ("/challenges/", "/challenges/"),
    "partner": ("/partners/", "/partners/"),
    "cycle": ("/challenges/cycles/", "/challenges/cycles/20"),
    "working group": ("/working-groups/", "/working-groups/"),
    "meeting": ("/meetings/", "/meetings/"),
    "exchange": ("/exchanges/", "/exchanges/"),
}
STAFF = {
    "profile": "/account/",
    "pick a city": "/join/city/",
    "people of a city": "/cities/katowice/people/",
    "styleguide": "/styleguide/",
    "styleguide turned round": "/styleguide/?dir=rtl",
}
KINDS = [*FIXED, *LINKED]


def address_of(kind: str, page) -> str:
    """Return the address of a page of ``kind``, looked for with the browser's ``page`` where need be."""
    if kind in FIXED:
        return FIXED[kind]
    listing, prefix = LINKED[kind]
    page.goto(listing)
    found = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    below = [path for path in found if path.startswith(prefix) and path != prefix and path.endswith("/")]
    assert below, f"no {kind} is linked from {listing}"
    return below[0]


# What a coordinator has besides.
MEMBERS = (
    "/dashboard/",
    "/challenges/new/",
    "/cities/katowice/people/",
    "/cities/katowice/edit/",
    "/cities/katowice/edit/timeline/",
    "/cities/katowice/history/",
    "/practices/new/",
    "/submissions/",
    "/account/data/",
    "/account/following/",
    "/account/mail/",
    "/cities/essen/",
    "/priorities/circularity/",
    "/working-groups/soil-and-components/space/",
    "/working-groups/soil-and-components/meetings/",
    "/working-groups/soil-and-components/files/",
    "/working-groups/soil-and-components/files/new/",
    "/working-groups/soil-and-components/files/1/",
    "/working-groups/soil-and-components/files/1/version/",
    "/working-groups/heat-without-coal/members/",
    "/working-groups/heat-without-coal/members/invite/",
    "/working-groups/heat-without-coal/edit/",
    "/working-groups/heat-without-coal/meetings/new/",
    "/working-groups/soil-and-components/discussion/",
    "/working-groups/soil-and-components/discussion/1/",
    "/working-groups/soil-and-components/discussion/new/",
    "/exchanges/new/",
    "/exchanges/3/",
    "/exchanges/3/report/",
    "/calendar/",
)
