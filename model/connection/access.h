#pragma once

#include <QString>

#include "engine/base/clock.h"
#include "engine/remote/access/role.h"

#include <cstdint>
#include <optional>

namespace signalbox::model {

// What an operator may do through a connection just now. By default everything: this computer's own store.
struct Access {
    QString server;                  // what it is called: "prod-eu"; empty: this computer
    Role role = Role::Admin;         // there
    bool isLocked = false;           // the operator has not unlocked it for changes
    std::optional<Time> awaySince{}; // there is no connection; everything shown is as of then

    bool operator==(const Access&) const = default;
};

// What somebody wants to do, as far as roles tell it apart.
enum class Deed : std::uint8_t { Fire, Cancel, Create, Timers, Effects, Deploy, Migrate, Terminate, Remove };

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
// The reason as a sentence; empty: it may be done.
[[nodiscard]] QString refusalSentence(const Access& access, Deed deed);

} // namespace signalbox::model
