"""What the documents say against the source: paths, commands, lengths."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOP = "qxn_desktop|resources|tests|build|docs|\\.ci"
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(rf"(?:(?:{TOP})/[\w./*-]*|[\w/-]+\.(?:py|md|toml|txt|ttf|csv))", re.ASCII)
MADE = {"backup.json", "workspace.json", "answers.json"}
"""Files that a workspace or a reader makes."""
IMAGE_BYTES = 300 * 1024
ARCHITECTURE_LINES = 150
DOMAIN_LINES = 300
ADR_LINES = 60


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def parts(text: str) -> Iterator[str]:
    """What stands in backticks, cut at spaces."""
    for code in CODE.findall(text):
        yield from code.split()


def paths(text: str) -> set[str]:
    """Files and folders of this repository that ``text`` names in backticks."""
    bare = (part.strip(".,:;()") for part in parts(text))
    return {part for part in bare if PATH.fullmatch(part) and "FILE" not in part}


def exists(page: Path, path: str) -> bool:
    """From the root, or as ARCHITECTURE writes it: from the package, or by its file name alone."""
    roots = (ROOT, ROOT / "qxn_desktop", page.parent)
    return any(any(root.glob(path)) for root in roots) or any(
        found.name == path for folder in ("qxn_desktop", "build") for found in files(folder)
    )


def files(folder: str) -> Iterator[Path]:
    return (ROOT / folder).rglob("*.py")


def leaves(parser: argparse.ArgumentParser, above: str = "") -> dict[str, argparse.ArgumentParser]:
    """Every command that can be run, such as ``clerk add``, with its parser."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        return {above: parser}
    found: dict[str, argparse.ArgumentParser] = {}
    for group in groups:
        for word, child in group.choices.items():
            found |= leaves(child, f"{above} {word}".strip())
    return found


COMMANDS = leaves(build_parser())


def command_of(words: list[str]) -> str:
    """The command that the words after ``qxn`` begin with; "" for none."""
    for length in (2, 1):
        if " ".join(words[:length]) in COMMANDS:
            return " ".join(words[:length])
    return ""


def shown_commands(text: str) -> Iterator[str]:
    """What follows ``qxn`` at the beginning of a line of a code block, or in backticks."""
    yield from re.findall(r"^\s*(?:\$ )?qxn +(.+)$", text, re.MULTILINE)
    yield from re.findall(r"`qxn +([^`]+)`", text)


def documented() -> dict[str, str]:
    """The rows of docs/cli.md: command → its first cell."""
    rows: dict[str, str] = {}
    for line in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `qxn "):
            cell = re.split(r"(?<!\\)\|", line)[1]
            words = " ".join(CODE.findall(cell)).split()[1:]
            rows[command_of(words) or " ".join(words)] = cell
    return rows


def test_architecture_is_short():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert text.count("\n") <= ARCHITECTURE_LINES


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_named_files_are_there(page):
    named = paths(page.read_text(encoding="utf-8")) - MADE
    assert [path for path in sorted(named) if not exists(page, path)] == []


def test_the_check_of_paths_bites():
    text = "`store/no_such.py` and `resources/registers/*.toml`, `docs/sync.md`, `new WS`"
    named = paths(text)
    assert named == {"store/no_such.py", "resources/registers/*.toml", "docs/sync.md"}
    assert [p for p in sorted(named) if not exists(ROOT / "README.md", p)] == ["store/no_such.py"]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_shown_commands_exist(page):
    shown = list(shown_commands(page.read_text(encoding="utf-8")))
    strange = [line for line in shown if not command_of(line.split())]
    assert [line for line in strange if not line.startswith(("--help", "--version"))] == []


def test_every_command_is_documented_and_every_documented_one_exists():
    assert set(documented()) == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_options_of_a_command_are_documented(command):
    cell = documented().get(command, "")
    actions = COMMANDS[command]._actions
    options = {max(a.option_strings, key=len) for a in actions if a.option_strings}
    options -= {"--help", "--json", "--clerk"}
    assert set(re.findall(r"--[a-z][a-z-]*", cell)) == options


def test_every_area_of_codes_is_explained():
    source = "\n".join(path.read_text(encoding="utf-8") for path in files("qxn_desktop"))
    areas = set(re.findall(r'"(E-[A-Z]{2,4})-\d{3}"', source))
    listed = set(re.findall(r"`(E-[A-Z]+)`", (ROOT / "docs/cli.md").read_text(encoding="utf-8")))
    assert areas == listed


CITED = re.compile(r"docs/domain\.md ([A-Z](?:\.\d+|\d+)?)\b")
SOURCE_KEY = re.compile(r"\[(S\d+)\]")


def clauses(page: str) -> set[str]:
    """The clauses of docs/domain.md: its headings, and the rows that begin with a number."""
    headings = re.findall(r"^##+ ([A-Z](?:\.\d+)?) ", page, re.MULTILINE)
    return {*headings, *re.findall(r"^\| ([A-Z]\d+) \|", page, re.MULTILINE)}


def domain_page() -> str:
    return (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")


def citing() -> str:
    """All source that may cite the page."""
    parts = [*files("qxn_desktop"), *(ROOT / "resources").rglob("*.toml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in parts)


def test_cited_clauses_of_the_domain_are_there():
    cited = set(CITED.findall(citing()))
    assert cited
    assert cited - clauses(domain_page()) == set()


def test_nothing_cites_the_domain_by_another_name():
    assert re.findall(r"\bDOMAIN [A-Z][.\d].*", citing()) == []


def test_the_check_of_clauses_bites():
    cited = set(CITED.findall("(docs/domain.md A.3); docs/domain.md A02, docs/domain.md K.9."))
    assert cited == {"A.3", "A02", "K.9"}
    assert cited - clauses("### A.3 双台账\n| A02 | 一 |\n") == {"K.9"}


def test_sources_of_the_domain_are_listed_and_used():
    facts, sources = domain_page().split("## 来源\n")
    listed = re.findall(r"\*\*(S\d+)\*\*", sources)
    assert len(listed) == len(set(listed))
    assert set(SOURCE_KEY.findall(facts)) == set(listed)
    assert set(SOURCE_KEY.findall(citing())) <= set(listed)


@pytest.mark.parametrize("path", sorted((ROOT / "resources/templates").glob("*.toml")), ids=name)
def test_settings_and_frequencies_have_their_place_in_the_domain(path):
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    named = {f"`{shipped['id']}.{entry['key']}`" for entry in shipped.get("setting", ())}
    named |= {f"`{entry['id']}`" for entry in shipped["frequency"]}
    assert {part for part in named if part not in domain_page()} == set()


def test_the_domain_is_short_and_names_no_address():
    page = domain_page()
    assert page.count("\n") <= DOMAIN_LINES
    assert "://" not in page


def test_decisions_are_listed_dated_and_short():
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        text = page.read_text(encoding="utf-8")
        assert f"({page.name})" in index
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}\.", text, re.MULTILINE), page.name
        assert text.count("\n") <= ADR_LINES
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, page.name


def test_images_are_small():
    images = (ROOT / "docs").rglob("*.png")
    assert [name(path) for path in images if path.stat().st_size > IMAGE_BYTES] == []
