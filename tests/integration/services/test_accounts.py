from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.common.clock import FixedClock, millis
from qxn_desktop.common.errors import TrustError
from qxn_desktop.services import accounts, settings, workspaces
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.workspace_files import Secret, failed_tries
from tests.builders import NOON, SECRET, new_office


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    yield context
    door.close()


def test_the_page_names_who_can_unlock_and_who_no_longer_can(ctx):
    workspaces.add_clerk(ctx, "李新来", "另一个口令")
    workspaces.add_clerk(ctx, "周调走", "第三个口令")
    workspaces.disable_clerk(ctx, "周调走")
    page = accounts.account_page(ctx)
    assert [(one.name, one.is_self, one.disabled) for one in page.accounts] == [
        ("韦建国", True, False),
        ("李新来", False, False),
        ("周调走", False, True),
    ]
    assert page.recovery_from == "2026-11-23"
    assert not page.by_recovery


def test_the_last_use_is_that_of_this_machine(ctx):
    workspaces.add_clerk(ctx, "李新来", "另一个口令")
    settings.set_value(ctx, settings.ORGAN, "丫他镇人民政府")
    used = {one.name: one.last_use for one in accounts.account_page(ctx).accounts}
    assert used == {"韦建国": "2026-11-23 12:00", "李新来": ""}


def test_unlocking_is_a_use_and_a_renewed_code_has_its_day(tmp_path):
    door, _ = new_office(tmp_path / "ws")
    door.close()
    clock = FixedClock(NOON)
    clock.advance(days=3, hours=1)
    with workspaces.opened(tmp_path / "ws", SECRET, clock) as ctx:
        accounts.note_unlocking(ctx)
        workspaces.renew_recovery(ctx)
        page = accounts.account_page(ctx)
    assert page.accounts[0].last_use == "2026-11-26 13:00"
    assert page.recovery_from == "2026-11-26"


def test_accounts_are_listed_before_anything_is_unlocked(tmp_path):
    door, _ = new_office(tmp_path / "ws")
    door.close()
    assert accounts.accounts_of(tmp_path / "ws") == ["韦建国"]


def test_the_recovery_code_is_seen_as_such(tmp_path):
    clock = FixedClock(NOON)
    made = workspaces.create(tmp_path / "ws", "522327103000", None, SECRET, clock)
    secret = Secret(made.recovery_code, recovery=True)
    with workspaces.opened(made.root, secret, clock) as ctx:
        assert accounts.account_page(ctx).by_recovery


@pytest.mark.parametrize(
    ("passphrase", "remarked"), [("1234567", True), ("八个字的口令正好", False)]
)
def test_a_short_passphrase_is_remarked_upon(passphrase, remarked):
    assert bool(accounts.passphrase_hint(passphrase)) is remarked


def test_a_locked_workspace_knows_its_people_while_it_is_open(ctx):
    clock = FixedClock(NOON)
    assert accounts.recognize(ctx.ws.root, SECRET, clock) == "韦建国"
    with pytest.raises(TrustError) as caught:
        accounts.recognize(ctx.ws.root, Secret("不对", "韦建国"), clock)
    assert caught.value.code == "E-KEY-007"
    assert failed_tries(ctx.ws.root) == [millis(NOON)]
