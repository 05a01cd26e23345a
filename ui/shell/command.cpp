#include "ui/shell/command.h"

namespace signalbox::ui {

QString keyText(const QKeySequence& keys) {
    return keys.toString(QKeySequence::NativeText);
}

} // namespace signalbox::ui
