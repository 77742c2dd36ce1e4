"""The accounts of this workspace as one page shows them; how a passphrase is judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import Clock, from_millis, millis
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.store import key_vault, workspace_files
from qxn_desktop.store.account_use import last_audited, last_uses
from qxn_desktop.store.workspace_files import Secret, read_vault

ENOUGH_SIGNS = 8
PASSPHRASE_RULE = f"建议不少于{ENOUGH_SIGNS}位，用一句好记的话也行。"
"""What is said before a passphrase is typed; a shorter one is remarked upon and taken."""
"""默认: a passphrase of fewer signs is remarked upon; no rule fixes a length."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account. ``last_use``: 2026-11-23 16:05, "" when it is not known."""

    name: str
    last_use: str
    is_self: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All accounts, those that can unlock first.

    ``recovery_from``: the day the recovery code in force was made. ``by_recovery``: whether the
    workspace is open by that code, which may set any passphrase.
    """

    accounts: tuple[AccountLine, ...]
    recovery_from: str
    by_recovery: bool


def account_page(ctx: AppContext) -> AccountPage:
    """The accounts of this workspace."""
    vault = read_vault(ctx.ws.root)
    used = last_uses(ctx.ws)
    active = [
        AccountLine(name, _moment(used.get(name)), name == ctx.ws.clerk, False)
        for name in key_vault.account_names(vault)
    ]
    retired = [AccountLine(name, _moment(used.get(name)), False, True) for name in _gone(vault)]
    renewed = last_audited(ctx.ws, "recovery_renew")
    made = settings.created_on(ctx) if renewed is None else from_millis(renewed).date()
    by_recovery = ctx.ws.clerk == key_vault.RECOVERY_NAME
    return AccountPage((*active, *retired), made.isoformat(), by_recovery)


def accounts_of(root: Path) -> list[str]:
    """Who can unlock the workspace at ``root``, the first account first; nothing is unlocked.

    Raises:
        UserError: there is no workspace.
    """
    return key_vault.account_names(read_vault(root))


def recognize(root: Path, secret: Secret, clock: Clock) -> str:
    """The account whose secret it is; the workspace at ``root`` may be open meanwhile.

    Raises:
        UserError: unknown account. TrustError: wrong passphrase; the try is noted.
    """
    return workspace_files.recognize(root, secret, millis(clock.now())).name


def confirm_self(ctx: AppContext, typed: str) -> None:
    """Make sure that ``typed`` is the passphrase of whoever works here; by code, the code.

    Raises:
        TrustError: it is not; the try is noted.
    """
    by_code = ctx.ws.clerk == key_vault.RECOVERY_NAME
    secret = Secret(typed, recovery=True) if by_code else Secret(typed, ctx.ws.clerk)
    recognize(ctx.ws.root, secret, ctx.clock)


def note_unlocking(ctx: AppContext) -> None:
    """A line of the local audit: this account is at work from now on."""
    ctx.ws.audit("unlock")


def passphrase_hint(passphrase: str) -> str:
    """A remark on a passphrase that is easily guessed; "" for none. It is taken all the same."""
    if len(passphrase) < ENOUGH_SIGNS:
        return f"现在少于{ENOUGH_SIGNS}位，容易被猜到。{PASSPHRASE_RULE}"
    return ""


def _gone(vault: key_vault.Vault) -> list[str]:
    active = set(key_vault.account_names(vault))
    return [name for name in dict.fromkeys(vault.retired) if name not in active]


def _moment(at: int | None) -> str:
    return "" if at is None else f"{from_millis(at):%Y-%m-%d %H:%M}"
