"""Makes ``resources/icons``: picks and names icons of Fluent UI. A developer's tool, run by hand.

    python3 build/make_icons.py FOLDER

``FOLDER`` is the unpacked npm package ``@fluentui/svg-icons@1.1.343`` (``npm pack``). A file is
named by what it means in the program, not by what it shows: the table below is the one place that
knows both. ``app.svg`` is our own drawing and is left alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "icons"

FILLED_TOO = {
    "today", "checks", "ledger", "monitoring", "problems", "reports", "exchange", "settings",
    "done", "error", "warning", "info", "star", "circle",
}  # fmt: skip
"""Names that also come as ``NAME_filled``: pages chosen in the navigation, and states."""

ICONS = {
    # pages
    "today": "home",
    "checks": "clipboard_task",
    "ledger": "table",
    "monitoring": "people_community",
    "problems": "wrench",
    "reports": "document_text",
    "exchange": "arrow_swap",
    "settings": "settings",
    "orders": "task_list_ltr",
    # states
    "done": "checkmark_circle",
    "error": "error_circle",
    "warning": "warning",
    "info": "info",
    "question": "question_circle",
    "circle": "circle",
    "none": "subtract_circle",
    "clock": "clock",
    "star": "star",
    "flag": "flag",
    # actions
    "search": "search",
    "undo": "arrow_undo",
    "redo": "arrow_redo",
    "add": "add",
    "delete": "delete",
    "edit": "edit",
    "save": "save",
    "print": "print",
    "copy": "copy",
    "filter": "filter",
    "sort": "arrow_sort",
    "columns": "column_triple",
    "dismiss": "dismiss",
    "checkmark": "checkmark",
    "more": "more_horizontal",
    "open": "open",
    "link": "link",
    "send": "send",
    "refresh": "arrow_clockwise",
    "export": "arrow_export",
    "import": "arrow_import",
    "merge": "merge",
    "zoom_in": "zoom_in",
    "zoom_out": "zoom_out",
    "swap_person": "person_swap",
    "type_in": "clipboard_text_edit",
    # directions
    "up": "chevron_up",
    "down": "chevron_down",
    "left": "chevron_left",
    "right": "chevron_right",
    "back": "arrow_left",
    "forward": "arrow_right",
    # people and places
    "person": "person",
    "people": "people",
    "household": "home_person",
    "village": "building",
    "office": "building_government",
    "map": "map",
    "location": "location",
    # things
    "calendar": "calendar",
    "history": "history",
    "camera": "camera",
    "image": "image",
    "images": "image_multiple",
    "image_add": "image_add",
    "qr_code": "qr_code",
    "folder": "folder",
    "folder_open": "folder_open",
    "drive": "hard_drive",
    "usb": "usb_stick",
    "inbox": "mail_inbox",
    "backup": "archive",
    "pdf": "document_pdf",
    "sheet": "document_table",
    "new_document": "document_add",
    "figures": "data_histogram",
    "list": "text_bullet_list",
    # access
    "lock": "lock_closed",
    "unlock": "lock_open",
    "eye": "eye",
    "eye_off": "eye_off",
    "shield": "shield_checkmark",
    "key": "key",
    # help and looks
    "help": "book_question_mark",
    "keyboard": "keyboard",
    "light": "weather_sunny",
    "dark": "weather_moon",
    "bell": "alert",
}


def main() -> None:
    """Copy every icon of the table and say how many there are."""
    source = Path(sys.argv[1])
    [folder] = [path.parent for path in source.rglob("icons/home_24_regular.svg")]
    for old in TARGET.glob("*.svg"):
        if old.name != "app.svg":
            old.unlink()
    for name, original in ICONS.items():
        _copy(folder / f"{original}_24_regular.svg", TARGET / f"{name}.svg")
        if name in FILLED_TOO:
            _copy(folder / f"{original}_24_filled.svg", TARGET / f"{name}_filled.svg")
    print(f"{len(list(TARGET.glob('*.svg')))} icons")


def _copy(source: Path, target: Path) -> None:
    target.write_text(source.read_text(encoding="utf-8").strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
