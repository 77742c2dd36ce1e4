"""Failures a command can end with, and problems a parser or rule reports.

Problems are values (a parser returns all of them and goes on); failures are exceptions.
Every failure has a stable code, one Chinese sentence that says what happened and what to do,
and the facts behind it. The front ends show the sentence and exit with ``exit_code``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


class AppError(Exception):
    """A failure with a code (``E-XLS-003``), a Chinese sentence and the facts it names.

    ``message`` is a ``str.format`` template over ``facts``.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, message: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.message = message.format(**facts) if facts else message
        super().__init__(f"{code} {self.message}")


class UsageError(AppError):
    """The command was called wrongly."""

    exit_code = 2


class UserError(AppError):
    """The user can mend it: a bad file, a broken rule."""

    exit_code = 3


class EnvironmentProblem(AppError):
    """The machine is in the way: disk full, file locked, no permission."""

    exit_code = 4


class TrustError(AppError):
    """Signature, unknown signer, wrong recipient, wrong passphrase."""

    exit_code = 5


class Bug(AppError):
    """Our mistake."""

    exit_code = 70


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an input.

    ``path`` says where (``item[3].pass``, ``HC08``, ``第 4 行``), ``message`` is Chinese.
    """

    path: str
    code: str
    message: str


def refuse(problems: Iterable[Problem]) -> None:
    """Raise one ``UserError`` for all of ``problems``; nothing when there are none."""
    found = list(problems)
    if not found:
        return
    *others, last = (problem.message for problem in found)
    text = "；".join([*(message.removesuffix("。") for message in others), last])
    error = UserError(found[0].code, "{text}", text=text)
    error.facts = {"problems": [[p.path, p.code, p.message] for p in found]}
    raise error
