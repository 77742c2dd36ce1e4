from __future__ import annotations

import re

import pytest

from qxn_desktop.services.help_text import ORDER, HelpPage, help_page, help_pages, pages_with

EVERY = pytest.mark.parametrize("page", help_pages(), ids=lambda page: page.id)


def test_there_is_a_page_for_each_of_the_windows_in_its_order():
    assert tuple(page.id for page in help_pages()) == ORDER


@EVERY
def test_a_page_says_what_it_is_for_what_to_do_first_and_what_if(page: HelpPage):
    heads = re.findall(r"^## (.+)$", page.text, re.MULTILINE)
    assert heads[0].endswith("做什么")
    assert heads[1] == "先做什么"
    assert heads[-1] == "万一"
    assert page.title == page.text.splitlines()[0].removeprefix("# ")


@EVERY
def test_a_page_is_read_in_some_minutes(page: HelpPage):
    assert 150 < len(page.text) < 2200


@EVERY
def test_keys_are_told_by_the_actions_not_typed_here(page: HelpPage):
    """But for the grid, whose keys are those of every spreadsheet and no actions."""
    if page.id != "records":
        assert not re.search(r"Ctrl|Alt\+|F\d", page.text)


def test_words_find_their_pages():
    assert [page.id for page in pages_with("恢复码 信封")] == ["settings", "first_run"]
    assert {page.id for page in pages_with("pdf")} >= {"reports", "check"}
    assert pages_with("没有这个词") == ()
    assert pages_with(" ") == help_pages()


def test_a_place_without_help_gets_the_first_page():
    assert help_page("problems").title == "问题"
    assert help_page("nowhere").id == "today"
