#include "ui/workflows/workflows_pane.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/connection/server_roster.h"
#include "model/workflows/workflow_cell.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/status_dot.h"
#include "ui/widgets/tabular_label.h"
#include "ui/workflows/filter_box.h"
#include "ui/workflows/key_button.h"
#include "ui/workflows/new_workflow_dialog.h"
#include "ui/workflows/state_chips_row.h"
#include "ui/workflows/workflow_table.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::Connection;
using model::WorkflowListModel;

namespace {

// A legend or a state: a dot and its word.
QWidget* dotWithLabel(StatusDot* dot, TabularLabel* label, QWidget* parent) {
    auto* pair = new QWidget(parent);
    auto* layout = new QHBoxLayout(pair);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(dot);
    layout->addWidget(label);
    return pair;
}

} // namespace

WorkflowsPane::WorkflowsPane(Connection& connection, const Clock& clock, const Theme& theme, CommandRegistry& registry,
                             QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_theme(theme)
    , m_registry(registry)
    , m_list(connection, clock)
    , m_chips(m_list, connection)
    , m_filterBox(new FilterBox(theme, this))
    , m_problem(new QLabel(this))
    , m_chipsRow(new StateChipsRow(m_chips, theme, this))
    , m_content(new QStackedWidget(this))
    , m_table(new WorkflowTable(m_list, theme))
    , m_empty(new EmptyState)
    , m_clearAction(new QAction(tr("Clear filter"), this)) {
    setObjectName(u"workflowsPane"_s);
    setAccessibleName(tr("Workflow list"));
    m_clearAction->setObjectName(u"clearFilter"_s);
    m_problem->setObjectName(u"filterProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setProperty("tone", u"stop"_s);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(12, 0, 12, 6);
    m_problem->hide();
    m_content->addWidget(m_table);
    m_content->addWidget(m_empty);
    setFocusProxy(m_table);
    QWidget* tools = buildToolRow();
    buildLayout(tools, buildFooter());
    connectParts();
    takeCommands();
    updateVocabulary();
    updateSort();
    updateContent();
}

QWidget* WorkflowsPane::buildToolRow() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 10, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_filterBox, 1);
    m_sortButton = new QToolButton(row);
    m_sortButton->setObjectName(u"sortButton"_s);
    m_sortButton->setPopupMode(QToolButton::InstantPopup);
    m_sortButton->setToolTip(tr("Order of the rows; a click on a column's head does the same"));
    buildSortMenu(*m_sortButton);
    layout->addWidget(m_sortButton);
    if (m_registry.contains(u"workflow.new"_s)) {
        auto* create = new KeyButton(m_theme, tr("+ New"), row);
        create->setObjectName(u"newWorkflowButton"_s);
        create->setAccessibleName(tr("New workflow"));
        const auto showKeys = [&registry = m_registry, create](const QString& id) {
            if (id != u"workflow.new"_s) return;
            create->setKeys(registry.firstKeyText(id));
            create->setToolTip(registry.toolTip(id));
        };
        showKeys(u"workflow.new"_s);
        connect(&m_registry, &CommandRegistry::commandChanged, create, showKeys);
        connect(create, &QPushButton::clicked, this, [this] { m_registry.trigger(u"workflow.new"_s); });
        layout->addWidget(create);
    }
    return row;
}

void WorkflowsPane::buildSortMenu(QToolButton& button) {
    auto* menu = new QMenu(&button);
    menu->setObjectName(u"sortMenu"_s);
    auto* columns = new QActionGroup(menu);
    for (int i = 0; i < WorkflowListModel::kColumnCount; ++i) {
        const auto column = static_cast<WorkflowListModel::Column>(i);
        // The order by id is that of the servers first: one entry says so.
        if (!m_list.hasColumn(column)) continue;
        if (column == WorkflowListModel::Column::Id && m_connection.servers()) continue;
        QAction* action = menu->addAction(model::columnTitle(column));
        action->setCheckable(true);
        columns->addAction(action);
        connect(action, &QAction::triggered, this, [this, column] {
            m_list.setListSort({WorkflowListModel::sortKey(column), m_list.listSort().descending});
        });
        connect(menu, &QMenu::aboutToShow, action,
                [this, action, column] { action->setChecked(m_list.sortColumn() == column); });
    }
    menu->addSeparator();
    QAction* descending = menu->addAction(tr("Largest or newest first"));
    descending->setCheckable(true);
    connect(descending, &QAction::triggered, this,
            [this](bool isOn) { m_list.setListSort({m_list.listSort().key, isOn}); });
    connect(menu, &QMenu::aboutToShow, descending,
            [this, descending] { descending->setChecked(m_list.listSort().descending); });
    button.setMenu(menu);
}

