"""What this machine remembers between two starts: recent workspaces, theme, idle minutes, places.

One JSON file in ``data_folder()``, never inside a workspace and never sent anywhere. Keys that
this version does not know are kept; a value it cannot read falls back to its default and is
reported; a file that is no JSON is set aside under another name. Nothing here keeps the program
from starting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from qxn_desktop.common.errors import AppError, Problem
from qxn_desktop.common.whole_file import read_bounded, write_whole

FILE: Final = "preferences.json"
SET_ASIDE: Final = "preferences.damaged.json"
MOST_BYTES: Final = 1_000_000
MOST_RECENT: Final = 12
THEMES: Final = ("system", "light", "dark")
IDLE_MINUTES: Final = 10
"""默认: no rule says after how long a screen locks; 0 never."""
MOST_IDLE: Final = 240


@dataclass(frozen=True, slots=True)
class Recent:
    """A workspace that was open here. ``clerk`` unlocked it last; ``demo``: invented people."""

    path: str
    unit: str = ""
    clerk: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """Preferences of this machine.

    ``recent``: newest first. ``geometry``: the window's place as its toolkit wrote it (hex).
    ``folders``: by purpose, where a file was last read or written. ``others``: what another
    version wrote.
    """

    recent: tuple[Recent, ...] = ()
    theme: str = "system"
    idle_minutes: int = IDLE_MINUTES
    geometry: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Preferences and what was wrong with their file."""

    preferences: Preferences
    problems: tuple[Problem, ...] = ()


def load_preferences(folder: Path) -> Loaded:
    """The preferences in ``folder``; defaults where there are none."""
    path = folder / FILE
    if not path.is_file():
        return Loaded(Preferences())
    try:
        written = json.loads(read_bounded(path, MOST_BYTES))
    except (AppError, ValueError, RecursionError):
        written = None
    if not isinstance(written, dict):
        with suppress(OSError):
            path.replace(folder / SET_ASIDE)
        message = f"本机设置文件已损坏，已改名为 {SET_ASIDE} 并恢复默认；业务数据不受影响。"
        return Loaded(Preferences(), (Problem("", "E-WS-301", message),))
    return _read(written)


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write ``preferences`` whole or not at all.

    Raises:
        EnvironmentProblem: disk full, no permission.
    """
    written = {
        **preferences.others,
        "recent": [
            {"path": one.path, "unit": one.unit, "clerk": one.clerk, "demo": one.demo}
            for one in preferences.recent
        ],
        **{key: getattr(preferences, key) for key in _PLAIN},
    }
    text = json.dumps(written, ensure_ascii=False, indent=1)
    write_whole(folder / FILE, text.encode())


def with_recent(preferences: Preferences, opened: Recent) -> Preferences:
    """``preferences`` with ``opened`` as the newest workspace, each folder once."""
    rest = tuple(one for one in preferences.recent if one.path != opened.path)
    return replace(preferences, recent=(opened, *rest)[:MOST_RECENT])


def without_recent(preferences: Preferences, path: str) -> Preferences:
    """``preferences`` that no longer name the workspace at ``path``; the folder itself stays."""
    kept = tuple(one for one in preferences.recent if one.path != path)
    return replace(preferences, recent=kept)


def _read(written: dict[str, Any]) -> Loaded:
    problems = []
    values: dict[str, Any] = {}
    for key, fits in _PLAIN.items():
        if key not in written:
            continue
        if fits(written[key]):
            values[key] = written[key]
        else:
            problems.append(_unreadable(key))
    recent = _recent(written.get("recent", []))
    if recent is None:
        problems.append(_unreadable("recent"))
    known = {*_PLAIN, "recent"}
    others = {key: value for key, value in written.items() if key not in known}
    return Loaded(Preferences(recent or (), **values, others=others), tuple(problems))


def _recent(written: object) -> tuple[Recent, ...] | None:
    """The workspaces; None when the list itself, or anything in it, is none."""
    if not isinstance(written, list) or not all(map(_is_recent, written)):
        return None
    return tuple(
        Recent(one["path"], one.get("unit", ""), one.get("clerk", ""), one.get("demo", False))
        for one in written[:MOST_RECENT]
    )


def _is_recent(one: object) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("path"), str)
        and isinstance(one.get("unit", ""), str)
        and isinstance(one.get("clerk", ""), str)
        and isinstance(one.get("demo", False), bool)
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_folders(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


_PLAIN: Final[Mapping[str, Callable[[Any], bool]]] = {
    "theme": lambda value: value in THEMES,
    "idle_minutes": lambda value: type(value) is int and 0 <= value <= MOST_IDLE,
    "geometry": _is_text,
    "folders": _are_folders,
}
"""Whether what is written at a key can be its value."""

_TITLES: Final = {
    "theme": "外观",
    "idle_minutes": "自动锁定分钟数",
    "geometry": "窗口位置",
    "folders": "上次用的文件夹",
    "recent": "最近打开的数据",
}


def _unreadable(key: str) -> Problem:
    return Problem(key, "E-WS-302", f"本机设置里的“{_TITLES[key]}”无法识别，已按默认处理。")
