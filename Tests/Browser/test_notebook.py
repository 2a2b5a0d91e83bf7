"""Wrong answers on a phone: today's five in a row, with scripts and without."""

import html
import sqlite3
from contextlib import closing

import pytest

from chromium import PHONE
from content import COURSE, bank, length, right_answer, secrets
from visitors import PASSWORD


@pytest.mark.parametrize("scripts", [True, False])
def test_todays_five_are_practised_in_a_row(browser, office, scripts):
    colleague = office.hire()
    learner = browser(PHONE, office.server)
    learner.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    learner.sign_in(colleague.number, colleague.code)
    learner.set_password(PASSWORD)
    learner.begin_quiz(COURSE)
    learner.press("go_to_hand_in")
    learner.press("hand_in")
    learner.open("/")
    # All but the scenario, which is not practised.
    cards = length(COURSE) - 1
    assert learner.words["notebook_waiting"].format(n=cards) in learner.text

    let_days_pass(office.server, colleague.number, 1)
    learner.open("/")
    line = learner.one("a[href='/notebook']")
    assert line.text.startswith(learner.words["notebook_today"].format(n=5))
    learner.follow(line)
    assert fits(learner)
    learner.follow(learner.one("main .button"))

    items = bank()
    for number in range(1, 6):
        assert learner.heading.startswith(learner.words["practice_place"].format(n=number, all=5))
        card = learner.ask(f"{learner.path}.json").json()
        # Of a question that a table makes nobody wrote down what it must not tell.
        item = items.get(card["stem"].strip())
        told = secrets({card["stem"]: item}) if item else []
        assert (len(told) > 2 or item is None) and not any(secret in html.unescape(learner.driver.page_source) for secret in told)
        assert fits(learner)

        if number == 1:
            learner.press("practice_submit")
            assert learner.one("[role=alert]").text, "an empty answer was taken"
        if number == 2:
            learner.press("practice_unknown")
            assert learner.heading == learner.words["card_wrong"]
        else:
            learner.respond(right_answer(card, items))
            learner.press("practice_submit")
            assert learner.heading.endswith(learner.words["card_right"])
        assert all(secret in html.unescape(learner.driver.page_source) for secret in told)
        assert fits(learner)
        if number < 5:
            learner.follow(learner.one(".turn .button"))

    assert learner.words["notebook_enough"].format(n=5) in learner.text
    learner.press("to_notebook")
    assert learner.words["notebook_more"].format(n=cards - 5) in learner.text
    assert learner.ask("/notebook.json").json()["practised"] == 5
    learner.open("/")
    assert learner.words["notebook_waiting"].format(n=cards) in learner.text


def fits(learner):
    return learner.driver.execute_script("return document.documentElement.scrollWidth <= window.screen.width")


def let_days_pass(server, number, days):
    """Moves what a person has in the notebook into the past, as if it had been put in earlier."""
    with closing(sqlite3.connect(server.database / "training.sqlite", timeout=10)) as database, database:
        moved = database.execute(
            """
            UPDATE notebook_cards SET entered_day = entered_day - :days, due_day = due_day - :days
            WHERE person = (SELECT id FROM people WHERE staff_no = :number)
            """,
            {"days": days, "number": number},
        )
        assert moved.rowcount > 0
