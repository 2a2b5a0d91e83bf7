"""Slips with sign-in codes: eight to a sheet of A4, each with a QR code that fills its number in."""

import re

import pytest

from chromium import DESKTOP, PHONE
from codes import scan
from pages import LANGUAGES
from visitors import PASSWORD, Visitor


@pytest.fixture
def desk(browser, office):
    """A coordinator's desk."""
    leader = office.hire("县级陈某", "610621", "coordinator")
    desk = browser(DESKTOP, office.server)
    desk.sign_in(leader.number, leader.code)
    desk.set_password(PASSWORD)
    return desk


def test_a_slip_is_scanned_and_its_code_typed(desk, browser, office):
    colleague = office.hire()
    desk.open(f"/units/610621991201/people?q={colleague.number}")
    desk.follow(desk.one("td form button"))
    slip = desk.one(".slip").text
    assert colleague.number in slip and colleague.name in slip and f"{office.server.url}/sign-in" in slip
    code = desk.one(".slip-code").text.replace(" ", "")
    assert re.fullmatch(r"\d{10}", code) and code != colleague.code

    address = scan(desk.one(".slip-qr").screenshot_as_png)
    phone = browser(PHONE, office.server)
    phone.driver.get(address)
    assert phone.one("#staff_no").get_attribute("value") == colleague.number
    phone.fill(password=code)
    phone.press("sign_in")
    assert phone.path == "/password"
    phone.set_password(PASSWORD)

    # The next slip, scanned with the same telephone.
    other = office.hire("甲村李某")
    phone.open(f"/sign-in?staff_no={other.number}")
    phone.fill(password=other.code)
    phone.press("sign_in")
    phone.set_password(PASSWORD)
    assert phone.one(".menu-name").text == other.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_slips_fill_a_sheet_and_each_is_whole(desk, office, language):
    desk.driver.add_cookie({"name": "language", "value": language, "path": "/"})
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for count, sheets in ((8, 1), (9, 2)):
        people = [office.hire("阿卜杜热合曼·买买提依明某", "610621991201") for _ in range(count)]
        desk.open(issued(desk, people))
        slips = desk.all(".slip")
        assert len(slips) == count and len(desk.a4_pages()) == sheets
        for slip in slips:
            assert desk.driver.execute_script(
                "const slip = arguments[0]; return slip.scrollHeight <= slip.clientHeight", slip), slip.text


def issued(desk, people):
    """Where the slips of new codes for these people are to be seen at a desk."""
    session = {"Cookie": f"session={desk.driver.get_cookie('session')['value']}"}
    form = {"people": ",".join(person.number for person in people), "renew": "true"}
    reply = Visitor(desk.server).post("/units/610621991201/sign-in-codes", data=form, headers=session)
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]
