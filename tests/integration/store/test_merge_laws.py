"""Three sites, any order, duplicates, gaps, deletes, events: same digests, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.causality import Before
from qxn_desktop.domain.fold import Replayed
from qxn_desktop.domain.operation import Draft, Event, Kind
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.store.schema import Schema
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import HOUSEHOLD, NOON, VILLAGE, new_door, runs_of, sent

PROBLEM = RegisterSpec(
    id="problem",
    title="问题",
    fields=(FieldSpec("title", "标题", "text"), FieldSpec("state", "状态", "text", derived=True)),
)


MEMBER = RegisterSpec(
    id="member",
    title="成员",
    fields=(FieldSpec("home", "户", "ref", ref="household"), FieldSpec("name", "姓名", "text")),
)


def last_event_wins_but_branches_show(
    values: Mapping[str, Json], events: Sequence[Event], before: Before
) -> Replayed:
    """The simplest machine with conflicts: unseen other events are branches."""
    heads = [e for e in events if not any(before(e.id, o.id) for o in events)]
    state = "/".join([str(values.get("title")), *(e.name for e in events)])
    return Replayed({"state": state}, (tuple(heads),) if len(heads) > 1 else ())


LAWS = Schema(
    {"household": HOUSEHOLD, "member": MEMBER, "problem": PROBLEM},
    {"problem": last_event_wins_but_branches_show},
)

SITES = st.integers(0, 2)
ROWS = st.sampled_from(["r1", "r2", "r3"])
VALUES = st.one_of(st.none(), st.integers(0, 2))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), SITES, ROWS, st.sampled_from(["people", "zz"]), VALUES),
        st.tuples(st.just("delete"), SITES, ROWS),
        st.tuples(st.just("undelete"), SITES, ROWS),
        st.tuples(st.just("alias"), SITES, ROWS, ROWS),
        st.tuples(st.just("member"), SITES, st.sampled_from(["m1", "m2"]), ROWS),
        st.tuples(st.just("problem"), SITES, ROWS, st.sampled_from(["a", "b"])),
        st.tuples(st.just("event"), SITES, ROWS, st.sampled_from(["assign", "close"])),
        st.tuples(st.just("send"), SITES, SITES, st.integers(0, 3)),
        st.tuples(st.just("part"), SITES, SITES, SITES),
        st.tuples(st.just("clock"), SITES, st.integers(-4000, 4000)),
    ),
    max_size=24,
)


class Trio:
    """Three sites of one unit, opened without a passphrase's cost."""

    def __init__(self, template: Path, key: bytes, root: Path) -> None:
        self.clocks = [FixedClock(NOON) for _ in range(3)]
        self.sites: list[Workspace] = []
        for number, clock in enumerate(self.clocks):
            folder = root / str(number)
            shutil.copytree(template, folder)
            ws = open_with_key(folder, key, Session(f"员{number}", lambda _unit: LAWS, clock))
            ws.site, ws.epoch = f"site{number}", "1"
            self.sites.append(ws)
        self.written = 0

    def step(self, step: tuple[object, ...]) -> None:  # noqa: C901 - one case a kind
        match step:
            case ("put", int(site), str(row), str(field), value):
                draft = Draft("household", row, Kind.PUT, {field: value}, VILLAGE)  # type: ignore[dict-item]
                self.write(site, draft)
            case ("delete", int(site), str(row)):
                self.write(site, Draft("household", row, Kind.DELETE, {}, VILLAGE))
            case ("undelete", int(site), str(row)):
                self.write(site, Draft("household", row, Kind.UNDELETE))
            case ("alias", int(site), str(row), str(target)):
                self.write(site, Draft("household", row, Kind.ALIAS, {"into": target}, VILLAGE))
            case ("member", int(site), str(row), str(home)):
                self.write(site, Draft("member", row, Kind.PUT, {"home": home}))
            case ("problem", int(site), str(row), str(title)):
                self.write(site, Draft("problem", row, Kind.PUT, {"title": title}))
            case ("event", int(site), str(row), str(name)):
                self.write(site, Draft("problem", row, Kind.EVENT, {"event": name, "facts": {}}))
            case ("send", int(source), int(target), int(skip)):
                self.send(source, target, skip)
            case ("part", int(source), int(target), int(author)):
                self.send(source, target, author=author)
            case ("clock", int(site), int(days)):
                self.clocks[site].advance(days=days)

    def write(self, site: int, draft: Draft) -> None:
        try:
            self.sites[site].write([draft])
        except UserError:
            return  # a row deleted there

    def send(self, source: int, target: int, skip: int = 0, author: int | None = None) -> None:
        """Everything but the first ``skip`` operations of each chain: late, early, twice.

        With ``author``, only what that site wrote: without what it had seen of others.
        """
        here = self.sites[source]
        runs = [
            run
            for run in runs_of(here, dict.fromkeys(here.log.chains, skip))
            if author is None or run.chain.site == f"site{author}"
        ]
        self.sites[target].merge(runs, sent("p"))

    def meet(self) -> None:
        for _ in range(2):
            for source in range(3):
                for target in range(3):
                    self.send(source, target)

    def close(self) -> None:
        for ws in self.sites:
            ws.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    root = tmp_path_factory.mktemp("laws") / "template"
    door = new_door(root, lambda _unit: LAWS)
    key = door.workspace.data_key
    door.close()
    return root, key


def obey(template: tuple[Path, bytes], steps: Sequence[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as folder:
        trio = Trio(*template, Path(folder))
        for step in steps:
            trio.step(step)
        own = sum(
            state.last_seq
            for ws in trio.sites
            for chain, state in ws.log.chains.items()
            if chain.site == ws.site
        )
        trio.meet()
        digests = {ws.digest() for ws in trio.sites}
        assert len(digests) == 1
        assert {ws.log.count() for ws in trio.sites} == {own}
        assert findings(trio.sites[0]) == []
        assert [ws.conflicts() for ws in trio.sites[1:]] == [trio.sites[0].conflicts()] * 2
        trio.close()


@given(STEPS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_gives_the_same_digest(
    template: tuple[Path, bytes], steps: list[tuple[object, ...]]
) -> None:
    obey(template, steps)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
def test_a_thousand_schedules(
    template: tuple[Path, bytes], steps: list[tuple[object, ...]]
) -> None:
    obey(template, steps)
