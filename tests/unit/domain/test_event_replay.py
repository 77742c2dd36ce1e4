from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from qxn_desktop.domain.event_replay import replay
from qxn_desktop.domain.legal_event import Machine, Refusal, Replay, Status
from qxn_desktop.domain.operation import Event, OpId
from tests.unit.domain.causal_story import Story

STEPS = {
    "start": ("new", "open"),
    "finish": ("open", "done"),
    "drop": ("open", "dropped"),
    "renew": ("done", "open"),
    "plan": ("open", "open"),
}
TOUCHES = {**{name: {"stage"} for name in STEPS}, "date": {"due"}, "plan": {"stage", "due"}}


def advance(state: tuple[str, str], event: Event) -> tuple[str, str] | Refusal:
    stage, due = state
    if event.name == "note":
        return state
    if event.name == "date":
        return stage, str(event.facts["due"])
    if event.name not in STEPS or STEPS[event.name][0] != stage:
        return Refusal("E-PRB-000", f"{stage} 时不能 {event.name}")
    return STEPS[event.name][1], due


TOY = Machine(("new", ""), advance, lambda name: frozenset(TOUCHES.get(name, ())))


def told(story: Story) -> Replay[tuple[str, str]]:
    return replay(TOY, story.events, story.before)


def statuses(result: Replay[tuple[str, str]]) -> list[tuple[str, Status]]:
    return [(entry.event.name, entry.status) for entry in result.history]


def started() -> Story:
    story = Story()
    story.write("a", "start")
    story.tell("a", "b")
    story.tell("a", "c")
    return story


def test_one_site_is_a_plain_fold() -> None:
    story = started()
    story.write("a", "note")
    story.write("a", "finish")
    story.write("a", "drop")
    result = told(story)
    assert result.state == ("done", "")
    assert result.disputes == ()
    assert [entry.event.name for entry in result.refused] == ["drop"]
    assert result.refused[0].reason == "done 时不能 drop"
    assert [entry.after[0] for entry in result.history] == ["open", "open", "done", "done"]


def test_branches_side_by_side_are_a_conflict_and_the_earlier_stands() -> None:
    story = started()
    finish = story.write("a", "finish")
    drop = story.write("b", "drop")
    result = told(story)
    assert result.state == ("done", "")
    (dispute,) = result.disputes
    assert [branch.head for branch in dispute.branches] == [finish.id, drop.id]
    assert statuses(result)[-1] == ("drop", Status.WAITING)


def test_the_same_said_twice_is_no_conflict() -> None:
    story = started()
    story.write("a", "finish", {"by": "李四"})
    story.write("b", "finish", {"by": "李四"})
    result = told(story)
    assert (result.state[0], result.disputes) == ("done", ())
    assert statuses(result)[-1] == ("finish", Status.SAME)


def test_what_follows_one_of_two_equal_events_contradicts_neither() -> None:
    story = Story()
    story.write("a", "start", {"by": "李四"})
    story.write("b", "start", {"by": "李四"})
    story.write("b", "finish")
    result = told(story)
    assert (result.state[0], result.disputes) == ("done", ())


def test_an_equal_event_is_not_replayed_twice() -> None:
    story = started()
    story.write("a", "date", {"due": "2026-12-01"})
    story.write("b", "date", {"due": "2026-12-01"})
    assert [status for _, status in statuses(told(story))[1:]] == [Status.EFFECTIVE, Status.SAME]


def test_what_was_seen_through_another_counts_as_seen() -> None:
    story = started()
    finish = story.write("a", "finish")
    story.tell("a", "b")
    renew = story.write("b", "renew")
    story.tell("b", "c")
    drop = story.write("c", "drop")

    def before(a: OpId, b: OpId) -> bool:
        return (a, b) != (finish.id, drop.id) and story.before(a, b)

    assert before(renew.id, drop.id)
    result = replay(TOY, story.events, before)
    assert (result.state[0], result.disputes) == ("dropped", ())


def test_other_facts_are_a_conflict() -> None:
    story = started()
    story.write("a", "date", {"due": "2026-12-01"})
    story.write("b", "date", {"due": "2026-12-02"})
    assert told(story).state == ("open", "2026-12-01")
    assert len(told(story).disputes) == 1


