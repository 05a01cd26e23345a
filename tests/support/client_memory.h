#pragma once

#include "engine/store/store.h"
#include "tests/support/engine_harness.h"

#include <map>
#include <string>
#include <vector>

namespace signalbox {

// What a client knows of its requests when the process it talked to is gone, and what it holds against the store.
// Lines of the process: "begin REQUEST ID TRIGGER" before each, "done REQUEST REVISION", "refused REQUEST" or
// "failed REQUEST CODE" after; others are passed over.
class ClientMemory {
public:
    void hear(const std::string& line);
    // A fatal failure of the test unless each answered request stands in the log exactly once and as it was answered,
    // a refused one never, any other at most once, and revisions have no gaps.
    void check(Store& store) const;
    // Learns what became of the requests without an answer by sending them once more.
    void askAgain(EngineHarness& harness, Store& store);

    [[nodiscard]] std::size_t doneCount() const { return m_done.size(); }
    [[nodiscard]] std::size_t openCount() const { return m_open.size(); }

private:
    struct Asked {
        std::string id;
        std::string trigger;
    };
    void repeat(EngineHarness& harness, const std::string& request, const Asked& asked,
                const std::map<std::string, std::vector<Revision>>& before);

    std::map<std::string, Asked> m_open;
    std::map<std::string, Revision> m_done;
    std::map<std::string, Asked> m_refused;
};

// Every change of the store, in order.
[[nodiscard]] std::vector<ChangeRecord> readLog(Store& store);

} // namespace signalbox
