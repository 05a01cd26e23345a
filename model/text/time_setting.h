#pragma once

#include <QObject>

#include "model/text/time_text.h"

namespace signalbox::model {

// How times stand everywhere at present; whatever shows times follows changed().
class TimeSetting final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    TimeDisplay display() const { return m_display; }
    void setDisplay(TimeDisplay display);

Q_SIGNALS:
    void changed(signalbox::model::TimeDisplay display);

private:
    TimeDisplay m_display = TimeDisplay::Relative;
};

} // namespace signalbox::model
