"""Invented names as they sound in 黔西南: 布依族, 苗族 and 汉族 surnames, given names by age.

Any likeness to a living person is chance. Now and then a name holds a rare character or a middle
dot, since registers, fonts and search must bear them.
"""

from __future__ import annotations

from qxn_desktop.domain.seeded_draw import Draw

NATIONS = (("布依族", 48), ("汉族", 34), ("苗族", 16), ("彝族", 2))
"""Shares for the demonstration only (默认)."""

_SURNAMES = {
    "布依族": "韦罗王黄岑陆杨覃莫梁贺潘蒙班",
    "汉族": "李陈张刘赵周吴何曾邓胡郑谢徐",
    "苗族": "杨熊李陶张马吴侯项古",
    "彝族": "黄李张沙龙陇",
}
_OLDER = {
    "男": "国明文德光荣华正安永兴朝忠廷仕登开元福贵",
    "女": "珍秀英兰芝芬菊凤莲桂素琼仙珍香玉群美琴先",
}
_YOUNGER = {
    "男": "浩宇轩俊杰鑫涛鹏飞博文天佑梓睿泽航毅晨阳",
    "女": "欣怡雨涵梦琪诗雅婷佳慧思语嫣梓萱可心静瑶",
}
RARE = "𬱖䶮堃竜㛃𬭎垚玥燚赟翀昇"
"""Characters that old fonts, GBK and careless software lose; four lie outside the BMP or in
extension A."""
DOT = "·"
_DOTTED = ("阿木", "阿细", "吉克", "沙马", "依火")
_DOTTED_ENDS = ("日则", "阿呷", "伍果", "木乃", "尔布", "拉日", "瓦铁", "史惹")
_YOUNG_BELOW = 30


def demo_surname(draw: Draw, nation: str) -> str:
    """A surname that is common among people of ``nation``."""
    return draw.pick(_SURNAMES[nation])


def demo_given_name(draw: Draw, gender: str, age: int, rare: bool = False) -> str:
    """One or two characters; with ``rare`` the last one is rare."""
    stock = (_YOUNGER if age < _YOUNG_BELOW else _OLDER)[gender]
    first = draw.pick(stock) if draw.percent(75) else ""
    if rare:
        return first + draw.pick(RARE)
    last = draw.pick([char for char in stock if char != first])
    return first + last


def demo_dotted_surname(draw: Draw) -> str:
    """The first half of a transliterated name, with its middle dot (U+00B7)."""
    return draw.pick(_DOTTED) + DOT


def demo_dotted_given_name(number: int) -> str:
    """The half after the dot, another one for each member of a family."""
    return _DOTTED_ENDS[number % len(_DOTTED_ENDS)]


def demo_staff_name(seed: str, *role: str) -> str:
    """The name of an official for one role: ``demo_staff_name(seed, village, "村支书")``."""
    draw = Draw(seed, "staff", *role)
    nation = draw.weighted(NATIONS)
    gender = "女" if draw.percent(30) else "男"
    return demo_surname(draw, nation) + demo_given_name(draw, gender, draw.between(25, 58))
