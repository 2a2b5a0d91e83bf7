#!/usr/bin/env python3
"""How long a province takes to import, and how long others wait meanwhile.

Starts a server of its own on an empty database, lets learners save answers and overseers load reports all the time,
and imports, one file each: 20,000 units, 100,000 people, a course for all of them, and the same people once more;
then has `training doctor` examine the database.
Prints for each step the time, the server's peak memory, and how long answers and reports took meanwhile.

    Benchmarks/imports.py .build/release/training [--units 20000] [--people 100000] [--folder DIR]

Needs Python 3.11 and nothing else. Exit status 1 when something was not imported or an answer was not saved.
"""

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COURSE = "service-awareness"
PASSWORD = "benchmark-of-imports"
LEARNERS = 8
READERS = 2
# Between two requests of one learner, and of one reader, in seconds.
PAUSE = 0.05
READING = 0.5


def province(units, people):
    """A root, 10 cities, 10 counties in each, and towns with villages; and people, spread evenly over the towns and
    villages."""
    tree = [("610000000000", "省", "")]
    leaves = []
    for city in range(1, 11):
        tree.append((f"61{city:02}00000000", f"市{city}", "610000000000"))
        for county in range(1, 11):
            tree.append((f"61{city:02}{county:02}000000", f"县{county}", f"61{city:02}00000000"))
    counties = [code for code, _, _ in tree if not code.endswith("00000000")]
    town, village = 0, 0
    while len(tree) < units:
        county = counties[town % len(counties)]
        town += 1
        code = f"{county[:6]}{town // len(counties) + 1:03}000"
        tree.append((code, f"镇{town}", county))
        leaves.append(code)
        for number in range(1, min(11, units - len(tree) + 1)):
            village += 1
            leaves.append(f"{code[:9]}{number:03}")
            tree.append((leaves[-1], f"村{village}", code))
    staff = [(f"{number:08}", f"某人{number}", leaves[number % len(leaves)]) for number in range(1, people + 1)]
    return table("code,name,parent", tree), table("staff_no,name,unit", staff)


def table(header, rows):
    return "\n".join([header, *(",".join(row) for row in rows)]).encode()


class Server:
    """The program on a free port."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.log = folder / "server.log"
        self.process = None

    def run(self, *arguments, stdin=""):
        ended = subprocess.run(
            [self.program, *arguments, "--data", self.folder / "data"],
            input=stdin, capture_output=True, text=True, cwd=ROOT,
        )
        if ended.returncode:
            sys.exit(f"{arguments}: {ended.stderr}")
        return ended.stdout.strip()

    def start(self):
        log = open(self.log, "wb")
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", "0", "--data", self.folder / "data"], stdout=log, stderr=log, cwd=ROOT
        )
        while not (found := re.search(rb"Serving on http://([\d.]+):(\d+)", self.log.read_bytes())):
            if self.process.poll() is not None:
                sys.exit(self.log.read_text())
            time.sleep(0.05)
        self.host, self.port = found[1].decode(), int(found[2])

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)

    def connection(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=600)

    def forget_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def peak(self):
        """The most memory since `forget_peak`, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def ask(connection, method, path, body=None, **headers):
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response, response.read()


class Load:
    """Learners and readers who go on until they are told to stop; each time is kept with when it began."""

    def __init__(self, server, token):
        self.server, self.token = server, token
        self.answers, self.reports, self.failures = [], [], []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.learn, args=(n,)) for n in range(LEARNERS)]
        self.threads += [threading.Thread(target=self.read) for _ in range(READERS)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def timed(self, kept, connection, *request, **headers):
        began = time.monotonic()
        response, body = ask(connection, *request, **headers)
        kept.append((began, time.monotonic() - began))
        if response.status != 200:
            self.failures.append(f"{request[:2]}: {response.status} {body[:200]}")

    def learn(self, number):
        connection = self.server.connection()
        to_send = {"Content-Type": "application/json", "Accept": "application/json"}
        signing_in = json.dumps({"staff_no": f"L{number}", "password": PASSWORD})
        response, _ = ask(connection, "POST", "/session", signing_in, **to_send)
        to_send["Cookie"] = response.headers["Set-Cookie"].split(";")[0]
        _, paper = ask(connection, "POST", f"/courses/{COURSE}/attempts", "{}", **to_send)
        paper = json.loads(paper)
        question = next(q for q in paper["questions"] if q["type"] in ("single", "true_false", "multiple"))
        path = f"/attempts/{paper['id']}/answers/{question['slot']}"
        seq = 0
        while not self.over.wait(PAUSE):
            seq += 1
            key = question["options"][seq % len(question["options"])]["key"]
            answer = {"response": [key] if question["type"] == "multiple" else key, "seq": seq}
            self.timed(self.answers, connection, "PUT", path, json.dumps(answer), **to_send)

    def read(self):
        connection = self.server.connection()
        pages = ["/units/610000000000/completion.json", "/units/610000000000/people.json?limit=50"]
        while not self.over.wait(READING):
            path = pages[len(self.reports) % len(pages)]
            self.timed(self.reports, connection, "GET", path, Authorization=f"Bearer {self.token}")


def told(times):
    """p50, p99 and the longest, in milliseconds."""
    if not times:
        return f"{'-':>23}"
    times = sorted(times)
    chosen = [times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], times[-1]]
    return " ".join(f"{1000 * seconds:7.0f}" for seconds in chosen)


