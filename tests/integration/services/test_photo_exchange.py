"""Photos beyond a package's budget are asked for by receipts until all have arrived."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.services import exchange
from qxn_desktop.services.context import AppContext
from qxn_desktop.store import verify
from tests.builders import new_office


def send(source: AppContext, target: AppContext, path: Path) -> int:
    exchange.pack(source, path)
    return exchange.merge(target, path).photos


def test_every_photo_arrives_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "PHOTO_BUDGET", 2_500)
    one, mine = new_office(tmp_path / "1")
    two, theirs = new_office(tmp_path / "2")
    for source, target in ((mine, theirs), (theirs, mine)):
        exchange.write_card(source, tmp_path / source.ws.site)
        exchange.pin(target, tmp_path / source.ws.site)
    photos = [bytes([number]) * 1_000 for number in range(5)]
    names = [mine.ws.photos.add(photo) for photo in photos]
    mine.ws.write([Draft("photo", name, Kind.BLOB, {"size": 1_000}) for name in names])
    package = tmp_path / "p"
    arrived = [send(mine, theirs, package)]
    while exchange.missing_photos(theirs):
        send(theirs, mine, package)
        arrived.append(send(mine, theirs, package))
    assert arrived == [2, 2, 1]
    assert [theirs.ws.photos.read(name) for name in names] == photos
    send(theirs, mine, package)
    assert send(mine, theirs, package) == 0
    one.close()
    two.close()


def test_a_photo_larger_than_the_budget_travels_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "PHOTO_BUDGET", 100)
    one, mine = new_office(tmp_path / "1")
    two, theirs = new_office(tmp_path / "2")
    exchange.write_card(theirs, tmp_path / "card")
    exchange.pin(mine, tmp_path / "card")
    exchange.write_card(mine, tmp_path / "mine")
    exchange.pin(theirs, tmp_path / "mine")
    names = [mine.ws.photos.add(bytes([number]) * 1_000) for number in range(2)]
    mine.ws.write([Draft("photo", name, Kind.BLOB, {"size": 1_000}) for name in names])
    assert send(mine, theirs, tmp_path / "p") == 1
    one.close()
    two.close()


def test_verify_names_a_damaged_photo(tmp_path: Path) -> None:
    door, ctx = new_office(tmp_path / "w")
    name = ctx.ws.photos.add(b"picture")
    ctx.ws.write([Draft("photo", name, Kind.BLOB, {"size": 7, "name": "a.jpg"})])
    assert verify.findings(ctx.ws) == []
    [file] = (tmp_path / "w" / "photos").iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert verify.findings(ctx.ws) == ["照片已损坏：a.jpg。"]
    door.close()
