"""Nothing is lost: whatever happens to the line, the server, the session and the telephone, the answers arrive."""

import json
import time

import pytest

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from lines import LOST, PASSES, REPLY_LOST, Line, but_for_assets, every_second_is_lost
from pages import LANGUAGES
from papers import NAME, of_every_kind, short_text, single, some_response, true_false
from visitors import PASSWORD


# MARK: The server is away


@pytest.mark.parametrize("kind", [DESKTOP, PHONE])
def test_a_server_that_is_away_for_twenty_seconds_loses_no_answer(kind, quiz, beginner):
    office = quiz(of_every_kind(5))
    learner = beginner(kind, office)
    paper = learner.paper()
    wanted = {slot: some_response(question) for slot, question in paper.items()}
    for number in (1, 2):
        learner.respond(wanted[number])
        learner.wait_until(learner.saved)
        if number == 1:
            learner.press("next_question")

    stopped = time.monotonic()
    assert office.server.stop() == 0
    wanted[2] = some_response(paper[2], turn=1)
    learner.respond(wanted[2])
    learner.wait_until(lambda: learner.sees("pending"))
    assert learner.banner == "", "a moment without a server is not worth a banner"
    learner.wait_until(lambda: learner.banner == learner.words["line_offline"])
    assert 4 < time.monotonic() - stopped < 18
    for _ in range(2):
        learner.click(learner.one(".turn .button"))
        learner.wait_until(lambda: learner.sees("pending_stay"))
    time.sleep(max(0, stopped + 20 - time.monotonic()))
    assert learner.question_number() == 2 and learner.banner == learner.words["line_offline"]
    assert learner.response() == wanted[2]

    office.server.start_again()
    learner.wait_until(learner.saved, within=25)
    learner.wait_until(lambda: learner.banner == "")
    for number in (3, 4, 5):
        learner.press("next_question")
        learner.respond(wanted[number])
    learner.press("go_to_hand_in")
    assert held(office, learner) == wanted
    learner.press("hand_in")
    assert "5/5" in learner.one(".receipt").text
    numbers = office.get("/units/610621991201/delivery.json").json()["totals"]
    assert numbers == {"attempts": 1, "received": 5, "recovered": 1, "late": 0, "missing": 0}


def test_without_scripts_one_answers_again_when_the_server_is_back(quiz, beginner):
    office = quiz(of_every_kind(3))
    learner = beginner(WITHOUT_SCRIPTS, office)
    paper = learner.paper()
    wanted = {slot: some_response(question) for slot, question in paper.items()}
    learner.respond(wanted[1])
    learner.press("next_question")
    office.server.stop()
    learner.respond(wanted[2])
    learner.press("next_question")
    assert learner.all("#question") == []
    office.server.start_again()
    learner.open(f"{learner.quiz}?question=2")
    assert held(office, learner) == {1: wanted[1], 2: None, 3: None}
    for number in (2, 3):
        learner.respond(wanted[number])
        learner.press("next_question" if number == 2 else "go_to_hand_in")
    assert held(office, learner) == wanted
    learner.press("hand_in")
    assert "3/3" in learner.one(".receipt").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_banner_comes_and_goes_with_the_line_and_is_heard(language, quiz, beginner):
    learner = beginner(PHONE, quiz([single(1), single(2)]))
    learner.driver.add_cookie({"name": "language", "value": language, "path": "/"})
    learner.words = LANGUAGES[language]
    learner.reload()
    line = learner.one("#connection")
    assert line.get_attribute("role") == "status" and line.get_attribute("aria-live") == "polite"
    for _ in range(2):
        since = time.monotonic()
        cut_off(learner, True)
        learner.wait_until(lambda: learner.banner != "")
        assert time.monotonic() - since > 4
        assert learner.banner == learner.words["line_offline"]
        cut_off(learner, False)
        learner.wait_until(lambda: learner.banner == "")


