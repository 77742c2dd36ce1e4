"""Prints the recovery code for the sealed envelope."""

from __future__ import annotations

from pathlib import Path

from qxn_desktop.common.clock import Clock, today
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.services.exchange import machine_code


def envelope_pdf(unit: str, site: str, code: str, clock: Clock) -> bytes:
    """The sheet as a PDF in memory, for the printer: the code touches no disk."""
    # Fonts and the typesetter take their time; only this page needs them.
    from qxn_desktop.reports.envelope import Envelope, envelope_document  # noqa: PLC0415
    from qxn_desktop.reports.pdf import render_pdf  # noqa: PLC0415

    day = today(clock)
    sheet = Envelope(unit, machine_code(site), code, f"{day.year}年{day.month}月{day.day}日")
    return render_pdf(envelope_document(sheet)).data


def write_envelope(path: Path, unit: str, site: str, code: str, clock: Clock) -> None:
    """Write the sheet as a PDF. The code is nowhere else: print it and delete the file.

    Raises:
        EnvironmentProblem: the file cannot be written.
    """
    write_whole(path, envelope_pdf(unit, site, code, clock))
