from __future__ import annotations

import sys
from pathlib import Path

# The developer's commands are scripts: they import one another by bare name.
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "build"))
