"""A clause raised in a copy of the content: the command names exactly what rests on it, worked out anew from the files."""

import json
import re
import shutil
import sqlite3

import pytest
import yaml

from content import reword
from program import ROOT, training


@pytest.fixture
def copy(tmp_path):
    for folder in ("Courses", "Questions"):
        shutil.copytree(ROOT / folder, tmp_path / "new" / folder)
    return tmp_path / "new"


def written(clause):
    """The questions that authors wrote on a clause, scenarios too."""
    for topic in (ROOT / "Questions").glob("*.yml"):
        yield from (item["id"] for item in yaml.safe_load(topic.read_text()) if clause in item["clauses"])
    for path in (ROOT / "Questions/scenarios").glob("*.yml"):
        choices = [c for node in yaml.safe_load(path.read_text())["nodes"] for c in node.get("choices", [])]
        if any(clause in choice["clauses"] for choice in choices):
            yield path.stem


def tables(clause):
    """The decision tables that cite a clause."""
    for path in (ROOT / "Questions/rules").glob("*.yml"):
        if any(clause in rule["clauses"] for rule in yaml.safe_load(path.read_text())["rules"]):
            yield path.stem


def lessons(clause):
    for path in (ROOT / "Courses").glob("*/*.md"):
        if clause in yaml.safe_load(path.read_text().split("---\n")[1])["clauses"]:
            yield f"{path.parent.name}/{path.stem}"


def parts(text):
    """The parts of the printed form: the fields of each line, by heading."""
    found = {}
    for part in text.split("\n\n"):
        heading, *lines = part.rstrip("\n").split("\n")
        name, count = heading.rsplit(": ", 1)
        assert int(count) == len(lines)
        found[name] = [line.split("\t") for line in lines]
    return found


@pytest.mark.parametrize("clause", ["M57-16", "M57-10", "L2026-39", "N78-2.3-j"])
def test_exactly_what_rests_on_a_raised_clause_is_named(copy, tmp_path, clause):
    old_text = reword(copy, clause)
    diff = training("clauses", "diff", ROOT, copy, "--data", tmp_path / "none")
    assert (diff.returncode, diff.stderr) == (0, "")
    told = parts(diff.stdout)
    assert told["Clauses raised"] == [[clause, "1", "2", old_text, "另一种规定。"]]
    assert not told["Clauses added"] and not told["Clauses removed"] and not told["Clauses whose version went down"]
    assert not told["Clauses changed without a new version"]
    stale = {question for question, _ in told["Questions that become stale"]}
    expected = set(written(clause))
    assert expected and expected <= stale
    generated = stale - expected
    sources = tuple(f"{table}-" for table in tables(clause))
    assert all(question.startswith(sources) for question in generated)
    assert all(fields[1] == clause for fields in told["Questions that become stale"])
    assert {lesson for lesson, _ in told["Lessons to look at again"]} == set(lessons(clause))
    assert "People whose completion rests on an older version" not in told
    assert not (tmp_path / "none").exists()


def test_a_question_that_was_edited_with_its_clause_is_not_stale(copy):
    reword(copy, "M57-16")
    first = sorted(written("M57-16"))[0]
    topic = copy / "Questions" / f"{first.rsplit('-', 1)[0]}.yml"
    items = yaml.safe_load(topic.read_text())
    next(item for item in items if item["id"] == first)["explanation"] += "按新规定改过。"
    topic.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))
    stale = {question for question, _ in parts(training("clauses", "diff", ROOT, copy).stdout)["Questions that become stale"]}
    assert set(written("M57-16")) - stale == {first}


def test_a_question_that_was_signed_again_with_its_clause_is_not_stale(copy):
    reword(copy, "M57-16")
    first = sorted(written("M57-16"))[0]
    topic = copy / "Questions" / f"{first.rsplit('-', 1)[0]}.yml"
    items = yaml.safe_load(topic.read_text())
    next(item for item in items if item["id"] == first).update(reviewed_by="救助处", reviewed_on="2026-11-20")
    topic.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))
    stale = {question for question, _ in parts(training("clauses", "diff", ROOT, copy).stdout)["Questions that become stale"]}
    assert set(written("M57-16")) - stale == {first}


def test_a_version_that_is_taken_back_is_told_apart(copy):
    old_text = reword(copy, "M57-16")
    told = parts(training("clauses", "diff", copy, ROOT).stdout)
    assert told["Clauses whose version went down"] == [["M57-16", "2", "1", "另一种规定。", old_text]]
    assert not told["Clauses raised"] and not told["Clauses changed without a new version"]
    assert not told["Questions that become stale"]


def test_another_text_without_a_new_version_makes_nothing_stale(copy):
    reword(copy, "M57-16", version=1)
    told = parts(training("clauses", "diff", ROOT, copy).stdout)
    assert [fields[0] for fields in told["Clauses changed without a new version"]] == ["M57-16"]
    assert not told["Clauses raised"] and not told["Questions that become stale"]


def test_the_people_are_those_whose_completions_say_so(copy, tmp_path):
    data = tmp_path / "data"
    assert training("demo", "--people", "60", "--data", data).returncode == 0
    reword(copy, "M57-16")
    diff = training("clauses", "diff", ROOT, copy, "--data", data, "--format", "json")
    assert diff.returncode == 0, diff.stderr
    document = json.loads(diff.stdout)
    rows = sqlite3.connect(data / "training.sqlite").execute(
        "SELECT staff_no, course, clauses FROM completions JOIN people ON people.id = person WHERE status = 'active'"
    )
    expected = sorted(
        [number, course] for number, course, clauses in rows
        if any(rests == {"clause": "M57-16", "version": 1} for rests in json.loads(clauses))
    )
    assert expected
    assert [[person["staff_no"], person["course"]] for person in document["people"]] == expected
    assert all(person["clauses"] == ["M57-16"] for person in document["people"])
    assert {item["question"] for item in document["stale_items"]} >= set(written("M57-16"))


def test_a_database_of_another_program_version_is_left_as_it_is(copy, tmp_path):
    data = tmp_path / "data"
    assert training("token", "create", "--name", "office", "--role", "admin", "--data", data).returncode == 0
    with sqlite3.connect(data / "training.sqlite") as database:
        database.execute("DELETE FROM schema_steps WHERE step = (SELECT MAX(step) FROM schema_steps)")
        steps = database.execute("SELECT COUNT(*) FROM schema_steps").fetchone()
    reword(copy, "M57-16")
    diff = training("clauses", "diff", ROOT, copy, "--data", data)
    assert (diff.returncode, diff.stderr) == (0, "")
    assert "People whose completion rests on an older version" not in parts(diff.stdout)
    assert sqlite3.connect(data / "training.sqlite").execute("SELECT COUNT(*) FROM schema_steps").fetchone() == steps


def test_broken_content_prints_its_problems(copy, tmp_path):
    broken = ROOT / "Tests/Fixtures/broken-content"
    diff = training("clauses", "diff", ROOT, broken, "--data", tmp_path / "none")
    lines = diff.stderr.splitlines()
    assert diff.returncode == 1 and diff.stdout == "" and len(lines) == 20
    assert all(re.match(r"\S+:\d+: error: \S", line) for line in lines)
    assert training("clauses", "diff", ROOT).returncode == 2
