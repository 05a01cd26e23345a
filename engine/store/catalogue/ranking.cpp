#include "engine/store/catalogue/ranking.h"

#include "engine/store/catalogue/text.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace signalbox {

namespace {

using Slot = CatalogueColumns::Slot;

// Bytes that two natural keys begin with alike.
std::size_t commonPrefix(std::string_view left, std::string_view right) {
    return static_cast<std::size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
}

// Eight bytes of `key` from `start` on, as a number that compares like them; it says nothing about what follows.
std::uint64_t eightBytes(std::string_view key, std::size_t start) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        const std::size_t at = start + i;
        value = (value << 8) | (at < key.size() ? static_cast<unsigned char>(key[at]) : 0U);
    }
    return value;
}

struct Keyed {
    std::uint64_t key;
    Slot slot;
};

// A million ids mostly differ in eight bytes behind what all have in common: few comparisons look at the texts.
std::vector<Slot> sortedSlots(const IdColumn& ids, Slot first) {
    const auto count = static_cast<Slot>(ids.places.size()) - first;
    const std::string firstKey = count > 0 ? naturalKey(ids[first]) : std::string();
    std::size_t common = firstKey.size();
    for (Slot i = 0; i < count; ++i)
        common = std::min(common, commonPrefix(firstKey, naturalKey(ids[first + i])));
    std::vector<Keyed> keyed(count);
    for (Slot i = 0; i < count; ++i)
        keyed[i] = {.key = eightBytes(naturalKey(ids[first + i]), common), .slot = first + i};
    std::ranges::sort(keyed, [&](const Keyed& a, const Keyed& b) {
        if (a.key != b.key) return a.key < b.key;
        if (isNaturallyLess(ids[a.slot], ids[b.slot])) return true;
        return ids[a.slot] == ids[b.slot] && a.slot < b.slot;
    });
    std::vector<Slot> slots(count);
    std::ranges::transform(keyed, slots.begin(), &Keyed::slot);
    return slots;
}

} // namespace

TextRanks::TextRanks(std::span<const std::string> texts) : m_sorted(texts.begin(), texts.end()) {
    std::ranges::sort(m_sorted, isNaturallyLess);
    m_sorted.erase(std::ranges::unique(m_sorted).begin(), m_sorted.end());
    for (const std::string& text : texts)
        m_ranks.push_back(rankOf(text));
}

std::uint32_t TextRanks::rankOf(std::string_view text) const {
    const auto place = std::ranges::lower_bound(m_sorted, text, isNaturallyLess);
    const auto rank = static_cast<std::uint32_t>(place - m_sorted.begin()) * 2;
    return place != m_sorted.end() && *place == text ? rank + 1 : rank;
}

std::shared_ptr<const IdOrder> CatalogueRankings::idOrder(const CatalogueColumns& columns) const {
    const MutexLock lock(m_mutex);
    const bool isCurrent =
        m_idOrder && m_idOrder->layout == columns.layout && m_idOrder->ranks.size() == columns.size();
    return isCurrent ? m_idOrder : nullptr;
}

void CatalogueRankings::orderIds(const IdColumn& ids) {
    std::shared_ptr<const IdOrder> known;
    {
        const MutexLock lock(m_mutex);
        known = m_idOrder;
    }
    if (!known || known->layout != ids.layout || known->slots.size() > ids.places.size())
        known = std::make_shared<const IdOrder>();
    auto order = std::make_shared<IdOrder>();
    order->layout = ids.layout;
    const std::vector<Slot> added = sortedSlots(ids, static_cast<Slot>(known->slots.size()));
    order->slots.reserve(ids.places.size());
    std::ranges::merge(known->slots, added, std::back_inserter(order->slots), [&](Slot a, Slot b) {
        if (isNaturallyLess(ids[a], ids[b])) return true;
        return ids[a] == ids[b] && a < b;
    });
    order->ranks.resize(order->slots.size());
    for (std::uint32_t rank = 0; rank < order->slots.size(); ++rank)
        order->ranks[order->slots[rank]] = rank;
    const MutexLock lock(m_mutex);
    m_idOrder = std::move(order);
}

std::shared_ptr<const TextRanks> CatalogueRankings::assignees(const CatalogueColumns& columns) {
    const MutexLock lock(m_mutex);
    // Assignees are only ever added, so equal numbers mean the same ones.
    if (!m_assignees || m_assignees->ranks().size() != columns.assignees.size())
        m_assignees = std::make_shared<const TextRanks>(columns.assignees);
    return m_assignees;
}

} // namespace signalbox
