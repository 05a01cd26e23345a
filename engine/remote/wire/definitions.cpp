#include "engine/remote/wire/definitions.h"

#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

ChartStructure decodeStructure(const std::string& text, Faults& faults) {
    auto structure = structureFromJson(decodeJson(text, "structure_json", faults));
    if (structure) return *std::move(structure);
    faults.add(structure.error().message);
    return {};
}

void encode(const SourceDiagnostic& value, v1::SourceDiagnostic& message) {
    message.set_severity(encodeEnum<v1::Severity>(value.severity));
    message.set_file(encodeText(value.file));
    message.set_line(value.place.line);
    message.set_column(value.place.column);
    message.set_message(encodeText(value.message));
}

SourceDiagnostic decode(const v1::SourceDiagnostic& message, Faults& faults) {
    return {.severity = decodeEnum(message.severity(), Severity::Error, "a diagnostic's severity", faults),
            .file = message.file(),
            .place = {.line = message.line(), .column = message.column()},
            .message = message.message()};
}

void encode(const StructureChange& value, v1::StructureChange& message) {
    message.set_kind(encodeEnum<v1::StructureChangeKind>(value.kind));
    message.set_subject(encodeText(value.subject));
    message.set_what(encodeText(value.what));
}

StructureChange decode(const v1::StructureChange& message, Faults& faults) {
    return {.kind = decodeEnum(message.kind(), StructureChange::Kind::Changed, "the kind of a difference", faults),
            .subject = message.subject(),
            .what = message.what()};
}

void encode(const MigrationGap& value, v1::MigrationGap& message) {
    message.set_kind(encodeEnum<v1::MigrationGapKind>(value.kind));
    message.set_subject(encodeText(value.subject));
    message.set_message(encodeText(value.message));
    message.set_is_blocking(value.isBlocking);
}

MigrationGap decode(const v1::MigrationGap& message, Faults& faults) {
    return {.kind = decodeEnum(message.kind(), MigrationGap::Kind::Variable, "the kind of a gap", faults),
            .subject = message.subject(),
            .message = message.message(),
            .isBlocking = message.is_blocking()};
}

// All encode() and decode() that are declared above.
constexpr auto kEncode = [](const auto& value, auto& message) { encode(value, message); };
constexpr auto kDecode = [](const auto& message, Faults& faults) { return decode(message, faults); };

void encode(const StructureDifference& value, v1::StructureDifference& message) {
    encodeAll(value.states, *message.mutable_states(), kEncode);
    encodeAll(value.transitions, *message.mutable_transitions(), kEncode);
    encodeAll(value.triggers, *message.mutable_triggers(), kEncode);
    encodeAll(value.others, *message.mutable_others(), kEncode);
}

StructureDifference decode(const v1::StructureDifference& message, Faults& faults) {
    return {.states = decodeAll(message.states(), faults, kDecode),
            .transitions = decodeAll(message.transitions(), faults, kDecode),
            .triggers = decodeAll(message.triggers(), faults, kDecode),
            .others = decodeAll(message.others(), faults, kDecode)};
}

} // namespace

void encode(const DefinitionSource& value, v1::DefinitionSource& message) {
    message.set_file(encodeText(value.file));
    message.set_text(encodeText(value.text));
    for (const PackageFile& file : value.files) {
        v1::PackageFile& packed = *message.add_files();
        packed.set_path(encodeText(file.path));
        packed.set_text(encodeText(file.text));
    }
    message.set_name(encodeText(value.name));
}

DefinitionSource decode(const v1::DefinitionSource& message) {
    DefinitionSource source{.file = message.file(), .text = message.text(), .files = {}, .name = message.name()};
    for (const v1::PackageFile& file : message.files())
        source.files.push_back({.path = file.path(), .text = file.text()});
    return source;
}

void encode(const Definition& value, v1::Definition& message) {
    message.set_structure_json(toJson(value.structure).dump());
    message.set_hash(value.hash);
    if (value.source) encode(*value.source, *message.mutable_source());
    message.set_is_runnable(value.isRunnable);
    message.set_workflow_count(value.workflowCount);
    encode(value.installed, *message.mutable_installed());
    message.set_deployed_by(encodeText(value.deployedBy));
    message.set_reason(encodeText(value.reason));
}

