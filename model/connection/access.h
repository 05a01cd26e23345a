#pragma once

#include <QString>

#include "engine/base/clock.h"
#include "engine/remote/access/role.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::model {

// What somebody wants to do, as far as roles and the versions of servers tell it apart.
enum class Deed : std::uint8_t {
    Fire,
    Cancel,
    Create,
    SetTimer,
    MoveTimer,
    CancelTimer,
    Effects,
    Deploy,
    Migrate,
    Terminate,
    Remove,
    // What changes nothing: any role may, connected or not, where the server has the call.
    ReadHistory,
    ReadTimers,
    ReadEffects,
    Explain,
    Preview,
};

// What an operator may do through a connection just now. By default everything: this computer's own store.
struct Access {
    QString server;                   // what it is called: "prod-eu"; empty: this computer
    Role role = Role::Admin;          // there
    bool isLocked = false;            // the operator has not unlocked it for changes
    std::optional<Time> awaySince{};  // there is no connection; everything shown is as of then
    QString version{};                // of the Signalbox there, "0.3.0"; empty: not known
    std::vector<Deed> unknownDeeds{}; // for which that version has no call

    bool operator==(const Access&) const = default;
};

// Those that cannot be done without these calls of the protocol ("Fire").
[[nodiscard]] std::vector<Deed> deedsOf(const std::vector<std::string>& calls);

// The least role that may do it; the server has the last word.
[[nodiscard]] Role roleFor(Deed deed);
// Translated: "viewer".
[[nodiscard]] QString roleText(Role role);

// Why it may not be done, and the same in two words; both empty: it may.
struct Refused {
    QString shortReason;
    QString reason; // begins in lower case, ends without a stop
    explicit operator bool() const { return !reason.isEmpty(); }
};
[[nodiscard]] Refused refusal(const Access& access, Deed deed);
// Why nothing at all can be changed there, whoever asks: its version has no call for it. Empty: something can.
[[nodiscard]] Refused readOnlyRefusal(const Access& access);
// The reasons as sentences; empty: it may be done, something can be changed.
[[nodiscard]] QString refusalSentence(const Access& access, Deed deed);
[[nodiscard]] QString readOnlySentence(const Access& access);

} // namespace signalbox::model
