"""The check of a database as a whole: what somebody else did to it is told, and nothing where only the server wrote."""

import sqlite3

from program import training


def doctor(folder):
    return training("doctor", "--data", folder)


def tampered(folder, *statements):
    """Has another program, which knows no rules, write to the database."""
    with sqlite3.connect(folder / "training.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return doctor(folder)


def imported(folder):
    for kind, table in (
        ("units", "code,name,parent\n610000,示例省,\n610621,示例县,610000\n"),
        ("people", "staff_no,name,unit\n00017,张某,610621\n00018,李某,610621\n"),
        ("enrolments", "unit,course,due\n610000,service-awareness,2099-12-31\n"),
    ):
        call = training("import", kind, "-", "--data", folder, stdin=table)
        assert call.returncode == 0, call.stderr
    return folder


def test_a_database_that_only_the_server_wrote_is_sound_also_while_it_serves(demo):
    examined = doctor(demo.database)
    assert examined.returncode == 0, examined.stderr
    assert examined.stdout.startswith("Sound: the file is whole; the facts of ")


def test_a_count_that_is_wrong_is_told_with_what_it_should_be(tmp_path):
    folder = imported(tmp_path)
    assert doctor(folder).returncode == 0
    examined = tampered(folder, "UPDATE tallies SET assigned = 7 WHERE unit = '610621' AND reach = 'below' AND assigned = 2")
    assert examined.returncode == 1 and examined.stdout == ""
    (line,) = examined.stderr.splitlines()
    assert line.startswith("tally 610621 below service-awareness ") and line.endswith(": assigned 7, should be 2")


def test_a_row_that_names_one_that_is_gone_is_told(tmp_path):
    examined = tampered(imported(tmp_path), "DELETE FROM people WHERE staff_no = '00018'")
    assert examined.returncode == 1
    assert "names a row of people that is not there" in examined.stderr


def test_a_damaged_page_is_told(tmp_path):
    path = imported(tmp_path) / "training.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'people'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with open(path, "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 200)
    examined = doctor(tmp_path)
    assert examined.returncode == 1 and examined.stderr.startswith("file: "), examined.stderr


def test_no_database_is_no_sound_one_and_none_is_made(tmp_path):
    examined = doctor(tmp_path / "none")
    assert examined.returncode == 1 and "no database" in examined.stderr
    assert not (tmp_path / "none").exists()
