#pragma once

#include <QString>

#include <cstddef>
#include <vector>

namespace signalbox::model {

// The places an operator has been to, for back and forward. Bounded: the oldest are forgotten.
class LinkHistory {
public:
    // Goes to `link`: it becomes the present place, and what lay forward is gone. Nothing happens where it is present
    // already.
    void visit(const QString& link);

    [[nodiscard]] bool canGoBack() const { return m_present > 0; }
    [[nodiscard]] bool canGoForward() const { return m_present + 1 < m_places.size(); }
    // Returns: the place gone to.  Requires: canGoBack(), canGoForward().
    QString goBack();
    QString goForward();

private:
    std::vector<QString> m_places;
    std::size_t m_present = 0;
};

} // namespace signalbox::model
