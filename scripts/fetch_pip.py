"""Put pip into the environment that runs this file, for Pythons that come without ensurepip.

The wheel is fetched from the Python Package Index and checked against the hash written here.
"""

import hashlib
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

WHEEL = "pip-26.3-py3-none-any.whl"
ADDRESS = f"https://files.pythonhosted.org/packages/py3/p/pip/{WHEEL}"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> int:
    """Return pip's exit status, or 1 when the wheel cannot be had."""
    try:
        with urllib.request.urlopen(ADDRESS, timeout=60) as answer:
            wheel = answer.read()
    except OSError as error:
        print(f"{ADDRESS}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    if hashlib.sha256(wheel).hexdigest() != SHA256:
        print(f"{ADDRESS} is not the file that was expected", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / WHEEL
        path.write_bytes(wheel)
        install = [sys.executable, str(path / "pip"), "install", "--quiet", "--no-index", str(path)]
        return subprocess.run(install, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
