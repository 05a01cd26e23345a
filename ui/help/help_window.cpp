#include "ui/help/help_window.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include "ui/graph/graph_legend.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kListWidth = 200;
constexpr int kRowHeight = 28;
constexpr int kIdRole = Qt::UserRole + 1;

// Text in the theme's colours; a table cell has the document's font only through a rule of its own.
QString documentStyle(const Theme& theme) {
    const ThemeColors& colors = theme.colors();
    return u"body, p, td { color: %1; } h2 { font-size: 18px; } h3 { font-size: 13px; color: %2; margin-top: 14px; } "
           "code { font-family: '%3'; color: %4; } a { color: %4; }"_s.arg(
               colors.text.name(), colors.muted.name(), theme.monoFont().family(), colors.accent.name());
}

QPixmap legendPicture(const Theme& theme) {
    GraphLegend legend(theme);
    legend.resize(legend.sizeHint());
    return legend.grab();
}

bool contains(const HelpChapter& chapter, const QString& text) {
    return chapter.title.contains(text, Qt::CaseInsensitive) ||
           QTextDocumentFragment::fromHtml(chapter.html).toPlainText().contains(text, Qt::CaseInsensitive);
}

} // namespace

HelpWindow::HelpWindow(const Theme& theme, const CommandRegistry& registry, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_registry(registry)
    , m_chapters(helpChapters(registry))
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_text(new QTextBrowser(this)) {
    setObjectName(u"helpWindow"_s);
    setWindowTitle(tr("Signalbox help"));
    setAccessibleName(windowTitle());
    resize(860, 600);
    build();
    fillChapters();
    m_list->setCurrentRow(0);
    connect(&theme, &Theme::changed, this, &HelpWindow::showCurrent);
    // A key that was changed is shown as it is now.
    connect(&registry, &CommandRegistry::commandChanged, this, [this] {
        m_chapters = helpChapters(m_registry);
        showCurrent();
    });
}

void HelpWindow::build() {
    m_search->setObjectName(u"helpSearch"_s);
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::search);
    m_list->setObjectName(u"helpChapters"_s);
    m_list->setAccessibleName(tr("Chapters"));
    m_list->setFrameShape(QFrame::NoFrame);
    connect(m_list, &QListWidget::currentRowChanged, this, &HelpWindow::showCurrent);
    m_text->setObjectName(u"helpText"_s);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(20);
    auto* side = new QVBoxLayout;
    side->setContentsMargins(12, 12, 12, 12);
    side->setSpacing(8);
    side->addWidget(m_search);
    side->addWidget(m_list, 1);
    auto* sideBox = new QWidget(this);
    sideBox->setLayout(side);
    sideBox->setFixedWidth(kListWidth + 24);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(sideBox);
    layout->addWidget(m_text, 1);
}

void HelpWindow::fillChapters() {
    const QString text = m_search->text().trimmed();
    const QString shown = shownChapter();
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const HelpChapter& chapter : m_chapters) {
        if (!text.isEmpty() && !contains(chapter, text)) continue;
        auto* item = new QListWidgetItem(chapter.title, m_list);
        item->setData(kIdRole, chapter.id);
        item->setSizeHint({0, kRowHeight});
        if (chapter.id == shown) m_list->setCurrentItem(item);
    }
    if (m_list->currentRow() < 0) m_list->setCurrentRow(0);
}

void HelpWindow::showChapter(const QString& id) {
    m_search->clear();
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(kIdRole).toString() == id) m_list->setCurrentRow(row);
}

QString HelpWindow::shownChapter() const {
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->data(kIdRole).toString() : QString();
}

QString HelpWindow::chapterFor(const QWidget* focused) {
    for (const QWidget* each = focused; each != nullptr; each = each->parentWidget()) {
        const QString name = each->objectName();
        if (name == u"filterBox" || name == u"navigatorPane") return u"filter"_s;
        if (name == u"stateGraph") return u"graph"_s;
        if (name == u"timersView" || name == u"effectsView" || name == u"problemsWindow") return u"outbox"_s;
        if (name == u"historyView") return u"time"_s;
        if (name == u"actionBar" || name == u"triggerDialog") return u"acting"_s;
    }
    return u"start"_s;
}

void HelpWindow::search(const QString& text) {
    if (m_search->text() != text) m_search->setText(text);
    fillChapters();
    showCurrent();
}

void HelpWindow::showCurrent() {
    const auto chapter = std::ranges::find(m_chapters, shownChapter(), &HelpChapter::id);
    if (chapter == m_chapters.end()) {
        m_text->setPlainText(tr("Nothing in the help contains \u201c%1\u201d.").arg(m_search->text()));
        return;
    }
    QTextDocument& document = *m_text->document();
    document.setDefaultStyleSheet(documentStyle(m_theme));
    document.addResource(QTextDocument::ImageResource, QUrl(kLegendPicture.toString()), legendPicture(m_theme));
    m_text->setAccessibleName(chapter->title);
    m_text->setHtml(u"<h2>"_s + chapter->title.toHtmlEscaped() + u"</h2>"_s + chapter->html);
    markFound();
}

void HelpWindow::markFound() {
    QList<QTextEdit::ExtraSelection> found;
    const QString text = m_search->text().trimmed();
    for (QTextCursor at = m_text->document()->find(text); !text.isEmpty() && !at.isNull();
         at = m_text->document()->find(text, at)) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = at;
        mark.format.setBackground(m_theme.colors().warnWash);
        found << mark;
    }
    m_text->setExtraSelections(found);
    if (found.isEmpty()) return m_text->verticalScrollBar()->setValue(0);
    QTextCursor first = found.first().cursor;
    first.clearSelection();
    m_text->setTextCursor(first);
}

// From the search the arrow keys walk through the chapters, and Escape clears it before it closes the window.
bool HelpWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_search || event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (step == 0) return false;
    m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
    return true;
}

} // namespace signalbox::ui