QWidget* WorkflowsPane::buildFooter() {
    auto* footer = new QFrame(this);
    footer->setProperty("surface", u"strip"_s);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(16);
    m_selected = new TabularLabel(m_theme, {}, footer);
    m_selected->setObjectName(u"selectedCount"_s);
    m_liveDot = new StatusDot(m_theme, footer);
    m_live = new TabularLabel(m_theme, {}, footer);
    m_live->setObjectName(u"liveLabel"_s);
    layout->addWidget(m_selected);
    layout->addWidget(dotWithLabel(m_liveDot, m_live, footer));
    layout->addStretch();
    auto* residentDot = new StatusDot(m_theme, footer);
    residentDot->setTone(Tone::Go);
    auto* idleDot = new StatusDot(m_theme, footer);
    idleDot->setFilled(false);
    layout->addWidget(dotWithLabel(residentDot, new TabularLabel(m_theme, tr("in memory"), footer), footer));
    layout->addWidget(dotWithLabel(idleDot, new TabularLabel(m_theme, tr("idle, on disk"), footer), footer));
    return footer;
}

void WorkflowsPane::buildLayout(QWidget* tools, QWidget* footer) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tools);
    layout->addWidget(m_problem);
    layout->addWidget(m_chipsRow);
    layout->addSpacing(8);
    layout->addWidget(m_content, 1);
    layout->addWidget(footer);
}

void WorkflowsPane::connectParts() {
    connect(m_filterBox, &FilterBox::filterEdited, &m_list, &WorkflowListModel::setFilter);
    connect(m_filterBox, &FilterBox::problemTold, this, [this](const QString& message) {
        m_problem->setText(message);
        m_problem->setVisible(!message.isEmpty());
    });
    connect(m_filterBox, &FilterBox::left, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_clearAction, &QAction::triggered, this, [this] {
        m_isFocusDue = true; // the table is hidden until the answer is here
        setFilter({});
    });
    connect(&m_list, &WorkflowListModel::filterChanged, this, [this] {
        m_filterBox->setFilter(m_list.filter());
        Q_EMIT filterChanged(m_list.filter());
    });
    connect(&m_list, &WorkflowListModel::loaded, this, &WorkflowsPane::updateContent);
    connect(&m_list, &WorkflowListModel::failed, this, &WorkflowsPane::updateContent);
    connect(&m_list, &WorkflowListModel::sortChanged, this, &WorkflowsPane::updateSort);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WorkflowsPane::updateFooter);
    connect(m_table, &WorkflowTable::currentIdChanged, this, [this](const QString& id) {
        updateCommands();
        Q_EMIT currentWorkflowChanged(id);
    });
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &WorkflowsPane::showMenu);
    connect(m_table, &WorkflowTable::opened, this, &WorkflowsPane::workflowOpened);
    connect(&m_connection, &Connection::definitionsLoaded, this, &WorkflowsPane::updateVocabulary);
    connect(&m_connection, &Connection::accessChanged, this, [this] {
        if (m_connection.servers()) updateVocabulary();
        updateCommands();
        updateContent();
        m_table->viewport()->update();
    });
    connect(&m_connection, &Connection::liveChanged, this, [this](bool isLive) {
        m_pausedSince = isLive ? QDateTime() : QDateTime::currentDateTime();
        updateFooter();
    });
}

void WorkflowsPane::takeCommands() {
    const auto handle = [this](const QString& id, std::function<void()> handler) {
        if (m_registry.contains(id)) m_registry.setHandler(id, this, std::move(handler));
    };
    handle(u"go.filter"_s, [this] { focusFilter(); });
    handle(u"workflow.new"_s, [this] { createWorkflow(m_list.filter().fixed.definition.value_or(std::string())); });
    handle(u"workflow.open"_s, [this] { Q_EMIT workflowOpened(currentWorkflow()); });
    handle(u"workflow.copyId"_s, [this] { QGuiApplication::clipboard()->setText(currentWorkflow()); });
    handle(u"view.refresh"_s, [this] {
        m_connection.reloadDefinitions();
        m_list.refresh();
    });
    handle(u"view.pauseLive"_s, [this] { m_connection.setLive(!m_connection.isLive()); });
    handle(u"view.save"_s, [this] { Q_EMIT viewSaveWanted(shownView()); });
    m_registry.attach(*m_table, CommandContext::List);
    updateCommands();
}

