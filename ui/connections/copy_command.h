#pragma once

#include "model/connections/call_text.h"

#include <functional>
#include <string>

namespace signalbox::model {
class Connection;
}

namespace signalbox::ui {

// How an act is written as a call of a server, by whom and why.
using CommandOf = std::function<QString(const model::CallText& calls, const Caller& caller)>;

// Returns: what writes `command` as a call of the connection's server, in the operator's name, with a reason; null
// where the connection offers no calls. Of several servers it is that of `id`, SERVER/ID; the text is empty once it has
// gone.  Lifetime: the connection outlives the result.
[[nodiscard]] std::function<QString(const QString& reason)> commandFor(const model::Connection& connection,
                                                                       const std::string& id, CommandOf command);
// The same for a request without its caller.
template <typename Request>
[[nodiscard]] std::function<QString(const QString& reason)> commandFor(const model::Connection& connection,
                                                                       const std::string& id, const Request& request) {
    return commandFor(connection, id, CommandOf([request](const model::CallText& calls, const Caller& caller) {
                          Request asked = request;
                          asked.caller = caller;
                          return calls.of(asked);
                      }));
}

// What it is about, the request says.
template <typename Request>
[[nodiscard]] std::function<QString(const QString& reason)> commandFor(const model::Connection& connection,
                                                                       const Request& request) {
    return commandFor(connection, request.id, request);
}

} // namespace signalbox::ui
