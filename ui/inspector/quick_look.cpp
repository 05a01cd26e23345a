#include "ui/inspector/quick_look.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "model/actions/action.h"
#include "model/actions/standstill.h"
#include "model/connection/connection.h"
#include "ui/inspector/graph_thumbnail.h"
#include "ui/inspector/inspector_header.h"
#include "ui/inspector/state_chip.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/tabular_label.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::HistoryModel;
using model::InspectorModel;

namespace {

constexpr QSize kSize(600, 560);
constexpr int kGap = 12;
constexpr int kChangesShown = 3;
constexpr int kHeaderMiddle = 24; // stands at the height of the row

QLabel* plainLabel(const QString& text, const QString& tone, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    if (!tone.isEmpty()) label->setProperty("tone", tone);
    return label;
}

void clearChildren(QWidget& widget) {
    while (QLayoutItem* item = widget.layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

bool isForList(int key) {
    constexpr int kKeys[] = {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
    return std::ranges::find(kKeys, key) != std::end(kKeys);
}

// At once: a layout shows what is added to a visible widget one turn of the event loop later, which flickers.
void showChildren(const QWidget& widget) {
    for (QWidget* child : widget.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        child->show();
}

} // namespace

QuickLook::QuickLook(const PaneServices& services, QAbstractItemView& list, QWidget* window)
    : QFrame(window)
    , m_services(services)
    , m_list(list)
    , m_inspector(services.connection)
    , m_history(services.connection, services.clock) {
    setObjectName(u"quickLook"_s);
    setAccessibleName(tr("Quick look"));
    setProperty("surface", u"popover"_s);
    setFocusPolicy(Qt::StrongFocus);
    build();
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);
    connect(&m_inspector, &InspectorModel::changed, this, &QuickLook::refresh);
    connect(&m_history, &HistoryModel::loaded, this, &QuickLook::refresh);
    connect(&services.connection, &model::Connection::accessChanged, this, &QuickLook::refresh);
    services.commands.setHandler(u"workflow.preview"_s, this, [this] { toggle(); });
    follow({});
    hide();
}

// The header looks at the inspector model, which as a member would be gone before it.
QuickLook::~QuickLook() {
    delete m_header;
}

void QuickLook::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 12);
    layout->setSpacing(0);
    m_header = new InspectorHeader(m_services.theme, m_inspector, this);
    m_graph = new GraphThumbnail(m_services.theme, m_services.layouter, this);
    layout->addWidget(m_header);
    layout->addWidget(m_graph, 1);
    addHeading(*layout, tr("Permitted now"));
    m_triggers = new QWidget(this);
    m_triggers->setObjectName(u"lookTriggers"_s);
    auto* flow = new FlowLayout(m_triggers, 6);
    flow->setContentsMargins(16, 2, 16, 0);
    layout->addWidget(m_triggers);
    addHeading(*layout, tr("Last changes"));
    m_changes = new QWidget(this);
    m_changes->setObjectName(u"lookChanges"_s);
    auto* grid = new QGridLayout(m_changes);
    grid->setContentsMargins(16, 2, 16, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    layout->addWidget(m_changes);
    addHeading(*layout, tr("↑ ↓ next workflow   Enter opens   Space closes"));
}

QLabel* QuickLook::addHeading(QVBoxLayout& layout, const QString& text) {
    QLabel* heading = plainLabel(text, u"muted"_s, this);
    heading->setFont(m_services.theme.smallFont());
    heading->setContentsMargins(16, 12, 16, 2);
    layout.addWidget(heading);
    return heading;
}

void QuickLook::toggle() {
    if (isVisible()) return dismiss();
    resize(kSize.boundedTo(parentWidget()->size() - QSize(2 * kGap, 2 * kGap)));
    m_inspector.showWorkflow(m_id);
    m_history.showWorkflow(m_id);
    refresh();
    place();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void QuickLook::dismiss() {
    if (!isVisible()) return;
    const bool hadFocus = hasFocus();
    hide();
    m_inspector.showWorkflow({});
    m_history.showWorkflow({});
    if (hadFocus) m_list.setFocus(Qt::PopupFocusReason);
}

void QuickLook::follow(const QString& id) {
    m_id = id;
    m_services.commands.setDisabled(u"workflow.preview"_s, id.isEmpty() ? tr("Select a workflow first.") : QString());
    if (!isVisible()) return;
    m_inspector.showWorkflow(id);
    m_history.showWorkflow(id);
    place();
}

bool QuickLook::isSettled() const {
    return m_inspector.phase() == InspectorModel::Phase::Shown && m_graph->isLaidOut() && m_history.rowCount() > 0;
}

// Beside the list, where it covers no row, at the height of the current one; where there is no room, over its right.
void QuickLook::place() {
    const QRect row = m_list.visualRect(m_list.currentIndex());
    const QPoint beside =
        m_list.viewport()->mapTo(parentWidget(), QPoint(m_list.viewport()->width(), row.center().y()));
    const QSize room = parentWidget()->size() - size() - QSize(kGap, kGap);
    move(std::clamp(beside.x() + kGap, kGap, std::max(kGap, room.width())),
         std::clamp(beside.y() - kHeaderMiddle, kGap, std::max(kGap, room.height())));
}

void QuickLook::refresh() {
    const Workflow* workflow = m_inspector.workflow();
    if (workflow == nullptr || m_inspector.phase() != InspectorModel::Phase::Shown) return;
    m_header->refresh();
    const Definition* definition = m_inspector.definition();
    if (definition) refreshGraph(*definition);
    refreshTriggers(definition);
    refreshChanges();
    for (QWidget* part : {static_cast<QWidget*>(m_header), m_triggers, m_changes})
        part->layout()->activate();
    layout()->activate();
}

void QuickLook::refreshGraph(const Definition& definition) {
    model::GraphSubject subject;
    subject.workflow = m_inspector.workflow();
    subject.explanation = m_inspector.explanation();
    subject.now = m_services.clock.now();
    m_graph->showWorkflow(definition.structure, QString::fromStdString(definition.hash), subject);
}

void QuickLook::refreshTriggers(const Definition* definition) {
    clearChildren(*m_triggers);
    const model::Standstill standstill = model::standstillOf(m_inspector, m_services.connection);
    const bool isKnown = definition && m_inspector.explanation();
    const auto actions = isKnown ? model::actionsOf(definition->structure, *m_inspector.explanation(), standstill)
                                 : std::vector<model::Action>{};
    for (const model::Action& action : actions) {
        if (!action.isEnabled) continue;
        auto* chip = new StateChip(m_services.theme, m_triggers);
        chip->setState(action.text, Tone::Go);
        m_triggers->layout()->addWidget(chip);
    }
    if (m_triggers->layout()->count() == 0) {
        const QString why = standstill.reason.isEmpty() ? tr("nothing") : standstill.reason;
        m_triggers->layout()->addWidget(plainLabel(why, u"muted"_s, m_triggers));
    }
    showChildren(*m_triggers);
}

void QuickLook::refreshChanges() {
    clearChildren(*m_changes);
    auto* grid = static_cast<QGridLayout*>(m_changes->layout());
    const int count = std::min(kChangesShown, m_history.rowCount());
    for (int row = 0; row < count; ++row) {
        const auto text = [this, row](int column) { return m_history.index(row, column).data().toString(); };
        auto* when = new TabularLabel(m_services.theme, text(HistoryModel::WhenColumn), m_changes);
        auto* what = plainLabel(m_history.index(row, 0).data(HistoryModel::TitleRole).toString(), {}, m_changes);
        what->setFont(m_services.theme.boldFont());
        grid->addWidget(when, row, 0);
        grid->addWidget(what, row, 1);
        grid->addWidget(plainLabel(text(HistoryModel::TransitionColumn), {}, m_changes), row, 2);
        grid->addWidget(plainLabel(text(HistoryModel::ByColumn), u"muted"_s, m_changes), row, 3);
    }
    showChildren(*m_changes);
}

void QuickLook::keyPressEvent(QKeyEvent* event) {
    // Whatever is no key of the look ends here: nothing may act on what is only looked at.
    event->accept();
    const int key = event->key();
    if (isForList(key)) {
        QKeyEvent moved(event->type(), key, Qt::NoModifier);
        QApplication::sendEvent(&m_list, &moved);
    } else if (key == Qt::Key_Space || key == Qt::Key_Escape) {
        dismiss();
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        dismiss();
        Q_EMIT openWanted(m_id);
    }
}

void QuickLook::focusOutEvent(QFocusEvent* event) {
    QFrame::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) dismiss();
}

} // namespace signalbox::ui