void WorkflowsPane::showMenu(const QPoint& position) {
    if (!m_table->indexAt(position).isValid()) return;
    static const QList<QStringList> kSections{
        {u"workflow.open"_s, u"workflow.openInTab"_s, u"workflow.openInWindow"_s, u"workflow.preview"_s},
        {u"workflow.fire"_s, u"workflow.assign"_s, u"workflow.assignToMe"_s},
        {u"workflow.copyId"_s, u"workflow.copyLink"_s},
        {u"workflow.cancel"_s, u"workflow.terminate"_s, u"workflow.delete"_s}};
    auto* menu = new QMenu(this);
    menu->setObjectName(u"workflowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QStringList& section : kSections) {
        if (!menu->isEmpty()) menu->addSeparator();
        for (const QString& id : section)
            if (m_registry.contains(id)) menu->addAction(m_registry.action(id));
    }
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void WorkflowsPane::updateCommands() {
    if (m_registry.contains(u"workflow.new"_s))
        m_registry.setDisabled(u"workflow.new"_s, model::refusalSentence(m_connection.access(), model::Deed::Create));
    for (const QString& id : {u"workflow.open"_s, u"workflow.copyId"_s}) {
        if (!m_registry.contains(id)) continue;
        if (currentWorkflow().isEmpty())
            m_registry.setDisabled(id, tr("Select a workflow first."));
        else
            m_registry.setEnabled(id);
    }
}

QString WorkflowsPane::currentWorkflow() const {
    return m_table->currentId();
}

void WorkflowsPane::setSampleAction(QAction* action) {
    m_sampleAction = action;
    m_emptyCause.clear();
    updateContent();
}

void WorkflowsPane::setFilter(const model::WorkflowFilter& filter) {
    m_list.setFilter(filter);
}

model::ViewContent WorkflowsPane::shownView() const {
    return {.filter = m_list.filter(), .sort = m_list.listSort(), .columns = m_table->columns()};
}

void WorkflowsPane::showView(const model::ViewContent& content) {
    setFilter(content.filter);
    if (content.sort) m_list.setListSort(*content.sort);
    if (!content.columns.isEmpty()) {
        if (!m_ownColumns) m_ownColumns = m_table->columns();
        m_table->setColumns(content.columns);
    } else if (m_ownColumns) {
        m_table->setColumns(*std::exchange(m_ownColumns, std::nullopt));
    }
}

void WorkflowsPane::rememberIn(QSettings& settings, const QString& group) {
    const QString columns = group + u"/list/columns"_s;
    const QString sort = group + u"/list/sort"_s;
    m_table->setColumns(model::parseColumns(settings.value(columns).toString()));
    if (const auto known = model::parseSort(settings.value(sort).toString())) m_list.setListSort(*known);
    connect(m_table, &WorkflowTable::columnsChanged, this, [this, &settings, columns] {
        if (!m_ownColumns) settings.setValue(columns, model::columnsText(m_table->columns()));
    });
    connect(&m_list, &WorkflowListModel::sortChanged, this,
            [this, &settings, sort] { settings.setValue(sort, model::sortText(m_list.listSort())); });
}

void WorkflowsPane::selectWorkflow(const QString& id) {
    m_table->setCurrentId(id);
}

void WorkflowsPane::focusFilter() {
    m_filterBox->setFocus(Qt::ShortcutFocusReason);
    m_filterBox->selectAll();
}

void WorkflowsPane::stepCurrent(int by) {
    const QModelIndex current = m_table->currentIndex();
    const QModelIndex next = m_list.index(current.isValid() ? current.row() + by : 0, std::max(current.column(), 0));
    if (next.isValid()) m_table->setCurrentIndex(next);
}

void WorkflowsPane::createWorkflow(const std::string& definition) {
    auto* dialog = new NewWorkflowDialog(m_connection, m_theme, definition, this);
    // That of the list, or of the workflow that is chosen.
    const std::string current = currentWorkflow().toStdString();
    const std::string& listed = m_list.filter().server;
    dialog->chooseServer(listed.empty() ? m_connection.placeOf(current).server : QString::fromStdString(listed));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewWorkflowDialog::created, this, &WorkflowsPane::selectWorkflow);
    dialog->open();
}

