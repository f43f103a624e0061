"""A calendar program that people use subscribes to the running portal, and sees what changes there."""

import os
import re
import subprocess
import sys
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.test_groups import SOON, call, open_group

PROGRAMS = ("khal==0.14.1", "vdirsyncer==0.21.0")
CONFIG = """
[general]
status_path = "{folder}/status/"

[pair portal]
a = "portal_here"
b = "portal_there"
collections = null
conflict_resolution = "b wins"

[storage portal_here]
type = "filesystem"
path = "{folder}/meetings/"
fileext = ".ics"

[storage portal_there]
type = "http"
url = "{address}"
"""
KHAL = """
[calendars]
[[portal]]
path = {folder}/meetings/
readonly = True

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}

[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """Return the folder of the calendar programs, in an environment of their own."""
    folder = tmp_path_factory.mktemp("calendar-programs")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PROGRAMS]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"khal and vdirsyncer cannot be had from the registry: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    return folder / "bin"


class Program:
    """vdirsyncer that subscribes to an address, and khal that reads what it brings."""

    def __init__(self, programs: Path, folder: Path, address: str, zone: str) -> None:
        """Write what both are told."""
        self.programs, self.folder = programs, folder
        (folder / "sync.conf").write_text(CONFIG.format(folder=folder, address=address))
        (folder / "khal.conf").write_text(KHAL.format(folder=folder, zone=zone))
        (folder / "meetings").mkdir()
        self.run("vdirsyncer", "--config", "sync.conf", "discover")

    def run(self, name: str, *arguments: str) -> str:
        """Run a program, and return what it prints."""
        done = subprocess.run(
            [self.programs / name, *arguments],
            cwd=self.folder,
            env=os.environ | {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def hours_of(self, title: str) -> list[str]:
        """Fetch what is new, and return when the meetings of a title begin."""
        self.run("vdirsyncer", "--config", "sync.conf", "sync")
        options = ("--day-format", "", "--format", "{start} {title}")
        lines = self.run("khal", "-c", "khal.conf", "list", *options, "today", "90d").splitlines()
        return [line.removesuffix(title).strip() for line in lines if line.endswith(title)]


def test_a_program_that_subscribes_sees_a_series_a_move_and_a_cancellation(
    at_desk, open_context, portal, programs, tmp_path
):
    tag = uuid.uuid4().hex[:6]
    title = f"Costs {tag}"
    page = at_desk("moderator")
    group = open_group(page, f"Halls {tag}")
    call(page, group, title, rhythm="weekly", times=3)
    first = page.url
    page.get_by_role("link", name="Change", exact=True).click()
    zone = page.locator("[name=time_zone]").input_value()
    page.goto("/calendar/")
    button = page.get_by_role("button", name="For all your meetings")
    if button.count():
        button.click()
    path = re.search(r"/calendar/\w+\.ics", page.locator("main").inner_text())[0]
    program = Program(programs, tmp_path, f"{portal}{path}", zone)
    days = [date.fromisoformat(SOON) + timedelta(weeks=week) for week in range(3)]
    assert program.hours_of(title) == [f"{day} 14:00" for day in days]

    page.goto(first)
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Begins at").fill("16:30")
    page.get_by_role("button", name="Save and tell everybody").click()
    expect(page.get_by_text("everybody concerned is told")).to_be_visible()
    assert program.hours_of(title) == [f"{days[0]} 16:30", f"{days[1]} 14:00", f"{days[2]} 14:00"]

    page.goto(f"{group}meetings/")
    page.get_by_role("link", name=title).nth(1).click()
    page.get_by_role("link", name="Call off").click()
    page.get_by_label("Reason").fill("The hall is flooded.")
    page.get_by_role("button", name="Call the meeting off").click()
    expect(page.get_by_text("The hall is flooded.")).to_be_visible()
    assert program.hours_of(title) == [f"{days[0]} 16:30", f"{days[2]} 14:00"]
