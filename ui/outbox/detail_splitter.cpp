#include "ui/outbox/detail_splitter.h"

#include <QSettings>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRoomyWidth = 620;
constexpr int kRoomyHeight = 340; // for some rows and ten lines
constexpr int kWhole = 1000;      // of which shares are parts

} // namespace

DetailSplitter::DetailSplitter(QSettings& settings, const QString& key, QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_settings(settings)
    , m_key(key) {
    setChildrenCollapsible(false);
    setHandleWidth(1);
    connect(this, &QSplitter::splitterMoved, this, &DetailSplitter::keep);
}

QString DetailSplitter::place() const {
    return m_key + (orientation() == Qt::Horizontal ? u"/beside"_s : u"/below"_s);
}

void DetailSplitter::keep() {
    const QList<int> sizes = this->sizes();
    const int whole = sizes.value(0) + sizes.value(1);
    // While one is hidden there is nothing to share.
    if (sizes.value(0) > 0 && sizes.value(1) > 0) m_settings.setValue(place(), kWhole * sizes.value(0) / whole);
}

void DetailSplitter::showDetails(bool isDetails) {
    if (isDetails == m_showsDetails) return;
    m_showsDetails = isDetails;
    showParts();
}

void DetailSplitter::setHasDetails(bool hasDetails) {
    if (hasDetails == m_hasDetails) return;
    m_hasDetails = hasDetails;
    showParts();
}

void DetailSplitter::showParts() {
    const bool isDetailsAlone = m_isOneAtATime && m_showsDetails && m_hasDetails;
    widget(0)->setVisible(!isDetailsAlone);
    widget(1)->setVisible(m_hasDetails && (!m_isOneAtATime || m_showsDetails));
    Q_EMIT arranged();
}

void DetailSplitter::resizeEvent(QResizeEvent* event) {
    const auto wanted = width() < kRoomyWidth ? Qt::Vertical : Qt::Horizontal;
    const bool isOneAtATime = wanted == Qt::Vertical && height() < kRoomyHeight;
    const bool isOther = isOneAtATime != m_isOneAtATime;
    m_isOneAtATime = isOneAtATime;
    if (wanted != orientation() || isOther || !m_isArranged) {
        setOrientation(wanted);
        showParts();
        arrange();
    }
    QSplitter::resizeEvent(event);
}

void DetailSplitter::arrange() {
    m_isArranged = true;
    const int share = std::clamp(m_settings.value(place(), kWhole / 2).toInt(), 1, kWhole - 1);
    // In pixels: of other sums Qt gives the parts more or less, but not in proportion.
    const int whole = orientation() == Qt::Horizontal ? width() : height();
    setSizes({whole * share / kWhole, whole - whole * share / kWhole});
}

} // namespace signalbox::ui
