"""Content as a pack: published, seen, taken back; refused whole when one file of it is broken or hostile."""

import io
import stat
import zipfile

import pytest

from content import COURSE
from program import ROOT, eventually, training
from visitors import Learner

SHEET = f"Courses/{COURSE}/course.yml"


def real_content():
    """The files of the real content, by their path in a pack."""
    return {
        str(file.relative_to(ROOT)): file.read_bytes()
        for folder in ("Courses", "Questions")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def packed(files):
    """A ZIP file of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return buffer.getvalue()


def retitled(title):
    """The real content with another title of one course."""
    files = real_content()
    lines = files[SHEET].decode().splitlines(keepends=True)
    assert lines[0].startswith("title:")
    return {**files, SHEET: "".join([f"title: {title}\n", *lines[1:]]).encode()}


def send(office, pack, **query):
    return office.post("/content/packs.json", params=query, data=pack, headers={"Content-Type": "application/zip"})


def publish(office, pack, **more):
    plan = send(office, pack)
    assert plan.status_code == 200, plan.text
    plan = plan.json()
    body = {"reason": "条款更新", "replacing": plan.get("replacing"), **more}
    return office.post(f"/content/packs/{plan['pack']}/publication", json=body)


def publications(office):
    return office.get("/content/packs.json").json()["publications"]


def title_shows(learner, title):
    return lambda: title in learner.get(f"/courses/{COURSE}").text


def test_a_pack_is_published_and_taken_back(province):
    learner = Learner(province.server, province.hire())
    published = publish(province, packed(retitled("新的课名")), name="十二月.zip")
    assert published.status_code == 201, published.text
    assert title_shows(learner, "新的课名")(), "in service at once"
    entry = publications(province)[0]
    assert entry["state"] == "in_service" and entry["name"] == "十二月.zip" and entry["reason"] == "条款更新"

    second = publish(province, packed(retitled("更新的课名")))
    assert second.status_code == 201 and title_shows(learner, "更新的课名")()
    back = province.post(f"/content/publications/{second.json()['id']}/withdrawal", json={"reason": "写错了"})
    assert back.status_code == 204
    assert title_shows(learner, "新的课名")(), "one step back"
    assert [entry["state"] for entry in publications(province)] == ["withdrawn", "in_service"]
    province.post(f"/content/publications/{entry['id']}/withdrawal", json={"reason": "写错了"})
    assert not title_shows(learner, "新的课名")(), "back to the two folders"


def test_a_clause_rises_with_its_pack_and_is_taken_back_with_it(province):
    clause, files = "M57-16", real_content()
    for path, text in files.items():
        if path.startswith("Courses/clauses/"):
            old = f"- id: {clause}\n  version: 1\n".encode()
            files[path] = text.replace(old, old.replace(b"version: 1", b"version: 2"))

    def stale():
        return province.get("/content/changes.json").json()["stale_items"]

    assert stale() == []
    published = publish(province, packed(files))
    assert published.status_code == 201, published.text
    assert stale() and all(item["clauses"] == [clause] for item in stale())
    back = province.post(f"/content/publications/{published.json()['id']}/withdrawal", json={"reason": "写错了"})
    assert back.status_code == 204 and stale() == []
    assert publish(province, packed(files)).status_code == 201 and stale(), "as stale as before"


def test_a_published_pack_stays_in_service_after_a_restart(province):
    learner = Learner(province.server, province.hire())
    assert publish(province, packed(retitled("新的课名"))).status_code == 201
    province.server.stop()
    province.server.start_again()
    assert title_shows(learner, "新的课名")()


def test_a_pack_with_one_broken_file_is_refused_whole(province):
    learner = Learner(province.server, province.hire())
    before = learner.get(f"/courses/{COURSE}").text
    reply = send(province, packed({**retitled("新的课名"), f"Courses/{COURSE}/course.yml": b"title:\n"}))
    assert reply.status_code == 422 and reply.json()["code"] == "broken_content"
    problem = next(error for error in reply.json()["errors"] if error["path"] == SHEET)
    assert problem["line"] == 1 and problem["severity"] == "error" and "title" in problem["message"]
    assert publications(province) == []
    assert list((province.server.data / "content").iterdir()) == [], "nothing of it is kept"
    assert learner.get(f"/courses/{COURSE}").text.split("nonce")[0] == before.split("nonce")[0]


def link(archive):
    info = zipfile.ZipInfo("Courses/passwd")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


HOSTILE = {
    "climbs out": lambda archive: archive.writestr("Courses/../../outside.yml", "x"),
    "is absolute": lambda archive: archive.writestr("/etc/outside.yml", "x"),
    "has a backslash": lambda archive: archive.writestr("Courses\\..\\outside.yml", "x"),
    "is a link": link,
    "differs by case only": lambda archive: archive.writestr(SHEET.replace("course.yml", "Course.yml"), "x"),
    "lies elsewhere": lambda archive: archive.writestr("Data/training.sqlite", "x"),
    "stands below a file": lambda archive: archive.writestr(f"{SHEET}/more.yml", "x"),
    "is a bomb": lambda archive: archive.writestr("Courses/bomb.md", bytes(9 << 20)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_an_entry_that_cannot_be_taken_refuses_the_pack(office, what):
    buffer = io.BytesIO(packed(real_content()))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        before = set(archive.namelist())
        HOSTILE[what](archive)
        [entry] = set(archive.namelist()) - before
    reply = send(office, buffer.getvalue())
    assert reply.status_code == 422, f"{what}: {reply.text}"
    assert any(error["path"] in (entry, SHEET) for error in reply.json()["errors"]), reply.text


def test_a_damaged_archive_is_refused(office):
    whole = packed(real_content())
    assert send(office, b"PK\x03\x04 and nothing more").status_code == 422
    assert send(office, whole[: len(whole) // 2]).status_code == 422
    # A bit of the compressed text turned round: the checksum tells.
    place = whole.index(b"Courses/clauses/notice-2019.yml") + 2000
    assert send(office, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]).status_code == 422


def test_a_folder_around_the_two_and_litter_are_left_aside(office):
    files = {f"资料包/{path}": text for path, text in real_content().items()}
    plain = send(office, packed(real_content())).json()
    reply = send(office, packed({**files, "__MACOSX/._x": b"", "资料包/Courses/.DS_Store": b"", "资料包/Thumbs.db": b""}))
    assert reply.status_code == 200, reply.text
    assert reply.json()["pack"] == plain["pack"]


def test_two_administrators_do_not_publish_over_each_other(province):
    first, second = packed(retitled("一")), packed(retitled("二"))
    plans = [send(province, pack).json() for pack in (first, second)]
    replies = [
        province.post(f"/content/packs/{plan['pack']}/publication", json={"reason": "x", "replacing": plan.get("replacing")})
        for plan in plans
    ]
    assert [reply.status_code for reply in replies] == [201, 409]
    assert replies[1].json()["code"] == "content_changed"


def test_a_pack_is_published_for_a_day_to_come(province):
    learner = Learner(province.server, province.hire())
    reply = publish(province, packed(retitled("明年的课名")), **{"from": "2999-01-01"})
    assert reply.status_code == 201 and reply.json()["state"] == "scheduled"
    assert reply.json()["from"] == "2998-12-31T16:00:00Z", "00:00 in Shanghai"
    assert not title_shows(learner, "明年的课名")()
    assert publish(province, packed(retitled("明年的课名")), **{"from": "2020-01-01"}).status_code == 422


def test_packs_are_for_administrators_and_need_a_reason(province):
    learner = Learner(province.server, province.hire())
    pack = packed(real_content())
    assert learner.get("/content/packs").status_code == 404
    assert learner.get("/content/pack").status_code == 404
    assert send(learner, pack).status_code == 404
    assert publish(province, pack, reason="  ").status_code == 422


def test_the_commands_publish_beside_a_running_server(province, tmp_path):
    learner = Learner(province.server, province.hire())
    data = province.server.data
    folders = ("--courses", province.server.courses, "--questions", province.server.questions, "--data", data)
    pack = tmp_path / "new.zip"
    pack.write_bytes(packed(retitled("命令发布的课名")))
    done = training("content", "publish", pack, "--reason", "条款更新", "--by", "培训科", *folders)
    assert done.returncode == 0, done.stderr
    assert "courses: 0 added, 0 removed, 1 changed" in done.stdout
    eventually(title_shows(learner, "命令发布的课名"), within=30)
    assert publications(province)[0]["published_by"] == "培训科"

    carried = tmp_path / "carried.zip"
    assert training("content", "export", carried, *folders).returncode == 0
    with zipfile.ZipFile(carried) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == retitled("命令发布的课名")
    assert carried.read_bytes() == province.get("/content/pack").content

    broken = tmp_path / "broken.zip"
    broken.write_bytes(packed({**real_content(), SHEET: b"title:\n"}))
    refused = training("content", "publish", broken, "--reason", "x", *folders)
    assert refused.returncode == 1 and f"{SHEET}:1: error: " in refused.stderr
    assert training("content", "withdraw", "--reason", "写错了", "--data", data).returncode == 0
    eventually(lambda: not title_shows(learner, "命令发布的课名")(), within=30)
    states = [line.split("\t")[1] for line in training("content", "list", "--data", data).stdout.splitlines()]
    assert states == ["withdrawn"]
