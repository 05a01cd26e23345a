#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox {

// A set of a chart's states by their number, walked in document order. Keeps its memory from one use to the next.
class StateSet {
public:
    // Empties the set, and makes it fit for states below `stateCount`.
    void reset(std::size_t stateCount) { m_words.assign((stateCount + kBits - 1) / kBits, 0); }

    [[nodiscard]] bool contains(std::uint32_t state) const {
        return (m_words[state / kBits] >> (state % kBits) & 1) != 0;
    }
    void add(std::uint32_t state) { m_words[state / kBits] |= bit(state); }
    void remove(std::uint32_t state) { m_words[state / kBits] &= ~bit(state); }

    [[nodiscard]] bool hasAnyIn(std::uint32_t first, std::uint32_t end) const {
        for (std::size_t i = first / kBits; i * kBits < end; ++i)
            if ((m_words[i] & maskOf(i, first, end)) != 0) return true;
        return false;
    }
    // Adds what `other` has from `first` to before `end`.
    void addFrom(const StateSet& other, std::uint32_t first, std::uint32_t end) {
        for (std::size_t i = first / kBits; i * kBits < end; ++i)
            m_words[i] |= other.m_words[i] & maskOf(i, first, end);
    }

    // The walks may change the set: what is added or removed in the word under way is not noticed.
    template <typename Visit>
    void forEach(Visit visit) const {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1)
                visit(static_cast<std::uint32_t>(i * kBits) + static_cast<std::uint32_t>(std::countr_zero(word)));
    }
    template <typename Visit>
    void forEachReversed(Visit visit) const {
        for (std::size_t i = m_words.size(); i-- > 0;)
            for (std::uint64_t word = m_words[i]; word != 0;) {
                const auto highest = static_cast<std::uint32_t>(std::bit_width(word)) - 1;
                word &= ~(std::uint64_t{1} << highest);
                visit(static_cast<std::uint32_t>(i * kBits) + highest);
            }
    }

private:
    static constexpr std::uint32_t kBits = 64;

    static std::uint64_t bit(std::uint32_t state) { return std::uint64_t{1} << (state % kBits); }
    // The bits of word `i` that stand for states from `first` to before `end`.
    static std::uint64_t maskOf(std::size_t i, std::uint32_t first, std::uint32_t end) {
        const std::uint64_t base = i * kBits;
        std::uint64_t mask = ~std::uint64_t{0};
        if (first > base) mask &= ~std::uint64_t{0} << (first - base);
        if (end < base + kBits) mask &= (std::uint64_t{1} << (end - base)) - 1;
        return mask;
    }

    std::vector<std::uint64_t> m_words;
};

} // namespace signalbox
