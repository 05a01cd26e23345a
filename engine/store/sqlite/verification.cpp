#include "engine/store/sqlite/verification.h"

#include "engine/store/sqlite/store_file.h"

#include <fmt/format.h>

#include <functional>
#include <unordered_map>
#include <utility>

namespace signalbox {

namespace {

constexpr std::uint32_t kPerRead = 10'000;

// What a workflow and its last change must agree on.
struct Head {
    Seq seq;
    Revision revision;
    WorkflowStatus status = WorkflowStatus::Active;
    std::size_t assigneeHash = 0;
    Time updated;

    bool operator==(const Head&) const = default;
};

using Heads = std::unordered_map<WorkflowKey, Head>;

std::size_t hashOf(const std::string& text) {
    return std::hash<std::string>{}(text);
}

class Verification {
public:
    Verification(Reader& reader, std::string path, const std::stop_token& stop)
        : m_reader(reader)
        , m_path(std::move(path))
        , m_stop(stop) {}

    Result<StoreSummary> run();

private:
    Status followChain(const StoreMeta& meta);
    Status readLog();
    Status readChanges(const std::vector<ChangeRecord>& changes);
    Status follow(const ChangeRecord& change);
    Status compareWorkflows();
    [[nodiscard]] Status stopped() const;
    [[nodiscard]] std::unexpected<Error> wrong(const std::string& what) const;

    Reader& m_reader;
    const std::string m_path;
    const std::stop_token& m_stop;
    Heads m_heads; // as the log has them
    Seq m_last;
    std::uint64_t m_workflowCount = 0;
};

Result<StoreSummary> Verification::run() {
    const auto meta = m_reader.meta();
    if (!meta) return std::unexpected(meta.error());
    if (Status done = m_reader.checkPages(); !done) return std::unexpected(done.error());
    if (const auto known = m_reader.definitions(); !known) return std::unexpected(known.error());
    if (const auto timers = m_reader.timers(); !timers) return std::unexpected(timers.error());
    if (Status done = followChain(*meta); !done) return std::unexpected(done.error());
    if (Status done = readLog(); !done) return std::unexpected(done.error());
    if (Status done = compareWorkflows(); !done) return std::unexpected(done.error());
    return StoreSummary{.meta = *meta, .workflowCount = m_workflowCount, .lastSeq = m_last};
}

Status Verification::followChain(const StoreMeta& meta) {
    Reader::ChainEnd end{.seq = Seq(0), .head = sha256(meta.storeId), .hasMore = true};
    while (end.hasMore) {
        if (Status going = stopped(); !going) return going;
        const auto next = m_reader.followChain(end, kPerRead);
        if (!next) return std::unexpected(next.error());
        end = *next;
    }
    m_last = end.seq;
    return {};
}

Status Verification::readLog() {
    for (Seq after; after < m_last;) {
        if (Status going = stopped(); !going) return going;
        const auto changes = m_reader.changesAfter(after, kPerRead);
        if (!changes) return std::unexpected(changes.error());
        if (changes->empty()) return wrong(fmt::format("change {} is missing", after.value() + 1));
        if (Status done = readChanges(*changes); !done) return done;
        after = changes->back().seq;
    }
    return {};
}

Status Verification::readChanges(const std::vector<ChangeRecord>& changes) {
    std::vector<Seq> seqs;
    for (const ChangeRecord& change : changes) {
        if (Status done = follow(change); !done) return done;
        seqs.push_back(change.seq);
    }
    const auto effects = m_reader.effectsOf(seqs);
    return effects ? Status{} : std::unexpected(effects.error());
}

Status Verification::follow(const ChangeRecord& change) {
    const auto found = m_heads.find(change.workflow);
    const Seq before = found == m_heads.end() ? Seq(0) : found->second.seq;
    if (change.previous != before)
        return wrong(fmt::format("change {} names change {} of its workflow as the one before, which is {}",
                                 change.seq.value(), change.previous.value(), before.value()));
    if (change.kind == ChangeKind::Removed) {
        m_heads.erase(change.workflow);
        return {};
    }
    m_heads[change.workflow] = {.seq = change.seq,
                                .revision = change.revision,
                                .status = change.status,
                                .assigneeHash = hashOf(change.assignee),
                                .updated = change.at};
    return {};
}

Status Verification::compareWorkflows() {
    Status done;
    const Status read = m_reader.forEachWorkflow([&](const WorkflowRecord& workflow) {
        ++m_workflowCount;
        const Head head{.seq = workflow.lastChange,
                        .revision = workflow.revision,
                        .status = workflow.status,
                        .assigneeHash = hashOf(workflow.assignee),
                        .updated = workflow.updated};
        const auto found = m_heads.find(workflow.key);
        if (done && (found == m_heads.end() || found->second != head))
            done = wrong(fmt::format("workflow {} is not as its last change left it", workflow.id));
    });
    if (!read) return read;
    if (done && m_workflowCount != m_heads.size())
        done = wrong(fmt::format("{} workflows are there, the log tells of {}", m_workflowCount, m_heads.size()));
    return done;
}

Status Verification::stopped() const {
    if (!m_stop.stop_requested()) return {};
    return fail(ErrorCode::ShuttingDown, fmt::format("{}: was not read to its end", m_path));
}

std::unexpected<Error> Verification::wrong(const std::string& what) const {
    return fail(ErrorCode::Corrupt, fmt::format("{}: {}", m_path, what),
                "Restore the newest backup, and keep this file.");
}

Result<std::unique_ptr<Reader>> openForReading(const Reader::Source& source) {
    const auto file = inspectStoreFile(source.path, source.vfs);
    if (!file) return std::unexpected(file.error());
    if (*file != StoreFile::Store) return fail(ErrorCode::NotFound, fmt::format("{}: there is no store", source.path));
    return Reader::open(source);
}

Result<StoreSummary> summarize(Reader& reader) {
    const auto meta = reader.meta();
    if (!meta) return std::unexpected(meta.error());
    const auto lastSeq = reader.lastSeq();
    if (!lastSeq) return std::unexpected(lastSeq.error());
    const auto count = reader.workflowCount();
    if (!count) return std::unexpected(count.error());
    return StoreSummary{.meta = *meta, .workflowCount = *count, .lastSeq = *lastSeq};
}

} // namespace

Result<StoreSummary> summarizeStore(const Reader::Source& source) {
    auto reader = openForReading(source);
    if (!reader) return std::unexpected(std::move(reader.error()));
    return summarize(**reader);
}

Result<StoreSummary> verifyStore(const Reader::Source& source, const std::stop_token& stop) {
    auto reader = Reader::open(source);
    if (!reader) return std::unexpected(std::move(reader.error()));
    if (Status done = (*reader)->beginSnapshot(); !done) return std::unexpected(std::move(done.error()));
    auto summary = Verification(**reader, source.path, stop).run();
    (*reader)->endSnapshot();
    return summary;
}

} // namespace signalbox
