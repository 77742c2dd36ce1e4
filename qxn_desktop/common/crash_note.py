"""A failure of ours, noted in a local file for the technician: no values, no personal data."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from qxn_desktop import __version__
from qxn_desktop.common.errors import EnvironmentProblem
from qxn_desktop.common.paths import log_folder


def write_crash_note(error: BaseException) -> Path | None:
    """Write where ``error`` happened; None where nothing can be written.

    Kinds of errors and places in the program only: a message could hold somebody's number.
    """
    now = datetime.now(UTC)
    lines = [f"qxn_desktop {__version__}", now.isoformat(timespec="seconds")]
    seen: BaseException | None = error
    told: set[int] = set()  # an exception can, by "raise x from x", be its own cause
    while seen is not None and id(seen) not in told:
        told.add(id(seen))
        lines.append(type(seen).__qualname__)
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    try:
        path = log_folder() / f"crash-{now:%Y%m%dT%H%M%S%f}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except (OSError, EnvironmentProblem):
        return None
    return path