def step(name, server, load, work):
    server.forget_peak()
    began = time.monotonic()
    outcome = work()
    ended = time.monotonic()

    def meanwhile(kept):
        return [seconds for start, seconds in kept if start + seconds >= began and start <= ended]

    print(
        f"{name:<26} {ended - began:7.1f} {server.peak():8.0f}   {told(meanwhile(load.answers))}"
        f"   {told(meanwhile(load.reports))}   {outcome}",
        flush=True,
    )


def importing(server, token, kind, body, mode="apply"):
    def work():
        response, answer = ask(
            server.connection(), "POST", f"/imports?kind={kind}&mode={mode}", body,
            **{"Authorization": f"Bearer {token}", "Content-Type": "text/csv", "Accept": "application/json"},
        )
        receipt = json.loads(answer)
        if response.status not in (200, 201):
            sys.exit(f"{kind}: {response.status} {answer[:500]}")
        return {key: receipt[key] for key in ("state", "rows", "created", "updated", "unchanged")}

    return work


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the database is made; a temporary folder unless told otherwise")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="imports-", dir=arguments.folder))
    server = Server(arguments.program.resolve(), folder)
    try:
        measure(server, *province(arguments.units, arguments.people), arguments.people)
    finally:
        if server.process:
            server.stop()
        shutil.rmtree(folder)


def measure(server, units, people, count):
    server.run("import", "units", "-", stdin="code,name,parent\n610000000000,省,\n")
    learners = "".join(f"L{number},学员,610000000000,learner\n" for number in range(LEARNERS))
    server.run("import", "people", "-", stdin="staff_no,name,unit,role\nA1,系统管理员,610000000000,admin\n" + learners)
    for number in range(LEARNERS):
        server.run("person", "password", f"L{number}", stdin=PASSWORD + "\n")
    token = server.run("token", "create", "--name", "benchmark", "--role", "admin")
    server.start()
    load = Load(server, token)
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, {LEARNERS} learners, {READERS} readers")
    print(f"{'':<26} {'time':>7} {'peak':>8}   {'answers (ms)':^23}   {'reports (ms)':^23}")
    print(f"{'':<26} {'s':>7} {'MiB':>8}   {'p50':>7} {'p99':>7} {'max':>7}   {'p50':>7} {'p99':>7} {'max':>7}")
    load.start()
    try:
        course = f"unit,course,due\n610000000000,{COURSE},2027-12-31".encode()
        step("nothing, for comparison", server, load, lambda: time.sleep(10) or "")
        step("units", server, load, importing(server, token, "units", units))
        step("people, only checked", server, load, importing(server, token, "people", people, "plan"))
        step("people", server, load, importing(server, token, "people", people))
        step("a course for all", server, load, importing(server, token, "enrolments", course))
        renamed = people.replace("某人".encode(), "某某".encode())
        step("all people renamed", server, load, importing(server, token, "people", renamed))
        moved = re.sub(rb"(\d{9})\d{3}$", rb"\g<1>000", renamed, flags=re.M)
        step("all people moved", server, load, importing(server, token, "people", moved))
        step("all as it is", server, load, importing(server, token, "people", moved))
        step("examined by doctor", server, load, lambda: server.run("doctor"))
    finally:
        load.stop()
    for failure in load.failures[:5]:
        print(failure)
    headers = {"Authorization": f"Bearer {token}"}
    _, report = ask(server.connection(), "GET", "/units/610000000000/completion.json", **headers)
    assigned = json.loads(report)["totals"]["assigned"]
    # The learners and the administrator have the course too.
    if load.failures or assigned != count + LEARNERS + 1:
        sys.exit(f"{len(load.failures)} failures; the course is asked of {assigned} people")


if __name__ == "__main__":
    main()
