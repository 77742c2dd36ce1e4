"""Workspaces: made, opened, described, backed up and brought back; their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.clock import Clock
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.division import Division, Level
from qxn_desktop.services.catalog import divisions
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store import backup as backups
from qxn_desktop.store import key_vault, verify, workspace_lifecycle
from qxn_desktop.store.workspace import new_epoch
from qxn_desktop.store.workspace_files import Secret, read_vault, write_vault
from qxn_desktop.store.workspace_lifecycle import Identity

ROLES = ("village", "township", "county", "prefecture")
ROLE_TITLES = {"village": "村级", "township": "乡镇", "county": "县级", "prefecture": "州级"}
_LEVELS = {
    Level.VILLAGE: "village",
    Level.TOWNSHIP: "township",
    Level.COUNTY: "county",
    Level.PREFECTURE: "prefecture",
}


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What making a workspace gives; the recovery code is shown this once."""

    root: Path
    unit: str
    role: str
    site: str
    recovery_code: str


@dataclass(frozen=True, slots=True)
class Info:
    """A workspace in figures.

    ``pending`` operations wait for earlier ones, ``quarantined`` ones
    contradict what is held under the same number.
    """

    unit: str
    unit_name: str
    role: str
    site: str
    schema: int
    cipher: str
    counts: dict[str, int]
    operations: int
    pending: int
    quarantined: int


def create(root: Path, unit: str, role: str | None, secret: Secret, clock: Clock) -> NewWorkspace:
    """A new workspace for a real unit. Writes no operation.

    Raises:
        UserError: no such unit, or a role that does not fit its level.
    """
    division = divisions().unit(unit)
    own = _role(division, role)
    door, code = workspace_lifecycle.create(root, Identity(unit, own), secret, vocabulary, clock)
    site = door.workspace.site
    door.close()
    return NewWorkspace(root, unit, own, site, code)


@contextmanager
def opened(root: Path, secret: Secret, clock: Clock) -> Iterator[AppContext]:
    """The workspace at ``root`` for one piece of work."""
    with workspace_lifecycle.opened(root, secret, vocabulary, clock) as ws:
        yield AppContext(ws, clock)


def info(ctx: AppContext) -> Info:
    """The workspace in figures."""
    ws = ctx.ws
    counts = {id_: ws.count(id_) for id_, spec in ws.schema.registers.items() if not spec.internal}
    schema, cipher = ws.versions()
    pending, quarantined = ws.set_aside()
    return Info(
        ws.unit, ctx.unit.name, ws.role, ws.site, schema, cipher, counts, ws.operation_count(),
        pending, quarantined,
    )  # fmt: skip


def add_clerk(ctx: AppContext, name: str, passphrase: str) -> list[str]:
    """One more account; gives all accounts."""
    vault = read_vault(ctx.ws.root)
    revive = ctx.ws.clerk == key_vault.RECOVERY_NAME
    vault, _ = key_vault.add_slot(vault, ctx.ws.data_key, name, passphrase, revive=revive)
    write_vault(ctx.ws.root, vault)
    ctx.ws.audit("clerk_add", name=name)
    return key_vault.account_names(vault)


def disable_clerk(ctx: AppContext, name: str) -> list[str]:
    """Take an account's key away; what it wrote stays under its name."""
    vault = key_vault.remove_slot(read_vault(ctx.ws.root), name)
    write_vault(ctx.ws.root, vault)
    ctx.ws.audit("clerk_disable", name=name)
    return key_vault.account_names(vault)


def reset_passphrase(ctx: AppContext, name: str, passphrase: str) -> list[str]:
    """Another passphrase for an account: its own wish, or opened with the recovery code."""
    if ctx.ws.clerk not in (name, key_vault.RECOVERY_NAME):
        raise UserError("E-KEY-020", "只能改自己的口令；别人忘记口令时，请用恢复码打开后再改。")
    vault = key_vault.replace_passphrase(read_vault(ctx.ws.root), ctx.ws.data_key, name, passphrase)
    write_vault(ctx.ws.root, vault)
    ctx.ws.audit("clerk_passphrase", name=name)
    return key_vault.account_names(vault)


def renew_recovery(ctx: AppContext) -> str:
    """A new recovery code; the one in the old envelope no longer works."""
    vault, code = key_vault.renew_recovery(read_vault(ctx.ws.root), ctx.ws.data_key)
    write_vault(ctx.ws.root, vault)
    ctx.ws.audit("recovery_renew")
    return code


def verify_findings(ctx: AppContext, progress: Progress = SILENT) -> list[str]:
    """What is wrong with the workspace; empty when all is well."""
    return verify.findings(ctx.ws, progress)


def backup(ctx: AppContext, target: Path, progress: Progress = SILENT) -> tuple[int, str]:
    """A verified encrypted copy; gives its size in bytes and SHA-256."""
    size, digest = ctx.ws.backup(target, progress)
    ctx.ws.audit("backup", name=target.name, bytes=size)
    return size, digest


def restore(source: Path, root: Path, secret: Secret, progress: Progress = SILENT) -> None:
    """Bring a backup back as a new workspace folder that counts in a new epoch.

    The passphrase is checked against the backup before anything is laid down.

    Raises:
        UserError: no backup, damaged, folder taken. TrustError: wrong passphrase.
        Cancelled: taken back; no folder is left.
    """
    backups.unpack(source, root, key_of_backup(source, secret), new_epoch(), progress)


def key_of_backup(source: Path, secret: Secret) -> bytes:
    """The data key of a backup.

    Raises:
        UserError: no backup, or damaged. TrustError: wrong passphrase.
    """
    vault = backups.vault_of(source)
    if secret.recovery:
        return key_vault.unlock_by_recovery(vault, secret.passphrase).key
    return key_vault.unlock(vault, secret.account, secret.passphrase).key


def _role(division: Division, role: str | None) -> str:
    natural = _LEVELS[division.level]
    if role is None or role == natural:
        return natural
    if role not in ROLES:
        known = "、".join(ROLES)
        raise UserError("E-WS-210", "没有“{role}”这种角色，可用：{known}。", role=role, known=known)
    raise UserError(
        "E-WS-211",
        "{unit}是{natural}单位，不能作为{wanted}工作区，请改选单位或角色。",
        unit=division.name, natural=ROLE_TITLES[natural], wanted=ROLE_TITLES[role],
    )  # fmt: skip
