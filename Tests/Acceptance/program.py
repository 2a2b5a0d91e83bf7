"""The program under test: its commands, and its server as a process."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / os.environ.get("TRAINING_BIN", ".build/debug/training")
ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8"}


def training(*arguments, stdin="", cwd=ROOT):
    """Runs one command to its end and returns how it ended."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, text=True, cwd=cwd, env=ENGLISH, timeout=120
    )


class Server:
    """A server on a free port, with a data folder of its own; it can be stopped, killed and started again."""

    def __init__(self, folder, courses=ROOT / "Courses", questions=ROOT / "Questions", demo=False):
        self.data = folder / "data"
        self.database = self.data / "demo" if demo else self.data
        self.log = folder / "server.log"
        self.courses, self.questions = courses, questions
        self.flags = ["--demo"] if demo else []
        self.process = None
        self.url = None

    def start(self, port=0):
        said_before = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", str(port), "--data", self.data]
                + ["--courses", self.courses, "--questions", self.questions, *self.flags],
                stdout=log, stderr=log, cwd=ROOT, env=ENGLISH,
            )
        self.url = self._address(said_before)
        return self

    def start_again(self):
        """Starts the server once more at the address it had."""
        return self.start(self.url.rsplit(":", 1)[1])

    def stop(self):
        """Ends the server as an administrator does, and returns its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """Ends the server as a power cut does."""
        return self._end(signal.SIGKILL)

    def token(self, name="office", role="admin", unit=None):
        scope = ["--unit", unit] if unit else []
        made = training("token", "create", "--data", self.database, "--name", name, "--role", role, *scope)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def _end(self, how):
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process = None

    def _address(self, said_before):
        until = time.monotonic() + 150
        while time.monotonic() < until:
            said = self.log.read_bytes()[said_before:].decode()
            if address := re.search(r"Serving on (http://\S+)", said):
                return address[1]
            assert self.process.poll() is None, f"the server ended at once:\n{said}"
            time.sleep(0.02)
        raise AssertionError(f"the server did not say where it is:\n{said}")


def eventually(condition, within=10.0, every=0.05):
    """Asks until the answer is true, and returns it; fails when it never is."""
    until = time.monotonic() + within
    while True:
        if answer := condition():
            return answer
        assert time.monotonic() < until, f"not within {within} s: {condition.__doc__ or condition.__name__}"
        time.sleep(every)
