#include "engine/remote/wire/lists.h"

#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

// Those of the header, beside those of this file.
using wire::decode;
using wire::encode;

void encode(const ListFilter& value, v1::ListFilter& message) {
    if (value.definition) message.set_definition(encodeText(*value.definition));
    if (value.version) message.set_version(*value.version);
    encodeTexts(value.states, *message.mutable_states());
    for (const WorkflowStatus status : value.statuses)
        message.add_statuses(encodeEnum<v1::WorkflowStatus>(status));
    if (value.assignee) message.set_assignee(encodeText(*value.assignee));
    if (value.isResident) message.set_is_resident(*value.isResident);
    message.set_text(encodeText(value.text));
    if (value.hasFailedEffects) message.set_has_failed_effects(*value.hasFailedEffects);
    if (value.isOverdue) message.set_is_overdue(*value.isOverdue);
    if (value.timerDueBefore) encode(*value.timerDueBefore, *message.mutable_timer_due_before());
    if (value.createdBefore) encode(*value.createdBefore, *message.mutable_created_before());
    if (value.createdAfter) encode(*value.createdAfter, *message.mutable_created_after());
    if (value.updatedBefore) encode(*value.updatedBefore, *message.mutable_updated_before());
    if (value.updatedAfter) encode(*value.updatedAfter, *message.mutable_updated_after());
    if (value.stateSinceBefore) encode(*value.stateSinceBefore, *message.mutable_state_since_before());
    if (value.stateSinceAfter) encode(*value.stateSinceAfter, *message.mutable_state_since_after());
}

ListFilter decode(const v1::ListFilter& message, Faults& faults) {
    ListFilter filter;
    if (message.has_definition()) filter.definition = message.definition();
    if (message.has_version()) filter.version = message.version();
    filter.states = decodeTexts(message.states());
    for (const int status : message.statuses())
        filter.statuses.push_back(decodeEnum(static_cast<v1::WorkflowStatus>(status), WorkflowStatus::Faulted,
                                             "a status of the filter", faults));
    if (message.has_assignee()) filter.assignee = message.assignee();
    if (message.has_is_resident()) filter.isResident = message.is_resident();
    filter.text = message.text();
    if (message.has_has_failed_effects()) filter.hasFailedEffects = message.has_failed_effects();
    if (message.has_is_overdue()) filter.isOverdue = message.is_overdue();
    if (message.has_timer_due_before()) filter.timerDueBefore = decode(message.timer_due_before());
    if (message.has_created_before()) filter.createdBefore = decode(message.created_before());
    if (message.has_created_after()) filter.createdAfter = decode(message.created_after());
    if (message.has_updated_before()) filter.updatedBefore = decode(message.updated_before());
    if (message.has_updated_after()) filter.updatedAfter = decode(message.updated_after());
    if (message.has_state_since_before()) filter.stateSinceBefore = decode(message.state_since_before());
    if (message.has_state_since_after()) filter.stateSinceAfter = decode(message.state_since_after());
    return filter;
}

ListSort decodeSort(const v1::ListRequest& message, Faults& faults) {
    ListSort sort;
    if (message.sort_key() != v1::SORT_KEY_UNSPECIFIED)
        sort.key = decodeEnum(message.sort_key(), SortKey::ByNextTimer, "sort_key", faults);
    if (message.has_descending()) sort.descending = message.descending();
    return sort;
}

// All encode() and decode() that are declared above.
constexpr auto kEncode = [](const auto& value, auto& message) { encode(value, message); };
constexpr auto kDecode = [](const auto& message, Faults& faults) { return decode(message, faults); };

} // namespace

void encode(const EnumerateReply::Item& value, v1::WorkflowResidency& message) {
    message.set_id(value.id);
    message.set_is_resident(value.isResident);
}

EnumerateReply::Item decode(const v1::WorkflowResidency& message, Faults& /*faults*/) {
    return {.id = message.id(), .isResident = message.is_resident()};
}

