#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_effects.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace signalbox {

// Where each server stands behind a page of effects. A page is asked for by the last effect of the one before, which
// tells of one server only; the places of the others are kept here, of the last kMostPages pages.
// Thread-safety: any thread.
class EffectPlaces {
public:
    static constexpr std::size_t kMostPages = 64;
    // By server: the last effect of its own that was given; none: none was.
    using Places = std::map<std::string, std::optional<EffectId>>;

    // `last`: of the page, as it is called from outside.
    void keep(EffectId last, Places places) {
        const MutexLock lock(m_mutex);
        m_pages.emplace_back(last, std::move(places));
        if (m_pages.size() > kMostPages) m_pages.pop_front();
    }
    // No value: it is not the last of a page that is known.
    [[nodiscard]] std::optional<Places> find(EffectId last) const {
        const MutexLock lock(m_mutex);
        for (auto page = m_pages.rbegin(); page != m_pages.rend(); ++page)
            if (page->first == last) return page->second;
        return std::nullopt;
    }

private:
    mutable Mutex m_mutex;
    std::deque<std::pair<EffectId, Places>> m_pages GUARDED_BY(m_mutex);
};

} // namespace signalbox
