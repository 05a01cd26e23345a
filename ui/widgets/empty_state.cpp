#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* centredLabel(const QString& name, const QString& tone, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setProperty("tone", tone);
    return label;
}

// An action's text may carry a menu's "\tCtrl+N".
QString buttonText(const QAction& action) {
    return action.text().section(u'\t', 0, 0);
}

QPushButton* buttonFor(QAction& action, bool isPrimary, QWidget* parent) {
    auto* button = new QPushButton(buttonText(action), parent);
    button->setObjectName(u"emptyAction_"_s + action.objectName());
    button->setAccessibleName(buttonText(action));
    button->setToolTip(action.toolTip());
    if (isPrimary) button->setProperty("role", u"primary"_s);
    button->setEnabled(action.isEnabled());
    QObject::connect(button, &QPushButton::clicked, &action, &QAction::trigger);
    QObject::connect(&action, &QAction::changed, button, [button, &action] {
        button->setEnabled(action.isEnabled());
        button->setToolTip(action.toolTip());
    });
    return button;
}

} // namespace

EmptyState::EmptyState(QWidget* parent) : QWidget(parent) {
    setObjectName(u"emptyState"_s);
    m_cause = centredLabel(u"emptyCause"_s, u"heading"_s, this);
    m_nextStep = centredLabel(u"emptyNextStep"_s, u"muted"_s, this);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    m_buttons->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 16, 32, 16);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_cause);
    layout->addWidget(m_nextStep);
    layout->addSpacing(4);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

void EmptyState::setMessage(const QString& cause, const QString& nextStep) {
    m_cause->setText(cause);
    m_nextStep->setText(nextStep);
    m_nextStep->setVisible(!nextStep.isEmpty());
    setAccessibleName(cause);
    setAccessibleDescription(nextStep);
}

void EmptyState::setActions(const QList<QAction*>& actions) {
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (QAction* action : actions) {
        m_buttons->addWidget(buttonFor(*action, action == actions.first(), this));
    }
}

} // namespace signalbox::ui
