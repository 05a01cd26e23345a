#include "engine/runtime/child_starter.h"

#include "engine/base/hash.h"
#include "engine/chart/package_path.h"
#include "engine/chart/statechart/processors.h"
#include "engine/runtime/requests/request_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr std::size_t kMostKnown = 1000;

const std::vector<PackageFile>& packageOf(const DefinitionTable::Entry& parent) {
    static const std::vector<PackageFile> kNone;
    return parent.record.deployment ? parent.record.deployment->source.files : kNone;
}

Result<std::string> documentOf(const DefinitionTable::Entry& parent, const InvokeRequest& request) {
    if (request.source.empty()) return request.document;
    const auto& files = packageOf(parent);
    const auto path = packagePath(request.source);
    const auto file = path ? std::ranges::find(files, *path, &PackageFile::path) : files.end();
    if (file != files.end()) return file->text;
    return fail(ErrorCode::NotFound, fmt::format("the file '{}' is not in the package of definition {}", request.source,
                                                 parent.record.name));
}

// Of a file its name; of a document what it is invoked as, without the number that a made id ends with.
std::string childName(const InvokeRequest& request) {
    if (!request.source.empty())
        return std::filesystem::path(packagePath(request.source).value_or(request.source)).stem().string();
    const std::string& id = request.id;
    const bool isMade = request.workflowId.ends_with("/" + id);
    return isMade ? id.substr(0, id.rfind('.')) : id;
}

Result<DefinitionSource> sourceOf(const DefinitionTable::Entry& parent, const InvokeRequest& request) {
    if (!isStatechartType(request.type))
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no type of workflow", request.type));
    if (Status id = checkWorkflowId(request.workflowId); !id) return std::unexpected(std::move(id).error());
    auto document = documentOf(parent, request);
    if (!document) return std::unexpected(std::move(document).error());
    const std::string name = fmt::format("{}.{}", parent.record.name, childName(request));
    return DefinitionSource{.file = request.source.empty() ? name + ".scxml"
                                                           : packagePath(request.source).value_or(request.source),
                            .text = *std::move(document),
                            .files = packageOf(parent),
                            .name = name};
}

// Texts that differ are told apart by a hash that nobody can make to order.
std::string keyOf(const DefinitionTable::Entry& parent, const DefinitionSource& source) {
    return fmt::format("{} {} {}", parent.record.key.value(), hex(sha256(source.text)), source.name);
}

Error cannotCompile(const DeployReply& reply) {
    const auto fault = std::ranges::find(reply.diagnostics, Severity::Error, &SourceDiagnostic::severity);
    return {.code = ErrorCode::InvalidDefinition,
            .message = fault == reply.diagnostics.end() ? "its document has no chart" : format(*fault),
            .advice = {}};
}

} // namespace

struct ChildStarter::Start {
    DeliveryRequest request;
    Reply<CreateReply> reply;

    [[nodiscard]] const InvokeRequest& invoke() const { return *request.delivery->start; }
};

void ChildStarter::start(DeliveryRequest request, Reply<CreateReply> reply) {
    const std::string child = request.id;
    {
        const MutexLock lock(m_mutex);
        m_underWay.try_emplace(child);
    }
    Start start{.request = std::move(request), .reply = [this, child, asked = std::move(reply)](auto result) mutable {
                    finish(child, asked, std::move(result));
                }};
    // Compiling takes its time, which those who are told of commits do not have.
    m_parts.tasks.post([this, begun = std::move(start)]() mutable { prepare(std::move(begun)); });
}

void ChildStarter::prepare(Start start) {
    const DefinitionTable::Entry* parent = m_parts.definitions.find(start.request.senderDefinition);
    if (parent == nullptr) return start.reply(fail(ErrorCode::NotFound, "the definition of its parent is not there"));
    auto source = sourceOf(*parent, start.invoke());
    if (!source) return start.reply(std::unexpected(std::move(source).error()));
    std::string key = keyOf(*parent, *source);
    if (auto definition = known(key)) return create(std::move(start), *std::move(definition));
    if (!m_parts.hasCompiler)
        return start.reply(fail(ErrorCode::DefinitionUnavailable, "this program takes no definitions as text"));
    deploy(std::move(start), *std::move(source), std::move(key));
}

void ChildStarter::deploy(Start start, DefinitionSource source, std::string key) {
    Caller caller{.principal = start.request.caller.principal,
                  .reason = fmt::format("invoked as {}", start.invoke().id),
                  .requestId = {}};
    auto onDeployed = [this, begun = std::move(start), known = std::move(key)](Result<DeployReply> reply) mutable {
        if (!reply) return begun.reply(std::unexpected(std::move(reply).error()));
        if (!reply->definition) return begun.reply(std::unexpected(cannotCompile(*reply)));
        remember(std::move(known), *reply->definition);
        create(std::move(begun), *std::move(reply->definition));
    };
    m_parts.deployer.deploy({.source = std::move(source), .isDryRun = false, .caller = std::move(caller)},
                            std::move(onDeployed));
}

void ChildStarter::create(Start start, DefinitionRef definition) {
    StartRequest request{.id = start.request.id,
                         .definition = std::move(definition),
                         .data = start.invoke().data,
                         .invoker = {.workflowId = start.request.sender, .invokeId = start.invoke().id},
                         .caller = start.request.caller};
    m_parts.dispatcher.start({.request = std::move(request), .reply = std::move(start.reply)});
}

void ChildStarter::finish(const std::string& child, Reply<CreateReply>& reply, Result<CreateReply> result) {
    Status outcome;
    if (!result) outcome = std::unexpected(result.error());
    // First, so that a start that is to be tried again is held before those that wait for it.
    reply(std::move(result));
    std::vector<Continuation> waiting;
    {
        const MutexLock lock(m_mutex);
        if (auto done = m_underWay.extract(child)) waiting = std::move(done.mapped());
    }
    for (Continuation& then : waiting)
        then(outcome);
}

void ChildStarter::afterStart(const std::string& child, Continuation then) {
    {
        const MutexLock lock(m_mutex);
        const auto start = m_underWay.find(child);
        if (start != m_underWay.end()) return start->second.push_back(std::move(then));
    }
    then({});
}

std::optional<DefinitionRef> ChildStarter::known(const std::string& key) const {
    const MutexLock lock(m_mutex);
    const auto found = m_known.find(key);
    return found == m_known.end() ? std::nullopt : std::optional(found->second);
}

void ChildStarter::remember(std::string key, DefinitionRef definition) {
    const MutexLock lock(m_mutex);
    if (m_known.size() >= kMostKnown) m_known.clear();
    m_known.insert_or_assign(std::move(key), std::move(definition));
}

} // namespace signalbox
