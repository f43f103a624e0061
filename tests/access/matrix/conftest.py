"""What ``make access`` says at its end."""

from tests.access.matrix import mutants
from tests.access.matrix.asking import METHODS
from tests.access.matrix.deeds import DEEDS
from tests.access.matrix.readers import READERS
from tests.access.matrix.table import EDITORS_AREA, addresses, rows


def pytest_terminal_summary(terminalreporter, config):
    """Say what was asked, where all of it was asked."""
    if config.option.markexpr == "not access":
        return
    everywhere = list(addresses())
    public = [address for address in everywhere if not address.route.startswith(EDITORS_AREA)]
    readers, broken = len(READERS), len(list(mutants.rules())) + len(list(mutants.doors()))
    lines = [
        f"{len(everywhere)} addresses: {len(public)} in {len(rows('public'))} rows x {readers} readers x "
        f"{len(METHODS)} methods, {len(everywhere) - len(public)} of the editors' area",
        f"{len(DEEDS)} deeds x {readers} readers, {broken} rules and queries broken one at a time",
    ]
    failed = sum(len(terminalreporter.stats.get(outcome, ())) for outcome in ("failed", "error"))
    lines.append(
        f"{failed} tests found something wrong" if failed else "0 mismatches, 0 leaks, no break unnoticed"
    )
    terminalreporter.section("access")
    for line in lines:
        terminalreporter.line(line)
