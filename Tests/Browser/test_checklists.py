"""The checklist of each course is one page of A4 to print."""

import pytest

from chromium import DESKTOP
from content import outline
from program import ROOT
from visitors import PASSWORD

COURSES = sorted(sheet.parent.name for sheet in ROOT.glob("Courses/*/course.yml"))


@pytest.fixture
def desk(browser, office):
    desk = browser(DESKTOP, office.server)
    learner = office.hire()
    desk.sign_in(learner.number, learner.code)
    desk.set_password(PASSWORD)
    return desk


@pytest.mark.parametrize("other_language", [None, "English"])
def test_every_checklist_is_printed_whole_on_one_page(desk, other_language):
    if other_language:
        desk.click(desk.one(".menu summary"))
        desk.press_language(other_language)
    assert len(COURSES) == 9
    for course in COURSES:
        desk.open(f"/courses/{course}/checklist")
        shown = [line.text for line in desk.all(".checks li p:first-child")]
        written = [line["text"] for line in outline(course)["checklist"]]
        assert len(shown) == len(written) and all(map(str.startswith, shown, written))
        assert len(desk.a4_pages()) == 1, course


def test_a_printed_checklist_has_boxes_to_tick_and_nothing_of_the_site_around_it(desk):
    desk.open(f"/courses/{COURSES[0]}")
    desk.press("checklist_look")
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not any(part.is_displayed() for part in desk.all(".top, .foot, .crumbs, .screen-only"))
    assert all(box.is_displayed() for box in desk.all(".check-box")) and desk.sees("checklist_foot")
