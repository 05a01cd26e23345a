#include "ui/definition/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "ui/definition/source_view.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

FindBar::FindBar(const Theme& theme, SourceView& view, QWidget* parent)
    : QFrame(parent)
    , m_view(view)
    , m_words(new QLineEdit(this))
    , m_result(new QLabel(this)) {
    setObjectName(u"sourceFind"_s);
    setAccessibleName(tr("Find in the text"));
    setProperty("surface", u"raised"_s);
    m_words->setObjectName(u"sourceFindText"_s);
    m_words->setAccessibleName(tr("Words to find"));
    m_words->setPlaceholderText(tr("Find in the text"));
    m_words->installEventFilter(this);
    m_result->setObjectName(u"sourceFindResult"_s);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setFont(theme.smallFont());
    m_result->setProperty("tone", u"muted"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(4);
    row->addWidget(m_words, 1);
    row->addWidget(m_result);
    const auto add = [this, row](const QString& name, const QString& text, const QString& spoken) {
        auto* button = new QToolButton(this);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(spoken);
        button->setToolTip(spoken);
        button->setProperty("role", u"flat"_s);
        row->addWidget(button);
        return button;
    };
    connect(add(u"sourceFindPrevious"_s, u"\u2191"_s, tr("Previous match")), &QToolButton::clicked, this,
            [this] { step(true); });
    connect(add(u"sourceFindNext"_s, u"\u2193"_s, tr("Next match")), &QToolButton::clicked, this,
            [this] { step(false); });
    connect(add(u"sourceFindClose"_s, u"\u00d7"_s, tr("Close the search")), &QToolButton::clicked, this,
            &FindBar::close);
    connect(m_words, &QLineEdit::textChanged, this, &FindBar::search);
    hide();
}

void FindBar::open() {
    show();
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void FindBar::close() {
    hide();
    m_view.setFocus(Qt::OtherFocusReason);
}

void FindBar::step(bool isBack) {
    if (m_words->text().isEmpty()) return open();
    m_result->setText(m_view.find(m_words->text(), isBack) ? QString() : tr("none"));
}

// What is typed on is looked for from where it was found so far.
void FindBar::search() {
    QTextCursor cursor = m_view.textCursor();
    cursor.setPosition(cursor.selectionStart());
    m_view.setTextCursor(cursor);
    const bool isFound = m_words->text().isEmpty() || m_view.find(m_words->text(), false);
    m_result->setText(isFound ? QString() : tr("none"));
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_words || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(key->modifiers().testFlag(Qt::ShiftModifier));
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
        step(key->key() == Qt::Key_Up);
        return true;
    default:
        return false;
    }
}

} // namespace signalbox::ui
