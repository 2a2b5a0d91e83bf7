"""Lines between a browser and the server that fail as lines in the countryside do."""

import http.client
import json
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

PASSES, LOST, REPLY_LOST = "passes", "lost on the way there", "lost on the way back"


class Line:
    """A line to a server at an address of its own. `fate` says what becomes of a request, by its number among those that
    `concerns` it; anything else passes. What was sent is remembered."""

    def __init__(self, server, fate=lambda number: PASSES, concerns=lambda method, path: True):
        self.server, self.fate, self.concerns = server, fate, concerns
        self.sent = []
        self.instead = None
        self._lock = Lock()
        self._number = 0
        self._exchange = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._exchange.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._exchange.server_address[1]}"

    def __enter__(self):
        Thread(target=self._exchange.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._exchange.shutdown()
        self._exchange.server_close()

    def answers(self):
        """The answers that scripts sent and the server got, in order, each with its slot."""
        got = []
        for request in self.sent:
            if request["fate"] == LOST or "json" not in request["type"] or "/answers" not in request["path"]:
                continue
            body = json.loads(request["body"])
            got += body["answers"] if "answers" in body else [{"slot": int(request["path"].rsplit("/", 1)[1]), **body}]
        return got

    def _next(self, method, path, headers, body):
        """Notes a request and decides about it."""
        with self._lock:
            fate = PASSES
            if self.concerns(method, path):
                self._number += 1
                fate = self.fate(self._number)
            self.sent.append(
                {"method": method, "path": path, "fate": fate, "body": body, "type": headers.get("Content-Type") or ""}
            )
            return fate

    def _handler(line):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_request(self):
                # Each request has a connection of its own: one that is lost must not be sent again by the browser itself.
                self.close_connection = True
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                fate = line._next(self.command, self.path, self.headers, body)
                reply = line.instead and line.instead(self.command, self.path, body)
                if not reply and fate != LOST:
                    reply = self.forward(body)
                if fate == PASSES and reply:
                    self.answer(*reply)
                else:
                    self.connection.shutdown(socket.SHUT_RDWR)

            do_GET = do_POST = do_PUT = handle_request

            def forward(self, body):
                far_end = http.client.HTTPConnection(line.server.url.removeprefix("http://"), timeout=20)
                try:
                    far_end.request(self.command, self.path, body, dict(self.headers))
                    reply = far_end.getresponse()
                    return reply.status, reply.getheaders(), reply.read()
                except OSError:
                    return None
                finally:
                    far_end.close()

            def answer(self, status, headers, body):
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


def every_second_is_lost(number):
    """One request in two fails: two never arrive, then the replies to two do not. By single turns, pages and answers that
    take turns themselves would always meet the same."""
    return PASSES if number % 2 == 0 else LOST if number // 4 % 2 == 0 else REPLY_LOST


def but_for_assets(method, path):
    return not path.startswith("/assets/")
