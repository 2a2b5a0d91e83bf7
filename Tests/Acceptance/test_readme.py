"""The README's curl lines, run as they stand against a demo province, and what they lead to."""

import csv
import os
import re
import shutil
import subprocess

import pytest

from content import COURSE, bank, outline, right_answer
from program import ROOT
from visitors import Learner, Office, Person

NUMBER, NAME = "61062199001", "甲村张某"


def blocks_under(heading):
    """The shell blocks of one section of the README."""
    readme = (ROOT / "README.md").read_text()
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.M | re.S)
    return re.findall(r"^```sh\n(.*?)^```", section[1], re.M | re.S)


@pytest.fixture(scope="module")
def folder(demo, tmp_path_factory):
    """Where the README's lines were run: the sample tables and what the lines wrote."""
    folder = tmp_path_factory.mktemp("readme")
    for table in (ROOT / "Tests/Fixtures/sample").glob("*.csv"):
        shutil.copy(table, folder)
    surroundings = {**os.environ, "URL": demo.url, "TOKEN": demo.token("readme")}
    blocks = blocks_under("From the command line")
    assert blocks, "the README has no shell blocks"
    for block in blocks:
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=folder, env=surroundings, capture_output=True, text=True, timeout=60,
        )
        assert run.returncode == 0, f"{block}\n{run.stdout}\n{run.stderr}"
    return folder


def test_the_lines_of_the_readme_lead_to_a_colleague_who_has_finished(demo, folder):
    office = Office(demo, name="witness")
    before = office.completion(course=COURSE)["totals"]

    codes = {row["staff_no"]: row["code"] for row in csv.DictReader(open(folder / "codes.csv", encoding="utf-8-sig"))}
    learner = Learner(demo, Person(NUMBER, NAME, codes[NUMBER]))
    for lesson in outline(COURSE)["lessons"]:
        learner.read(COURSE, lesson)
    paper, items = learner.begin(COURSE), bank()
    for question in paper["questions"]:
        saved = learner.give(paper["id"], question, right_answer(question, items)).json()
        assert saved["saved"], saved
    result = learner.hand_in(paper["id"])
    assert (result["passed"], result["received"], result["missing_lessons"]) == (True, len(paper["questions"]), [])
    assert result["score"] == result["max_score"] and result["completed"]

    after = office.completion(course=COURSE)["totals"]
    assert after["completed"] == before["completed"] + 1
    assert after["assigned"] == before["assigned"]
    listed = office.people(course=COURSE, q=NAME)
    assert [(person["staff_no"], person["state"]) for person in listed if person["staff_no"] == NUMBER] == [
        (NUMBER, "completed")
    ]


def test_the_lines_can_be_run_again(demo, folder):
    office = Office(demo, name="again")
    for kind in ("units", "people", "enrolments"):
        receipt = office.load(kind, (folder / f"{kind}.csv").read_bytes())
        assert receipt["unchanged"] == receipt["rows"] > 0


def test_the_table_of_those_who_have_not_started_is_in_the_folder(folder):
    people = list(csv.DictReader(open(folder / "not-started.csv", encoding="utf-8-sig")))
    assert people and {person["state"] for person in people} == {"not_started"}
