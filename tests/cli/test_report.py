"""``reports`` and ``report`` on the command line."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.cli.driver import done, new, qxn

MONTH = "2026-10"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = new(tmp_path_factory.mktemp("cli") / "ws")
    done("setting", "set", root, "start_date", "2026-09-15", "--basis", "镇党政办会议")
    done("setting", "set", root, "report_head", "岑䶮堃")
    return root


def test_the_reports_are_listed_without_a_workspace():
    assert done("reports") == [{"id": "monthly", "title": "人居环境整治与防返贫监测月报"}]


def test_a_report_is_written_whole(workspace, tmp_path):
    pdf, word = tmp_path / "月报.pdf", tmp_path / "月报.docx"
    made = done(
        "report", workspace, "monthly", "--period", MONTH, "--out", pdf, "--docx", word,
        "--reviewer", "王𬱖",
    )  # fmt: skip
    data = pdf.read_bytes()
    assert made["path"] == str(pdf)
    assert made["sha256"] == hashlib.sha256(data).hexdigest()
    assert data.startswith(b"%PDF-")
    assert made["pages"] > 1
    assert made["docx"] == str(word)
    assert word.read_bytes().startswith(b"PK")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["月报.docx", "月报.pdf"]


def test_an_issued_month_is_corrected_only_with_a_reason(workspace, tmp_path):
    base = ("report", workspace, "monthly", "--period", "2026-09", "--out", tmp_path / "a.pdf")
    issued = done(*base, "--issue")
    assert (issued["number"], issued["as_issued"]) == (1, True)
    again = qxn(*base, "--issue")
    assert (again.code, again.error["code"]) == (3, "E-REP-023")
    assert done(*base)["sha256"] == issued["sha256"]
    corrected = done(*base, "--correct", "负责人写错", "--head", "别人")
    assert corrected["number"] == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("yearly", "--period", MONTH), "E-REP-001"),
        (("monthly", "--period", "2026-13"), "E-TSK-001"),
        (("monthly", "--period", "2999-01"), "E-REP-022"),
    ],
)
def test_what_does_not_exist_is_refused_in_words(workspace, tmp_path, arguments, code):
    ran = qxn("report", workspace, *arguments, "--out", tmp_path / "a.pdf")
    assert (ran.code, ran.error["code"]) == (3, code)
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_issued(workspace, tmp_path):
    before = done("digest", workspace)
    for out, code in ((tmp_path / "nowhere" / "a.pdf", 4), (tmp_path, 3)):
        ran = qxn("report", workspace, "monthly", "--period", MONTH, "--issue", "--out", out)
        assert ran.code == code
    assert done("digest", workspace) == before


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(workspace, tmp_path):
    tmp_path.chmod(0o500)
    ran = qxn("report", workspace, "monthly", "--period", MONTH, "--out", tmp_path / "a.pdf")
    tmp_path.chmod(0o700)
    assert (ran.code, ran.error["code"]) == (4, "E-IO-054")