# MARK: A bad line


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_forty_questions_on_a_line_that_drops_every_second_request(kind, quiz, beginner):
    office = quiz(of_every_kind(40))
    with Line(office.server, concerns=but_for_assets) as line:
        learner = beginner(kind, office, line=line)
        paper = learner.paper()
        wanted = {slot: some_response(question) for slot, question in paper.items()}
        assert len(wanted) == 40
        line.fate = every_second_is_lost
        answer_all(office, learner, paper, wanted, again=kind == WITHOUT_SCRIPTS)
        stored = held(office, learner)
        assert [slot for slot in wanted if stored[slot] != wanted[slot]] == []
        hand_in(learner)
        assert "40/40" in learner.one(".receipt").text
        assert stored == review(office, learner)

        numbers = office.get("/units/610621991201/delivery.json").json()["totals"]
        recovered = recovered_of(line.answers())
        assert numbers == {"attempts": 1, "received": 40, "recovered": recovered, "late": 0, "missing": 0}
        if kind == WITHOUT_SCRIPTS:
            assert line.answers() == []
        else:
            lost = [request["fate"] for request in line.sent if request["method"] == "PUT"]
            assert lost.count(LOST) > 10 and lost.count(REPLY_LOST) > 10 and recovered > 10


def answer_all(office, learner, paper, wanted, again):
    """Answers every question. `again` looks after each whether it is kept, as one has to who has no scripts."""
    for number in wanted:
        for _ in range(10):
            reach(learner, f"{learner.quiz}?question={number}")
            learner.respond(wanted[number])
            learner.press("next_question" if number < len(wanted) else "go_to_hand_in")
            if not again or held(office, learner)[number] == wanted[number]:
                break


def reach(learner, path):
    """Opens a page, however often it takes; not again where it is open already."""
    for _ in range(6):
        if learner.all("#main") and learner.path == path:
            return
        learner.open_if_possible(path)
    raise AssertionError(f"{path} cannot be reached")


def hand_in(learner):
    for _ in range(6):
        if learner.all(".receipt"):
            return
        learner.open_if_possible(f"{learner.quiz}/submission")
        if learner.all("#hand-in"):
            learner.press("hand_in")
    raise AssertionError("the try cannot be handed in")


def recovered_of(answers):
    """How many of the answers that arrived took another one's place, or an empty one, only after a failure."""
    newest, recovered = {}, set()
    for answer in answers:
        if answer["seq"] > newest.get(answer["slot"], 0):
            newest[answer["slot"]] = answer["seq"]
            recovered |= {answer["slot"]} if answer.get("recovered") else set()
    return len(recovered)


def test_only_the_last_reply_being_lost_is_nothing_recovered(quiz, beginner):
    office = quiz([single(1)])
    with Line(office.server, concerns=lambda method, path: method == "PUT") as line:
        learner = beginner(PHONE, office, line=line)
        line.fate = lambda number: REPLY_LOST if number == 1 else PASSES
        learner.tick(["c"])
        learner.wait_until(learner.saved)
        assert [answer.get("recovered", False) for answer in line.answers()] == [False, True]
        hand_in(learner)
    totals = office.get("/units/610621991201/delivery.json").json()["totals"]
    assert totals["received"] == 1 and totals["recovered"] == 0


def test_handing_in_waits_for_what_waits(quiz, beginner):
    office = quiz([single(1), single(2)])
    with Line(office.server, concerns=lambda method, path: "/answers" in path) as line:
        learner = beginner(PHONE, office, line=line)
        line.fate = lambda number: LOST
        learner.tick(["b"])
        learner.wait_until(lambda: learner.sees("pending"))
        learner.open(f"{learner.quiz}/submission")
        learner.click(learner.one("#hand-in button"))
        learner.wait_until(lambda: learner.sees("pending_stay"))
        assert state(office, learner) == "in_progress"
        line.fate = lambda number: PASSES
        learner.press("hand_in")
        assert "1/2" in learner.one(".receipt").text and review(office, learner) == {1: "b", 2: None}


