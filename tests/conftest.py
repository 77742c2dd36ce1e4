"""What every test runs under: no screen, and child processes that can import the checkout."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])
)
# Two slow cores are no reason to fail a property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
