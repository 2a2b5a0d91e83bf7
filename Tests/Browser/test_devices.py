"""One person, two devices: both answer in turn, both show the same in the end, and the server holds the last."""

import time

import pytest

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from papers import NAME, of_every_kind, single, some_response
from test_outbox import cut_off, held, outbox
from visitors import PASSWORD


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_a_try_goes_on_in_another_browser_and_back_again(kind, quiz, beginner, browser):
    office = quiz(of_every_kind(6))
    one = beginner(kind, office)
    paper = one.paper()
    first = {slot: some_response(question) for slot, question in paper.items()}
    last = {slot: some_response(question, turn=1) for slot, question in paper.items()}
    for number in (1, 2):
        one.respond(first[number])
        one.press("next_question")
    one.driver.switch_to.new_window("tab")
    closed, here = one.driver.window_handles
    one.driver.switch_to.window(closed)
    one.driver.close()
    one.driver.switch_to.window(here)

    other = browser(kind, office.server)
    other.sign_in(one.colleague.number, PASSWORD)
    other.begin_quiz_again(NAME)
    other.quiz = one.quiz
    assert other.attempt == one.quiz and other.question_number() == 3
    for number in (3, 4):
        other.respond(first[number])
        other.press("next_question")
    other.open(f"{one.quiz}?question=1")
    assert other.response() == first[1]
    other.respond(last[1])
    other.press("next_question")

    one.begin_quiz_again(NAME)
    assert one.question_number() == 5
    for number in (5, 6):
        one.respond(first[number])
        one.press("next_question" if number == 5 else "go_to_hand_in")
    expected = {**first, 1: last[1]}
    assert held(office, one) == expected
    for device in (one, other):
        for number, response in expected.items():
            device.open(f"{one.quiz}?question={number}")
            assert device.response() == response


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_the_same_question_open_on_both_ends_with_what_was_chosen_last(kind, quiz, beginner, browser):
    office = quiz([single(1)])
    devices = [beginner(kind, office), browser(kind, office.server)]
    devices[1].sign_in(devices[0].colleague.number, PASSWORD)
    devices[1].begin_quiz_again(NAME)
    for turn, letter in enumerate("abcab"):
        device = devices[turn % 2]
        device.tick([letter])
        if kind == WITHOUT_SCRIPTS:
            device.press("go_to_hand_in")
            device.open(devices[0].quiz)
        device.wait_until(device.saved)
        assert held(office, devices[0]) == {1: letter}
    assert devices[0].chosen() == ["b"]
    # The other one is looked at again.
    look_away_and_back(devices[1], reload=kind == WITHOUT_SCRIPTS)
    devices[1].wait_until(lambda: devices[1].chosen() == ["b"])
    assert held(office, devices[0]) == {1: "b"}


def test_a_choice_that_waited_does_not_undo_a_later_one_on_another_device(quiz, beginner, browser):
    office = quiz([single(1)])
    away, desk = beginner(PHONE, office), browser(DESKTOP, office.server)
    desk.sign_in(away.colleague.number, PASSWORD)
    desk.begin_quiz_again(NAME)
    cut_off(away, True)
    away.tick(["a"])
    away.wait_until(lambda: away.sees("pending"))
    time.sleep(2.5)
    desk.tick(["b"])
    desk.wait_until(desk.saved)
    time.sleep(1)
    cut_off(away, False)
    away.wait_until(lambda: away.one("#save-status").text == away.words["changed_elsewhere"])
    assert away.chosen() == ["b"] and outbox(away) == [] and held(office, away) == {1: "b"}
    # What is chosen now is the last.
    away.tick(["c"])
    away.wait_until(away.saved)
    assert held(office, away) == {1: "c"}


def test_a_choice_that_waited_takes_the_place_of_an_earlier_one(quiz, beginner, browser):
    office = quiz([single(1)])
    away, desk = beginner(PHONE, office), browser(DESKTOP, office.server)
    desk.sign_in(away.colleague.number, PASSWORD)
    desk.begin_quiz_again(NAME)
    desk.tick(["b"])
    desk.wait_until(desk.saved)
    time.sleep(2.5)
    cut_off(away, True)
    away.tick(["a"])
    away.wait_until(lambda: away.sees("pending"))
    cut_off(away, False)
    away.wait_until(away.saved)
    assert away.chosen() == ["a"] and held(office, away) == {1: "a"}


def look_away_and_back(device, reload):
    """Another tab for a moment; without scripts the page has to be asked for again."""
    here = device.driver.current_window_handle
    device.driver.switch_to.new_window("tab")
    device.driver.close()
    device.driver.switch_to.window(here)
    if reload:
        device.reload()