void encode(const ListRequest& value, v1::ListRequest& message) {
    encode(value.filter, *message.mutable_filter());
    message.set_sort_key(encodeEnum<v1::SortKey>(value.sort.key));
    message.set_descending(value.sort.descending);
    if (const auto* cursor = std::get_if<std::string>(&value.start)) {
        message.set_cursor(encodeText(*cursor));
    } else {
        message.set_offset(std::get<std::uint64_t>(value.start));
    }
    message.set_limit(value.limit);
    encodeTexts(value.locate, *message.mutable_locate());
}

ListRequest decode(const v1::ListRequest& message, Faults& faults) {
    ListRequest request;
    request.filter = decode(message.filter(), faults);
    request.sort = decodeSort(message, faults);
    if (message.has_cursor()) {
        request.start = message.cursor();
    } else {
        request.start = message.offset();
    }
    if (message.has_limit()) request.limit = message.limit();
    request.locate = decodeTexts(message.locate());
    return request;
}

void encode(const ListReply& value, v1::ListReply& message) {
    encodeAll(value.rows, *message.mutable_rows(), kEncode);
    message.set_offset(value.offset);
    message.set_total(value.total);
    message.set_next(value.next);
    for (const auto& row : value.located) {
        v1::RowNumber& located = *message.add_located();
        if (row) located.set_row(*row);
    }
    for (const StateCount& count : value.stateCounts) {
        v1::StateCount& counted = *message.add_state_counts();
        counted.set_definition(count.definition);
        counted.set_state(count.state);
        counted.set_count(count.count);
    }
    message.set_as_of(value.asOf.value());
}

ListReply decode(const v1::ListReply& message, Faults& faults) {
    ListReply reply{.rows = decodeAll(message.rows(), faults, kDecode),
                    .offset = message.offset(),
                    .total = message.total(),
                    .next = message.next(),
                    .located = {},
                    .stateCounts = {},
                    .asOf = Seq{message.as_of()}};
    for (const v1::RowNumber& located : message.located())
        reply.located.push_back(located.has_row() ? std::optional(located.row()) : std::nullopt);
    for (const v1::StateCount& count : message.state_counts())
        reply.stateCounts.push_back({.definition = count.definition(), .state = count.state(), .count = count.count()});
    return reply;
}

void encode(const EnumerateRequest& value, v1::EnumerateRequest& message) {
    message.set_token(encodeText(value.token));
    message.set_limit(value.limit);
    if (value.isResident) message.set_is_resident(*value.isResident);
}

EnumerateRequest decode(const v1::EnumerateRequest& message, Faults& /*faults*/) {
    EnumerateRequest request;
    request.token = message.token();
    if (message.limit() != 0) request.limit = message.limit();
    if (message.has_is_resident()) request.isResident = message.is_resident();
    return request;
}

void encode(const EnumerateReply& value, v1::EnumerateReply& message) {
    encodeAll(value.items, *message.mutable_items(), kEncode);
    message.set_token(value.token);
}

EnumerateReply decode(const v1::EnumerateReply& message, Faults& faults) {
    return {.items = decodeAll(message.items(), faults, kDecode), .token = message.token()};
}

void encode(const WatchBatch& value, v1::WatchBatch& message) {
    encodeAll(value.changes, *message.mutable_changes(), kEncode);
    encodeAll(value.residency, *message.mutable_residency(), kEncode);
    message.set_has_new_definitions(value.hasNewDefinitions);
    encodeTexts(value.effects, *message.mutable_effects());
}

WatchBatch decode(const v1::WatchBatch& message, Faults& faults) {
    return {.changes = decodeAll(message.changes(), faults, kDecode),
            .upTo = Seq{message.position().seq()},
            .residency = decodeAll(message.residency(), faults, kDecode),
            .hasNewDefinitions = message.has_new_definitions(),
            .effects = decodeTexts(message.effects())};
}

} // namespace signalbox::wire
