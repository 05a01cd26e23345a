#pragma once

#include <QString>

namespace signalbox::model {

// How the command line tool grpcurl reaches the server of a connection, for calls that are copied.
struct CallTarget {
    QString arguments;     // "-cacert 'file' 'host:port'"
    QString note{};        // a comment of the shell before the call; may be empty
    bool hasToken = false; // the server wants one: SIGNALBOX_TOKEN holds it
    // It is one of several at once: what is called SERVER/ID here is called ID there. Empty: nothing is.
    QString server{};

    bool operator==(const CallTarget&) const = default;
};

} // namespace signalbox::model
