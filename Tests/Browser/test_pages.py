"""Every page: it fits a phone, stands under a strict policy, says what is wrong in the reader's language."""

import re
import time

import pytest

from chromium import DESKTOP, PHONE
from content import COURSE, length, outline
from pages import LANGUAGES
from visitors import PASSWORD

LESSON = outline(COURSE)["lessons"][0]


@pytest.fixture(scope="module")
def pages(office):
    """The pages that an administrator can open, a refused import and an error among them."""
    imported = office.send_table("people", "staff_no,name,unit\n1,甲,nowhere\n", "plan").json()["id"]
    return [
        "/",
        "/password",
        f"/courses/{COURSE}",
        f"/courses/{COURSE}/{LESSON}",
        f"/courses/{COURSE}/checklist",
        "/units",
        "/units/610000/completion",
        f"/units/610621/completion?course={COURSE}&as_of=2026-11-24",
        "/units/610621/people",
        "/units/610621/people?q=nobody",
        f"/units/610621/reminder?course={COURSE}",
        "/certificates",
        "/verification",
        "/verification/nothing",
        "/units/610621/delivery",
        f"/units/610621/delivery?course={COURSE}&since=2026-11-01",
        "/notebook",
        "/units/610621/notebook",
        "/units/610621991201/papers",
        "/papers",
        "/imports",
        f"/imports/{imported}",
        "/content",
        "/content/reviews",
        "/content/changes",
        "/content/packs",
        "/clauses",
        "/clauses?q=%E5%85%AC%E7%A4%BA",
        "/clauses/M57-16",
        "/clauses/N78-2.1-m",
        "/content/coverage",
        "/corrections",
        "/corrections/service-awareness-01",
        "/nowhere",
    ]


@pytest.fixture
def admin(office):
    return office.hire("省级王某", "610000", "admin")


def test_no_page_is_wider_than_a_phone(browser, office, pages, admin):
    phone = browser(PHONE, office.server)
    phone.open("/sign-in")
    assert overflow(phone) == 0, "/sign-in"
    phone.sign_in(admin.number, admin.code)
    assert overflow(phone) == 0, "first password"
    phone.set_password(PASSWORD)
    for language in LANGUAGES:
        switch_to(phone, language)
        for path in pages:
            phone.open(path)
            assert overflow(phone) == 0, f"{path} in {language}"
        phone.begin_quiz(COURSE, again=language == "en")
        for number in range(1, length(COURSE) + 1):
            phone.open(f"{phone.attempt}?question={number}")
            assert overflow(phone) == 0, f"question {number} in {language}"
        phone.press("go_to_hand_in")
        assert overflow(phone) == 0, f"handing in, in {language}"
        phone.press("hand_in")
        assert overflow(phone) == 0, f"review in {language}"
    phone.open("/units/610621/people")
    phone.press("issue_codes")
    assert overflow(phone) == 0, "sign-in codes"


def test_no_page_has_anything_inline(browser, office, pages, admin):
    desk = browser(DESKTOP, office.server)
    desk.sign_in(admin.number, admin.code)
    desk.set_password(PASSWORD)
    for path in pages + ["/sign-in"]:
        reply = desk.ask(path)
        policy = reply.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy, path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", reply.text), path
        assert not re.search(r'(src|href)="(https?:)?//', reply.text), f"{path} loads from elsewhere"
        assert "{{" not in reply.text and ">undefined<" not in reply.text, path


def test_the_language_is_remembered(browser, office):
    person = office.hire()
    desk = browser(DESKTOP, office.server)
    desk.open("/sign-in")
    assert desk.heading == "登录" and desk.one("html").get_attribute("lang") == "zh-CN"
    desk.press_language("English")
    assert desk.heading == "Sign in" and desk.one("html").get_attribute("lang") == "en"
    desk.words = LANGUAGES["en"]
    desk.sign_in(person.number, person.code)
    desk.set_password(PASSWORD)
    assert desk.heading == "My learning"
    desk.open(f"/courses/{COURSE}")
    assert desk.heading == outline(COURSE)["title_en"]
    assert desk.driver.get_cookie("language")["expiry"] > time.time() + 300 * 86_400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_says_what_is_wrong_in_the_readers_language(browser, office, language):
    person = office.hire()
    desk = browser(DESKTOP, office.server)
    desk.open("/sign-in")
    switch_to(desk, language)
    desk.sign_in(person.number, "wrong")
    said = {"zh": "登录号、密码或登录码不对。", "en": "The sign-in number, password or code is wrong."}
    assert said[language] in desk.one("[role=alert]").text and desk.sees("sign_in_failed")
    assert desk.one("#staff_no").get_attribute("value") == person.number, "the number has to be typed again"
    desk.fill(password=person.code)
    desk.press("sign_in")

    desk.fill(new=PASSWORD, again=PASSWORD + "九")
    desk.press("password_set")
    said = {"zh": "两次输入的新密码不一样。", "en": "The two new passwords differ."}
    assert said[language] in desk.one("[role=alert]").text
    desk.set_password(PASSWORD)
    assert desk.path == "/"

    desk.open("/nowhere")
    said = {"zh": "没有这个页面，或您无权查看。", "en": "There is no such thing, or it is not yours to see."}
    assert said[language] in desk.text and desk.sees("error_title")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_is_checked_first_then_imported(browser, office, admin, language, tmp_path):
    desk = browser(DESKTOP, office.server)
    desk.sign_in(admin.number, admin.code)
    desk.set_password(PASSWORD)
    switch_to(desk, language)

    numbers = [f"{language}-{admin.number}-{index}" for index in (1, 2)]
    table = tmp_path / "people.csv"
    rows = ["工号,姓名,单位代码", f"{numbers[0]},甲村张某,610621991201", f"{numbers[1]},乙村李某,nowhere"]
    table.write_bytes("\n".join(rows).encode("gb18030"))
    upload(desk, table)
    assert desk.sees("import_has_errors") and "GB18030" in desk.text
    assert office.people(q=numbers[0]) == []

    table.write_bytes(table.read_bytes().replace(b"nowhere", b"610621991202"))
    upload(desk, table)
    assert desk.sees("import_planned")
    desk.press("apply_import")
    assert desk.sees("import_applied")
    assert [person["staff_no"] for person in office.people(q=numbers[0])][:1] == [numbers[0]]

    table.write_bytes(b"PK\x03\x04" + bytes(100))
    upload(desk, table)
    assert desk.sees("import_unread") and desk.sees("nothing_written")


def upload(desk, table):
    desk.open("/imports")
    desk.one("#file").send_keys(str(table))
    desk.press("check_first")


def switch_to(person, language):
    """Makes the pages speak a language, whatever they speak now."""
    person.driver.add_cookie({"name": "language", "value": language, "path": "/"})
    person.words = LANGUAGES[language]


def overflow(phone):
    """By how many pixels the page is wider than the screen."""
    return phone.driver.execute_script("return document.documentElement.scrollWidth - window.screen.width")
