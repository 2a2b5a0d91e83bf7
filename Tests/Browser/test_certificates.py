"""A certificate: printed on one sheet, scanned by a stranger, who learns no name."""

import re

import pytest

from chromium import DESKTOP, PHONE
from codes import scan
from content import COURSE, bank, outline, right_answer
from visitors import PASSWORD, Learner


@pytest.fixture
def learner(office):
    """Somebody who has finished a course."""
    learner = Learner(office.server, office.hire())
    for lesson in outline(COURSE)["lessons"]:
        learner.read(COURSE, lesson)
    paper, items = learner.begin(COURSE), bank()
    for question in paper["questions"]:
        learner.give(paper["id"], question, right_answer(question, items))
    assert learner.hand_in(paper["id"])["completed"]
    return learner


def test_a_certificate_is_printed_scanned_and_found_genuine(learner, browser, office):
    desk = browser(DESKTOP, office.server)
    desk.sign_in(learner.person.number, PASSWORD)
    desk.open(f"/courses/{COURSE}")
    desk.press("certificate_see")
    number = desk.one(".certificate-number").text
    assert re.fullmatch(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", number)
    title, hours = outline(COURSE)["title"], outline(COURSE)["credit_hours"]
    for fact in (learner.person.name, title, f"{hours} 学时", f"{office.server.url}/verification"):
        assert fact in desk.one(".certificate").text
    assert len(desk.a4_pages()) == 1
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not any(part.is_displayed() for part in desk.all(".top, .foot, .crumbs, .screen-only"))

    stranger = browser(PHONE, office.server)
    stranger.driver.get(scan(desk.one(".certificate img").screenshot_as_png))
    assert stranger.path == f"/verification/{number}" and stranger.sees("verification_found")
    assert title in stranger.text and "甲*" in stranger.text
    for secret in (learner.person.name, learner.person.number, "分"):
        assert secret not in stranger.one("dl").text
    assert stranger.driver.execute_script("return document.documentElement.scrollWidth - window.screen.width") == 0

    wrong = ("2" if number[0] != "2" else "3") + number[1:]
    stranger.fill(number=wrong)
    stranger.press("verification_button")
    assert stranger.sees("verification_none") and stranger.one("#number").get_attribute("value") == wrong
    stranger.fill(number=number.lower().replace("-", " "))
    stranger.press("verification_button")
    assert stranger.sees("verification_found")