def test_branches_that_end_alike_but_began_differently_are_two_options() -> None:
    story = Story()
    for at, by in (("a", "甲"), ("b", "乙")):
        story.write(at, "start", {"by": by})
        story.write(at, "finish", {"by": "李四"})
    (dispute,) = told(story).disputes
    assert [len(branch.events) for branch in dispute.branches] == [2, 2]
    assert [status for _, status in statuses(told(story))].count(Status.WAITING) == 2


def test_events_that_touch_different_things_and_notes_are_no_conflict() -> None:
    story = started()
    story.write("a", "date", {"due": "2026-12-01"})
    story.write("b", "finish")
    story.write("c", "note")
    assert (told(story).state, told(story).disputes) == (("done", "2026-12-01"), ())


def test_a_settle_sets_the_other_branch_aside_with_what_hangs_on_it() -> None:
    story = started()
    story.write("a", "finish")
    drop = story.write("b", "drop")
    story.write("a", "note")
    story.tell_all()
    story.write("c", "settle", {"take": list(drop.id)})
    result = told(story)
    assert (result.state[0], result.disputes) == ("dropped", ())
    assert ("finish", Status.SET_ASIDE) in statuses(result)
    assert ("note", Status.SET_ASIDE) in statuses(result)
    assert statuses(result)[-1] == ("settle", Status.EFFECTIVE)


def test_a_settle_leaves_alone_what_clashes_only_with_a_branch_set_aside_before() -> None:
    story = started()
    finish = story.write("a", "finish")
    story.write("b", "plan")
    story.tell("b", "a")
    story.write("a", "settle", {"take": list(finish.id)})
    renew = story.write("a", "renew")
    story.write("c", "date", {"due": "2026-12-01"})
    story.write("d", "start", {"by": "丁"})
    story.tell_all()
    (dispute,) = told(story).disputes
    assert renew.id in {branch.head for branch in dispute.branches}
    story.write("a", "settle", {"take": list(renew.id)})
    assert (told(story).state, told(story).disputes) == (("open", "2026-12-01"), ())


def test_nobody_goes_on_over_an_open_conflict_except_with_a_note() -> None:
    story = started()
    story.write("a", "date", {"due": "1"})
    story.write("b", "date", {"due": "2"})
    story.tell_all()
    story.write("c", "finish")
    story.write("c", "note")
    result = told(story)
    assert statuses(result)[-2:] == [("finish", Status.REFUSED), ("note", Status.EFFECTIVE)]
    assert "裁决" in result.refused[0].reason


def contested() -> tuple[Story, Event, Event]:
    story = started()
    finish = story.write("a", "finish")
    drop = story.write("b", "drop")
    story.tell_all()
    first = story.write("a", "settle", {"take": list(finish.id)})
    second = story.write("b", "settle", {"take": list(drop.id)})
    return story, first, second


def test_two_decisions_side_by_side_are_again_a_conflict() -> None:
    story, first, second = contested()
    result = told(story)
    (dispute,) = result.disputes
    assert [branch.head for branch in dispute.branches] == [first.id, second.id]
    assert [event.name for event in dispute.branches[0].events] == ["finish", "settle"]
    assert result.state[0] == "dropped"


def test_the_second_decision_can_be_settled_either_way() -> None:
    for pick, stage in ((0, "done"), (1, "dropped")):
        story, *settles = contested()
        story.tell_all()
        story.write("c", "settle", {"take": list(settles[pick].id)})
        assert (told(story).state[0], told(story).disputes) == (stage, ())


def test_two_equal_decisions_agree() -> None:
    story = started()
    finish = story.write("a", "finish")
    story.write("b", "drop")
    story.tell_all()
    story.write("a", "settle", {"take": list(finish.id)})
    story.write("b", "settle", {"take": list(finish.id), "reason": "电话核实"})
    assert (told(story).state[0], told(story).disputes) == ("done", ())


