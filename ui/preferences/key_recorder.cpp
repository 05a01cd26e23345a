#include "ui/preferences/key_recorder.h"

#include <QKeyEvent>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr || key == Qt::Key_CapsLock || key == Qt::Key_NumLock || key == Qt::Key_unknown;
}

// Shift that only makes another character ("?" of "/") is part of that character.
Qt::KeyboardModifiers modifiersOf(const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers =
        event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier | Qt::ShiftModifier);
    const QString text = event.text();
    const bool isOtherCharacter =
        !text.isEmpty() && text.at(0).isPrint() && !text.at(0).isLetterOrNumber() && !text.at(0).isSpace();
    return isOtherCharacter ? modifiers & ~Qt::ShiftModifier : modifiers;
}

} // namespace

KeyRecorder::KeyRecorder(QWidget* parent) : QLabel(parent) {
    setObjectName(u"keyRecorder"_s);
    setTextFormat(Qt::PlainText);
    setText(tr("Press the new key…  (Esc gives up)"));
    setAccessibleName(tr("Press the new key; Escape gives up"));
    setProperty("tone", u"accent"_s);
    setFocusPolicy(Qt::StrongFocus);
}

bool KeyRecorder::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QLabel::event(event);
}

void KeyRecorder::keyPressEvent(QKeyEvent* event) {
    const auto key = static_cast<Qt::Key>(event->key());
    if (isModifier(key)) return;
    if (key == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) {
        Q_EMIT givenUp();
        return;
    }
    Q_EMIT recorded(QKeySequence(QKeyCombination(modifiersOf(*event), key)));
}

void KeyRecorder::focusOutEvent(QFocusEvent* event) {
    QLabel::focusOutEvent(event);
    if (event->reason() != Qt::ActiveWindowFocusReason) Q_EMIT givenUp();
}

} // namespace signalbox::ui
