"""Whatever a pinned signer writes, in whatever pieces it arrives: the same set, the same digest."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Operation
from qxn_desktop.store.verify import findings
from qxn_desktop.store.workspace import Session, Workspace
from qxn_desktop.store.workspace_lifecycle import open_with_key
from tests.builders import NOON, new_door, sent
from tests.integration.store.test_merge_laws import LAWS

CHAINS = [Chain("x", "1", "unit"), Chain("x", "1", "sealed"), Chain("y", "1", "unit")]
ODD: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.integers(0, 2), st.sampled_from(["三", "", True]), st.lists(st.just("低保"))
)
FIELDS = st.sampled_from(["people", "tags", "zz", "state", "_deleted", "id"])
SEEN = st.lists(
    st.tuples(st.sampled_from(CHAINS), st.integers(0, 9)).map(lambda pair: [*pair[0], pair[1]]),
    max_size=3,
)
CHANGES: st.SearchStrategy[tuple[str, dict[str, Json]]] = st.one_of(
    st.tuples(st.sampled_from(["put", "blob"]), st.dictionaries(FIELDS, ODD, max_size=2)),
    st.tuples(st.sampled_from(["delete", "undelete", "alias", "?"]), st.just({})),
    st.tuples(st.just("event"), st.dictionaries(st.just("event"), ODD)),
    st.tuples(st.just("seen"), st.fixed_dictionaries({"seen": SEEN})),
)
WRITTEN = st.tuples(
    st.integers(1, 3), st.sampled_from(["household", "problem", "well"]), st.just("r"), CHANGES
)
STORIES = st.tuples(*(st.lists(WRITTEN, max_size=5) for _ in CHAINS))
PIECES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(1, 5)), max_size=8)
Story = tuple[int, str, str, tuple[str, dict[str, Json]]]


def operations(chain: Chain, story: Sequence[Story]) -> tuple[list[Operation], list[bytes]]:
    """The chain and its hashes; stamps rise by what each entry says."""
    stamp, links, ops = 0, [chain_start(chain)], []
    for seq, (step, entity, row, (kind, payload)) in enumerate(story, start=1):
        stamp += step
        op = Operation(chain, seq, stamp, "某人", 0, 1, entity, row, kind, payload)
        ops.append(op)
        links.append(chain_next(links[-1], canonical_bytes(op)))
    return ops, links


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    root = tmp_path_factory.mktemp("hostile-laws") / "template"
    door = new_door(root, lambda _unit: LAWS)
    key = door.workspace.data_key
    door.close()
    return root, key


def site(template: tuple[Path, bytes], root: Path) -> Workspace:
    shutil.copytree(template[0], root)
    session = Session("员", lambda _unit: LAWS, FixedClock(NOON))
    return open_with_key(root, template[1], session)


@given(STORIES, PIECES)
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_and_whole_come_to_the_same(
    template: tuple[Path, bytes],
    stories: tuple[list[Story], ...],
    pieces: list[tuple[int, int, int]],
) -> None:
    made = [operations(chain, story) for chain, story in zip(CHAINS, stories, strict=True)]

    def run(chain: int, start: int, end: int) -> list[ChainRun]:
        ops, links = made[chain]
        part = tuple(ops[start:end])
        if not part:
            return []
        return [ChainRun(CHAINS[chain], start + 1, links[start], links[start + len(part)], part)]

    with TemporaryDirectory() as folder:
        at_once, in_pieces = (site(template, Path(folder) / name) for name in ("one", "two"))
        at_once.merge([r for chain in range(3) for r in run(chain, 0, 5)], sent())
        for chain, start, length in pieces:
            in_pieces.merge(run(chain, start, start + length), sent())
        for chain in (2, 0, 1):
            in_pieces.merge(run(chain, 0, 5), sent())
        assert at_once.digest() == in_pieces.digest()
        assert at_once.conflicts() == in_pieces.conflicts()
        assert findings(at_once) == findings(in_pieces) == []
        for ws in (at_once, in_pieces):
            assert ws.db.execute("SELECT count(*) FROM pending").fetchone()[0] == 0
            assert ws.db.execute("SELECT count(*) FROM quarantine").fetchone()[0] == 0
            ws.close()
