"""Who asks: one reader for each role and relation that docs/access.md tells apart."""

import pytest
from django.db import connection

# Own means Owntown and the Own Institute: what the private things of the small world belong to.
ANONYMOUS = "anonymous"
AFFILIATED = {
    "member": "an official of Owntown",
    "author": "an official of Owntown who wrote what is not published yet",
    "coordinator": "the coordinator of Owntown",
    "expert": "an expert of Owntown who lets herself be found",
    "other_member": "an official of Elsewhere",
    "other_coordinator": "the coordinator of Elsewhere",
}
PARTNERED = {
    "representative": "who represents the Own Institute",
    "other_representative": "who represents another partner",
}
UNAFFILIATED = {
    "newcomer": "somebody with an account and nothing else",
    "waiting": "somebody who has asked to belong to Owntown",
    "former": "who coordinated Owntown and has left",
    "guest_city": "the coordinator of a former member and of an applicant that is not published yet",
}
STAFF = {
    "editor": "an editor of the secretariat",
    "moderator": "a moderator",
    "administrator": "an administrator",
}
ACCOUNTS = {**AFFILIATED, **PARTNERED, **UNAFFILIATED, **STAFF}
READERS = (ANONYMOUS, *ACCOUNTS)

# What the table calls several of them.
GROUPS = {
    "everybody": READERS,
    "nobody": (),
    "accounts": tuple(ACCOUNTS),
    "members": tuple(AFFILIATED),
    "own": ("member", "author", "coordinator", "expert"),
    "others": ("other_member", "other_coordinator"),
    "coordinators": ("coordinator", "other_coordinator"),
    "partners": tuple(PARTNERED),
    "staff": tuple(STAFF),
    "moderators": ("moderator", "administrator"),
    # Who is in the groups of the small world, and who may run them; an administrator may in need.
    "insiders": ("member", "other_member"),
    "facilitators": ("other_member", "administrator"),
    "inside": ("member", "other_member", "administrator"),
}


def named(words: str) -> frozenset[str]:
    """Return the readers that the words of a cell name: groups, readers, and with a ``-`` those taken out."""
    found: set[str] = set()
    for word in words.split():
        taken_out, name = word.startswith("-"), word.removeprefix("-")
        readers = set(GROUPS.get(name) or ([name] if name in READERS else []))
        assert readers or name == "nobody", f"{name} is no reader"
        found = found - readers if taken_out else found | readers
    return frozenset(found)


# Whom the whole suite asks; ``make access`` asks them all. What a page answers does not hang on the database:
# two of them are enough on servers. The rules are asked for everybody on each.
ON_SERVERS = connection.vendor != "sqlite"
ALWAYS_ASKED = (ANONYMOUS, "coordinator")
if not ON_SERVERS:
    ALWAYS_ASKED += ("newcomer", "member", "other_coordinator", "moderator")


def asked(*always: str) -> list:
    """Return all readers as parameters of a test; who is not named is asked by ``make access`` only."""
    return [one if one in always else pytest.param(one, marks=pytest.mark.access) for one in READERS]
