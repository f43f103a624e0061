"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
axe = Axe()


def barriers(page) -> list[str]:
    """Return what axe finds on the page as it is now, one line a rule."""
    found = axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in found
    ]
