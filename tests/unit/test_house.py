"""Rules of the house that no tool checks, read off the source."""

from __future__ import annotations

import ast
import re
import string
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST, LONGEST_TESTS = 450, 600
"""Lines of a file; tests of one page share what they stand on, and are read one by one."""
CODE = re.compile(r"E-[A-Z]{2,4}-\d{3}\Z")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MODE = re.compile(r"[rwaxbt+]{1,3}\Z")
FAILURES = {"UsageError", "UserError", "EnvironmentProblem", "TrustError", "Bug", "AppError"}


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@dataclass(frozen=True)
class Message:
    """A call that names a code, and the text beside it."""

    where: str
    code: str
    text: ast.expr
    call: ast.Call

    @property
    def template(self) -> str:
        return self.text.value if _is_text(self.text) else ast.unparse(self.text)


def read(*folders: str) -> list[Source]:
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [Source(path, text, ast.parse(text, str(path))) for path, text in texts.items()]


def called(call: ast.Call) -> str:
    """The last part of what is called: ``open`` for ``path.open(…)``."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def messages(sources: list[Source]) -> list[Message]:
    """Every call with a code and, right after it, a message; whatever is called."""
    return [
        Message(source.at(call), code.value, text, call)
        for source in sources
        for call in source.calls()
        for code, text in zip(call.args, call.args[1:], strict=False)
        if _is_text(code) and CODE.match(code.value)
    ]


def placeholders(template: str) -> set[str]:
    names = (name for _text, name, _spec, _conversion in string.Formatter().parse(template))
    return {re.split(r"[.\[]", name)[0] for name in names if name is not None}


def imported(source: Source) -> set[str]:
    """Top-level names of what ``source`` imports."""
    names: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def pins(lock: str) -> dict[str, str]:
    """Distribution → version of a lock file."""
    text = (ROOT / "build" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==([^\s;]+)", text, re.MULTILINE))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


PRODUCT = read("qxn_desktop")
BUILD = read("build")
TESTS = read("tests")
MESSAGES = messages(PRODUCT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_rules_see_the_messages():
    assert {"E-RES-001", "E-RES-002"} <= {message.code for message in MESSAGES}


def test_code_has_one_message():
    seen = defaultdict(lambda: defaultdict(list))
    for message in MESSAGES:
        seen[message.code][message.template].append(message.where)
    assert {code: dict(texts) for code, texts in seen.items() if len(texts) > 1} == {}


def test_message_is_chinese():
    plain = [m for m in MESSAGES if isinstance(m.text, ast.Constant | ast.JoinedStr)]
    assert [(m.where, m.template) for m in plain if not CHINESE.search(m.template)] == []


def test_code_is_well_formed():
    codes = [
        (source.at(call), call.args[0].value)
        for source in PRODUCT
        for call in source.calls()
        if called(call) in FAILURES and call.args and _is_text(call.args[0])
    ]
    assert [found for found in codes if not CODE.match(found[1])] == []


def test_facts_of_a_message_are_given():
    faults = []
    for message in MESSAGES:
        given = {keyword.arg for keyword in message.call.keywords}
        if called(message.call) in FAILURES and _is_text(message.text) and None not in given:
            lacking = placeholders(message.template) - given
            faults += [f"{message.where}: {{{name}}}" for name in sorted(lacking)]
    assert faults == []


def test_nothing_is_evaluated():
    found = [
        source.at(call)
        for source in PRODUCT + BUILD
        for call in source.calls()
        if isinstance(call.func, ast.Name) and call.func.id in {"eval", "exec", "compile"}
    ]
    assert found == []


def test_module_says_what_it_is():
    lacking = [str(s.path) for s in PRODUCT + BUILD if not ast.get_docstring(s.tree)]
    assert lacking == []


def test_file_is_not_too_long():
    long = [str(s.path) for s in PRODUCT + BUILD if s.text.count("\n") > LONGEST]
    long += [str(s.path) for s in TESTS if s.text.count("\n") > LONGEST_TESTS]
    assert long == []


def test_folder_of_modules_is_a_package():
    folders = {source.path.parent for source in PRODUCT}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_text_files_are_opened_with_their_encoding():
    # Otherwise it is the code page of the machine: GBK on a Chinese Windows.
    found = [
        source.at(call)
        for source in PRODUCT + BUILD
        for call in source.calls()
        if _opens_text(call)
        and not _opens_a_dialog(source, call)
        and "encoding" not in {keyword.arg for keyword in call.keywords}
    ]
    assert found == []


def _opens_a_dialog(source: Source, call: ast.Call) -> bool:
    """``dialog.open()`` of the window, which reads no file by ``path.open()``."""
    return "ui" in source.path.parts and called(call) == "open" and not call.args


def _opens_text(call: ast.Call) -> bool:
    name = called(call)
    if name in {"read_text", "write_text"}:
        return len(call.args) <= ["read_text", "write_text"].index(name)  # else given by place
    if name != "open":
        return False
    of_an_object = isinstance(call.func, ast.Attribute)  # path.open(mode), else open(path, mode)
    given = [k.value for k in call.keywords if k.arg == "mode"]
    given += call.args[0 if of_an_object else 1 :]
    if given and of_an_object and not (_is_text(given[0]) and MODE.match(given[0].value)):
        return False  # an archive's open(name), a picture's open(path)
    return not (given and _is_text(given[0]) and "b" in given[0].value)


def test_domain_asks_no_clock_and_opens_nothing():
    found = [
        source.at(call)
        for source in PRODUCT
        if source.path.is_relative_to(ROOT / "qxn_desktop" / "domain")
        for call in source.calls()
        if called(call) in {"now", "today", "utcnow", "open", "print", "input", "uuid4", "new_id"}
    ]
    assert found == []


def test_developers_command_needs_only_the_standard_library():
    modules = {source.path.stem: source for source in BUILD}
    reached, waiting = set(), {"dev"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        foreign = imported(modules[name]) - sys.stdlib_module_names
        assert foreign <= modules.keys(), f"build/{name}.py"
        waiting |= foreign - reached
    assert {"dev", "virtual_environment", "debian_package", "step"} <= reached


def test_every_library_of_the_product_is_declared():
    declared = {canonical(line.partition("==")[0]) for line in PROJECT["project"]["dependencies"]}
    owners = packages_distributions()
    foreign = {name for source in PRODUCT for name in imported(source)}
    foreign -= sys.stdlib_module_names | {"qxn_desktop"}
    undeclared = {n for n in foreign if not declared & set(map(canonical, owners.get(n, [])))}
    # PySide6 is the name of a folder that four distributions share; shiboken6 is one of the four.
    assert undeclared - {"PySide6", "shiboken6"} == set()


def test_locks_hold_what_the_project_asks_for():
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    asked = PROJECT["project"]["dependencies"]
    more = PROJECT["dependency-groups"]["dev"]
    assert all("==" in line for line in asked + more)
    for lines, lock in ((asked, run), (asked + more, dev)):
        wanted = {canonical(line.split("==")[0]): line.split("==")[1] for line in lines}
        assert wanted.items() <= lock.items()
    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_is_hashed_and_names_no_host(lock):
    text = (ROOT / "build" / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text
