#include "ui/shell/command_palette.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "ui/shell/palette_delegate.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 440;
constexpr int kTop = 56;
constexpr int kPage = 8;

QString placeholder(PaletteScope scope) {
    switch (scope) {
    case PaletteScope::Everything:
        return CommandPalette::tr("Jump to a workflow, run a command…");
    case PaletteScope::Commands:
        return CommandPalette::tr("Run a command…");
    case PaletteScope::Sources:
        return CommandPalette::tr("Go to a workflow by id…");
    }
    Q_UNREACHABLE();
}

} // namespace

CommandPalette::CommandPalette(const Theme& theme, CommandRegistry& registry, QWidget* window)
    : QFrame(window)
    , m_model(registry) {
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    setProperty("surface", u"popover"_s);
    buildLayout(theme);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);
    connect(m_query, &QLineEdit::textEdited, this, &CommandPalette::search);
    connect(m_rows, &QListView::clicked, this, [this](const QModelIndex& index) {
        choose(index.row());
        activateCurrent();
    });
    connect(&m_model, &PaletteModel::rowsLoaded, this, &CommandPalette::onRowsLoaded);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && now != this && !isAncestorOf(now) && now->window() == this->window()) dismiss();
    });
    hide();
}

void CommandPalette::addSource(PaletteSource& source) {
    m_model.addSource(source);
    Q_EMIT sourcesChanged();
}

void CommandPalette::toggle(PaletteScope scope) {
    if (isVisible() && m_scope == scope) return dismiss();
    open(scope);
}

void CommandPalette::open(PaletteScope scope) {
    if (!isVisible()) m_focusBefore = QApplication::focusWidget();
    m_scope = scope;
    m_query->clear();
    m_query->setPlaceholderText(placeholder(scope));
    place();
    show();
    raise();
    m_query->setFocus(Qt::ShortcutFocusReason);
    search();
    Q_EMIT opened();
}

void CommandPalette::dismiss() {
    if (isHidden()) return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_awaitsFirst = false;
    hide();
    if (hadFocus && m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
    Q_EMIT dismissed();
}

void CommandPalette::place() {
    const QSize room = parentWidget()->size();
    const int width = std::min(kWidth, room.width() - 32);
    const int height = std::min(kHeight, room.height() - kTop - 32);
    setGeometry((room.width() - width) / 2, kTop, width, height);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        if (handleKey(static_cast<QKeyEvent*>(event)->key())) return true;
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::buildLayout(const Theme& theme) {
    m_query = new QLineEdit(this);
    m_query->setObjectName(u"paletteQuery"_s);
    m_query->setAccessibleName(tr("Command palette"));
    m_query->installEventFilter(this);
    m_rows = new QListView(this);
    m_rows->setObjectName(u"paletteRows"_s);
    m_rows->setAccessibleName(tr("Matches"));
    m_rows->setModel(&m_model);
    m_rows->setItemDelegate(new PaletteDelegate(theme, m_rows));
    m_rows->setFocusPolicy(Qt::NoFocus);
    m_rows->setMouseTracking(true);
    m_rows->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_rows->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing = new QLabel(this);
    m_nothing->setObjectName(u"paletteNothing"_s);
    m_nothing->setTextFormat(Qt::PlainText);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setProperty("tone", u"muted"_s);
    auto* hint = new QLabel(this);
    hint->setTextFormat(Qt::PlainText);
    hint->setText(tr("↑ ↓ choose    Enter run    Esc close"));
    hint->setFont(theme.smallFont());
    hint->setProperty("tone", u"muted"_s);
    hint->setContentsMargins(12, 0, 12, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 8, 1, 8);
    layout->setSpacing(6);
    auto* field = new QHBoxLayout;
    field->setContentsMargins(8, 0, 8, 0);
    field->addWidget(m_query);
    layout->addLayout(field);
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(hint);
    m_nothing->hide();
}

void CommandPalette::search() {
    m_hasMoved = false;
    m_awaitsFirst = false;
    m_currentId.clear();
    m_model.search(m_query->text(), m_scope);
}

void CommandPalette::onRowsLoaded() {
    int row = m_model.choosable(0, 1);
    if (m_hasMoved) {
        const auto same = m_model.match(m_model.index(0), PaletteModel::IdRole, m_currentId, 1, Qt::MatchExactly);
        if (!same.isEmpty()) row = same.first().row();
    }
    choose(row);
    const bool isEmpty = row < 0;
    m_rows->setVisible(!isEmpty);
    m_nothing->setVisible(isEmpty);
    m_nothing->setText(m_model.isSearching() ? tr("Searching…") : tr("Nothing matches “%1”.").arg(m_query->text()));
    m_nothing->setAccessibleName(m_nothing->text());
    if (m_awaitsFirst && !isEmpty) activateCurrent();
}

void CommandPalette::moveBy(int step) {
    const int last = m_model.rowCount() - 1;
    const int from = m_rows->currentIndex().row();
    int row = m_model.choosable(std::clamp(from + step, 0, std::max(last, 0)), step > 0 ? 1 : -1);
    // A single step goes round; a page stops at the ends.
    if (row < 0) row = std::abs(step) > 1 ? from : (step > 0 ? m_model.choosable(0, 1) : m_model.choosable(last, -1));
    if (row == from && std::abs(step) == 1) row = step > 0 ? m_model.choosable(0, 1) : m_model.choosable(last, -1);
    m_hasMoved = true;
    choose(row);
}

void CommandPalette::choose(int row) {
    const QModelIndex index = m_model.index(row);
    m_rows->setCurrentIndex(index);
    if (row == m_model.choosable(0, 1)) m_rows->scrollToTop();
    m_currentId = index.data(PaletteModel::IdRole).toString();
    // The field keeps the focus, so what is chosen is told as its description.
    m_query->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

void CommandPalette::activateCurrent() {
    const int row = m_rows->currentIndex().row();
    if (row < 0) {
        m_awaitsFirst = m_model.isSearching();
        return;
    }
    // Closed first: the command may want the focus, or open the palette again.
    dismiss();
    m_model.activate(row);
}

bool CommandPalette::handleKey(int key) {
    switch (key) {
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_PageUp:
        moveBy(-kPage);
        return true;
    case Qt::Key_PageDown:
        moveBy(kPage);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateCurrent();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    default:
        return false;
    }
}

} // namespace signalbox::ui
