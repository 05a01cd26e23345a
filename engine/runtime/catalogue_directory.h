#pragma once

#include "engine/chart/step_result.h"
#include "engine/store/catalogue.h"

namespace signalbox {

// Which workflows of the store events can be sent to: those that are there, and have neither ended nor are faulted.
class CatalogueDirectory final : public WorkflowDirectory {
public:
    explicit CatalogueDirectory(const Catalogue& catalogue) : m_catalogue(catalogue) {}

    [[nodiscard]] bool canReceive(std::string_view workflowId) const override {
        const auto key = m_catalogue.find(workflowId);
        const auto row = key ? m_catalogue.row(*key) : std::nullopt;
        return row && row->status == WorkflowStatus::Active;
    }

private:
    const Catalogue& m_catalogue;
};

} // namespace signalbox
