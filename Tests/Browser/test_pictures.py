"""The README's pictures, from the demo province. `make pictures` keeps them; every run proves that they can be made."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from chromium import DESKTOP, PHONE
from content import COURSE, outline
from program import ROOT

PASSWORD = "demo-training"


@pytest.fixture
def pictures(tmp_path):
    """The folder for the pictures: `PICTURES`, or one that nobody keeps."""
    folder = ROOT / os.environ.get("PICTURES", tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_a_lesson_and_a_quiz_on_a_phone(browser, demo, pictures):
    phone = browser(PHONE, demo)
    phone.sign_in("learner01", PASSWORD)
    phone.open(f"/courses/{COURSE}/{outline(COURSE)['lessons'][0]}")
    save(phone, pictures / "lesson.png")
    phone.begin_quiz(COURSE)
    phone.open_choice()
    phone.tick(["b"])
    phone.wait_until(phone.saved)
    phone.driver.execute_script("window.scrollTo({top: 0, behavior: 'instant'})")
    save(phone, pictures / "quiz.png")


def test_the_report_of_a_unit_on_a_desk(browser, demo, pictures):
    desk = browser(DESKTOP, demo)
    desk.sign_in("admin01", PASSWORD)
    desk.open("/units/610600/completion?course=service-ability")
    save(desk, pictures / "unit-report.png")


def save(person, file: Path):
    """Keeps what is in the window as a PNG of few colours, which a README can carry."""
    window = Image.open(io.BytesIO(person.driver.get_screenshot_as_png())).convert("RGB")
    window.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)
    assert 10_000 < file.stat().st_size < 200_000, f"{file.name} has {file.stat().st_size} bytes"
