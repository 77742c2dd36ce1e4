"""账账相符 by the command line."""

from __future__ import annotations

from tests.cli.driver import done, qxn

VILLAGE = "522327103200"


def test_two_books(tmp_path):
    root = tmp_path / "office"
    done("new", root, "--unit", "522327103000")
    done(
        "add", root, "household", f"village={VILLAGE}", "head_name=韦国明", "household_type=脱贫户"
    )
    done("add", root, "household", f"village={VILLAGE}", "head_name=王家华")
    sheet = tmp_path / "other.csv"
    sheet.write_text("村,户主姓名,户类型\n丫他村,韦国明,一般农户\n丫他村,罗成,一般农户\n", "utf-8")
    before = done("digest", root)
    found = done("compare", root, "household", sheet, "--out", tmp_path / "out.xlsx")
    assert (found["different"], found["only_here"], found["only_there"]) == (1, 1, 1)
    different = next(line for line in found["lines"] if line["kind"] == "different")
    assert different["differences"] == [
        {"field": "household_type", "title": "户类型", "here": "脱贫户", "there": "一般农户"}
    ]
    assert (tmp_path / "out.xlsx").stat().st_size > 0
    assert done("digest", root) == before
    assert qxn("compare", root, "household", tmp_path / "gone.csv").code == 3