def test_a_page_that_is_hidden_sends_what_waits_and_hands_nothing_in(quiz, beginner):
    office = quiz([single(1)])
    with Line(office.server, lambda number: LOST, lambda method, path: method == "PUT") as line:
        learner = beginner(PHONE, office, line=line)
        learner.tick(["b"])
        learner.wait_until(lambda: learner.sees("pending"))
        assert held(office, learner) == {1: None}
        learner.driver.switch_to.new_window("tab")
        learner.wait_until(lambda: held(office, learner) == {1: "b"})
        assert state(office, learner) == "in_progress"


def test_what_is_typed_is_safe_before_the_field_is_left(quiz, beginner):
    office = quiz([short_text(1), single(2)])
    learner = beginner(PHONE, office)
    slot, question = next((slot, q) for slot, q in learner.paper().items() if q["type"] == "short_text")
    learner.open(f"{learner.quiz}?question={slot}")
    learner.one("textarea").send_keys("先请她坐下")
    learner.wait_until(lambda: held(office, learner)[slot] == "先请她坐下")
    learner.one("textarea").send_keys("，再听完")
    learner.open("/")
    learner.wait_until(lambda: held(office, learner)[slot] == "先请她坐下，再听完")


# MARK: Who is signed in


def test_signing_in_again_sends_what_waits_from_whatever_page_comes_next(quiz, beginner):
    office = quiz([single(1), single(2)])
    learner = beginner(PHONE, office)
    learner.driver.delete_cookie("session")
    learner.tick(["c"])
    learner.wait_until(lambda: learner.words["sign_in_again"] in learner.one("#save-status").text)
    learner.sign_in(learner.colleague.number, PASSWORD)
    assert learner.path == "/"
    learner.wait_until(lambda: held(office, learner)[1] == "c")
    learner.wait_until(lambda: learner.banner == learner.words["line_sent"].replace("{n}", "1"))
    assert outbox(learner) == []


def test_on_a_shared_telephone_nobody_sees_sends_or_loses_what_another_wrote(quiz, beginner):
    office = quiz([short_text(1)])
    with Line(office.server, concerns=lambda method, path: "/answers" in path) as line:
        first = beginner(PHONE, office, line=line)
        line.fate = lambda number: LOST
        first.respond("先请她坐下，再听完。")
        first.wait_until(lambda: first.sees("pending"))
        first.driver.get("about:blank")
        first.driver.get(line.url + "/healthz")
        first.driver.delete_cookie("session")
        line.fate = lambda number: PASSES
        line.sent.clear()

        colleague = office.hire()
        second = first
        second.sign_in(colleague.number, colleague.code)
        second.set_password(PASSWORD)
        sources = [second.driver.page_source]
        second.begin_quiz(NAME)
        sources.append(second.driver.page_source)
        second.respond("我写我的。")
        second.wait_until(second.saved)
        time.sleep(1)
        assert [source for source in sources if "先请她坐下" in source] == []
        assert [request for request in line.sent if first.quiz in request["path"]] == []
        assert held(office, first) == {1: None}
        assert len(outbox(second)) == 1

        second.driver.delete_cookie("session")
        first.sign_in(first.colleague.number, PASSWORD)
        first.wait_until(lambda: held(office, first)[1] == "先请她坐下，再听完。")
        first.wait_until(lambda: outbox(first) == [])


