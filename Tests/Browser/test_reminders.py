"""Reminders and figures to paste: copied by a button, or selected where there are no scripts."""

import pytest

from chromium import DESKTOP, WITHOUT_SCRIPTS
from content import COURSE
from visitors import PASSWORD

UNIT = "610621991202"


@pytest.fixture
def desk(browser, office):
    """Opens a coordinator's desk."""
    leader = office.hire("县级陈某", "610621", "coordinator")

    def open_desk(kind):
        desk = browser(kind, office.server)
        desk.sign_in(leader.number, leader.code)
        desk.set_password(PASSWORD)
        return desk

    return open_desk


def test_a_reminder_for_the_group_one_for_each_and_the_figures_are_copied(desk, office):
    colleague = office.hire("乙村李某", UNIT)
    desk = desk(DESKTOP)
    desk.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"]})
    desk.open(f"/units/{UNIT}/completion?course={COURSE}")
    sentence = copy(desk, 0)
    assert sentence == desk.one(".copyable").text and sentence.startswith("截至")

    desk.press("reminder")
    group = copy(desk, 0)
    assert f"{office.server.url}/courses/{COURSE}" in group and colleague.name not in group
    names = [name.text for name in desk.all(".reminders strong")]
    assert copy(desk, names.index(colleague.name) + 1).startswith(colleague.name)

    # A page over plain HTTP has no clipboard to write to; it copies what is selected.
    desk.driver.execute_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    desk.click(desk.all("[data-copied]")[0])
    desk.wait_until(lambda: desk.all("[data-copied]")[0].text == desk.words["copied"])
    assert desk.driver.execute_script("return getSelection().toString()") == group


def test_without_scripts_the_text_stands_in_a_field_and_there_is_no_button(desk):
    desk = desk(WITHOUT_SCRIPTS)
    desk.open(f"/units/{UNIT}/reminder?course={COURSE}")
    assert desk.one("textarea").is_displayed() and COURSE in desk.one("textarea").get_attribute("value")
    assert not any(button.is_displayed() for button in desk.all("[data-copied]"))


def copy(desk, place):
    """Presses a button and returns what can be pasted then."""
    button = desk.all("[data-copied]")[place]
    desk.click(button)
    desk.wait_until(lambda: button.text == desk.words["copied"])
    return desk.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