def test_a_branch_that_went_on_unseen_by_the_decision_asks_again() -> None:
    story = Story()
    story.write("a", "start", {"by": "甲"})
    other = story.write("b", "start", {"by": "乙"})
    story.tell("a", "c")
    story.tell("b", "c")
    story.write("c", "settle", {"take": list(other.id)})
    late = story.write("a", "finish")
    result = told(story)
    (dispute,) = result.disputes
    assert {branch.head for branch in dispute.branches} == {other.id, late.id}
    story.tell_all()
    story.write("b", "settle", {"take": list(late.id)})
    assert (told(story).state[0], told(story).disputes) == ("done", ())


def test_a_settle_that_names_nothing_open_is_refused() -> None:
    story = started()
    finish = story.write("a", "finish")
    for take in (list(finish.id), ["x"], None, [1, "a", "e1", "unit", 99]):
        story.write("a", "settle", {"take": take})
    result = told(story)
    assert [entry.event.name for entry in result.refused] == ["settle"] * 4
    assert result.state[0] == "done"


def test_an_unknown_event_stays_in_history() -> None:
    story = started()
    story.write("a", "from_the_future")
    assert statuses(told(story))[-1] == ("from_the_future", Status.REFUSED)


NAMES = [*STEPS, "date", "note", "settle"]
ACTIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([*NAMES, "tell", "tell"]), st.integers(0, 5)),
    max_size=22,
)


def act(story: Story, actions: list[tuple[str, str, int]]) -> None:
    for at, name, number in actions:
        if name == "tell":
            story.tell("abc"[number % 3], at)
        elif name == "settle":
            settle_one(story, at, number)
        else:
            facts = {"due": str(number % 2)} if name == "date" else {}
            story.write(at, name, facts, actor="甲乙"[number % 2])


def settle_one(story: Story, at: str, number: int) -> bool:
    """Let the person at ``at`` settle what they see; whether there was anything."""
    disputes = replay(TOY, story.site(at).held.values(), story.before).disputes
    if disputes:
        branches = disputes[number % len(disputes)].branches
        story.write(at, "settle", {**branches[number % len(branches)].facts})
    return bool(disputes)


@given(ACTIONS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_only_the_set_of_events_matters(
    actions: list[tuple[str, str, int]], chance: random.Random
) -> None:
    story = Story()
    act(story, actions)
    expected = told(story)
    shuffled = story.events + chance.sample(story.events, len(story.events) // 2)
    chance.shuffle(shuffled)
    assert replay(TOY, shuffled, story.before) == expected
    assert [entry.event for entry in expected.history] == sorted(story.events, key=lambda e: e.id)
    assert all(len(dispute.branches) > 1 for dispute in expected.disputes)


@given(ACTIONS)
@settings(max_examples=300, deadline=None)
def test_an_offered_decision_is_accepted_and_deciding_comes_to_an_end(
    actions: list[tuple[str, str, int]],
) -> None:
    story = Story()
    act(story, actions)
    story.tell_all()
    for number in range(len(story.events) + 1):
        count = len(story.events)
        if not story.sites or not settle_one(story, sorted(story.sites)[0], number):
            break
        story.tell_all()
        last = told(story).history[-1]
        assert (last.event, last.status) == (story.events[count], Status.EFFECTIVE)
    assert told(story).disputes == ()


@given(ACTIONS)
@settings(max_examples=200, deadline=None)
def test_of_two_events_in_dispute_never_both_stand(actions: list[tuple[str, str, int]]) -> None:
    story = Story()
    act(story, actions)
    result = told(story)
    standing = {e.event.id for e in result.history if e.status is Status.EFFECTIVE}
    for dispute in result.disputes:
        heads = [branch.head for branch in dispute.branches]
        assert not standing.issuperset(heads)


@given(ACTIONS)
@settings(max_examples=200, deadline=None)
def test_one_writer_alone_never_meets_a_conflict(actions: list[tuple[str, str, int]]) -> None:
    story = Story()
    act(story, [("a", name, number) for _, name, number in actions])
    result = told(story)
    state = TOY.initial
    for event in story.events:
        outcome = advance(state, event)
        state = state if isinstance(outcome, Refusal) else outcome
    assert (result.state, result.disputes) == (state, ())
