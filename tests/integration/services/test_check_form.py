from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.evaluation import Outcome, Verdict
from qxn_desktop.services import check_draft, checks
from qxn_desktop.services.check_draft import CheckDraft, DraftPhoto
from qxn_desktop.services.check_form import (
    CheckForm,
    LiveCheck,
    LiveItem,
    date_remark,
    judge,
    missing_words,
    open_form,
    record_draft,
)
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.vocabulary import vocabulary
from tests.builders import VILLAGE, new_office, reopen
from tests.integration.services.visit_builder import (
    DAY,
    FP,
    HC,
    HOUSEHOLD,
    TOILET,
    furnish,
    refused,
    take_photos,
    visit,
)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[AppContext]:
    door, context = new_office(tmp_path / "ws")
    furnish(context)
    take_photos(tmp_path)
    yield context
    door.close()


@pytest.fixture
def form(ctx: AppContext) -> CheckForm:
    return open_form(ctx, "HC", TOILET, DAY)


def item(live: LiveCheck, code: str) -> LiveItem:
    return next(one for one in live.items if one.item.code == code)


def test_an_empty_form_asks_for_what_applies(form):
    live = judge(form, {})
    assert "HC06" in live.missing
    assert not item(live, "HC14").asked  # photos are asked for once something failed
    assert (live.ready, live.openings) == (False, ())
    assert missing_words(form, live).startswith("HC01“厕屋完整")


def test_what_fails_opens_a_problem_with_title_and_limit(form):
    live = judge(form, {**HC, "HC05": ["渗漏", "破损"]})
    opening = item(live, "HC05").opening
    assert opening is not None
    assert opening.title == "化粪池（或双瓮、贮粪池）外观与密闭情况：渗漏、破损"
    assert (opening.kind, opening.due) == ("problem", date(2026, 11, 27))
    assert "11月27日前整改" in opening.words
    assert item(live, "HC14").asked
    assert live.missing == ("HC14",)


def test_the_live_verdict_is_the_recorded_one(ctx, form, tmp_path):
    answers = {**HC, "HC01": "否", "HC14": ["a.jpg"]}
    live = judge(form, answers)
    done = checks.record(ctx, visit(tmp_path, "HC", TOILET, answers))
    failed = tuple(one.item.code for one in live.items if one.verdict is Verdict.FAIL)
    assert (live.score, live.grade, failed) == (done.score, done.grade, done.failed)
    problems = [ctx.ws.get("problem", id_) for id_ in done.problems]
    assert [o.title for o in live.openings] == [p.text("title") for p in problems if p]


def test_a_photo_item_is_answered_once_it_has_its_number(form):
    failing = {**HC, "HC05": ["渗漏"]}
    assert item(judge(form, failing), "HC14").short == 3
    live = judge(form, {**failing, "HC14": ["a"]})
    photos = item(live, "HC14")
    assert (photos.short, photos.answered, live.ready) == (2, False, True)
    assert live.short == ("HC14",)
    assert photos.follows == "不够 3 张也可以登记，这一项记为不合格。"
    whole = judge(form, {**failing, "HC14": ["a", "b", "c"]})
    assert (item(whole, "HC14").short, item(whole, "HC14").answered) == (0, True)
    assert whole.short == ()
    assert judge(form, HC).short == ()  # nothing failed: no photos are asked for


def test_each_failed_item_says_what_follows(ctx, form):
    live = judge(form, {**HC, "HC01": "否", "HC02": "否", "HC05": ["渗漏"]})
    assert item(live, "HC05").follows == "登记后列入问题台账（严重，11月27日前整改）。"
    told = "只记入这次检查，不列入问题台账：这张表严重的才列，这一项是"
    assert item(live, "HC01").follows == f"{told}较重。"
    assert item(live, "HC02").follows == f"{told}一般。"
    assert item(live, "HC07").follows == ""
    garbage = open_form(ctx, "LJ", VILLAGE, DAY)
    follows = item(judge(garbage, {"LJ07": "否"}), "LJ07").follows
    assert follows == "只记入这次检查，不列入问题台账：这张表较重以上的才列，这一项是一般。"


def test_failed_items_of_one_visit_say_that_they_are_one_lead(ctx):
    live = judge(open_form(ctx, "FP", HOUSEHOLD, DAY), {**FP, "FP01": "否", "FP05": "否"})
    assert item(live, "FP01").follows.startswith("登记后列为线索：")
    assert item(live, "FP05").follows == "和前面的不合格项一起，列为同一条线索。"


def test_nobody_home_needs_nothing_more(form):
    live = judge(form, {"HC15": "户主不在"})
    assert (live.outcome, live.ready) == (Outcome.AWAY, True)
    live = judge(form, {"HC12": "长期无人居住", "HC01": "否"})
    assert (live.outcome, live.ready, live.openings) == (Outcome.VACANT, True, ())


def test_a_wrong_answer_is_a_fault_and_counts_as_not_given(form):
    live = judge(form, {**HC, "HC08": 5000})
    assert "不能大于" in item(live, "HC08").fault
    assert not live.ready
    assert live.missing == ("HC08",)


