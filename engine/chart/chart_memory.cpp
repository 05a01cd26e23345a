#include "engine/chart/chart_memory.h"

#include "engine/base/json_reading.h"

#include <limits>

namespace signalbox {
namespace {

constexpr std::uint64_t kAnyNumber = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t kAnyState = std::numeric_limits<std::uint32_t>::max();

Json indices(const std::vector<StateIndex>& states) {
    Json json = Json::array();
    for (const StateIndex state : states)
        json.push_back(state.value());
    return json;
}

// Reads a memory's rows, which name states below `stateCount`.
class MemoryReader {
public:
    MemoryReader(std::size_t stateCount, const Json& json)
        : m_stateCount(stateCount)
        , m_reader(json, "a workflow's memory") {}

    Result<ChartMemory> read() {
        m_reader.each("history", [this](const Json& row) { readHistory(row); });
        m_reader.each("initialised", [this](const Json& row) { m_memory.initialised.push_back(stateFrom(row)); });
        m_reader.each("declared", [this](const Json& row) { readName(row); });
        m_reader.each("invoked", [this](const Json& row) { readInvoked(row); });
        m_reader.each("sent", [this](const Json& row) { readSent(row); });
        m_reader.read("nextNumber", m_memory.nextNumber, kAnyNumber);
        m_reader.read("parentId", m_memory.parentId);
        m_reader.read("invokeId", m_memory.invokeId);
        m_reader.read("done", m_memory.isDone);
        m_reader.refuseUnlike(toJson(m_memory));
        if (!m_reader.fault().empty()) return fail(ErrorCode::Corrupt, m_reader.fault());
        return std::move(m_memory);
    }

private:
    StateIndex stateFrom(const Json& json) {
        const bool isState = json.is_number_unsigned() && json.get<std::uint64_t>() < m_stateCount;
        if (!isState) m_reader.refuse("state", "leads nowhere");
        return StateIndex{isState ? json.get<std::uint32_t>() : 0};
    }
    void readName(const Json& row) {
        if (!row.is_string()) return m_reader.refuse("declared", "is no list of names");
        m_memory.declared.push_back(row.get<std::string>());
    }
    void readHistory(const Json& row) {
        MemberReader reader(row, "history");
        ChartMemory::History& history = m_memory.history.emplace_back();
        if (const Json* const state = reader.find("history")) history.history = stateFrom(*state);
        reader.each("states", [&](const Json& state) { history.states.push_back(stateFrom(state)); });
        take(reader, "history");
    }
    void readInvoked(const Json& row) {
        MemberReader reader(row, "invoked");
        ChartMemory::Invoked& invoked = m_memory.invoked.emplace_back();
        std::uint64_t number = 0;
        reader.read("id", invoked.id);
        if (const Json* const state = reader.find("state")) invoked.state = stateFrom(*state);
        reader.read("number", number, std::numeric_limits<std::uint32_t>::max());
        invoked.number = static_cast<std::uint32_t>(number);
        reader.read("workflow", invoked.workflowId);
        take(reader, "invoked");
    }
    void readSent(const Json& row) {
        MemberReader reader(row, "sent");
        ChartMemory::Sent& sent = m_memory.sent.emplace_back();
        reader.read("timer", sent.timer);
        reader.read("sendId", sent.sendId);
        if (const Json* const leaves = reader.find("leavesUs")) {
            if (!leaves->is_number_integer())
                reader.refuse("leavesUs", "is no integer");
            else
                sent.leaves = Time(Duration(leaves->get<Duration::rep>()));
        }
        take(reader, "sent");
    }
    void take(const MemberReader& row, std::string_view member) {
        if (!row.fault().empty()) m_reader.refuse(member, row.fault());
    }

    std::size_t m_stateCount;
    MemberReader m_reader;
    ChartMemory m_memory;
};

} // namespace

Json toJson(const ChartMemory& memory) {
    Json json = Json::object();
    for (const ChartMemory::History& history : memory.history)
        json["history"].push_back({{"history", history.history.value()}, {"states", indices(history.states)}});
    if (!memory.initialised.empty()) json["initialised"] = indices(memory.initialised);
    if (!memory.declared.empty()) json["declared"] = memory.declared;
    for (const ChartMemory::Invoked& invoked : memory.invoked)
        json["invoked"].push_back({{"id", invoked.id},
                                   {"state", invoked.state.value()},
                                   {"number", invoked.number},
                                   {"workflow", invoked.workflowId}});
    for (const ChartMemory::Sent& sent : memory.sent) {
        Json& row = json["sent"].emplace_back(Json{{"timer", sent.timer}, {"sendId", sent.sendId}});
        if (sent.leaves) row["leavesUs"] = sent.leaves->time_since_epoch().count();
    }
    if (memory.nextNumber != 1) json["nextNumber"] = memory.nextNumber;
    if (!memory.parentId.empty()) json["parentId"] = memory.parentId;
    if (!memory.invokeId.empty()) json["invokeId"] = memory.invokeId;
    if (memory.isDone) json["done"] = true;
    return json;
}

Result<ChartMemory> chartMemoryFromJson(const ChartStructure& structure, const Json& json) {
    return MemoryReader(structure.states.size(), json).read();
}

Result<ChartMemory> chartMemoryFromJson(const Json& json) {
    return MemoryReader(kAnyState, json).read();
}

} // namespace signalbox
