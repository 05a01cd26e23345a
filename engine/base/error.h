#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace signalbox {

// What went wrong, as a machine reads it. Codes travel over the wire and are translated by the ui.
// Persistent: never change a value.
enum class ErrorCode : std::uint8_t {
    InvalidArgument = 1,       // the request can never succeed as it is
    NotFound = 2,              // no such workflow, definition, trigger or revision
    AlreadyExists = 3,         // the workflow id is taken
    InvalidDefinition = 4,     // a chart that does not validate, or differs under the same name and version
    StaleRevision = 5,         // `expected_revision` is not the workflow's revision any more
    Busy = 6,                  // a bounded queue is full, or another program is in the way; try again later
    ActionFailed = 7,          // a guard or action of the definition threw; nothing was changed
    DefinitionUnavailable = 8, // the store knows the definition, but this program has no code for it
    Io = 9,                    // the operating system refused; nothing was changed
    OutcomeUnknown = 10,       // the commit may or may not have happened: repeat the request with its request id
    ReadOnly = 11,             // the store takes no writes: opened read-only, or closed to writes after a failure
    Locked = 12,               // another process has the store open for writing
    NotAStore = 13,            // the file is not a Signalbox store
    NewerFormat = 14,          // the store was written by a newer Signalbox
    Corrupt = 15,              // a checksum or an invariant of the format does not hold
    ShuttingDown = 16,         // the engine is closing
    NotPermitted = 17,         // the action is not permitted in the workflow's present state
    Internal = 18,             // a bug of Signalbox
    DiskFull = 19,             // no space; nothing was changed, and writes are taken again by themselves once there is
    DataLoss = 20,             // the store lacks changes that it had acknowledged
    Disconnected = 21,         // there is no connection to the server; nothing was changed
    Unauthenticated = 22,      // the server does not know the caller, or not any more
    Forbidden = 23,            // the caller's role or scope does not reach so far
    // 24 and 25 are reasons of the protocol alone.
    UnknownCall = 26, // a server of another version has no such call; nothing was changed
};

// An expected failure, as a value: what failed, on which object, and what to do about it.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message; // English, names the object; for logs and as a fallback in the ui
    std::string advice;  // English, what the caller can do; may be empty
    // For what passes by itself: when trying again is worth the while. Zero: not known, or never.
    std::chrono::milliseconds retryAfter{};

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

// The failure to return from a function with a Result.
[[nodiscard]] std::unexpected<Error> fail(ErrorCode code, std::string message, std::string advice = {});

// The enumerator's name, for logs and JSON: "StaleRevision".
[[nodiscard]] std::string_view name(ErrorCode code);

} // namespace signalbox