def test_a_visit_to_a_household_opens_one_lead(ctx):
    form = open_form(ctx, "FP", HOUSEHOLD, DAY)
    live = judge(form, {**FP, "FP01": "否", "FP03": "否", "FP14": ["x"]})
    [opening] = live.openings
    assert (opening.kind, opening.due) == ("lead", None)
    assert "不愁吃、不愁穿" in opening.title
    assert "基本医疗保险" in opening.title


def test_a_draft_survives_closing_and_leaves_no_operation(ctx, tmp_path):
    before = ctx.ws.digest()
    photo = check_draft.add_photo(ctx, tmp_path / "a.jpg")
    draft = CheckDraft(
        "HC",
        TOILET,
        "HC-0001",
        VILLAGE,
        DAY,
        "罗阿丙",
        {"HC01": "是", "HC14": [photo.sha256]},
        (photo,),
    )
    saved = check_draft.save(ctx, draft)
    assert ctx.ws.digest() == before
    assert saved.saved_at is not None
    assert check_draft.drafts(ctx) == (saved,)
    again = open_form(ctx, "HC", TOILET)
    assert (again.day, again.draft.answers, again.draft.photos) == (DAY, draft.answers, (photo,))
    assert again.draft.answered == 2


def test_a_draft_is_there_after_the_program_was_killed(ctx, tmp_path):
    check_draft.save(ctx, CheckDraft("HC", TOILET, answers={"HC01": "否"}))
    shutil.copytree(tmp_path / "ws", tmp_path / "killed")  # the disk as it is at this moment
    door = reopen(tmp_path / "killed", vocabulary)
    [draft] = check_draft.drafts(AppContext(door.workspace, ctx.clock))
    assert draft.answers == {"HC01": "否"}
    door.close()


def test_recording_a_draft_gives_it_up(ctx, tmp_path):
    photo = check_draft.add_photo(ctx, tmp_path / "a.jpg")
    answers = {**HC, "HC01": "否", "HC14": [photo.sha256]}
    draft = check_draft.save(
        ctx, CheckDraft("HC", TOILET, "x", VILLAGE, DAY, "罗阿丙", answers, (photo,))
    )
    (tmp_path / "a.jpg").unlink()  # the phone was unplugged
    done = record_draft(ctx, draft)
    row = ctx.ws.get("check", done.id)
    assert row is not None
    assert row.values["answers"]["HC14"] == [photo.sha256]
    kept = ctx.ws.get("photo", photo.sha256)
    assert kept is not None
    assert kept.text("name") == "a.jpg"
    assert check_draft.drafts(ctx) == ()


def test_a_draft_that_is_not_complete_stays(ctx):
    draft = check_draft.save(ctx, CheckDraft("HC", TOILET, date=DAY, answers={"HC01": "是"}))
    with pytest.raises(UserError):
        record_draft(ctx, draft)
    assert check_draft.drafts(ctx) == (draft,)


def test_a_check_that_is_recorded_already_is_not_recorded_again(ctx):
    draft = check_draft.save(ctx, CheckDraft("HC", TOILET, date=DAY, answers=dict(HC)))
    record_draft(ctx, draft)
    check_draft.save(ctx, draft)  # as when the machine fell between the two writes
    with refused(ctx, "E-CHK-207"):
        record_draft(ctx, draft)
    assert check_draft.drafts(ctx) == ()
    assert len(checks.checks_of(ctx, object=TOILET)) == 1


def test_photos_of_a_draft_given_up_are_removed_unless_used(ctx, tmp_path):
    one, two = (check_draft.add_photo(ctx, tmp_path / name) for name in ("a.jpg", "b.jpg"))
    first = check_draft.save(ctx, CheckDraft("HC", TOILET, photos=(one, two)))
    check_draft.save(ctx, CheckDraft("FP", HOUSEHOLD, photos=(two,)))
    check_draft.discard(ctx, [first])
    assert not ctx.ws.photos.has(one.sha256)
    assert ctx.ws.photos.has(two.sha256)


def test_a_pasted_picture_is_kept_like_a_file(ctx, tmp_path):
    data = (tmp_path / "a.jpg").read_bytes()
    pasted = check_draft.paste_photo(ctx, data, "粘贴的图片")
    assert pasted.sha256 == check_draft.add_photo(ctx, tmp_path / "a.jpg").sha256
    with pytest.raises(UserError):
        check_draft.paste_photo(ctx, b"no picture", "粘贴的图片")


def test_a_draft_of_another_shape_is_passed_over(ctx):
    key = CheckDraft("HC", TOILET).key
    for text in ("{", "[]", '{"label": 1}', '{"answers": 3}'):
        ctx.ws.keep_local({key: text})
        assert check_draft.find(ctx, "HC", TOILET) is None
        assert check_draft.drafts(ctx) == ()


def test_an_odd_date_is_told():
    today = date(2026, 11, 25)
    assert date_remark(today, today) == ""
    assert "之后" in date_remark(today + timedelta(days=1), today)
    assert "请核对" in date_remark(today - timedelta(days=80), today)
    assert DraftPhoto("x", "y").taken_at == ""
