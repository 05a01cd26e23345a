#include "engine/remote/client/version_skew.h"

#include "engine/remote/wire/methods.h"
#include "engine/remote/wire/revision.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {
namespace {

std::string_view comparison(VersionSkew skew) {
    switch (skew) {
    case VersionSkew::None:
        return "as new as this program";
    case VersionSkew::ServerIsOlder:
        return "older than this program";
    case VersionSkew::ServerIsNewer:
        return "newer than this program";
    }
    return {};
}

// "the server runs Signalbox 0.1.0, which is older than this program".
std::string whichServer(VersionSkew skew, std::string_view version) {
    return fmt::format("the server runs Signalbox {}, which is {}", version.empty() ? "of an unknown version" : version,
                       comparison(skew));
}

} // namespace

VersionSkew skewOf(std::uint32_t serverRevision) {
    if (serverRevision == wire::kProtocolRevision) return VersionSkew::None;
    return serverRevision < wire::kProtocolRevision ? VersionSkew::ServerIsOlder : VersionSkew::ServerIsNewer;
}

std::vector<std::string> unknownCalls(const std::vector<std::string>& known) {
    if (known.empty()) return {};
    std::vector<std::string> calls = wire::methodNames();
    std::erase_if(calls, [&](const std::string& name) { return std::ranges::count(known, name) > 0; });
    return calls;
}

Error unknownThere(VersionSkew skew, std::string_view serverVersion) {
    return {.code = ErrorCode::UnknownCall,
            .message = whichServer(skew, serverVersion) + ", and does not know this request",
            .advice = "have the server updated, or use a program that is as old"};
}

Error notUnderstoodHere(VersionSkew skew, std::string_view serverVersion, std::string_view what) {
    return {.code = ErrorCode::Internal,
            .message =
                fmt::format("{}, and its answer is not understood here: {}", whichServer(skew, serverVersion), what),
            .advice = "use a program that is as new as the server"};
}

} // namespace signalbox
