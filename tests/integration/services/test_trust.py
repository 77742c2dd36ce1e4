"""Cards before they are pinned, and who has what from whom."""

from __future__ import annotations

import pytest

from qxn_desktop.common.errors import TrustError, UserError
from qxn_desktop.services import exchange, trust
from qxn_desktop.store.partners import Sent
from tests.builders import VILLAGE
from tests.integration.services.town import Town, common_row, write


def test_a_card_is_shown_before_it_is_trusted(town: Town) -> None:
    a, b = town.laptops("ab")
    exchange.unpin(a, "b")
    path = town.folder / "b.card"
    card = trust.read_card(a, path)
    assert (card.unit, card.machine, card.role) == ("丫他镇", "B号机", "乡镇")
    assert len(card.groups) == trust.GROUPS
    assert all(len(group) == 4 for group in card.groups)
    assert card.groups == trust.own_card(b).groups
    assert card.standing == "new"
    assert exchange.pinned(a) == {}
    with pytest.raises(TrustError, match="指纹不一致"):
        trust.pin_heard(a, path, [*card.groups[:7], "0000"])
    assert exchange.pinned(a) == {}
    trust.pin_heard(a, path, card.groups)
    assert trust.read_card(a, path).standing == "known"


def test_ones_own_card_is_refused(town: Town) -> None:
    (a,) = town.laptops("a")
    with pytest.raises(UserError, match="本机自己的名片"):
        trust.read_card(a, town.folder / "a.card")


def test_groups_are_compared_as_they_are_typed(town: Town) -> None:
    a, _ = town.laptops("ab")
    card = trust.read_card(a, town.folder / "b.card")
    nothing = trust.matching_groups(card, "")
    assert nothing == (None,) * 8
    first, second = card.groups[:2]
    assert trust.matching_groups(card, f"{first} {second[:2]}")[:2] == (True, None)
    wrong = "1" if second[0] != "1" else "2"
    assert trust.matching_groups(card, f"{first}-{wrong}")[1] is False
    assert trust.matching_groups(card, " ".join(card.groups)) == (True,) * 8


def test_who_has_what_from_whom(town: Town) -> None:
    a, b = town.laptops("ab")
    [partner] = trust.exchange_view(a).partners
    assert (partner.machine, partner.received, partner.sent) == ("B号机", "", "")
    assert partner.words == "还没有收到过它的数据包。"
    common_row(town, a, b)
    [partner] = trust.exchange_view(a).partners
    assert (partner.sent, partner.they_lack) == ("2026-11-23 12:00", 1)
    town.send(b, a)
    [partner] = trust.exchange_view(a).partners
    assert (partner.received, partner.they_lack, partner.we_lack) == ("2026-11-23 12:00", 0, 0)
    assert partner.words == "双方一致。"
    write(a, "s", village=VILLAGE, head_name="新")
    [partner] = trust.exchange_view(a).partners
    assert partner.words == "对方还缺本机 1 条。"


def test_a_relayed_receipt_tells_what_we_lack(town: Town) -> None:
    a, b, c = town.laptops("abc")
    write(c, "r", head_name="远")
    town.send(c, b)
    view = trust.exchange_view(a)
    assert [partner.we_lack for partner in view.partners] == [0, 0]
    assert view.own is not None
    a.ws.partners.note_package(Sent("b", "p", 1, b.ws.held()))
    [partner, _] = trust.exchange_view(a).partners
    assert (partner.machine, partner.we_lack) == ("B号机", 1)
    assert view.conflicts == 0


def test_what_is_always_in_sight(town: Town) -> None:
    a, b = town.laptops("ab")
    assert trust.exchange_standing(a).words == "还没有交换过数据"
    common_row(town, a, b)
    assert trust.exchange_standing(a).words == "上次交换 今天 12:00"
    write(a, "r", note="甲")
    write(b, "r", note="乙")
    town.meet(a, b)
    a.ws.clock.advance(days=3)  # type: ignore[attr-defined]
    standing = trust.exchange_standing(a)
    assert (standing.words, standing.conflicts) == ("上次交换 11月23日", 1)
    exchange.unpin(a, "b")
    assert trust.exchange_standing(a).words == ""
