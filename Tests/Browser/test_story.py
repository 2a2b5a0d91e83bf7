"""A story with decisions in the browser: two ways through it, two endings; nothing of the way not taken is told."""

import time

import pytest
import yaml

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from papers import NAME
from program import ROOT

STORY = "home-visit"


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, WITHOUT_SCRIPTS])
def test_a_story_is_walked_to_two_endings(kind, quiz, beginner):
    nodes = {node["id"]: node for node in yaml.safe_load((ROOT / f"Questions/scenarios/{STORY}.yml").read_text())["nodes"]}
    office = quiz([], [STORY])
    learner = beginner(kind, office)

    good = walk(office, learner, nodes, best)
    assert good["node"]["ending"] == "good"
    assert learner.sees("outcome_good") and learner.sees("hint_scenario_over")
    assert nodes[good["node"]["id"]]["text"].strip().split("\n")[0] in learner.text
    learner.press("go_to_hand_in")
    learner.press("hand_in")
    assert learner.sees("passed_text") and "1/1" in learner.one(".outcome-score").text
    learner.click(learner.one("details.reviewed > summary"))
    assert learner.sees("outcome_good") and learner.sees("path_taken")

    learner.begin_quiz(NAME, again=True)
    learner.quiz = learner.attempt
    poor = walk(office, learner, nodes, worst)
    assert poor["node"]["ending"] == "poor" and poor["node"]["id"] != good["node"]["id"]
    assert learner.sees("outcome_poor") and not learner.sees("outcome_good")
    learner.press("go_to_hand_in")
    assert learner.sees("all_answered")
    learner.press("hand_in")
    assert learner.sees("not_passed_yet") and learner.sees("path_best")
    taken = [decision["text"] for decision in poor["taken"]]
    assert all(text in learner.text for text in taken)


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_a_story_left_and_opened_again_stands_where_it_was_and_takes_no_step_twice(kind, quiz, beginner, browser):
    office = quiz([], [STORY])
    learner = beginner(kind, office)
    decide(learner, "b")
    learner.reload()
    assert [line.text.split("\n")[0] for line in learner.all(".story-choice")] != []
    assert len(learner.all(".story > li")) == 1
    # A page left open on another device takes no decision that came after it.
    other = browser(kind, office.server)
    other.sign_in(learner.colleague.number, learner.colleague.password)
    other.begin_quiz_again(NAME)
    decide(other, "a")
    stood = standing(office, learner)
    decide(learner, "b")
    assert learner.one("[role=alert]").text and standing(office, learner) == stood
    assert len(learner.all(".story > li")) == 2


def walk(office, learner, nodes, choice):
    """Decides until the story ends, and returns where it stands then. On the way each page shows what came of it."""
    for step in range(1, 20):
        now = standing(office, learner)
        if not now["node"]["choices"]:
            return now
        node = nodes[now["node"]["id"]]
        wanted = choice(node["choices"])
        letter = next(option["key"] for option in now["node"]["choices"] if option["text"] == wanted["text"])
        source = learner.driver.page_source
        assert [other for other in node["choices"] if other["feedback"] in source] == [], "it is told before the decision"
        for option in now["node"]["choices"] if step == 1 else []:
            learner.tick([option["key"]])
            time.sleep(0.5)
            assert standing(office, learner)["taken"] == [], "what is only ticked is not decided"
        decide(learner, letter)
        assert len(learner.all(".story > li")) == step
        assert wanted["consequence"].strip().split("\n")[0] in learner.text
        assert wanted["feedback"].strip().split("\n")[0] in learner.text
        assert standing(office, learner)["taken"][-1]["text"] == wanted["text"]
    raise AssertionError("the story has no end")


def best(choices):
    return max(choices, key=lambda choice: choice["score"])


def worst(choices):
    return min(choices, key=lambda choice: choice["score"])


def decide(learner, letter):
    learner.tick([letter])
    learner.press("decide")


def standing(office, learner):
    """Where the story stands, as the server holds it: `node` and `taken`."""
    return office.get(f"{learner.quiz}.json").json()["questions"][0]
