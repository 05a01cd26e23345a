#include "ui/definition/source_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

#include "ui/definition/source_highlighter.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMarginPadding = 10;
constexpr int kLeastDigits = 3;

} // namespace

// The line numbers at the left.
class SourceView::Margin : public QWidget {
public:
    explicit Margin(SourceView& view) : QWidget(&view), m_view(view) {}
    QSize sizeHint() const override { return {m_view.marginWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_view.paintMargin(*event); }

private:
    SourceView& m_view;
};

SourceView::SourceView(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_highlighter(new SourceHighlighter(theme, *document()))
    , m_margin(new Margin(*this)) {
    setObjectName(u"sourceView"_s);
    setAccessibleName(tr("Text of the definition"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(theme.monoFont());
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(u"QPlainTextEdit { border: none; border-radius: 0; padding: 0; }"
                  u"QPlainTextEdit:focus { border: none; padding: 0; }"_s);
    setTabStopDistance(4 * fontMetrics().horizontalAdvance(u' '));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::arrangeMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        dy != 0 ? m_margin->scroll(0, dy) : m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &SourceView::markPlaces);
    connect(&theme, &Theme::changed, this, [this] {
        markPlaces();
        m_margin->update();
    });
    arrangeMargin();
}

SourceView::~SourceView() = default;

void SourceView::showDocument(const model::SourceDocument& document) {
    m_shown = document;
    m_marked.clear();
    m_highlighter->setTokens(document.tokens);
    setPlainText(document.text);
    markPlaces();
}

bool SourceView::showState(const QString& state) {
    const auto place = m_shown.declarationOf(state);
    m_marked = place ? state : QString();
    if (place) {
        QTextCursor cursor(document());
        cursor.setPosition(static_cast<int>(place->start));
        setTextCursor(cursor);
        centerCursor();
    }
    markPlaces();
    return place.has_value();
}

void SourceView::showPlace(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::max(line, 1) - 1);
    if (!block.isValid()) return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(column - 1, 0, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
}

bool SourceView::find(const QString& words, bool isBack) {
    if (words.isEmpty()) return false;
    const QTextDocument::FindFlags flags = isBack ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    QTextCursor found = document()->find(words, textCursor(), flags);
    if (found.isNull()) {
        QTextCursor around(document());
        if (isBack) around.movePosition(QTextCursor::End);
        found = document()->find(words, around, flags);
    }
    if (found.isNull()) return false;
    setTextCursor(found);
    centerCursor();
    return true;
}

// The line the cursor is in, washed while it has the focus, and the state that is marked.
void SourceView::markPlaces() {
    QList<QTextEdit::ExtraSelection> selections;
    const auto place = m_marked.isEmpty() ? std::nullopt : m_shown.declarationOf(m_marked);
    if (place) {
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(document());
        line.cursor.setPosition(static_cast<int>(place->start));
        line.format.setBackground(m_theme.colors().accentWash);
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(line);
        QTextEdit::ExtraSelection name;
        name.cursor = QTextCursor(document());
        name.cursor.setPosition(static_cast<int>(place->start));
        name.cursor.setPosition(static_cast<int>(place->start + place->length), QTextCursor::KeepAnchor);
        name.format.setBackground(m_theme.colors().accent);
        name.format.setForeground(m_theme.colors().onFill);
        selections.append(name);
    }
    setExtraSelections(selections);
    m_margin->update();
}

bool SourceView::chooseAtCursor() {
    const auto place = m_shown.placeAt(textCursor().position());
    if (!place) return false;
    m_marked = place->state;
    markPlaces();
    Q_EMIT stateChosen(place->state);
    return true;
}

void SourceView::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() == Qt::NoModifier && chooseAtCursor()) return;
    QPlainTextEdit::keyPressEvent(event);
}

void SourceView::mouseReleaseEvent(QMouseEvent* event) {
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !textCursor().hasSelection()) chooseAtCursor();
}

int SourceView::marginWidth() const {
    const auto digits = std::max<qsizetype>(kLeastDigits, QString::number(blockCount()).size());
    return static_cast<int>(digits) * fontMetrics().horizontalAdvance(u'9') + 2 * kMarginPadding;
}

void SourceView::arrangeMargin() {
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_margin->setGeometry(inside.left(), inside.top(), marginWidth(), inside.height());
}

void SourceView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    arrangeMargin();
}

void SourceView::paintMargin(QPaintEvent& event) {
    const ThemeColors& colors = m_theme.colors();
    QPainter painter(m_margin);
    painter.fillRect(event.rect(), colors.raised);
    painter.setFont(font());
    const int current = textCursor().blockNumber();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event.rect().bottom()) break;
        painter.setPen(block.blockNumber() == current ? colors.text : colors.muted);
        painter.drawText(QRectF(0, place.top(), m_margin->width() - kMarginPadding, fontMetrics().height()),
                         Qt::AlignRight, QString::number(block.blockNumber() + 1));
    }
}

} // namespace signalbox::ui
