#include "engine/runtime/migration/migration.h"

#include "engine/runtime/migration/migration_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

bool WorkflowMigration::isBlocked() const {
    return std::ranges::any_of(gaps, &MigrationGap::isBlocking);
}

WorkflowMigration migrateWorkflow(const MigrationCase& workflow, const StateMapping& mapping) {
    Migrator migrator(workflow, mapping);
    migrator.moveHistory();
    migrator.moveStates();
    if (!migrator.isBlocked()) {
        migrator.moveChildren();
        migrator.moveVariables();
        migrator.moveTimers();
    }
    return migrator.take();
}

Migrator::Migrator(const MigrationCase& workflow, const StateMapping& mapping)
    : m_case(workflow)
    , m_mapping(mapping)
    , m_from(workflow.from)
    , m_to(workflow.to.structure())
    , m_data(workflow.snapshot.dataOrEmpty()) {
    if (!isStatechart()) return;
    const ChartMemory& memory = workflow.snapshot.memoryOrNew();
    m_memory.declared = memory.declared;
    m_memory.sent = memory.sent;
    m_memory.nextNumber = memory.nextNumber;
    m_memory.parentId = memory.parentId;
    m_memory.invokeId = memory.invokeId;
}

WorkflowMigration Migrator::take() {
    if (!(m_memory == ChartMemory{})) m_result.snapshot.memory = std::make_shared<const ChartMemory>(m_memory);
    m_result.snapshot.data =
        m_result.dataChanges.empty() ? m_case.snapshot.data : std::make_shared<const Json>(std::move(m_data));
    return std::move(m_result);
}

void Migrator::tell(Kind kind, std::string subject, std::string message) {
    m_result.gaps.push_back({.kind = kind, .subject = std::move(subject), .message = std::move(message)});
}

void Migrator::block(std::string subject, std::string message) {
    m_result.gaps.push_back(
        {.kind = Kind::State, .subject = std::move(subject), .message = std::move(message), .isBlocking = true});
}

std::string Migrator::version() const {
    return fmt::format("version {}", m_to.version);
}

} // namespace signalbox
