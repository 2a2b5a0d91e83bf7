"""Imports as scripts send them: exit statuses of curl, limits that say what they are, and files that name everybody."""

import json
import subprocess

import pytest

from program import training
from visitors import rows

GOOD = "staff_no,name,unit\n{0}1,甲村张小某,610621991201\n"
BAD = "staff_no,name,unit\n{0}1,甲村张小某,nowhere\n"


def curl(office, path, table=None, *options):
    """Sends a table as the README says, or nothing."""
    body = ["-H", "Content-Type: text/csv", "--data-binary", "@-"] if table else ["-X", "POST"]
    sent = subprocess.run(
        ["curl", "-sS", "--fail-with-body", *body, *options,
         "-H", f"Authorization: {office.headers['Authorization']}", office.server.url + path],
        input=table.encode() if isinstance(table, str) else table, capture_output=True, timeout=60)
    return sent.returncode, sent.stdout.decode()


@pytest.mark.parametrize("mode, status", [("plan", 0), ("apply", 22)])
def test_curl_ends_well_when_the_server_did_what_it_was_asked(office, mode, status):
    ended, said = curl(office, f"/imports?kind=people&mode={mode}", BAD.format("curl"))
    assert ended == status, said
    assert [error["code"] for error in json.loads(said)["errors"]] == ["not_available"], "the answer is printed all the same"


def test_curl_ends_badly_for_everything_that_was_not_done(office):
    path = "/imports?kind=people"
    plan = json.loads(curl(office, f"{path}&mode=plan", GOOD.format("curl"))[1])["id"]
    assert curl(office, f"/imports/{plan}/application.json")[0] == 0
    for ended, said in [
        curl(office, f"/imports/{plan}/application.json"),
        curl(office, "/imports?kind=nothing", GOOD.format("curl")),
        curl(office, f"{path}&removals=suspend", GOOD.format("curl")),
        curl(office, path, "staff_no,name\n1,a\n"),
        curl(office, path, GOOD.format("curl"), "-H", "Content-Type: image/png"),
        curl(office, f"/imports/{plan}x/application.json"),
    ]:
        assert ended == 22 and json.loads(said)["code"] and json.loads(said)["detail"], said
    assert curl(office, f"{path}&mode=apply", GOOD.format("curl"))[0] == 0


@pytest.mark.parametrize(
    "table, code, limit",
    [
        ("staff_no,name,unit\n" + "1,a,b\n" * 200_001, "too_many_rows", "200000"),
        (f"staff_no,name,unit\n1,{'a' * 32_768},b\n", "cell_too_long", "32767"),
        (",".join(f"c{n}" for n in range(101)) + "\n", "too_many_columns", "100"),
        (f"staff_no,name,unit\n1,{'长' * 61},610621\n", "too_long", "60"),
        (f"staff_no,name,unit\n{'1' * 65},张某,610621\n", "bad_code", "64"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "",
)
def test_a_limit_says_what_it_is(office, table, code, limit):
    for language in ("zh", "en"):
        reply = office.post(
            "/imports?kind=people&mode=apply", data=table.encode(),
            headers={"Content-Type": "text/csv", "Accept-Language": language})
        assert reply.status_code == 422, reply.text[:500]
        error = reply.json()["errors"][0]
        assert error["code"] == code and limit in error["message"], error


def test_a_file_that_is_too_large_says_how_large_it_may_be(office):
    ended, said = curl(office, "/imports?kind=people", b"staff_no,name,unit\n" + b"1" * (16 << 20), "-H", "Expect:")
    assert ended == 22
    assert json.loads(said)["status"] == 413 and "16 MiB" in json.loads(said)["detail"]


def test_a_file_that_names_everybody_suspends_the_others(province):
    town = "610621991"
    stays, leaves = province.hire("甲村新某"), province.hire("甲村旧某")
    everyone = {row["staff_no"]: row for row in rows(province.get("/exports/people.csv"))}
    listed = [row for row in everyone.values() if row["unit"].startswith(town) and row["staff_no"] != leaves.number]
    assert stays.number in [row["staff_no"] for row in listed]
    table = "staff_no,name,unit,role,status\n" + "".join(",".join(row.values()) + "\n" for row in listed)
    asked = {"removals": "suspend", "within": town}

    refused = province.send_table("people", table, max_removals="1", **asked)
    assert refused.status_code == 422 and refused.json()["errors"][0]["code"] == "too_many_removals", refused.text
    given = ["import", "people", "-", "--data", province.server.data, "--within", town, "--max-removals", "50"]
    shown = training(*given, "--removals", "suspend", "--plan", stdin=table)
    assert shown.returncode == 0 and f"- {leaves.number} 甲村旧某" in shown.stdout, shown.stdout + shown.stderr

    plan = province.send_table("people", table, "plan", max_removals="50", **asked).json()
    assert plan["suspended"] == 1 and [person["staff_no"] for person in plan["suspensions"]] == [leaves.number]
    done = province.post(f"/imports/{plan['id']}/application.json")
    assert done.status_code == 201 and done.json()["suspended"] == 1
    after = {row["staff_no"]: row["status"] for row in rows(province.get("/exports/people.csv"))}
    assert {number for number, status in after.items() if status != everyone[number]["status"]} == {leaves.number}
