#pragma once

#include "engine/base/hash.h"
#include "engine/base/mutex.h"

#include <cstddef>
#include <cstring>
#include <list>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// Which tokens were right lately, and from where: so that whoever guesses at an address does not keep out those who
// share it. Remembers a bounded number; the one that was seen longest ago is forgotten.  Thread-safety: any thread.
class RecentCallers {
public:
    // Requires: bound above 0.
    explicit RecentCallers(std::size_t bound) : m_bound(bound) {}

    void add(std::string_view address, const Sha256& token);
    [[nodiscard]] bool knows(std::string_view address, const Sha256& token) const;

private:
    struct FirstBytes {
        std::size_t operator()(const Sha256& hash) const {
            std::size_t value = 0;
            std::memcpy(&value, hash.data(), sizeof(value));
            return value;
        }
    };
    using Keys = std::list<Sha256>; // the one that was seen last is first

    const std::size_t m_bound;
    mutable Mutex m_mutex;
    Keys m_keys GUARDED_BY(m_mutex);
    std::unordered_map<Sha256, Keys::iterator, FirstBytes> m_index GUARDED_BY(m_mutex);
};

} // namespace signalbox
