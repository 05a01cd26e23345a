#include "ui/widgets/find_box.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

FindBox::FindBox(const Theme& theme, const Names& names, QWidget* parent)
    : QFrame(parent)
    , m_words(new QLineEdit(this))
    , m_result(new QLabel(this)) {
    setObjectName(names.object);
    setAccessibleName(names.title);
    m_words->setObjectName(names.object + u"Text"_s);
    m_words->setAccessibleName(names.words);
    m_words->setPlaceholderText(names.placeholder);
    m_words->installEventFilter(this);
    m_result->setObjectName(names.object + u"Count"_s);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setFont(theme.smallFont());
    m_result->setProperty("tone", u"muted"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 6, 6, 6);
    row->setSpacing(4);
    row->addWidget(m_words, 1);
    row->addWidget(m_result);
    row->addWidget(m_previous = addButton(names.object + u"Previous"_s, u"\u2191"_s, tr("Previous match")));
    row->addWidget(m_next = addButton(names.object + u"Next"_s, u"\u2193"_s, tr("Next match")));
    QToolButton* closing = addButton(names.object + u"Close"_s, u"\u00d7"_s, tr("Close the search"));
    row->addWidget(closing);
    connect(m_words, &QLineEdit::textChanged, this, &FindBox::wordsChanged);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(1); });
    connect(closing, &QToolButton::clicked, this, &FindBox::closeWanted);
    hide();
}

QToolButton* FindBox::addButton(const QString& name, const QString& text, const QString& spoken) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(spoken);
    button->setToolTip(spoken);
    button->setFocusPolicy(Qt::NoFocus);
    button->setProperty("role", u"flat"_s);
    return button;
}

void FindBox::tell(const QString& result, bool canStep) {
    m_result->setText(result);
    m_result->setAccessibleName(result);
    m_previous->setEnabled(canStep);
    m_next->setEnabled(canStep);
}

void FindBox::takeFocus() {
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

bool FindBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_words || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        Q_EMIT closeWanted();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT stepWanted(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    case Qt::Key_Down:
        Q_EMIT stepWanted(1);
        return true;
    case Qt::Key_Up:
        Q_EMIT stepWanted(-1);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace signalbox::ui
