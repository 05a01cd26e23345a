#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/remote/access/role.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Why a server is not connected, as a person has to deal with it.
enum class LinkProblem : std::uint8_t {
    None,
    Unreachable,     // no such host, nobody listens, no answer
    UnknownIdentity, // Pinned without a fingerprint: `presentedFingerprint` is what it shows; a person must decide
    ChangedIdentity, // Pinned: it shows another certificate than the one that is trusted. A hard stop
    UntrustedIssuer, // Roots: nobody who is trusted has signed its certificate
    ExpiredCertificate,
    NotYetValid,
    WrongName,        // Roots: its certificate is for another name
    SpeaksPlaintext,  // TLS was asked for, and the port does not speak it
    SpeaksTls,        // plaintext was asked for, and the port wants TLS
    NotSignalbox,     // something else answers there
    BadToken,         // not known, expired, or revoked
    NotAllowed,       // this caller may not even read
    ThrottledAddress, // too many failures from here
    NewerServer,      // what it speaks is not understood
};

// How what a server speaks relates to what this program does.
enum class VersionSkew : std::uint8_t {
    None,
    ServerIsOlder, // it may not know what it is asked
    ServerIsNewer, // it may say what is not known here
};

// How a RemoteService stands to its server.
struct LinkState {
    enum class Phase : std::uint8_t {
        Connecting, // a try is under way
        Connected,
        Waiting, // for `nextTry`
        Stopped, // no further try until retryNow(): a person has to do something first
    };
    Phase phase = Phase::Connecting;
    LinkProblem problem = LinkProblem::None; // of the last try that failed
    std::string message{};                   // English, what went wrong; names no secret
    std::optional<SteadyTime> nextTry{};     // Waiting
    int failedTries = 0;                     // in a row
    std::string presentedFingerprint{};      // of the certificate that the server shows; empty: none seen
    // Of the last time it was connected; version and skew also of a NewerServer:
    std::string storeId{};
    std::uint64_t epoch = 0;
    std::string serverVersion{};
    VersionSkew skew = VersionSkew::None;
    // Of this program's, those that a server of another version says it has not, as the protocol names them: "Fire".
    // Empty: it has them all, or does not say.
    std::vector<std::string> unknownCalls{};
    Role role = Role::Viewer;
    std::string principal{};                // whom the history will name; empty: whom the caller says
    std::vector<std::string> definitions{}; // only these are reached; empty: all
    std::optional<Time> expires{};          // the token

    bool operator==(const LinkState&) const = default;
};

} // namespace signalbox
