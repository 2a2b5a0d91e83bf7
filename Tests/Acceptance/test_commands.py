"""Wrong calls and wrong files at the command line: what is wrong is named, and the exit status tells which."""

import re

import pytest

from program import ROOT, training
from visitors import PASSWORD, Visitor

BROKEN = ROOT / "Tests/Fixtures/broken-content"


def test_check_is_silent_about_the_real_content(tmp_path):
    check = training("check", "--data", tmp_path)
    assert (check.returncode, check.stdout, check.stderr) == (0, "", "")


def test_check_prints_a_line_for_each_of_twenty_mistakes():
    check = training("check", "--courses", "Courses", "--questions", "Questions", cwd=BROKEN)
    lines = check.stdout.splitlines()
    assert check.returncode == 1 and check.stderr == ""
    assert len(lines) == 20
    for line in lines:
        assert re.match(r"(Courses|Questions)/\S+:\d+: error: \S", line), line
    assert len(set(lines)) == 20


@pytest.mark.parametrize(
    "arguments, named",
    [
        (["serve", "--port", "70000"], "--port"),
        (["serve", "--port", "eighty"], "--port"),
        (["serve", "--prot", "80"], "--prot"),
        (["serve", "--trusted-proxy", "10.0.0.0/99"], "10.0.0.0/99"),
        (["serve", "--public-url", "training.example"], "--public-url"),
        (["serve", "--demo", "--host", "0.0.0.0"], "--demo"),
        (["sevre"], "sevre"),
        (["import", "peple", "people.csv"], "peple"),
        (["import", "people"], "file"),
        (["token", "create", "--name", "a", "--role", "learner"], "learner"),
        (["token", "create", "--name", "a", "--role", "coordinator"], "--unit"),
        (["token", "create", "--name", "a b", "--role", "admin"], "--name"),
        (["person", "password", "10 01"], "10 01"),
        (["demo", "--people", "3"], "--people"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_usage(arguments, named, tmp_path):
    call = training(*arguments, cwd=tmp_path)
    assert call.returncode == 2, call.stderr
    assert named in call.stderr and call.stdout == ""
    assert list(tmp_path.iterdir()) == [], "a wrong call left something behind"


def test_a_missing_file_is_named(tmp_path):
    call = training("import", "people", "nowhere.csv", "--data", tmp_path)
    assert call.returncode == 1 and "nowhere.csv" in call.stderr


def test_every_bad_row_of_a_file_is_listed_and_nothing_is_written(tmp_path):
    table = "staff_no,name,unit\n1001,甲,nowhere\n1.2E+10,乙,nowhere\n1003,,nowhere\n"
    call = training("import", "people", "-", "--data", tmp_path, stdin=table)
    assert call.returncode == 1
    assert [line[:5] for line in call.stderr.splitlines()] == ["row 2", "row 3", "row 4"], call.stderr
    exported = training("export", "people", "--data", tmp_path)
    assert exported.stdout.lstrip("\ufeff") == "staff_no,name,unit,role,status\n"


def test_missing_content_is_no_server(tmp_path):
    call = training("serve", "--courses", tmp_path / "none", "--data", tmp_path, "--port", "0")
    assert call.returncode == 1 and "none" in call.stderr


def test_a_port_in_use_is_named(server, tmp_path):
    port = server.url.rsplit(":", 1)[1]
    call = training("serve", "--port", port, "--data", tmp_path)
    assert call.returncode == 1 and port in call.stderr


def test_the_demo_is_not_served_from_a_database_with_data(tmp_path):
    folder = tmp_path / "demo"
    units = (ROOT / "Tests/Fixtures/sample/units.csv").read_text()
    assert training("import", "units", "-", "--data", folder, stdin=units).returncode == 0
    call = training("serve", "--demo", "--port", "0", "--data", tmp_path)
    assert call.returncode == 1 and "demo" in call.stderr


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "training.sqlite").write_text("not a database, but long enough to be read as a header of one" * 20)
    call = training("export", "units", "--data", tmp_path)
    assert call.returncode in (1, 70) and "database" in call.stderr


def test_the_first_administrator_gets_in(serve):
    server = serve()
    for kind, table in (
        ("units", "code,name,parent\n610000,陕西省,\n"),
        ("people", "staff_no,name,unit,role\nboss,省级王某,610000,admin\n"),
    ):
        assert training("import", kind, "-", "--data", server.data, stdin=table).returncode == 0
    refused = training("person", "password", "boss", "--data", server.data, stdin="boss\n")
    assert refused.returncode == 1 and refused.stderr
    assert training("person", "password", "boss", "--data", server.data, stdin=f"{PASSWORD}\n").returncode == 0

    entry = {"staff_no": "boss", "password": PASSWORD}
    reply = Visitor(server).post("/session", json=entry)
    assert reply.status_code == 200 and reply.json() == {"password_needed": False}
    server.stop()


def test_coverage_names_what_nobody_answered_anew_and_changes_no_exit_status(tmp_path):
    table = tmp_path / "reanswers.csv"
    before = training("check", "--coverage", "--reanswers", table)
    assert (before.returncode, before.stderr) == (0, "")
    lines = before.stdout.splitlines()
    assert lines[0].split() == ["clause", "lessons", "questions", "generated", "scenarios", "tables"]
    assert any(re.fullmatch(r"N78-2\.1-a +\d+ +\d+ +\d+ +\d+ +\d+", line) for line in lines)
    start = next(n for n, line in enumerate(lines) if "re-answered" in line)
    items = lines[start + 1:]
    assert f"({len(items)} of {len(items)})" in lines[start]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+ [0-9a-f]{64}", item) for item in items)

    name, version = items[0].split()
    table.write_text(f"item,version,answer,agrees,changed\n{name},{version},a,yes,\n{items[1].split()[0]},{version},b,no,x\n")
    after = training("check", "--coverage", "--reanswers", table)
    assert after.returncode == 0 and after.stdout.splitlines()[start + 1:] == items[1:]

    table.write_text(f"item,version,answer,agrees,changed\n{name},{version[:12]},a,yes,\n")
    wrong = training("check", "--coverage", "--reanswers", table)
    assert wrong.returncode == 1 and "reanswers.csv" in wrong.stderr and "row 2, version" in wrong.stderr


def test_check_warns_of_what_changed_under_what_a_database_saw(written, tmp_path):
    server = written.server
    folders = ["--courses", server.courses, "--questions", server.questions]
    clauses = server.courses / "clauses" / "temporary-aid.yml"
    text = clauses.read_text()

    nowhere = training("check", *folders, "--data", tmp_path / "nowhere")
    assert (nowhere.returncode, nowhere.stderr) == (0, "") and not (tmp_path / "nowhere").exists()

    server.stop()
    seen = sorted(path.name for path in server.data.iterdir())
    assert training("check", *folders, "--data", server.data).stderr == ""
    clauses.write_text(text.replace("  text: 临时救助分", "  text: 现在临时救助分", 1))
    changed = training("check", *folders, "--data", server.data)
    assert changed.returncode == 0 and changed.stdout == ""
    assert re.search(r"temporary-aid\.yml:2: warning: the text of M23-1 changed under version 1", changed.stderr)
    clauses.write_text(text.replace("- id: M23-1\n  version: 1", "- id: M23-1\n  version: 2", 1))
    risen = training("check", *folders, "--data", server.data)
    assert risen.returncode == 0 and "rests on M23-1, which rose from version 1 to 2" in risen.stderr
    assert sorted(path.name for path in server.data.iterdir()) == seen, "nothing was made or left behind"
