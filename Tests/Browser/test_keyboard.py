"""One question of each kind and a story, answered with nothing but the keyboard."""

import pytest
from selenium.webdriver import ActionChains, Keys

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from papers import KINDS
from test_outbox import held


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, WITHOUT_SCRIPTS])
def test_every_kind_of_question_is_answered_with_the_keyboard(kind, quiz, beginner):
    office = quiz([ask(number + 1) for number, ask in enumerate(KINDS)], ["home-visit"])
    learner = beginner(kind, office)
    paper = learner.paper()
    hand = Keyboard(learner, sees=kind != WITHOUT_SCRIPTS)
    wanted = {}
    for number in range(1, len(paper) + 1):
        question = paper[number]
        wanted[number] = WAYS[question["type"]](hand, question)
        if number < len(paper):
            hand.press(f".turn [name=next][value='{number + 1}']")
        else:
            hand.press(".turn [name=next][value=submission]")
    kept = held(office, learner)
    assert {number: kept[number] for number in wanted} == wanted
    assert len({paper[number]["type"] for number in wanted}) == 9
    hand.press("#hand-in button")
    assert "8/9" in learner.one(".receipt").text, "the story has not ended"


class Keyboard:
    """Two hands on a keyboard. Whoever sees is shown where the focus is."""

    def __init__(self, learner, sees):
        self.learner, self.sees = learner, sees

    def type(self, *keys):
        ActionChains(self.learner.driver).send_keys(*keys).perform()

    def to(self, selector):
        """Tab by tab to the next element of this kind."""
        targets = self.learner.all(selector)
        assert targets, selector
        for _ in range(80):
            self.type(Keys.TAB)
            if self.learner.driver.switch_to.active_element in targets:
                if self.sees:
                    assert self.learner.driver.execute_script(IS_SEEN), f"the focus on {selector} is covered"
                return
        raise AssertionError(f"no way to {selector}")

    def press(self, selector):
        page = self.learner.one("html")
        self.to(selector)
        self.type(Keys.ENTER)
        self.learner.wait_until(lambda: self.learner.one("html") != page, "no other page came")


IS_SEEN = """
    const element = document.activeElement, box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 60) / 2);
    return top !== null && (element === top || element.contains(top) || (element.labels || []).length > 0
        && Array.from(element.labels).some((label) => label.contains(top)));
    """


def second_option(hand, question):
    hand.to(".options input")
    hand.type(Keys.SPACE, Keys.ARROW_DOWN)
    return "b"


def first_and_third(hand, question):
    hand.to(".options input")
    hand.type(Keys.SPACE, Keys.TAB, Keys.TAB, Keys.SPACE)
    return ["a", "c"]


def two_blanks(hand, question):
    hand.to(".part input")
    hand.type("7", Keys.TAB, "两人")
    return ["7", "两人"]


def by_arrows(hand, question):
    for _ in question["prompts"]:
        hand.to(".part select")
        hand.type(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    return {prompt["key"]: "b" for prompt in question["prompts"]}


def backwards(hand, question):
    count = len(question["options"])
    for index in range(count):
        hand.to(".part select")
        hand.type(*[Keys.ARROW_DOWN] * (count - index))
    return [option["key"] for option in reversed(question["options"])]


def ask_first(hand, question):
    for field in question["fields"]:
        hand.to(f"[name=field-{field['key']}]")
        hand.type(Keys.SPACE, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    return {field["key"]: "ask" for field in question["fields"]}


def a_sentence(hand, question):
    hand.to("textarea")
    hand.type("先请她坐下，再听完。")
    return "先请她坐下，再听完。"


def one_decision(hand, question):
    hand.to(".options input")
    hand.type(Keys.SPACE, Keys.ARROW_DOWN)
    hand.press("[name=decision]")
    assert len(hand.learner.all(".story > li")) == 1
    return ["b"]


WAYS = {
    "single": second_option, "true_false": second_option, "multiple": first_and_third, "fill_in": two_blanks,
    "matching": by_arrows, "ordering": backwards, "publication_check": ask_first, "short_text": a_sentence,
    "scenario": one_decision,
}
