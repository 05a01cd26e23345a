#include "model/text/time_setting.h"

namespace signalbox::model {

void TimeSetting::setDisplay(TimeDisplay display) {
    if (display == m_display) return;
    m_display = display;
    Q_EMIT changed(display);
}

} // namespace signalbox::model