Definition decode(const v1::Definition& message, Faults& faults) {
    Definition definition{.structure = decodeStructure(message.structure_json(), faults),
                          .hash = message.hash(),
                          .source = std::nullopt,
                          .isRunnable = message.is_runnable(),
                          .workflowCount = message.workflow_count(),
                          .installed = decode(message.installed()),
                          .deployedBy = message.deployed_by(),
                          .reason = message.reason()};
    if (message.has_source()) definition.source = decode(message.source());
    return definition;
}

void encode(const DeployRequest& value, v1::DeployRequest& message) {
    encode(value.source, *message.mutable_source());
    message.set_is_dry_run(value.isDryRun);
    encode(value.caller, *message.mutable_caller());
}

DeployRequest decode(const v1::DeployRequest& message, Faults& /*faults*/) {
    return {.source = decode(message.source()), .isDryRun = message.is_dry_run(), .caller = decode(message.caller())};
}

void encode(const DeployReply& value, v1::DeployReply& message) {
    encodeAll(value.diagnostics, *message.mutable_diagnostics(), kEncode);
    if (value.definition) encode(*value.definition, *message.mutable_definition());
    message.set_is_new(value.isNew);
    if (value.structure) message.set_structure_json(toJson(*value.structure).dump());
    if (value.previous) encode(*value.previous, *message.mutable_previous());
    encode(value.difference, *message.mutable_difference());
    encodeCounts(value.workflows, *message.mutable_workflows());
}

DeployReply decode(const v1::DeployReply& message, Faults& faults) {
    DeployReply reply{.diagnostics = decodeAll(message.diagnostics(), faults, kDecode),
                      .definition = std::nullopt,
                      .isNew = message.is_new(),
                      .structure = std::nullopt,
                      .previous = std::nullopt,
                      .difference = decode(message.difference(), faults),
                      .workflows = decodeCounts(message.workflows())};
    if (message.has_definition()) reply.definition = decode(message.definition());
    if (!message.structure_json().empty()) reply.structure = decodeStructure(message.structure_json(), faults);
    if (message.has_previous()) reply.previous = decode(message.previous());
    return reply;
}

void encode(const MigrateRequest& value, v1::MigrateRequest& message) {
    message.set_id(encodeText(value.id));
    encode(value.target, *message.mutable_target());
    for (const auto& [from, to] : value.states)
        (*message.mutable_states())[encodeText(from)] = encodeText(to);
    message.set_is_dry_run(value.isDryRun);
    if (value.expectedRevision) message.set_expected_revision(value.expectedRevision->value());
    encode(value.caller, *message.mutable_caller());
}

MigrateRequest decode(const v1::MigrateRequest& message, Faults& /*faults*/) {
    MigrateRequest request{.id = message.id(),
                           .target = decode(message.target()),
                           .states = {message.states().begin(), message.states().end()},
                           .isDryRun = message.is_dry_run(),
                           .expectedRevision = std::nullopt,
                           .caller = decode(message.caller())};
    if (message.has_expected_revision()) request.expectedRevision = Revision{message.expected_revision()};
    return request;
}

void encode(const MigrateReply& value, v1::MigrateReply& message) {
    encode(value.from, *message.mutable_from());
    encode(value.to, *message.mutable_to());
    encodeTexts(value.statesBefore, *message.mutable_states_before());
    encodeTexts(value.statesAfter, *message.mutable_states_after());
    encodeAll(value.gaps, *message.mutable_gaps(), kEncode);
    message.set_revision(value.revision.value());
    if (value.seq) message.set_seq(value.seq->value());
}

MigrateReply decode(const v1::MigrateReply& message, Faults& faults) {
    MigrateReply reply{.from = decode(message.from()),
                       .to = decode(message.to()),
                       .statesBefore = decodeTexts(message.states_before()),
                       .statesAfter = decodeTexts(message.states_after()),
                       .gaps = decodeAll(message.gaps(), faults, kDecode),
                       .revision = Revision{message.revision()},
                       .seq = std::nullopt};
    if (message.has_seq()) reply.seq = Seq{message.seq()};
    return reply;
}

} // namespace signalbox::wire
