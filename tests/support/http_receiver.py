"""A receiver of web requests for tests: http_receiver.py http|https FOLDER

Writes {"port": N} and then, for each request and before it is answered, {"method", "path", "headers", "body"}, a line
each; names of headers are in lower case. How it answers says the first part of the path, or else the next line of
FOLDER/modes:
  ok          200, {"taken": true}
  NUMBER      that status, with a body that names it, where it may have one
  busy        429, Retry-After: 7
  busy-until  503, Retry-After: a date, Fri, 31 Dec 1999 23:59:59 GMT, or what follows "until=" in the query
  redirect    302 to where cloud machines have their metadata
  echo        200, the request's headers
  long        200, 200 000 bytes
  binary      200, bytes that are no UTF-8
  slow        no answer
  late        200 after half a second
  slow-body   200 and the first byte of ten
  close       reads, and closes
  reset       reads, and resets the connection
"""

import http.server
import json
import os
import socket
import struct
import sys
import time
import urllib.parse

import receiver_process

FOREVER = 600
SPECIAL = ("ok", "busy", "busy-until", "redirect", "echo", "long", "binary", "slow", "late", "slow-body", "close", "reset")
FOLDER = sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        url = urllib.parse.urlparse(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver_process.tell({"method": self.command, "path": self.path, "headers": headers,
                               "body": body.decode("utf-8", "replace")})
        mode = url.path.split("/")[1]
        if mode not in SPECIAL and not mode.isdigit():
            mode = receiver_process.next_mode(os.path.join(FOLDER, "modes"))
        if mode.isdigit():
            return self.answer(int(mode), b"" if mode in ("204", "304") else f"this is {mode}".encode())
        self.url = url
        getattr(self, "do_" + mode.replace("-", "_"))(headers)

    do_GET = do_PUT = do_POST

    def do_ok(self, _):
        self.answer(200, b'{"taken": true}')

    def do_busy(self, _):
        self.answer(429, b"busy", Retry_After="7")

    def do_busy_until(self, _):
        until = urllib.parse.parse_qs(self.url.query).get("until", ["Fri, 31 Dec 1999 23:59:59 GMT"])[0]
        self.answer(503, b"busy", Retry_After=until)

    def do_redirect(self, _):
        self.answer(302, b"", Location="http://169.254.169.254/latest/meta-data/")

    def do_echo(self, headers):
        self.answer(200, json.dumps(headers).encode())

    def do_long(self, _):
        # Two bytes a character, behind one: no bound of an even number of bytes ends between two.
        self.answer(200, b"." + "ä".encode() * 100_000)

    def do_binary(self, _):
        self.answer(200, b"a\xff\xfe\x00b\xc3")

    def do_slow(self, _):
        time.sleep(FOREVER)

    def do_late(self, _):
        time.sleep(0.5)
        self.do_ok(_)

    def do_slow_body(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"1")
        self.wfile.flush()
        time.sleep(FOREVER)

    def do_close(self, _):
        self.close_connection = True

    def do_reset(self, _):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a sender that gives up is what many tests are about


def main():
    if len(sys.argv) != 3:
        receiver_process.fail(__doc__)
    receiver_process.end_with_parent()
    server = Server(("127.0.0.1", 0), Handler)
    if sys.argv[1] == "https":
        context = receiver_process.certificate(FOLDER)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver_process.tell({"port": server.server_address[1]})
    server.serve_forever()


main()
