#pragma once

#include <QString>

#include "engine/base/clock.h"
#include "engine/remote/client/link_state.h"
#include "model/connection/server_profile.h"

namespace signalbox::model {

// What keeps a server from being connected, for a person: what happened, and what to do about it.
struct LinkProblemText {
    QString what; // one sentence, names the server; empty: nothing is wrong
    QString todo; // one or two sentences
    bool operator==(const LinkProblemText&) const = default;
};
[[nodiscard]] LinkProblemText problemText(const LinkState& state, const ServerProfile& profile);

// That a server is of another version than this program, and what comes of it; empty: it is not.
[[nodiscard]] LinkProblemText skewText(const LinkState& state, const ServerProfile& profile);

// How a connection stands, in a few words: "live", "connecting…", "reconnecting in 4 s", "not connected".
[[nodiscard]] QString phaseText(const LinkState& state, SteadyTime now);

// How old what is shown is: "as of now", "as of 40 s ago", "as of 2 min ago", "as of 3 h ago".
[[nodiscard]] QString staleText(Duration age);

// The whole seconds until `next`, at least 0, rounded up: a countdown that ends with 1.
[[nodiscard]] int secondsUntil(SteadyTime next, SteadyTime now);

// A SHA-256 in hexadecimal as two people compare it: pairs "AB:CD:…", sixteen to a line. Empty: "none".
[[nodiscard]] QString fingerprintText(const QString& fingerprint);
// As it is kept, whatever somebody has pasted: lower case, without colons and spaces. Empty: it is none.
[[nodiscard]] QString fingerprintFrom(const QString& text);

} // namespace signalbox::model
