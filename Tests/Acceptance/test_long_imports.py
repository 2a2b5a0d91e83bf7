"""Imports that take a while: looked up while they go on, and told as interrupted when the server was killed meanwhile."""

from program import eventually, training
from visitors import Office, rows

UNITS = "code,name,parent\n610000,示例省,\n610621,示例县,610000\n"
PEOPLE = "staff_no,name,unit\n" + "".join(f"B{number:05},示例某人,610621\n" for number in range(6000))
HEADERS = {"Content-Type": "text/csv", "Prefer": "respond-async"}


def begin(office):
    reply = office.post("/imports?kind=people&mode=apply", headers=HEADERS, data=PEOPLE.encode())
    assert reply.status_code == 202, reply.text
    assert reply.headers["Preference-Applied"] == "respond-async"
    return reply.headers["Location"]


def test_an_import_cut_short_by_a_kill_wrote_nothing_and_can_be_sent_again(serve):
    server = serve()
    office = Office(server)
    office.load("units", UNITS)
    place = begin(office)

    def is_under_way():
        seen = office.get(place).json()
        assert seen["state"] in ("checking", "applying"), "too quick to be killed in the middle"
        return seen["progress"]["done"] > 0

    eventually(is_under_way, within=60)
    server.kill()
    server.start_again()
    assert office.get(place).json()["state"] == "interrupted"
    assert rows(office.get("/exports/people.csv")) == []

    place = begin(office)
    done = eventually(lambda: (seen := office.get(place).json())["state"] == "applied" and seen, within=300, every=0.2)
    assert done["created"] == 6000 and done["errors"] == []
    assert len(rows(office.get("/exports/people.csv"))) == 6000
    answer = rows(office.get(place.replace(".json", ".csv")))
    assert [row["staff_no"] for row in answer] == [f"B{number:05}" for number in range(6000)]
    assert {row["result"] for row in answer} == {"created"}
    examined = training("doctor", "--data", server.data)
    assert examined.returncode == 0, examined.stderr
