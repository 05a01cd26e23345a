"""A mail server for tests: mail_receiver.py starttls|tls|clear FOLDER [USER PASSWORD]

Writes {"port": N} and then, for each mail that it takes, {"from", "to", "text", "isEncrypted", "user"}, a line each;
"text" as it came, with its line ends. With USER it takes no mail without a login. How it answers says the recipient's
name, or else the next line of FOLDER/modes: ok; later: 451; never: 550, to the recipient; full: 552, to the text.
"""

import asyncio
import logging
import os
import sys

from aiosmtpd import smtp

import receiver_process

PROTECTION, FOLDER = sys.argv[1:3]
LOGIN = tuple(text.encode() for text in sys.argv[3:5])
MODES = ("ok", "later", "never", "full")


def mode_of(address):
    name = address.split("@")[0]
    return name if name in MODES else receiver_process.next_mode(os.path.join(FOLDER, "modes"))


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        session.mode = mode_of(address)
        if session.mode == "later":
            return "451 4.3.0 come again"
        if session.mode == "never":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if session.mode == "full":
            return "552 5.2.2 mailbox full"
        user = session.auth_data.login.decode() if session.authenticated else ""
        receiver_process.tell({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "text": envelope.content.decode("utf-8", "replace"),
            "isEncrypted": server.transport.get_extra_info("cipher") is not None, "user": user})
        return "250 OK queued"


def authenticate(server, session, envelope, mechanism, data):
    return smtp.AuthResult(success=(data.login, data.password) == LOGIN, handled=False, auth_data=data)


async def serve():
    context = None if PROTECTION == "clear" else receiver_process.certificate(FOLDER)

    def protocol():
        return smtp.SMTP(
            Handler(), hostname="localhost", tls_context=context if PROTECTION == "starttls" else None,
            authenticator=authenticate, auth_required=bool(LOGIN), auth_require_tls=PROTECTION == "starttls")

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if PROTECTION == "tls" else None)
    receiver_process.tell({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


def main():
    receiver_process.end_with_parent()
    logging.disable()  # of itself at each login, and of senders that do not trust it
    asyncio.run(serve())


main()
