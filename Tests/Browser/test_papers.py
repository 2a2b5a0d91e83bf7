"""A paper quiz: drawn, printed on A4, keyed in without touching the mouse, on record as paper."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from chromium import DESKTOP, WITHOUT_SCRIPTS
from content import COURSE, bank, right_answer, secrets
from visitors import PASSWORD


@pytest.mark.parametrize("kind", [DESKTOP, WITHOUT_SCRIPTS])
def test_a_paper_is_printed_and_keyed_in_from_the_keyboard(browser, office, kind):
    leader = office.hire("县级陈某", "610621", "coordinator")
    colleagues = [office.hire(), office.hire("甲村李某")]
    desk = browser(kind, office.server)
    desk.sign_in(leader.number, leader.code)
    desk.set_password(PASSWORD)

    desk.open("/units/610621991201/papers")
    desk.choose("course", COURSE)
    desk.click(desk.one(f"input[name=people][value='{colleagues[0].number}']"))
    desk.fill(numbers=colleagues[1].number)
    desk.press("papers_draw_button")
    numbers = re.findall(r"\d{8}", desk.path)
    assert len(numbers) == 2 == len(desk.all(".sheet"))
    spaced = f"{numbers[0][:4]} {numbers[0][4:]}"
    assert spaced in desk.text and all(colleague.name in desk.text for colleague in colleagues)
    shown = desk.text
    assert not [secret for secret in secrets(bank()) if secret in shown]

    assert 4 <= len(desk.a4_pages()) <= 8
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not any(part.is_displayed() for part in desk.all(".top, .foot, .screen-only"))
    assert all(sheet.is_displayed() for sheet in desk.all(".sheet"))
    assert desk.all(".sheet")[1].value_of_css_property("break-before") == "page"
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    paper = desk.ask(f"/papers/{numbers[0]}.json").json()
    items = bank()
    desk.open("/papers")
    desk.one("#number").send_keys(spaced, Keys.ENTER)
    desk.wait_until(lambda: desk.path == f"/papers/{numbers[0]}/answers")
    typed = [(question["slot"], text) for question in paper["questions"] for text in texts(question, items)]
    for place, (slot, text) in enumerate(typed, start=1):
        field = desk.driver.switch_to.active_element
        assert field.get_attribute("name") == f"answer-{slot}"
        field.send_keys(text, Keys.ENTER if place == len(typed) else Keys.TAB)
    desk.wait_until(lambda: desk.path.endswith("/review"))
    count = len(paper["questions"])
    assert f"{count}/{count}" in desk.one(".outcome-score").text
    assert desk.words["on_paper_by"].format(number=spaced, name=leader.name) in desk.text
    review = desk.ask(f"/attempts/{paper['attempt']}/review.json").json()
    assert review["medium"] == "paper" and review["keyed_by"] == leader.name


def texts(question, items):
    """What stands on the paper of somebody who knows, field by field: letters, but for what is filled in."""
    answer = right_answer(question, items)
    match question["type"]:
        case "fill_in":
            return [answer] if isinstance(answer, str) else answer
        case "matching":
            return ["".join(answer[prompt["key"]] for prompt in question["prompts"]).upper()]
        case "publication_check":
            letters = {"publish": "A", "withhold": "B", "ask": "C"}
            return ["".join(letters[answer[field["key"]]] for field in question["fields"])]
        case _:
            return ["".join(answer).upper()]
