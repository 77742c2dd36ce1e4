"""What is said about a report that was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.cli.commands.report import tell
from qxn_desktop.services.reporting import Produced


@pytest.mark.parametrize(
    ("issued_on", "told"),
    [("2026-11-24", True), ("2026-11-30", True), ("2026-12-01", False), ("", False)],
)
def test_a_month_issued_before_its_end_is_told(
    capsys: pytest.CaptureFixture[str], issued_on: str, told: bool
) -> None:
    tell(Produced(Path("a.pdf"), 9, "", None, issued_on, as_issued=True), "2026-11")
    assert ("还没有过完" in capsys.readouterr().err) is told
