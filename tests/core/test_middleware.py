"""What pages may load."""

import pytest

from network.core.middleware import ADMIN_POLICY, PUBLIC_POLICY
from tests.factories.accounts import UserFactory


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


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("address", ["/", "/contact/", "/account/login/", "/no/such/page/"])
def test_no_address_takes_other_methods(client, home, method, address):
    response = client.generic(method, address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_pages_are_read_and_not_written_to(client, home):
    assert client.post("/").status_code == 405
    assert client.get("/").status_code == 200


def test_there_is_no_editors_area_for_who_is_no_staff(client, home):
    client.force_login(UserFactory())
    for address in ("/admin/", "/admin/pages/", "/admin/users/", "/admin/no/such/"):
        assert client.get(address).status_code == 404, address
    client.logout()
    assert client.get("/admin/").status_code == 302
