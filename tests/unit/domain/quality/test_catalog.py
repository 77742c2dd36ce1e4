import re
from pathlib import Path

from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.quality.parameter import PARAMETERS

ROOT = Path(__file__).resolve().parents[4]
ROW = re.compile(r"^\| DQ-(\d{3}) \| (.*?) \| (.*?) \| (错|警|线索) \|$", re.MULTILINE)


def test_document_lists_the_rules_as_they_are():
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    shown = {int(number): rest for number, *rest in ROW.findall(page)}
    assert shown == {
        number: [rule.text, rule.original or "默认", rule.severity.value]
        for number, rule in RULES.items()
    }


def test_functions_are_named_by_their_rule():
    for number, rule in RULES.items():
        check = rule.home or rule.place
        assert number == rule.number
        assert check is None or check.__name__.startswith(f"dq_{number:03d}_")


def test_parameters_exist():
    used = {key for rule in RULES.values() for key in rule.parameters}
    assert used <= PARAMETERS.keys()
