"""Take the scenes: ``python -m tests.screenshots [FOLDER] [--only WORD]``.

Each scale needs a process of its own: Qt reads it once. Without ``--all``, what is written is what
the repository keeps: every scene light and dark at 100 %, every page light at 150 %.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QWidget

from qxn_desktop.ui.style.theme import Look
from tests.screenshots.clipped_text import faults
from tests.screenshots.focus_walk import focus_faults
from tests.screenshots.scenes import PAGES, SCENES
from tests.screenshots.stage import Stage, put_on, raised

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images" / "window"
COLOURS, CLOSE = 256, 3
"""Of a picture, and how much two of them differ at least in one channel."""

LOOKS = 4

Colour = tuple[int, int, int]


def main(arguments: list[str]) -> int:
    """Take all scenes at both scales."""
    options = _options(arguments)
    if options.scale:
        if options.focus:
            return _focus(options)
        return _faults(options) if options.faults else _take(options)
    results = [child(scale, arguments).returncode for scale in ("1", "1.5")]
    return max(results)


def child(
    scale: str, arguments: list[str], *, captured: bool = False
) -> subprocess.CompletedProcess[str]:
    """This module in a process of its own, at a scale."""
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.screenshots", *arguments, "--scale", scale]
    output = subprocess.PIPE if captured else None
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, text=True, stdout=output)


def _options(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--only", default="", help="scenes with this in their name")
    parser.add_argument("--all", action="store_true", help="every scene at 150 %%, dark too")
    parser.add_argument("--faults", action="store_true", help="print what is clipped, as JSON")
    parser.add_argument("--focus", action="store_true", help="print what Tab misses, as JSON")
    parser.add_argument("--scale", choices=("1", "1.5"), default="")
    return parser.parse_args(arguments)


def _take(options: Namespace) -> int:

    big = options.scale != "1"
    few = big and not options.all
    looks = [Look.LIGHT] if big and not options.all else [Look.LIGHT, Look.DARK]
    options.folder.mkdir(parents=True, exist_ok=True)
    with raised(options.scale, for_pictures=True) as stage:
        for scene in SCENES:
            if options.only not in scene.name or (few and scene.name not in PAGES):
                continue
            for look in looks:
                put_on(stage, look)
                widget = scene.arrive(stage)
                stage.settle()
                ending = ("-dark" if look is Look.DARK else "") + ("-150" if big else "")
                path = options.folder / f"{scene.name}{ending}.png"
                path.write_bytes(_small_png(widget))
                print(path.name, path.stat().st_size // 1024, "KB", flush=True)
                stage.clear()
    return 0


def _faults(options: Namespace) -> int:
    """Print {scene: [fault …]} of every scene, light, at its size and at the smallest."""

    found: dict[str, list[str]] = {}
    with raised(options.scale) as stage:
        usual = stage.window.size()
        for scene in SCENES:
            if options.only not in scene.name:
                continue
            widget = scene.arrive(stage)
            stage.settle()
            told = _told(stage, widget)
            if widget is stage.window:
                widget.resize(widget.minimumSize())
                stage.settle()
                told += [f"smallest: {fault}" for fault in _told(stage, widget)]
                widget.resize(usual)
            found[scene.name] = told
            stage.clear()
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    return 0


def _focus(options: Namespace) -> int:
    """Print {scene: [fault …]} of a walk by Tab through every scene."""
    found: dict[str, list[str]] = {}
    with raised(options.scale) as stage:
        for scene in SCENES:
            if options.only not in scene.name:
                continue
            widget = scene.arrive(stage)
            stage.settle()
            found[scene.name] = [str(fault) for fault in focus_faults(widget, stage.settle)]
            stage.clear()
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    return 0


def _told(stage: Stage, widget: QWidget) -> list[str]:
    """What stays wrong: a busy machine may not have finished laying out at the first look."""
    for _ in range(LOOKS):
        found = [str(fault) for fault in faults(widget)]
        if not found:
            break
        time.sleep(0.05)
        stage.settle()
    return found


def _small_png(widget: QWidget) -> bytes:
    """The picture of a widget as a PNG with a palette."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    out = io.BytesIO()
    with Image.open(io.BytesIO(bytes(buffer.data().data()))) as image:
        _with_palette(image.convert("RGB")).save(out, "PNG", optimize=True)
    return out.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """In its most frequent colours exactly: Pillow's own methods tint flat surfaces."""
    counted = sorted(image.getcolors(1 << 24) or (), reverse=True)
    chosen: list[Colour] = []
    for _, colour in counted:
        if len(chosen) < COLOURS and all(_apart(colour, one) > CLOSE for one in chosen):
            chosen.append(colour)
    nearest = {
        colour: min(range(len(chosen)), key=lambda at: _apart(colour, chosen[at]))
        for _, colour in counted
    }
    flat = Image.new("P", image.size)
    flat.putpalette([channel for colour in chosen for channel in colour])
    flat.putdata([nearest[pixel] for pixel in image.get_flattened_data()])
    return flat


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
