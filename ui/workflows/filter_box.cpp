#include "ui/workflows/filter_box.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QStyle>
#include <QTextCharFormat>

#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kTypingRests = 500ms;
constexpr int kSuggestionWidth = 320;

} // namespace

FilterBox::FilterBox(const Theme& theme, QWidget* parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_completer(new QCompleter(this))
    , m_suggestions(new QStandardItemModel(this)) {
    setObjectName(u"filterBox"_s);
    setAccessibleName(tr("Filter workflows"));
    setPlaceholderText(tr("Filter: bug state:Open assignee:me age>1d"));
    setClearButtonEnabled(true);
    m_problemTimer.setSingleShot(true);
    m_problemTimer.setInterval(kTypingRests);
    m_completer->setModel(m_suggestions);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->popup()->setObjectName(u"filterSuggestions"_s);
    m_completer->popup()->setAccessibleName(tr("Suggestions"));
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { accept(index.data(Qt::UserRole).toString()); });
    connect(&m_problemTimer, &QTimer::timeout, this, &FilterBox::tellProblem);
    connect(this, &QLineEdit::textEdited, this, &FilterBox::onEdited);
    // The clear button and undo change the text without editing it.
    connect(this, &QLineEdit::textChanged, this, [this] {
        if (text().isEmpty() && hasFocus()) onEdited();
    });
    connect(&theme, &Theme::changed, this, &FilterBox::paintChips);
}

void FilterBox::setVocabulary(const model::FilterVocabulary& vocabulary) {
    const model::WorkflowFilter meant = m_parsed.filter;
    m_vocabulary = vocabulary;
    read();
    // A name that has become a definition, or stopped being one, must not change what the list shows.
    if (m_parsed.filter != meant && !hasFocus()) setFilter(meant);
}

void FilterBox::setFilter(const model::WorkflowFilter& filter) {
    if (!m_parsed.problem && m_parsed.filter == filter) return;
    if (hasFocus() && m_parsed.filter == filter) return; // half a condition is being typed
    setText(model::filterText(filter, m_vocabulary));
    read();
    tellProblem();
}

void FilterBox::onEdited() {
    const model::WorkflowFilter before = m_parsed.filter;
    read();
    m_problemTimer.start();
    offerSuggestions();
    if (m_parsed.filter != before) Q_EMIT filterEdited(m_parsed.filter);
}

void FilterBox::read() {
    m_parsed = model::parseFilter(text(), m_vocabulary);
    paintChips();
}

void FilterBox::tellProblem() {
    m_problemTimer.stop();
    const QString message = m_parsed.problem ? m_parsed.problem->message : QString();
    setProperty("invalid", !message.isEmpty());
    style()->unpolish(this);
    style()->polish(this);
    setAccessibleDescription(message);
    Q_EMIT problemTold(message);
}

// QLineEdit takes formats for ranges of its text only as an input method gives them.
void FilterBox::paintChips() {
    QTextCharFormat chip;
    chip.setForeground(m_theme.colors().accent);
    // An opaque background is taken for the input method's own selection.
    QColor wash = m_theme.colors().accentWash;
    wash.setAlpha(254);
    chip.setBackground(wash);
    QTextCharFormat wrong;
    wrong.setForeground(m_theme.colors().stop);
    QList<QInputMethodEvent::Attribute> attributes;
    const auto add = [&](qsizetype start, qsizetype length, const QTextCharFormat& format) {
        attributes.push_back({QInputMethodEvent::TextFormat, static_cast<int>(start) - cursorPosition(),
                              static_cast<int>(length), format});
    };
    for (const model::FilterToken& token : m_parsed.tokens)
        if (token.isCondition) add(token.start, token.length, chip);
    if (m_parsed.problem) add(m_parsed.problem->start, m_parsed.problem->length, wrong);
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

void FilterBox::offerSuggestions() {
    const model::FilterSuggestions found = model::suggest(text(), cursorPosition(), m_vocabulary);
    m_suggestions->clear();
    const bool isWordBegun = found.length > 0 || (cursorPosition() > 0 && !text()[cursorPosition() - 1].isSpace());
    for (const auto& item : found.items) {
        auto* row =
            new QStandardItem(item.description.isEmpty() ? item.text : item.text + u"   —   "_s + item.description);
        row->setData(item.text, Qt::UserRole);
        m_suggestions->appendRow(row);
    }
    if (found.items.isEmpty() || !isWordBegun) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setWidth(kSuggestionWidth);
    m_completer->complete(place);
}

void FilterBox::accept(const QString& suggestion) {
    const model::FilterSuggestions found = model::suggest(text(), cursorPosition(), m_vocabulary);
    const bool isKey = suggestion.endsWith(u':') || suggestion.endsWith(u'>') || suggestion.endsWith(u'<');
    const QString inserted = isKey ? suggestion : suggestion + u' ';
    QString changed = text();
    changed.replace(found.start, found.length, inserted);
    setText(changed);
    setCursorPosition(static_cast<int>(found.start + inserted.size()));
    // Later, when the completer is done with the popup it has just closed.
    QTimer::singleShot(0, this, [this] { onEdited(); });
}

void FilterBox::keyPressEvent(QKeyEvent* event) {
    const bool isPopupOpen = m_completer->popup()->isVisible();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isPopupOpen && m_completer->popup()->currentIndex().isValid()) {
            event->ignore(); // the completer's
            return;
        }
        m_completer->popup()->hide();
        tellProblem();
        if (!m_parsed.problem) Q_EMIT left();
        return;
    case Qt::Key_Down:
    case Qt::Key_Escape:
        if (isPopupOpen) break;
        Q_EMIT left();
        return;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterBox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) tellProblem();
}

} // namespace signalbox::ui
