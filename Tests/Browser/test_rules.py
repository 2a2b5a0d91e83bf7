"""What a quiz's rules look like in the browser: the clock, the key that is shown at once, the tries that are left."""

import re

import pytest

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from papers import NAME, fill_in, matching, single, some_response

EXPLANATION = "照规定办。"


def seconds_left(learner):
    return int(re.search(r"\d+", learner.one("#time-left").text)[0])


def test_the_clock_counts_down_to_the_servers_deadline_and_is_not_read_aloud_every_second(quiz, beginner):
    learner = beginner(PHONE, quiz([single(1)], time_limit=1))
    deadline = learner.ask(f"{learner.attempt}.json").json()
    assert deadline["deadline"] is not None
    first = seconds_left(learner)
    assert 40 < first <= 60
    learner.wait_until(lambda: seconds_left(learner) <= first - 3)
    assert learner.one("#time-told").get_attribute("textContent") == ""
    learner.driver.execute_script(
        "document.dispatchEvent(new CustomEvent('deadline', {detail: {now: '2026-11-09T01:00:00Z',"
        " deadline: '2026-11-09T01:30:00Z'}}))")
    learner.wait_until(lambda: seconds_left(learner) == 30)
    learner.driver.execute_script(
        "document.dispatchEvent(new CustomEvent('deadline', {detail: {now: '2026-11-09T01:00:00Z',"
        " deadline: '2026-11-09T01:00:01Z'}}))")
    learner.wait_until(lambda: learner.one("#time-left").text == learner.words["deadline_over"])
    assert learner.one("#time-told").get_attribute("textContent") == learner.words["deadline_over"]


def test_without_scripts_the_deadline_is_said_all_the_same(quiz, beginner):
    learner = beginner(WITHOUT_SCRIPTS, quiz([single(1)], time_limit=30))
    said = learner.one("#deadline").text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", said) and learner.words["minutes_left"].replace("{n}", "30") in said


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, WITHOUT_SCRIPTS])
def test_a_key_shown_at_once_locks_its_question_and_no_other(kind, quiz, beginner):
    office = quiz([single(1), fill_in(2), matching(3)], feedback="at_once")
    learner = beginner(kind, office)
    paper = learner.paper()
    for number, question in paper.items():
        learner.open(f"{learner.quiz}?question={number}")
        assert EXPLANATION not in learner.text
        learner.respond(some_response(question))
        if kind != WITHOUT_SCRIPTS:
            learner.wait_until(learner.saved)
        learner.press("show_key")
        assert EXPLANATION in learner.text and learner.sees("hint_locked")
        assert learner.all(".options input, .parts input, .parts select") == []
    shown = {number: question["response"] for number, question in learner.paper(learner.quiz).items()}
    assert all(shown.values())
    learner.press("go_to_hand_in")
    learner.press("hand_in")
    assert learner.words["received_of"].replace("{n}", "3").replace("{all}", "3") in learner.text


def test_a_key_cannot_be_shown_before_there_is_an_answer(quiz, beginner):
    learner = beginner(WITHOUT_SCRIPTS, quiz([single(1)], feedback="at_once"))
    learner.press("show_key")
    assert learner.one("[role=alert]").text and EXPLANATION not in learner.text


def test_the_last_try_says_that_none_is_left(quiz, beginner):
    learner = beginner(PHONE, quiz([single(1)], tries=1, feedback="after_passing"))
    learner.press("go_to_hand_in")
    learner.press("hand_in")
    assert not learner.all("form[action$='/attempts']") and EXPLANATION in learner.text
    learner.open(f"/courses/{NAME}")
    assert learner.sees("no_tries_left") and not learner.all("form[action$='/attempts']")
