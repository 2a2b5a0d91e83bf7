"""The whole way by hand and eye: a slip of paper, lessons, a quiz, a course finished, a figure one higher."""

import pytest

from chromium import DESKTOP, PHONE, WITHOUT_SCRIPTS
from content import COURSE, bank, length, outline, right_answer
from visitors import PASSWORD

FROM_PROVINCE_TO_VILLAGE = ["陕西省", "延安市", "延长县", "示例一镇", "示例甲村"]
CODES = ["610000", "610600", "610621", "610621991", "610621991201"]


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, WITHOUT_SCRIPTS])
def test_a_new_colleague_finishes_a_course_and_every_unit_above_counts_one_more(kind, browser, office):
    before = [office.completion(code, course=COURSE)["totals"]["completed"] for code in CODES]
    colleague = office.hire()
    learner = browser(kind, office.server)

    learner.sign_in(colleague.number, colleague.code)
    assert learner.path == "/password" and learner.sees("password_first")
    learner.set_password(PASSWORD)
    assert learner.path == "/" and learner.sees("to_do")

    learner.read_all_lessons(COURSE)
    learner.begin_quiz(COURSE)
    answers = right_answers(learner)
    for number in (1, 2, 3, 4):
        assert learner.question_number() == number
        learner.answer_question(answers[number])

    # The page is loaded again in the middle, and everything is as it was.
    learner.open(f"{learner.attempt}?question=3")
    learner.reload()
    assert learner.response() == answers[3] and learner.saved()

    # The phone's battery is dead; at the office the try goes on where it was.
    office_desk = browser(kind, office.server)
    office_desk.sign_in(colleague.number, PASSWORD)
    office_desk.press("resume_quiz")
    assert office_desk.question_number() == 5
    for number in range(5, len(answers) + 1):
        office_desk.answer_question(answers[number])
    assert office_desk.sees("all_answered")
    office_desk.press("hand_in")

    assert office_desk.sees("passed_text") and office_desk.sees("course_completed")
    full = f"{len(answers)}/{len(answers)}"
    assert full in office_desk.one(".receipt").text and full in office_desk.one(".outcome-score").text
    assert reasons_are_shown(office_desk)

    # The first browser was left on the question; it leads to the result now.
    learner.reload()
    assert learner.path.endswith("/review")

    leader = office.hire("省级高某", "610000", "coordinator")
    overview = browser(kind, office.server)
    overview.sign_in(leader.number, leader.code)
    overview.set_password(PASSWORD)
    overview.open("/units")
    overview.choose("course", COURSE)
    overview.press("show")
    for unit, count in zip(FROM_PROVINCE_TO_VILLAGE, before):
        if unit != FROM_PROVINCE_TO_VILLAGE[0]:
            overview.follow(next(link for link in overview.all("tbody th a") if link.text == unit))
        assert overview.completed_in(unit) == count + 1
    overview.press("people_by_name")
    overview.fill(q=colleague.number)
    overview.press("show")
    assert [cell.text for cell in overview.all("tbody td.state span")] == [overview.words["state_completed"]]


def test_a_wrong_answer_is_explained_and_missing_lessons_are_named(browser, office):
    colleague = office.hire()
    learner = browser(PHONE, office.server)
    learner.sign_in(colleague.number, colleague.code)
    learner.set_password(PASSWORD)
    learner.begin_quiz(COURSE)
    answers = right_answers(learner)
    for number in range(1, len(answers)):
        learner.answer_question(answers[number])
    learner.press("go_to_hand_in")
    assert [link.text.strip()[:2] for link in learner.all("#unanswered a")] == [str(len(answers))]
    learner.press("hand_in")

    assert learner.sees("passed_text") and learner.sees("passed_but_missing")
    missing = learner.all(".note-warn li a")
    assert len(missing) == len(outline(COURSE)["lessons"])
    learner.follow(missing[0])
    assert learner.path == f"/courses/{COURSE}/{outline(COURSE)['lessons'][0]}"
    learner.open(f"/courses/{COURSE}")
    assert learner.sees("passed_but_unread") and learner.sees("try_again")


def right_answers(learner):
    """The right response to every question of the paper, by its number."""
    paper = learner.ask(f"{learner.attempt}.json").json()
    items = bank()
    return {question["slot"]: right_answer(question, items) for question in paper["questions"]}


def reasons_are_shown(learner):
    """Whether each part of each question has its reason in the review, and each question a clause."""

    def found(place, selector):
        return place.find_elements("css selector", selector)

    questions = learner.all("details.reviewed")
    return len(questions) == length(COURSE) and all(
        len(found(question, ".verdict")) > 1
        and all(found(verdict, ".reason") for verdict in found(question, ".verdict"))
        and found(question, ".clause-ids")
        for question in questions
    )
