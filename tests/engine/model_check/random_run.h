#pragma once

#include "tests/engine/model_check/bug_model.h"
#include "tests/engine/model_check/crashing_store.h"
#include "tests/support/engine_harness.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace signalbox {

// One random life of a store: operations on a handful of bugs, many of them under way at once, between commits that
// fail, processes that die, idling and days that pass. Whenever all is quiet, and after each death, what the engine
// answered and what the log says is held against the model. The same seed gives the same run.
class RandomRun {
public:
    RandomRun(std::uint64_t seed, CrashingStore::Opener open);

    // Returns: what is wrong, with the operations that led to it; empty when all is as it should be.
    [[nodiscard]] std::string play(int steps);

    [[nodiscard]] int deaths() const { return m_deaths; }
    [[nodiscard]] std::size_t changes() const { return m_model.changeCount(); }

private:
    // What comes after its process is dead is no answer.
    struct Asked {
        Operation operation;
        std::shared_ptr<std::optional<BugAnswer>> answer = std::make_shared<std::optional<BugAnswer>>();
    };
    // A read under way, and how many changes of its workflow had been acknowledged when it began.
    struct Looked {
        std::string id;
        std::size_t known = 0;
        std::shared_ptr<std::optional<Result<Workflow>>> answer = std::make_shared<std::optional<Result<Workflow>>>();
    };

    void playStep();
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return m_random() % bound; }
    [[nodiscard]] Operation newOperation();
    [[nodiscard]] const Operation* operationToRepeat();
    void keepForRepetition(const Operation& operation);
    void ask(const Operation& operation);
    void askCreate(const Operation& operation, const Asked& asked);
    void askFire(const Operation& operation, const Asked& asked);
    void askAct(const Operation& operation, const Asked& asked);
    void look();
    void armFault();
    void passTime(Duration by);

    // All that was asked is answered, or its process is dead.
    void settle();
    void restart();
    void checkAnswers();
    void checkAnswer(const Asked& asked, const std::vector<ChangeRecord>& written);
    void checkLog();
    void checkLooks();
    [[nodiscard]] bool isPlausible(const Looked& looked) const;
    void checkRows();
    void checkHistories();
    void report(const std::string& what);

    template <typename T, typename ToAnswer>
    [[nodiscard]] Reply<T> reply(const Asked& asked, ToAnswer toAnswer) const;

    std::mt19937_64 m_random;
    CrashingStore m_store;
    EngineHarness m_harness;
    BugModel m_model;
    std::vector<Asked> m_asked; // since it was last quiet
    std::vector<Looked> m_looks;
    std::vector<Operation> m_repeatable;
    std::map<std::string, std::size_t> m_logLengths; // of the log in the store, by id
    Seq m_checked;                                   // the log up to here
    bool m_mayRepeatUnanswered = true;
    int m_nextNumber = 1;
    int m_deaths = 0;
    std::vector<std::string> m_trace;
    std::string m_wrong;
};

} // namespace signalbox
