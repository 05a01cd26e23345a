#pragma once

#include "app/desktop/stores/store_source.h"
#include "engine/base/clock.h"
#include "engine/merged/merged_service.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "model/connection/server_roster.h"

#include <memory>

namespace signalbox {

// The stores of all servers that are connected, as one.
class MergedSource final : public StoreSource {
public:
    // Lifetime: both outlive it.
    MergedSource(model::ServerRoster& roster, const Clock& clock);

    [[nodiscard]] MergedService& service() override { return *m_service; }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString authority() const override;
    [[nodiscard]] QString key() const override { return authority(); }
    [[nodiscard]] model::ServerRoster* servers() override { return &m_roster; }

private:
    model::ServerRoster& m_roster;
    ThreadScheduler m_scheduler{1}; // it only passes on what others have done
    std::unique_ptr<MergedService> m_service;
};

} // namespace signalbox
