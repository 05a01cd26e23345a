#pragma once

#include <QString>

#include "engine/remote/client/link_state.h"
#include "model/connection/server_profile.h"

#include <functional>

namespace signalbox::model {

// Tries once whether a server can be reached, without a window.
class ConnectionTester {
public:
    virtual ~ConnectionTester() = default;

    // `done` is called once, later, on the GUI thread, with a state that is Connected, Waiting or Stopped; never when
    // another test was begun, or this object destroyed, meanwhile.
    virtual void test(const ServerProfile& profile, const QString& token,
                      std::function<void(const LinkState&)> done) = 0;
};

} // namespace signalbox::model
