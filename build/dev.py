"""The developer's commands, standard library only, on Debian 12 and Windows.

    python3 build/dev.py run [ARGUMENTS]     open the program's window (without a screen: ``day``)
    python3 build/dev.py day [ARGUMENTS]     walk a clerk's day by the command line, under out/
    python3 build/dev.py test [ARGUMENTS]    check, then pytest with ARGUMENTS
    python3 build/dev.py check               lint, format, types, import contracts, file guard
    python3 build/dev.py bench [ARGUMENTS]   benchmarks against their baselines
    python3 build/dev.py screenshots [FOLDER]  every page and dialog, into docs/images/window

Every command first sees to the virtual environment (.venv) and to Debian's Qt libraries.
"""

from __future__ import annotations

import os
import sys
from argparse import REMAINDER, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import NamedTuple

import debian_package
import virtual_environment
from step import ROOT, StepError, in_ci, run_quietly, run_shown, say

OLDEST_PYTHON = (3, 11)
TEST_WORKERS = 2


class Command(NamedTuple):
    """One developer's command: takes the remaining arguments, gives the exit code."""

    run: Callable[[list[str]], int]
    needs_qt: bool
    help: str


def run_program(arguments: list[str]) -> int:
    """Open the program's window, as a clerk does; where there is no screen, walk the day."""
    if not _has_screen():
        say("no screen here (DISPLAY is not set): walking the day by the command line instead")
        return run_day(arguments)
    command = [*_module("qxn_desktop"), *arguments]
    return run_shown(command, virtual_environment.child_environment())


def run_day(arguments: list[str]) -> int:
    """Walk a clerk's day on a real township and say where its results lie."""
    folder = ROOT / "out" / "day"
    folder.parent.mkdir(exist_ok=True)
    program = [str(virtual_environment.python()), str(ROOT / "build" / "clerk_day.py")]
    command = [*program, "--out", str(folder), *arguments]
    return run_shown(command, virtual_environment.child_environment())


def run_tests(arguments: list[str]) -> int:
    """Check the source, then run pytest; ``-n 0`` in ``arguments`` runs it in one process."""
    run_checks([])
    say("pytest")
    short = ["--no-header", "-q"] if in_ci() else []
    command = [*_module("pytest"), "-n", str(TEST_WORKERS), *short, *arguments]
    return run_shown(command, _offscreen())


def run_checks(_arguments: list[str]) -> int:
    """Lint, format, types, contracts and file guard; all of them, even after one failed."""
    ruff = virtual_environment.program("ruff")
    checks = {
        "ruff check": [ruff, "check", "--quiet"],
        "ruff format": [ruff, "format", "--check", "--quiet"],
        "mypy": _module("mypy"),
        "lint-imports": [virtual_environment.program("lint-imports")],
        "file guard": [str(virtual_environment.python()), "build/file_guard.py"],
    }
    failures: list[str] = []
    for name, command in checks.items():
        try:
            run_quietly(name, command, virtual_environment.child_environment())
        except StepError as error:
            failures.append(str(error))
    if failures:
        raise StepError("\n".join(failures))
    return 0


def run_benchmarks(arguments: list[str]) -> int:
    """Measure, side by side with each benchmark's baseline."""
    return run_shown([*_module("tests.benchmarks"), *arguments], _offscreen())


def run_screenshots(arguments: list[str]) -> int:
    """Take a picture of every page and dialog, light and dark, at 100 % and 150 %."""
    return run_shown([*_module("tests.screenshots"), *arguments], _offscreen())


COMMANDS = {
    "run": Command(run_program, True, "open the program's window"),
    "day": Command(run_day, True, "walk a clerk's day by the command line, under out/"),
    "test": Command(run_tests, True, "check, then pytest"),
    "check": Command(run_checks, False, "lint, format, types, import contracts, file guard"),
    "screenshots": Command(run_screenshots, True, "pictures of every page and dialog"),
    "bench": Command(run_benchmarks, True, "benchmarks against their baselines"),
}


def main(arguments: list[str]) -> int:
    """Run one command; its exit code, or 1 when a step before or in it failed."""
    if sys.version_info < OLDEST_PYTHON:
        print(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed", file=sys.stderr)
        return 1
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=REMAINDER)
    chosen = parser.parse_args(arguments)
    command = COMMANDS[chosen.command]
    try:
        debian_package.provide(qt=command.needs_qt)
        virtual_environment.provide()
        return command.run(chosen.arguments)
    except StepError as error:
        print(f"dev.py {chosen.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _module(name: str) -> list[str]:
    return [str(virtual_environment.python()), "-m", name]


def _offscreen() -> dict[str, str]:
    return virtual_environment.child_environment(QT_QPA_PLATFORM="offscreen")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
