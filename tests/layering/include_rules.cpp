#include "tests/layering/include_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <regex>
#include <sstream>
#include <utility>

namespace signalbox {
namespace {

using Names = std::vector<std::string_view>;

// A folder and what it may include of ours. An entry that ends in '/' is a folder, any other a file; one that starts
// with '!' takes out of the others.
struct Layer {
    std::string_view folder;
    Names mayInclude;
};

// What a definition looks like and what became of an event, as values, without the code behind them: WorkflowService
// speaks in them, so whoever may see the service may see these.
const Names kServiceValues{
    "engine/base/",
    "engine/chart/structure.h",
    "engine/chart/snapshot.h",
    "engine/chart/step_result.h",
    "engine/chart/explanation.h",
    "engine/chart/offered_trigger.h",
    "engine/workflow_values.h",
    "engine/workflow_list.h",
    "engine/workflow_requests.h",
    // A definition as its author wrote it, what is wrong with it, and what became of it since.
    "engine/chart/definition_source.h",
    "engine/chart/diagnostic.h",
    "engine/chart/structure_difference.h",
    "engine/workflow_definitions.h",
    "engine/workflow_effects.h",
    "engine/workflow_timers.h",
};

Names operator+(Names left, const Names& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const Names kService = Names{"engine/workflow_service.h"} + kServiceValues;
// Graphs as text for other tools, written from the structure that travels.
const Names kWriters{"engine/chart/writers/dot_writer.h", "engine/chart/writers/mermaid_writer.h"};
// Where a server is, how the connection to it stands, and what one may do there: values, without the way to it.
const Names kLinkValues{"engine/remote/access/role.h", "engine/remote/client/link_state.h",
                        "engine/remote/client/server_address.h"};
// How things of several servers are called where they are shown as one: values, without what brings them together.
const Names kServerNames{"engine/merged/server_id.h"};
// The samples are definitions like a user's own: only a main() and the tests choose them.
const Names kChart{"engine/base/", "engine/chart/", "!engine/chart/samples/"};
// The runtime works on any Store; which one it is, main() decides.
const Names kStore{"engine/store/", "!engine/store/sqlite/"};

// What every room of the runtime stands on.
const Names kRuntimeGround = Names{"engine/runtime/definition_table.h", "engine/runtime/engine_log.h",
                                   "engine/runtime/engine_settings.h", "engine/effects/effect_sender.h"} +
                             kStore + kService + kChart;

// A room of the runtime, and the others that it uses: none of them uses it.
Layer runtimeRoom(std::string_view folder, Names lower) {
    return {.folder = folder, .mayInclude = std::move(lower) + Names{folder} + kRuntimeGround};
}

// The first folder that holds a file is its layer.
const std::vector<Layer>& layers() {
    static const std::vector<Layer> kLayers{
        {"app/", {"app/", "ui/", "model/", "engine/"}},
        {"ui/", Names{"ui/", "model/"} + kService + kWriters + kLinkValues},
        {"model/", Names{"model/"} + kService + kWriters + kLinkValues + kServerNames},
        {"engine/remote/", Names{"engine/remote/"} + kService + kChart},
        {"engine/scxml/", Names{"engine/scxml/"} + kService + kChart},
        // Over services alone, whichever they are: they bring the time and the threads, and how texts are sorted.
        {"engine/merged/",
         Names{"engine/merged/", "engine/runtime/scheduling/scheduler.h", "engine/store/catalogue/text.h"} + kService},
        {"engine/runtime/scheduling/", {"engine/runtime/scheduling/", "engine/base/"}},
        {"engine/runtime/migration/", Names{"engine/runtime/migration/"} + kService + kChart},
        runtimeRoom("engine/runtime/timers/", {}),
        runtimeRoom("engine/runtime/effects/", {}),
        runtimeRoom("engine/runtime/history/", {}),
        runtimeRoom("engine/runtime/watch/", {"engine/runtime/history/", "engine/runtime/scheduling/"}),
        runtimeRoom("engine/runtime/requests/", {"engine/runtime/history/"}),
        runtimeRoom("engine/runtime/turns/", {"engine/runtime/effects/", "engine/runtime/history/",
                                              "engine/runtime/migration/", "engine/runtime/timers/"}),
        runtimeRoom("engine/runtime/cells/",
                    {"engine/runtime/effects/", "engine/runtime/history/", "engine/runtime/requests/",
                     "engine/runtime/scheduling/", "engine/runtime/timers/", "engine/runtime/turns/",
                     "engine/runtime/watch/"}),
        runtimeRoom("engine/runtime/outbox/", {"engine/runtime/cells/", "engine/runtime/effects/",
                                               "engine/runtime/requests/", "engine/runtime/scheduling/"}),
        runtimeRoom("engine/runtime/", {}),
        {"engine/effects/", Names{"engine/effects/"} + kServiceValues},
        {"engine/store/", Names{"engine/store/"} + kServiceValues},
        {"engine/chart/samples/", {"engine/base/", "engine/chart/"}},
        {"engine/chart/writers/", {"engine/base/", "engine/chart/writers/", "engine/chart/structure.h"}},
        {"engine/chart/builder/", kChart + Names{"!engine/chart/machine/", "!engine/chart/step.h"}},
        {"engine/chart/machine/", kChart + Names{"!engine/chart/builder/", "!engine/chart/step.h"}},
        {"engine/chart/statechart/", kChart + Names{"!engine/chart/builder/", "!engine/chart/machine/"}},
        {"engine/chart/", kChart},
        {"engine/base/", {"engine/base/"}},
        {"engine/workflow_", kService},
        {"tests/", {"app/", "ui/", "model/", "engine/", "tests/"}},
    };
    return kLayers;
}

const Layer* findLayer(std::string_view path) {
    const auto found =
        std::ranges::find_if(layers(), [path](const Layer& layer) { return path.starts_with(layer.folder); });
    return found == layers().end() ? nullptr : &*found;
}

bool covers(std::string_view entry, std::string_view header) {
    return entry.ends_with('/') ? header.starts_with(entry) : header == entry;
}

bool isAllowed(const Layer& layer, std::string_view header) {
    const auto takesOut = [header](std::string_view entry) {
        return entry.starts_with('!') && covers(entry.substr(1), header);
    };
    const auto lets = [header](std::string_view entry) { return covers(entry, header); };
    return std::ranges::none_of(layer.mayInclude, takesOut) && std::ranges::any_of(layer.mayInclude, lets);
}

constexpr std::array<std::string_view, 5> kSourceFolders{"app/", "ui/", "model/", "engine/", "tests/"};

bool isOurs(std::string_view header) {
    return std::ranges::any_of(kSourceFolders,
                               [header](std::string_view folder) { return header.starts_with(folder); });
}

bool isQt(const std::string& header) {
    static const std::regex kQt("Q[A-Z].*|Qt[A-Z].*/.*|qt?[a-z]+\\.h|private/q.*");
    return std::regex_match(header, kQt);
}

bool isGrpc(std::string_view header) {
    return header.starts_with("grpc") || header.starts_with("google/protobuf");
}

bool isCurl(std::string_view header) {
    return header.starts_with("curl/");
}

// base, chart, store, runtime, effects: usable without Qt and without gRPC.
bool isEngineCore(std::string_view path) {
    return path.starts_with("engine/") && !path.starts_with("engine/remote/") && !path.starts_with("engine/scxml/");
}

struct Include {
    std::string header;
    bool isQuoted = false;
};

std::vector<Include> includesOf(std::string_view text) {
    static const std::regex kInclude("^\\s*#\\s*include\\s*([<\"])([^>\"]*)[>\"].*");
    std::vector<Include> includes;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        if (std::smatch match; std::regex_match(line, match, kInclude))
            includes.push_back({.header = match[2], .isQuoted = match[1] == "\""});
    }
    return includes;
}

std::optional<std::string> objectionToOurs(const Layer& layer, const Include& include) {
    const std::string& header = include.header;
    if (header.find("../") != std::string::npos) return fmt::format("\"{}\" climbs; write it from the root", header);
    if (!include.isQuoted) return fmt::format("<{}> is ours; write it in quotes", header);
    if (!isOurs(header)) return fmt::format("\"{}\" is not written from the root", header);
    if (!isAllowed(layer, header)) return fmt::format("\"{}\" is not for {}", header, layer.folder);
    return std::nullopt;
}

} // namespace

std::vector<std::string> IncludeRules::violations(std::string_view path, std::string_view text) const {
    const Layer* layer = findLayer(path);
    if (layer == nullptr) return {fmt::format("{}: belongs to no layer", path)};

    std::vector<std::string> found;
    const auto object = [&](std::string_view what) { found.push_back(fmt::format("{}: {}", path, what)); };
    for (const Include& include : includesOf(text)) {
        const std::string& header = include.header;
        const bool isGeneratedByMoc = include.isQuoted && header.ends_with(".moc");
        if ((include.isQuoted && !isGeneratedByMoc) || isOurs(header)) {
            if (const auto objection = objectionToOurs(*layer, include)) object(*objection);
        }
        if (isEngineCore(path) && (isQt(header) || isGrpc(header)))
            object(fmt::format("<{}>: the engine's core knows neither Qt nor gRPC", header));
        if (!path.starts_with("engine/effects/") && isCurl(header))
            object(fmt::format("<{}>: only the senders know libcurl", header));
        if (path.starts_with("model/") && isOfWidgets(header))
            object(fmt::format("<{}>: the model knows no widgets", header));
    }
    return found;
}

bool IncludeRules::isOfWidgets(std::string_view header) const {
    if (header.starts_with("QtWidgets")) return true;
    return !m_widgetsFolder.empty() && std::filesystem::exists(std::filesystem::path(m_widgetsFolder) / header);
}

bool mayStandAtTheRoot(std::string_view name) {
    // The last two are never committed: .gitignore names them.
    constexpr std::array<std::string_view, 12> kNames{"CMakeLists.txt",
                                                      "CMakePresets.json",
                                                      "README.md",
                                                      "LICENSE",
                                                      "app",
                                                      "ui",
                                                      "model",
                                                      "engine",
                                                      "resources",
                                                      "tests",
                                                      "build",
                                                      "compile_commands.json"};
    return name.starts_with('.') || name.ends_with(".user") || std::ranges::find(kNames, name) != kNames.end();
}

} // namespace signalbox
