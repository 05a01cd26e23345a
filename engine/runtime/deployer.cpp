#include "engine/runtime/deployer.h"

#include "engine/runtime/requests/request_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

struct Deployer::Deployment {
    DeployRequest request;
    Reply<DeployReply> reply;
    DeployReply answer;
    ChartPtr chart; // null: the text has errors
};

void Deployer::deploy(DeployRequest request, Reply<DeployReply> reply) {
    if (Status checked = check(request); !checked) return reply(std::unexpected(std::move(checked).error()));
    auto deployment = std::make_unique<Deployment>();
    deployment->request = std::move(request);
    deployment->reply = std::move(reply);
    if (Status compiled = compile(*deployment); !compiled)
        return deployment->reply(std::unexpected(std::move(compiled).error()));
    const bool isToInstall = deployment->chart && deployment->answer.isNew && !deployment->request.isDryRun;
    if (isToInstall) return install(std::move(deployment));
    deployment->reply(std::move(deployment->answer));
}

Status Deployer::check(const DeployRequest& request) const {
    if (Status checked = checkCaller(request.caller); !checked) return checked;
    if (m_parts.compiler != nullptr) return {};
    return fail(ErrorCode::DefinitionUnavailable, "this program takes no definitions as text",
                "Deploy with a program that was built with the SCXML compiler.");
}

Status Deployer::compile(Deployment& deployment) const {
    CompiledDefinition compiled = m_parts.compiler->compile(deployment.request.source, std::nullopt);
    deployment.answer.diagnostics = std::move(compiled.diagnostics);
    deployment.chart = std::move(compiled.chart);
    return deployment.chart ? place(deployment) : Status{};
}

Status Deployer::place(Deployment& deployment) const {
    DeployReply& answer = deployment.answer;
    const ChartStructure& text = deployment.chart->structure();
    // A text between a program's versions would be run in their place, or they in its.
    if (m_parts.definitions.isOfProgram(text.name))
        return fail(ErrorCode::InvalidDefinition,
                    fmt::format("the name {} is of a definition whose code a program brought", text.name),
                    "Give the definition another name.");
    const auto versions = m_parts.definitions.versionsOf(text.name);
    for (const auto& counted : m_parts.catalogue.countsByDefinition())
        if (counted.first.name == text.name) answer.workflows.push_back(counted);
    const auto same = std::ranges::find_if(
        versions, [&](const auto* entry) { return entry->structure.sourceHash == text.sourceHash; });
    answer.isNew = same == versions.end();
    if (!versions.empty()) answer.previous = versions.back()->ref();
    std::uint32_t version = answer.isNew ? text.version : (*same)->record.version;
    if (answer.isNew && answer.previous && version <= answer.previous->version) version = answer.previous->version + 1;
    if (version != text.version) deployment.chart = m_parts.compiler->compile(deployment.request.source, version).chart;
    answer.definition = DefinitionRef{.name = deployment.chart->structure().name, .version = version};
    answer.structure = deployment.chart->structure();
    if (!versions.empty()) answer.difference = difference(versions.back()->structure, *answer.structure);
    return {};
}

void Deployer::install(std::unique_ptr<Deployment> deployment) {
    const Chart& chart = *deployment->chart;
    const Caller& caller = deployment->request.caller;
    DefinitionRecord record{.key = {},
                            .name = chart.structure().name,
                            .version = chart.structure().version,
                            .hash = chart.hash(),
                            .structure = structureText(chart.structure()),
                            .installed = m_parts.clock.now(),
                            .deployment = DeploymentRecord{.source = deployment->request.source,
                                                           .principal = caller.principal,
                                                           .reason = caller.reason}};
    m_parts.pipeline.install(std::move(record),
                             [this, deployed = std::move(deployment)](Result<DefinitionRecord> installed) mutable {
                                 finish(std::move(deployed), std::move(installed));
                             });
}

// In a task of its own: whoever installs has turns to write.
void Deployer::startAgain(std::unique_ptr<Deployment> deployment) {
    m_parts.tasks.post([this, again = std::move(deployment)]() mutable {
        deploy(std::move(again->request), std::move(again->reply));
    });
}

void Deployer::finish(std::unique_ptr<Deployment> deployment, Result<DefinitionRecord> installed) {
    if (!installed) {
        // Somebody else took the version meanwhile: with what is known now it is another one.
        if (installed.error().code == ErrorCode::InvalidDefinition) return startAgain(std::move(deployment));
        return deployment->reply(std::unexpected(std::move(installed).error()));
    }
    // The catalogue first: whoever finds the definition may make a workflow of it.
    m_parts.catalogue.addDefinition(installed->key, deployment->chart->structure());
    m_parts.definitions.add(*std::move(installed), deployment->chart);
    m_parts.watchers.publishDefinitions();
    deployment->reply(std::move(deployment->answer));
}

} // namespace signalbox
