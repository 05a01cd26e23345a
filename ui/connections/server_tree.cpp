#include "ui/connections/server_tree.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/connections/connection_delegate.h"
#include "ui/widgets/empty_state.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::ConnectionTree;

namespace {

constexpr int kIndentation = 16;
constexpr int kUnfoldDelay = 600; // milliseconds over a folder while dragging

bool isServer(const QModelIndex& index) {
    return !index.data(ConnectionTree::IdRole).toString().isEmpty();
}

// No folder has this name.
QString foldKey(const QModelIndex& folder) {
    return folder.data(ConnectionTree::IsRecentRole).toBool() ? u"/"_s
                                                              : folder.data(ConnectionTree::FolderRole).toString();
}

} // namespace

ServerTree::ServerTree(model::ConnectionBook& book, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_book(book)
    , m_tree(book)
    , m_filter(new QLineEdit(this))
    , m_content(new QStackedWidget(this))
    , m_view(new QTreeView)
    , m_empty(new EmptyState)
    , m_clearFilter(new QAction(tr("Clear filter"), this)) {
    buildFilter();
    buildView(theme);
    buildActions();
    m_content->addWidget(m_view);
    m_content->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_content, 1);
    connect(&m_tree, &QAbstractItemModel::modelReset, this, &ServerTree::follow);
    follow();
}

// The keys that the filter of workflows has.
void ServerTree::buildFilter() {
    m_filter->setObjectName(u"connectionFilter"_s);
    m_filter->setAccessibleName(tr("Filter servers"));
    m_filter->setPlaceholderText(tr("Filter servers"));
    m_filter->setToolTip(tr("Words of names, addresses or folders (Ctrl+L)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, &m_tree, &ConnectionTree::setFilter);
    m_clearFilter->setObjectName(u"connectionFilterClear"_s);
    connect(m_clearFilter, &QAction::triggered, this, [this] {
        m_filter->clear();
        m_filter->setFocus();
    });
    for (const QKeySequence& keys : {QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(QKeySequence::Find)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &ServerTree::focusFilter);
    connect(new QShortcut(QKeySequence(Qt::Key_Slash), m_view, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &ServerTree::focusFilter);
}

void ServerTree::buildView(const Theme& theme) {
    m_view->setObjectName(u"connectionTree"_s);
    m_view->setAccessibleName(tr("Servers"));
    m_view->setModel(&m_tree);
    m_view->setItemDelegate(new ConnectionDelegate(theme, m_view));
    m_view->setHeaderHidden(true);
    m_view->setIndentation(kIndentation);
    m_view->setUniformRowHeights(true);
    m_view->setDragDropMode(QAbstractItemView::InternalMove);
    m_view->setAutoExpandDelay(kUnfoldDelay);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &ServerTree::onCurrentChanged);
    connect(m_view, &QTreeView::collapsed, this, [this](const QModelIndex& folder) { keepFold(folder, true); });
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex& folder) { keepFold(folder, false); });
    connect(m_view, &QTreeView::customContextMenuRequested, this, &ServerTree::showMenu);
    connect(m_view, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
        if (isServer(index)) Q_EMIT connectWanted();
    });
}

void ServerTree::buildActions() {
    m_connect = newAction(u"connectionMenuConnect"_s, tr("Connect"), {});
    m_up = newAction(u"connectionMoveUp"_s, tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up));
    m_down = newAction(u"connectionMoveDown"_s, tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down));
    m_remove = newAction(u"connectionMenuRemove"_s, tr("Remove…"), QKeySequence(QKeySequence::Delete));
    connect(m_connect, &QAction::triggered, this, &ServerTree::connectWanted);
    connect(m_up, &QAction::triggered, this, [this] { moveBy(-1); });
    connect(m_down, &QAction::triggered, this, [this] { moveBy(1); });
    connect(m_remove, &QAction::triggered, this, &ServerTree::removeWanted);
}

QAction* ServerTree::newAction(const QString& name, const QString& text, const QKeySequence& keys) {
    auto* action = new QAction(text, m_view);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(action);
    return action;
}

void ServerTree::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

// Escape empties the filter before it closes the dialog; Enter is not to connect to what happens to be chosen.
bool ServerTree::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_filter || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty()) return false;
        m_filter->clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        enterTree();
        return true;
    default:
        return false;
    }
}

// To the server that is chosen, where the filter shows it, else to the first.
void ServerTree::enterTree() {
    if (!m_tree.first().isValid()) return;
    m_view->setFocus(Qt::OtherFocusReason);
    if (!isServer(m_view->currentIndex())) m_view->setCurrentIndex(m_tree.first());
}

