#include "ui/navigator/navigator_pane.h"

#include <QMenu>
#include <QScopedValueRollback>
#include <QTreeView>
#include <QVBoxLayout>

#include "model/workflows/filter_text.h"
#include "ui/navigator/navigator_delegate.h"
#include "ui/navigator/save_view_dialog.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/user_prompt.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::NavigatorModel;

namespace {

constexpr int kNumberedViews = 9;

bool isSavedView(const QModelIndex& index) {
    return index.data(NavigatorModel::KindRole).toInt() == static_cast<int>(NavigatorModel::Kind::SavedView);
}

} // namespace

NavigatorPane::NavigatorPane(NavigatorModel& model, const Theme& theme, CommandRegistry& registry, UserPrompt& prompt,
                             QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_registry(registry)
    , m_prompt(prompt)
    , m_tree(new QTreeView(this)) {
    setObjectName(u"navigatorPane"_s);
    setAccessibleName(tr("Navigator"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addWidget(m_tree);
    setFocusProxy(m_tree);
    buildTree(theme);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    takeCommands();
    showFilter({});
}

NavigatorPane::~NavigatorPane() = default;

void NavigatorPane::buildTree(const Theme& theme) {
    m_tree->setObjectName(u"navigatorTree"_s);
    m_tree->setAccessibleName(tr("Servers, workflow definitions and views"));
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new NavigatorDelegate(theme, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setItemsExpandable(false);
    m_tree->setIndentation(0);
    m_tree->setMouseTracking(true);
    m_tree->setTabKeyNavigation(false);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->expandAll();
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &NavigatorPane::onCurrentChanged);
    // Clicking the marked entry again takes the list back to it.
    connect(m_tree, &QTreeView::clicked, this, &NavigatorPane::onCurrentChanged);
    connect(m_tree, &QTreeView::clicked, this, &NavigatorPane::openElsewhere);
    connect(m_tree, &QTreeView::activated, this, &NavigatorPane::openElsewhere);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &NavigatorPane::showMenu);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        m_tree->expandAll();
        markShown();
    });
}

void NavigatorPane::takeCommands() {
    const auto handle = [this](const QString& id, std::function<void()> handler) {
        if (m_registry.contains(id)) m_registry.setHandler(id, this, std::move(handler));
    };
    handle(u"view.rename"_s, [this] { m_tree->edit(m_tree->currentIndex()); });
    handle(u"view.delete"_s, [this] { removeCurrent(); });
    handle(u"view.moveUp"_s, [this] { m_model.moveView(m_tree->currentIndex(), -1); });
    handle(u"view.moveDown"_s, [this] { m_model.moveView(m_tree->currentIndex(), 1); });
    m_registry.attach(*m_tree, CommandContext::Navigator);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &NavigatorPane::nameViewCommands);
    connect(&m_model, &QAbstractItemModel::rowsMoved, this, &NavigatorPane::nameViewCommands);
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.isEmpty()) nameViewCommands(); // not a mere count
            });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &NavigatorPane::updateCommands);
    nameViewCommands();
}

void NavigatorPane::nameViewCommands() {
    m_viewCommands = std::make_unique<QObject>();
    for (int number = 1; number <= kNumberedViews; ++number) {
        const QString id = u"view.show.%1"_s.arg(number);
        const QModelIndex view = m_model.view(number - 1);
        if (!view.isValid() || !m_registry.contains(id)) continue;
        m_registry.setText(id, tr("Show “%1”").arg(view.data().toString()));
        m_registry.setHandler(id, m_viewCommands.get(), [this, number] { choose(m_model.view(number - 1)); });
    }
    updateCommands();
}

void NavigatorPane::updateCommands() {
    const QModelIndex current = m_tree->currentIndex();
    const auto enable = [this](const QString& id, const QString& reason) {
        if (m_registry.contains(id)) m_registry.setDisabled(id, reason);
    };
    const QString none = isSavedView(current) ? QString() : tr("Choose a view that you saved first.");
    enable(u"view.rename"_s, none);
    enable(u"view.delete"_s, none);
    const auto moving = [&](int step, const QString& reason) {
        return !none.isEmpty() || m_model.canMoveView(current, step) ? none : reason;
    };
    enable(u"view.moveUp"_s, moving(-1, tr("It is the first of your views.")));
    enable(u"view.moveDown"_s, moving(1, tr("It is the last of your views.")));
}

void NavigatorPane::showFilter(const model::WorkflowFilter& filter) {
    m_shown = filter;
    markShown();
}

void NavigatorPane::markShown() {
    const QScopedValueRollback marking(m_isMarking, true);
    const QModelIndex current = m_tree->currentIndex();
    const auto shown = m_model.contentAt(current);
    if (shown && shown->filter == m_shown) return; // of two entries for one filter, the chosen one stays
    m_tree->selectionModel()->setCurrentIndex(m_model.find(m_shown), QItemSelectionModel::ClearAndSelect);
}

void NavigatorPane::onCurrentChanged(const QModelIndex& current) {
    if (m_isMarking) return;
    const auto content = m_model.contentAt(current);
    if (!content) return;
    m_shown = content->filter;
    m_chosen = current;
    Q_EMIT viewChosen(*content);
}

// The mark goes back to what this window shows.
void NavigatorPane::openElsewhere(const QModelIndex& index) {
    if (!m_model.isElsewhere(index)) return;
    const QString key = index.data(model::NavigatorModel::ServerKeyRole).toString();
    markShown();
    Q_EMIT serverChosen(key);
}

void NavigatorPane::choose(const QModelIndex& index) {
    {
        const QScopedValueRollback marking(m_isMarking, true);
        m_tree->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    }
    onCurrentChanged(index);
}

void NavigatorPane::showMenu(const QPoint& position) {
    if (!isSavedView(m_tree->indexAt(position))) return;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"viewMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& id : {u"view.rename"_s, u"view.moveUp"_s, u"view.moveDown"_s, u"view.delete"_s})
        if (m_registry.contains(id)) menu->addAction(m_registry.action(id));
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void NavigatorPane::removeCurrent() {
    const QString name = m_tree->currentIndex().data().toString();
    Confirmation question;
    question.title = tr("Delete the view “%1”?").arg(name);
    question.text = tr("The workflows that it shows stay as they are.");
    question.verb = tr("Delete view");
    question.keep = tr("Keep it");
    question.style = PromptStyle::Popover;
    question.anchor = m_tree;
    m_prompt.confirm(question, [this, view = QPersistentModelIndex(m_tree->currentIndex())](const auto& answer) {
        if (answer.isConfirmed) m_model.removeView(view);
    });
}

void NavigatorPane::saveView(const model::ViewContent& content) {
    auto* dialog = new SaveViewDialog(m_model, content, offeredName(content), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SaveViewDialog::named, this, [this, content](const QString& name) {
        m_model.saveView(name, content);
        for (int number = 0; m_model.view(number).isValid(); ++number)
            if (m_model.view(number).data().toString() == name) choose(m_model.view(number));
    });
    dialog->open();
}

// To save what was changed in a view is what is wanted most: its name is offered again.
QString NavigatorPane::offeredName(const model::ViewContent& content) const {
    if (isSavedView(m_chosen)) return m_chosen.data().toString();
    return model::filterText(content.filter, {});
}

} // namespace signalbox::ui
