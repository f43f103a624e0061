"""Check the types of the modules where a wrong one would cost most.

These are each app's services, permissions and querysets, and what all apps build on in the core. The list is by
name, so that a new app's modules are checked from the day they are written.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("network", "cities", "knowledge", "working_groups")
NAMES = ("services.py", "permissions.py", "querysets.py")
CORE = ("visibility.py", "registry.py", "entries.py", "facts.py")


def modules() -> list[str]:
    """Return the paths of the modules to check."""
    named = [path for app in APPS for name in NAMES for path in sorted((ROOT / app).rglob(name))]
    core = [ROOT / "network" / "core" / name for name in CORE]
    return [str(path.relative_to(ROOT)) for path in [*core, *named]]


if __name__ == "__main__":
    command = [sys.executable, "-m", "mypy", *modules()]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603