void ServerTree::mark(const QString& id) {
    m_marked = id;
    if (id.isEmpty() || id != currentId()) {
        const QScopedValueRollback marking(m_isMarking, true);
        QModelIndex place = m_isInRecent ? m_tree.findRecent(id) : QModelIndex();
        if (!place.isValid()) place = m_tree.find(id);
        m_view->setCurrentIndex(place);
    }
    refreshActions();
}

void ServerTree::onCurrentChanged() {
    refreshActions();
    const QModelIndex current = m_view->currentIndex();
    if (m_isMarking || !isServer(current)) return;
    m_isInRecent = current.data(ConnectionTree::IsRecentRole).toBool();
    if (currentId() != m_marked) Q_EMIT chosen(currentId());
}

// All rows are new.
void ServerTree::follow() {
    {
        const QScopedValueRollback marking(m_isMarking, true);
        unfold({});
    }
    showContent();
    mark(m_marked);
}

void ServerTree::unfold(const QModelIndex& parent) {
    for (int row = 0; row < m_tree.rowCount(parent); ++row) {
        const QModelIndex at = m_tree.index(row, 0, parent);
        if (isServer(at)) continue;
        m_view->setExpanded(at, m_tree.isFiltered() || !m_folded.contains(foldKey(at)));
        unfold(at);
    }
}

// With a filter all are open: what somebody folds then is of that moment.
void ServerTree::keepFold(const QModelIndex& folder, bool isFolded) {
    if (m_isMarking || m_tree.isFiltered()) return;
    if (isFolded)
        m_folded.insert(foldKey(folder));
    else
        m_folded.remove(foldKey(folder));
}

void ServerTree::showContent() {
    if (m_tree.rowCount() > 0) return m_content->setCurrentWidget(m_view);
    if (m_tree.isFiltered()) {
        m_empty->setMessage(tr("No server matches “%1”.").arg(m_filter->text().trimmed()),
                            tr("The filter looks for each word in names, addresses and folders."));
        m_empty->setActions({m_clearFilter});
    } else {
        m_empty->setMessage(tr("No servers yet."), tr("Fill in the form, or import the list of a colleague."));
        m_empty->setActions({});
    }
    m_content->setCurrentWidget(m_empty);
}

void ServerTree::refreshActions() {
    const bool isChosen = !currentId().isEmpty();
    m_connect->setEnabled(isChosen);
    m_remove->setEnabled(isChosen);
    for (const auto& [action, step] : {std::pair(m_up, -1), std::pair(m_down, 1)}) {
        const QString problem = moveProblem(step);
        action->setEnabled(problem.isEmpty());
        action->setToolTip(problem.isEmpty() ? action->text() : problem);
    }
}

QString ServerTree::moveProblem(int step) const {
    if (currentId().isEmpty()) return tr("Choose a server first.");
    if (m_tree.isFiltered()) return tr("Clear the filter first: it hides what is between them.");
    if (m_view->currentIndex().data(ConnectionTree::IsRecentRole).toBool())
        return tr("These are in the order in which they were used.");
    if (m_book.canMoveBy(currentId(), step)) return {};
    return step < 0 ? tr("It is the first of its folder.") : tr("It is the last of its folder.");
}

void ServerTree::moveBy(int step) {
    if (moveProblem(step).isEmpty()) m_book.moveBy(currentId(), step);
}

void ServerTree::showMenu(const QPoint& place) {
    auto* menu = new QMenu(m_view);
    menu->setObjectName(u"connectionMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addAction(m_connect);
    menu->addSeparator();
    menu->addActions({m_up, m_down});
    fillFolders(*menu->addMenu(tr("Move to")));
    menu->addSeparator();
    menu->addAction(m_remove);
    menu->popup(m_view->viewport()->mapToGlobal(place));
}

// As by dragging, for those who use keys.
void ServerTree::fillFolders(QMenu& menu) {
    const model::ServerProfile* server = m_book.find(currentId());
    menu.setEnabled(server != nullptr);
    if (!server) return;
    QStringList folders = m_book.folders();
    folders.prepend(QString());
    for (const QString& folder : folders) {
        QAction* action = menu.addAction(folder.isEmpty() ? tr("No folder") : QString(folder).replace(u'&', u"&&"_s),
                                         this, [this, id = server->id, folder] { m_book.move(id, folder); });
        action->setEnabled(folder != server->folder);
    }
}

QString ServerTree::currentId() const {
    return m_view->currentIndex().data(ConnectionTree::IdRole).toString();
}

} // namespace signalbox::ui
