"""What the receivers of tests have in common: a certificate of their own, and an end when their test ends."""

import json
import os
import ssl
import subprocess
import sys
import threading
import time


def certificate(folder):
    """Makes FOLDER/certificate.pem for localhost, signed by itself. Returns: a server's context with it."""
    key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", pem, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context


_lock = threading.Lock()


def tell(value):
    """One line for the test that has started this program."""
    with _lock:
        print(json.dumps(value), flush=True)


def end_with_parent():
    """A test that crashes cannot end us."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def next_mode(file):
    """The first line of FILE, which is taken out unless it is the last one. A test may replace the file at any time."""
    with _lock:
        with open(file, encoding="utf-8") as lines:
            modes = lines.read().split()
        if len(modes) > 1:
            with open(file + ".rest", "w", encoding="utf-8") as rest:
                rest.write("\n".join(modes[1:]))
            os.replace(file + ".rest", file)
        return modes[0]


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)
