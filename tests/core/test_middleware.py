"""What pages may load."""

import pytest

from network.core.middleware import ADMIN_POLICY, PUBLIC_POLICY


def directives(policy: str) -> dict[str, str]:
    """Return a policy's directives and what each allows."""
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize("address", ["/", "/account/login/", "/no/such/page/", "/administration/"])
def test_public_pages_get_the_strict_policy(client, home, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert policy == PUBLIC_POLICY
    assert "unsafe" not in policy
    assert directives(policy)["default-src"] == "'none'"


def test_the_editors_area_has_a_policy_of_its_own(admin_client, home):
    policy = admin_client.get("/admin/").headers["Content-Security-Policy"]
    assert policy == ADMIN_POLICY
    assert "unsafe-eval" not in policy


def test_neither_policy_names_another_host():
    for policy in (PUBLIC_POLICY, ADMIN_POLICY):
        allowed = set(" ".join(directives(policy).values()).split())
        assert allowed <= {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}
