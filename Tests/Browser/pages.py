"""What people do in a browser, in their words."""

import base64
import json
import re

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from content import choices
from program import ROOT
from visitors import Visitor

LANGUAGES = {
    language: json.loads((ROOT / f"Sources/Web/Strings/{language}.json").read_text()) for language in ("zh", "en")
}


class Browser:
    """A person in front of one browser."""

    def __init__(self, driver, server):
        self.driver = driver
        self.server = server
        self.words = LANGUAGES["zh"]

    # MARK: Looking

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.server.url)

    @property
    def heading(self):
        return self.one("h1").text

    @property
    def text(self):
        return self.one("body").text

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def sees(self, key):
        """Whether the page says the sentence of this key."""
        return self.words[key] in self.text

    def ask(self, path, **options):
        """What the server answers to the same session from beside the browser, over a line of its own."""
        session = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in self.driver.get_cookies())
        server = getattr(self.server, "server", self.server)
        return Visitor(server).get(path, headers={"Cookie": session}, **options)

    def paper(self, attempt=None):
        """The questions of a try as the server holds them, by number."""
        paper = self.ask(f"{attempt or self.attempt}.json").json()
        return {question["slot"]: question for question in paper["questions"]}

    def wait_until(self, condition, message="", within=15):
        """Asks until the answer is true. While one page takes the place of another there is no answer."""
        wait = WebDriverWait(self.driver, within, poll_frequency=0.05, ignored_exceptions=[WebDriverException])
        return wait.until(lambda _: condition(), message)

    def a4_pages(self):
        """The pages of the print, each of which is A4."""
        printed = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", base64.b64decode(printed["data"]))
        millimetres = [(float(width) * 25.4 / 72, float(height) * 25.4 / 72) for width, height in sizes]
        assert all(abs(width - 210) < 1 and abs(height - 297) < 1 for width, height in millimetres)
        return millimetres

    # MARK: Going

    def open(self, path):
        self.driver.get(self.server.url + path)

    def open_if_possible(self, path):
        """Opens a page over a line that may fail: then the browser shows a page of its own."""
        try:
            self.open(path)
        except WebDriverException as error:
            assert "net::ERR_" in error.msg, error.msg

    def reload(self):
        self.driver.refresh()

    def click(self, element):
        """Clicks, as people do, on what is in the middle of the window and under nothing."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def follow(self, element):
        """Clicks, and waits for the page that this leads to."""
        page = self.one("html")
        self.click(element)
        self.wait_until(lambda: self.one("html") != page, "no other page came")

    def press(self, key):
        """Presses the button or link with the words of this key."""
        words = self.words[key]
        shown = self.driver.find_elements(By.XPATH, f"//*[self::button or self::a][normalize-space()='{words}']")
        assert shown, f"there is no button {words!r} on {self.path}"
        self.follow(shown[0])

    def press_language(self, name):
        """Presses the button that switches to the language of this name."""
        button = f"//form[@action='/language']//button[normalize-space()='{name}']"
        self.follow(self.driver.find_element(By.XPATH, button))

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.one(f"main form [name={name}]")
            field.clear()
            field.send_keys(value)

    def choose(self, name, value):
        Select(self.one(f"main form select[name={name}]")).select_by_value(value)

    # MARK: Signing in

    def sign_in(self, number, password):
        self.open("/sign-in")
        self.fill(staff_no=number, password=password)
        self.press("sign_in")

    def set_password(self, password):
        self.fill(new=password, again=password)
        self.press("password_set")

    # MARK: Learning

    def read_all_lessons(self, course):
        """Reads from the first lesson to the last, each to its end."""
        self.open(f"/courses/{course}")
        count = len(self.all("ol.rows .row"))
        self.follow(self.one("ol.rows .row"))
        for number in range(count):
            self.press("done_reading_next" if number < count - 1 else "done_reading")
        assert len(self.all("ol.rows .row .tag-good")) == count

    def begin_quiz(self, course, again=False):
        self.open(f"/courses/{course}")
        self.press("try_again" if again else "start_quiz")

    def begin_quiz_again(self, course):
        """Goes on with a try, perhaps one of another device."""
        self.open(f"/courses/{course}")
        self.press("resume_quiz")

    @property
    def attempt(self):
        return self.path.split("?")[0]

    def open_choice(self):
        """Goes to the first question of the paper that is answered by options."""
        slot = choices(self.ask(f"{self.attempt}.json").json())[0]["slot"]
        self.open(f"{self.attempt}?question={slot}")

    def question_number(self):
        return int(self.one("#question").get_attribute("data-slot"))

    def chosen(self):
        """The letters that are chosen on the page."""
        return [field.get_attribute("value") for field in self.all(".options input") if field.is_selected()]

    def tick(self, letters):
        """Makes these letters, and no others, the answer."""
        for option in self.all("label.option"):
            field = option.find_element(By.TAG_NAME, "input")
            if field.is_selected() != (field.get_attribute("value") in letters):
                if field.get_attribute("type") == "checkbox" or not field.is_selected():
                    self.click(option)

    @property
    def kind(self):
        """Of which kind the question on the page is; nothing tells it where the answer is locked."""
        return self.one("form.question [name=kind]").get_attribute("value")

    def respond(self, response):
        """Makes this the answer to the question on the page, of whatever kind; in a scenario decides step by step."""
        match self.kind:
            case "fill_in":
                for field, text in zip(self.all("[name=blank]"), [response] if isinstance(response, str) else response):
                    self.write(field, text)
            case "short_text":
                self.write(self.one("textarea"), response)
            case "matching":
                for prompt, letter in response.items():
                    self.choose(f"match-{prompt}", letter)
            case "ordering":
                for place, letter in enumerate(response, start=1):
                    self.choose(f"place-{letter}", str(place))
            case "publication_check":
                for key, action in response.items():
                    self.click(self.one(f"[name=field-{key}][value={action}]"))
            case "scenario":
                for letter in response:
                    self.tick([letter])
                    self.press("decide")
            case _:
                self.tick(list(response))

    def write(self, field, text):
        field.clear()
        field.send_keys(text)

    def response(self):
        """What the page shows as the answer, in the form that `respond` takes; None when it shows none."""
        fields = self.all(".options input, .parts input, .parts select, .parts textarea")
        shown = [field for field in fields if field.get_attribute("type") not in ("radio", "checkbox") or field.is_selected()]
        values = [field.get_attribute("value") for field in shown]
        given = {field.get_attribute("name").partition("-")[2]: value for field, value in zip(shown, values) if value}
        match self.kind:
            case "matching" | "publication_check":
                return given or None
            case "ordering":
                return sorted(given, key=lambda letter: int(given[letter])) or None
            case "multiple":
                return values or None
            case "fill_in" if len(values) > 1:
                return values if any(values) else None
            case _:
                return values[0] or None if values else None

    def answer_question(self, response):
        """Answers the question on the page and goes on to the next, or after the last to handing in."""
        self.respond(response)
        last = self.words["next_question"] not in self.text
        self.press("go_to_hand_in" if last else "next_question")

    def saved(self):
        """Whether the page says that the answer is saved."""
        return self.one("#save-status").text == self.words["saved"]

    @property
    def banner(self):
        """What the page says of the line to the server, as one sees it."""
        return self.one("#connection").text

    # MARK: Overseeing

    def completed_in(self, unit):
        """The number of those who have finished, from the line of the total on the page of a unit."""
        assert unit in self.heading, self.heading
        return int(self.one("tfoot td:nth-of-type(2)").text)
