"""The raw answers of one object while they are given: set, taken back, told apart from before."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.common.json_types import Json


class AnswerStack:
    """Answers by item code; ``undo`` takes back the last change, keystrokes in one field as one."""

    def __init__(self, answers: Mapping[str, Json] | None = None) -> None:
        self.answers: dict[str, Json] = dict(answers or {})
        self._past: list[tuple[str, Json]] = []
        self._open = ""

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def set(self, code: str, raw: Json, *, typing: bool = False) -> bool:
        """Give an answer, None for none; whether it is another one than before."""
        before = self.answers.get(code)
        if before == raw:
            return False
        if not (typing and self._open == code):
            self._past.append((code, before))
        self._open = code if typing else ""
        self._put(code, raw)
        return True

    def close(self) -> None:
        """What is typed from now on is a change of its own."""
        self._open = ""

    def undo(self) -> str:
        """Take back the last change; the code of its item, "" when there is none."""
        if not self._past:
            return ""
        self._open = ""
        code, before = self._past.pop()
        self._put(code, before)
        return code

    def _put(self, code: str, raw: Json) -> None:
        if raw is None or raw in ("", []):
            self.answers.pop(code, None)
        else:
            self.answers[code] = raw
