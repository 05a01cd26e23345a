#include "ui/inspector/inspector_header.h"

#include <QHBoxLayout>
#include <QLabel>

#include "model/definition/display_name.h"
#include "model/inspector/inspector_model.h"
#include "ui/inspector/state_chip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/status_dot.h"
#include "ui/widgets/tabular_label.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHeight = 46;
constexpr int kPairSpacing = 5;

} // namespace

InspectorHeader::InspectorHeader(const Theme& theme, const model::InspectorModel& inspector, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_inspector(inspector)
    , m_id(new ElidedLabel({}, this))
    , m_state(new StateChip(theme, this))
    , m_avatar(new Avatar(theme, this))
    , m_revision(new TabularLabel(theme, {}, this))
    , m_dot(new StatusDot(theme, this)) {
    setObjectName(u"inspectorHeader"_s);
    setAccessibleName(tr("Workflow"));
    setProperty("surface", u"panel"_s);
    setFixedHeight(kHeight);
    build();
}

QLabel* InspectorHeader::addText(QHBoxLayout& layout, const QString& name) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", u"muted"_s);
    layout.addWidget(label);
    return label;
}

void InspectorHeader::build() {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(12);
    m_id->setObjectName(u"inspectorId"_s);
    m_id->setFont(m_theme.titleFont());
    m_state->setObjectName(u"inspectorState"_s);
    layout->addWidget(m_id);
    layout->addWidget(m_state);
    m_parent = addText(*layout, u"inspectorParent"_s);
    layout->addStretch(1);
    // A pair in a layout of its own leaves no gap behind when it is hidden.
    auto* person = new QHBoxLayout;
    person->setSpacing(kPairSpacing);
    person->addWidget(m_avatar);
    m_assignee = addText(*person, u"inspectorAssignee"_s);
    layout->addLayout(person);
    m_version = addText(*layout, u"inspectorVersion"_s);
    m_revision->setObjectName(u"inspectorRevision"_s);
    layout->addWidget(m_revision);
    auto* residence = new QHBoxLayout;
    residence->setSpacing(kPairSpacing);
    residence->addWidget(m_dot);
    m_residence = addText(*residence, u"inspectorResidence"_s);
    layout->addLayout(residence);
    m_facts.resize(FactCount);
    m_facts[VersionFact].widgets = {m_version};
    m_facts[ParentFact].widgets = {m_parent};
    m_facts[ResidenceFact].widgets = {m_residence};
    m_facts[RevisionFact].widgets = {m_revision};
    m_facts[AssigneeFact].widgets = {m_avatar, m_assignee};
}

void InspectorHeader::refresh() {
    const Workflow* workflow = m_inspector.workflow();
    if (workflow == nullptr) return;
    const Definition* definition = m_inspector.definition();
    const auto text = [&](const std::string& state) {
        return definition ? model::stateText(definition->structure, state) : QString::fromStdString(state);
    };
    m_id->setText(m_inspector.id());
    m_id->setAccessibleName(tr("Workflow %1").arg(m_inspector.id()));
    m_state->setState(text(workflow->row.state),
                      toneOf(model::stateTone(workflow->row.status, !workflow->row.assignee.empty())));
    m_facts[ParentFact].isWanted = workflow->activeStates.size() > 1;
    if (m_facts[ParentFact].isWanted) m_parent->setText(tr("in %1").arg(text(workflow->activeStates[1])));
    m_version->setText(tr("v%1").arg(workflow->row.definition.version));
    m_version->setToolTip(tr("Definition %1, version %2")
                              .arg(QString::fromStdString(workflow->row.definition.name))
                              .arg(workflow->row.definition.version));
    m_revision->setText(tr("revision %1").arg(workflow->row.revision.value()));
    showPeople();
    showResidence();
    dropWhatDoesNotFit();
}

void InspectorHeader::showPeople() {
    const QString name = QString::fromStdString(m_inspector.workflow()->row.assignee);
    const Definition* definition = m_inspector.definition();
    const bool mayHaveOne = definition == nullptr || !definition->structure.assigneeLocation.empty();
    m_facts[AssigneeFact].isWanted = mayHaveOne;
    m_facts[AssigneeFact].widgets =
        name.isEmpty() ? std::vector<QWidget*>{m_assignee} : std::vector<QWidget*>{m_avatar, m_assignee};
    m_avatar->setVisible(!name.isEmpty());
    m_avatar->setPerson(name);
    m_assignee->setText(name.isEmpty() ? tr("nobody") : name);
    m_assignee->setAccessibleName(name.isEmpty() ? tr("Assigned to nobody") : tr("Assigned to %1").arg(name));
}

void InspectorHeader::showResidence() {
    const bool isPast = !m_inspector.isLive();
    const bool isResident = m_inspector.workflow()->row.isResident;
    m_dot->setFilled(isResident);
    m_dot->setTone(isResident ? Tone::Go : Tone::Muted);
    m_dot->setVisible(!isPast);
    m_facts[ResidenceFact].isWanted = !isPast;
    m_residence->setText(isResident ? tr("in memory") : tr("idle"));
    m_residence->setToolTip(isResident ? tr("In memory: its next trigger is answered at once")
                                       : tr("Idle: on disk only, wakes when it is used"));
    m_dot->setToolTip(m_residence->toolTip());
}

void InspectorHeader::setVisible(const Fact& fact, bool isVisible) {
    for (QWidget* widget : fact.widgets)
        widget->setVisible(isVisible);
}

void InspectorHeader::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    dropWhatDoesNotFit();
}

void InspectorHeader::dropWhatDoesNotFit() {
    const QMargins margins = layout()->contentsMargins();
    const int spacing = layout()->spacing();
    int room = width() - margins.left() - margins.right() - m_id->sizeHint().width() - m_state->sizeHint().width() -
               2 * spacing - m_dot->sizeHint().width();
    const auto widthOf = [spacing](const Fact& fact) {
        int sum = 0;
        for (const QWidget* widget : fact.widgets)
            sum += widget->sizeHint().width() + spacing;
        return sum;
    };
    for (const Fact& fact : m_facts)
        if (fact.isWanted) room -= widthOf(fact);
    for (const Fact& fact : m_facts) {
        const bool isDropped = fact.isWanted && room < 0;
        if (isDropped) room += widthOf(fact);
        setVisible(fact, fact.isWanted && !isDropped);
    }
}

} // namespace signalbox::ui
