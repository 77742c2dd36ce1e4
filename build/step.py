"""How a developer's command tells what it does, runs programs and fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""


class StepError(Exception):
    """A step failed; the text says what happened and what to do."""


def in_ci() -> bool:
    """Whether a machine reads the output, so that it is kept short."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def say(text: str) -> None:
    """One line about the step at hand."""
    print(f"==> {text}", flush=True)


def run_shown(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """The exit code of ``command``, run in the checkout with its output let through."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def run_quietly(what: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run ``command`` and show its output only when it fails.

    Raises:
        StepError: The program could not be started or exited non-zero.
    """
    started = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise StepError(f"{what}: cannot start {command[0]}: {error}") from error
    if done.returncode != 0:
        sys.stdout.flush()
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
        raise StepError(f"{what} failed (exit {done.returncode}): {' '.join(command)}")
    if not in_ci():
        say(f"{what}: ok, {time.monotonic() - started:.1f} s")