void WorkflowsPane::updateVocabulary() {
    model::FilterVocabulary vocabulary;
    for (const Definition& definition : m_connection.definitionList()) {
        const QString name = QString::fromStdString(definition.structure.name);
        if (!vocabulary.definitions.contains(name)) vocabulary.definitions.push_back(name);
        for (const StateStructure& state : definition.structure.states) {
            const QString stateName = QString::fromStdString(state.name);
            if (!vocabulary.states.contains(stateName)) vocabulary.states.push_back(stateName);
        }
    }
    for (const QString& person : m_people)
        vocabulary.assignees.push_back(person);
    if (m_connection.servers())
        for (const model::ServerRoster::Server& server : m_connection.servers()->servers())
            vocabulary.servers.push_back(server.name);
    m_filterBox->setVocabulary(vocabulary);
}

void WorkflowsPane::updateContent() {
    updateFooter();
    const auto people = m_people.size();
    for (int row = 0; row < std::min(m_list.rowCount(), model::PageCache::kPageRows); ++row)
        if (const WorkflowRow* each = m_list.row(row); each && !each->assignee.empty())
            m_people.insert(QString::fromStdString(each->assignee));
    if (m_people.size() != people) updateVocabulary();
    if (m_list.rowCount() == 0 && m_list.error()) {
        showEmpty(tr("The list could not be read"), QString::fromStdString(m_list.error()->message),
                  {m_registry.action(u"view.refresh"_s)});
    } else if (m_list.isLoaded() && m_list.rowCount() == 0 && m_list.filter().isEmpty()) {
        QList<QAction*> steps{m_registry.action(u"workflow.new"_s)};
        if (m_sampleAction) steps.prepend(m_sampleAction);
        showEmpty(m_connection.servers() ? tr("No server has workflows yet") : tr("This store has no workflows yet"),
                  m_sampleAction ? tr("Create some samples to look around, or start your first one.")
                                 : tr("Start your first one."),
                  steps);
    } else if (m_list.isLoaded() && m_list.rowCount() == 0) {
        showEmpty(tr("No workflow matches the filter"), tr("Take a condition away, or show all workflows."),
                  {m_clearAction});
    } else {
        m_emptyCause.clear();
        m_content->setCurrentWidget(m_table);
        if (std::exchange(m_isFocusDue, false)) m_table->setFocus(Qt::OtherFocusReason);
    }
}

void WorkflowsPane::showEmpty(const QString& cause, const QString& nextStep, const QList<QAction*>& actions) {
    m_content->setCurrentWidget(m_empty);
    if (cause == m_emptyCause) return; // rebuilt only when it changes: a button may have the focus
    m_emptyCause = cause;
    m_empty->setMessage(cause, nextStep);
    m_empty->setActions(actions);
}

void WorkflowsPane::updateFooter() {
    const QLocale locale;
    const QString total = locale.toString(m_list.rowCount());
    m_selected->setText(m_table->hasCurrentRow() ? tr("1 of %1 selected").arg(total)
                                                 : tr("none of %1 selected").arg(total));
    const bool isLive = m_connection.isLive();
    const bool isFresh = isLive && m_age.isEmpty();
    m_liveDot->setTone(isFresh ? Tone::Go : Tone::Warn);
    m_liveDot->setFilled(isFresh);
    m_live->setText(isLive ? tr("live")
                           : tr("paused since %1").arg(locale.toString(m_pausedSince.time(), QLocale::ShortFormat)));
    if (!m_age.isEmpty()) m_live->setText(m_age);
    if (m_registry.contains(u"view.pauseLive"_s)) m_registry.setChecked(u"view.pauseLive"_s, !isLive);
}

void WorkflowsPane::setAge(const QString& age) {
    if (age == m_age) return;
    m_age = age;
    updateFooter();
}

void WorkflowsPane::updateSort() {
    const QString column = model::columnTitle(m_list.sortColumn());
    m_sortButton->setText(tr("Sort: %1 %2").arg(column, u"▾"_s));
    m_sortButton->setAccessibleName(tr("Sorted by %1").arg(column));
}

} // namespace signalbox::ui