def test_a_page_left_open_while_another_person_signs_in_keeps_its_answers(quiz, beginner):
    office = quiz([single(1), single(2)])
    learner = beginner(DESKTOP, office)
    left_open = learner.driver.current_window_handle
    other = office.hire()
    learner.driver.switch_to.new_window("tab")
    learner.open("/healthz")
    learner.driver.delete_cookie("session")
    learner.sign_in(other.number, other.code)
    learner.set_password(PASSWORD)
    elsewhere = learner.driver.current_window_handle

    learner.driver.switch_to.window(left_open)
    learner.tick(["c"])
    learner.wait_until(lambda: learner.one("#save-status").text == learner.words["someone_else_signed_in"])
    asked = requests_for_answers(learner)
    time.sleep(4)
    assert requests_for_answers(learner) == asked, "it is sent for ever"
    assert len(outbox(learner)) == 1
    assert held(office, learner) == {1: None, 2: None}

    learner.driver.switch_to.window(elsewhere)
    learner.driver.delete_cookie("session")
    learner.sign_in(learner.colleague.number, PASSWORD)
    learner.wait_until(lambda: held(office, learner)[1] == "c")
    learner.driver.switch_to.window(left_open)
    learner.wait_until(learner.saved)
    assert learner.chosen() == ["c"] and outbox(learner) == []


# MARK: Too late


def test_an_answer_that_comes_too_late_is_said_to_and_sent_no_more(quiz, beginner):
    office = quiz([single(1), true_false(2), single(3)])
    with Line(office.server, concerns=lambda method, path: "/answers" in path) as line:
        learner = beginner(PHONE, office, line=line)
        line.instead = too_late
        learner.tick(["b"])
        learner.wait_until(lambda: learner.one("#save-status").text == learner.words["late"])
        in_the_map = learner.one(".map-entry[data-slot='1'] .unseen").get_attribute("textContent")
        assert in_the_map == learner.words["late_short"]
        assert outbox(learner) == []

        line.instead, line.fate = None, lambda number: LOST
        for number in (2, 3):
            learner.open(f"{learner.quiz}?question={number}")
            learner.tick(["b"])
            learner.wait_until(lambda: learner.sees("pending"))
        assert len(outbox(learner)) == 2
        line.instead, line.fate = too_late, lambda number: PASSES
        learner.wait_until(lambda: learner.one("#save-status").text == learner.words["late"])
        assert outbox(learner) == []
        assert (line.sent[-1]["method"], line.sent[-1]["fate"]) == ("POST", PASSES), "not both in one request"
        sent = len(line.sent)
        learner.press("go_to_hand_in")
        assert [request["path"] for request in line.sent[sent:] if "/answers" in request["path"]] == []


def too_late(method, path, body):
    """What a server answers to what comes after the time was up."""
    if not path.endswith("/answers") and method != "PUT":
        return None
    answers = json.loads(body).get("answers")
    said = {"code": "too_late", "title": "Accepted", "status": 202, "detail": "迟到"}
    if answers:
        said = {"answers": [{"slot": answer["slot"], "saved": False, "code": "too_late"} for answer in answers]}
    return 202 if not answers else 200, [("Content-Type", "application/json")], json.dumps(said).encode()


# MARK: Looking


def held(office, learner):
    """What the server holds, by the number of the question."""
    paper = office.get(f"{learner.quiz}.json").json()
    return {question["slot"]: question["response"] for question in paper["questions"]}


def state(office, learner):
    return office.get(f"{learner.quiz}.json").json()["state"]


def review(office, learner):
    """The same once it is handed in."""
    questions = office.get(f"{learner.quiz}/review.json").json()["questions"]
    return {question["slot"]: question.get("response") for question in questions}


def outbox(learner):
    """The names of what waits in this browser."""
    return learner.driver.execute_script("return Object.keys(localStorage).filter(key => key.startsWith('answer/'))")


def requests_for_answers(learner):
    """How many times this page has sent answers."""
    return learner.driver.execute_script(
        "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('/answers')).length"
    )


def cut_off(learner, offline):
    """Takes the browser's connection away, or gives it back."""
    line = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    learner.driver.execute_cdp_cmd("Network.enable", {})
    learner.driver.execute_cdp_cmd("Network.emulateNetworkConditions", line)
