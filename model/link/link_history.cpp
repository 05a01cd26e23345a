#include "model/link/link_history.h"

#include <cassert>

namespace signalbox::model {

namespace {

constexpr std::size_t kMostPlaces = 200;

} // namespace

void LinkHistory::visit(const QString& link) {
    if (!m_places.empty() && m_places[m_present] == link) return;
    if (!m_places.empty()) m_places.resize(m_present + 1);
    if (m_places.size() == kMostPlaces) m_places.erase(m_places.begin());
    m_places.push_back(link);
    m_present = m_places.size() - 1;
}

QString LinkHistory::goBack() {
    assert(canGoBack());
    return m_places[--m_present];
}

QString LinkHistory::goForward() {
    assert(canGoForward());
    return m_places[++m_present];
}

} // namespace signalbox::model
