"""The quiz in the browser: an answer is safe with the click, a bad line loses nothing, nothing is told too early."""

import html

import pytest

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from content import COURSE, bank, secrets
from visitors import PASSWORD


@pytest.fixture(params=[DESKTOP, PHONE])
def learner(request, browser, office):
    """Somebody in a quiz, at a question with options."""
    return beginner(request.param, browser, office)


def beginner(kind, browser, office):
    colleague = office.hire()
    learner = browser(kind, office.server)
    learner.sign_in(colleague.number, colleague.code)
    learner.set_password(PASSWORD)
    learner.begin_quiz(COURSE)
    learner.open_choice()
    learner.colleague, learner.question = colleague, learner.path
    return learner


def test_a_click_alone_brings_an_answer_to_the_server(learner):
    for letter in ("b", "a"):
        learner.tick([letter])
        learner.wait_until(lambda: letter in kept(learner))
    learner.wait_until(learner.saved)


def test_what_is_chosen_without_a_connection_is_sent_when_it_is_back(browser, office):
    learner = beginner(PHONE, browser, office)
    cut_off(learner, True)
    learner.tick(["b"])
    learner.wait_until(lambda: learner.sees("pending"))
    assert kept(learner) == []
    cut_off(learner, False)
    learner.wait_until(learner.saved)
    assert "b" in kept(learner)


def test_what_waits_survives_the_end_of_the_page(browser, office):
    learner = beginner(PHONE, browser, office)
    hold_back_answers(learner, True)
    learner.tick(["b"])
    learner.wait_until(lambda: learner.sees("pending"))
    learner.reload()
    assert "b" in learner.chosen() and kept(learner) == []
    learner.driver.get("about:blank")
    hold_back_answers(learner, False)
    learner.open(learner.question)
    learner.wait_until(lambda: "b" in kept(learner))
    assert "b" in learner.chosen()


def test_the_last_of_many_quick_changes_is_kept(learner):
    kind = learner.one("#question").get_attribute("data-kind")
    for letter in "abababab":
        learner.click(next(option for option in learner.all("label.option") if letter == value_of(option)))
    expected = [] if kind == "multiple" else ["b"]
    learner.wait_until(lambda: sorted(learner.chosen()) == expected and kept(learner) == expected)


def test_a_session_that_ended_loses_no_answer(browser, office):
    learner = beginner(PHONE, browser, office)
    colleague = learner.colleague
    learner.driver.delete_cookie("session")
    learner.tick(["b"])
    learner.wait_until(lambda: learner.words["sign_in_again"] in learner.one("#save-status").text)
    learner.follow(learner.one("#save-status a"))
    learner.fill(staff_no=colleague.number, password=PASSWORD)
    learner.press("sign_in")
    learner.wait_until(lambda: "b" in kept(learner))
    assert "b" in learner.chosen()


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_nothing_tells_what_is_right_before_handing_in(kind, browser, office):
    learner = beginner(kind, browser, office)
    told = secrets(bank())
    assert len(told) > 100
    paper = learner.ask(f"{learner.attempt}.json").json()
    for question in paper["questions"]:
        parts = {"options", "blanks", "prompts", "fields", "place", "node", "taken"}
        assert set(question) <= {"slot", "type", "stem", "image", "response", "seq"} | parts
        assert all(set(part) == {"key", "text"} for part in question["options"] + question.get("prompts", []))
        assert all(set(field) == {"key", "label", "value"} for field in question.get("fields", []))
        assert set(question.get("node", [])) <= {"id", "text", "choices"} and question.get("taken", []) == []
    places = [f"{learner.attempt}.json", f"{learner.attempt}/submission", f"/courses/{COURSE}"]
    places += [f"{learner.attempt}?question={question['slot']}" for question in paper["questions"]]
    places += [script.get_attribute("src").removeprefix(learner.server.url) for script in learner.all("script[src]")]
    for place in places:
        reply = learner.ask(place)
        assert reply.status_code == 200, place
        text = html.unescape(reply.text)
        assert [secret for secret in told if secret in text] == [], place
    assert learner.ask(f"{learner.attempt}/review.json").status_code == 409
    source = html.unescape(learner.driver.page_source)
    assert [secret for secret in told if secret in source] == []


def kept(learner):
    """The letters that the server holds for the question on the page."""
    slot = learner.question_number()
    question = learner.ask(f"{learner.attempt}.json").json()["questions"][slot - 1]
    return list(question["response"] or [])


def value_of(option):
    return option.find_element("css selector", "input").get_attribute("value")


def hold_back_answers(learner, held):
    """Lets pages through, but no answers, as a line does that is too bad for them; the last ones get lost as well."""
    learner.driver.execute_script("navigator.sendBeacon = () => true")
    learner.driver.execute_cdp_cmd("Network.enable", {})
    learner.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/answers*"] if held else []})


def cut_off(learner, offline):
    """Takes the phone's connection away, or gives it back."""
    line = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    learner.driver.execute_cdp_cmd("Network.enable", {})
    learner.driver.execute_cdp_cmd("Network.emulateNetworkConditions", line)
