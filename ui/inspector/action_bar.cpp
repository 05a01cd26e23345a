#include "ui/inspector/action_bar.h"

#include <QKeyEvent>
#include <QMenu>
#include <QToolButton>

#include "model/actions/action_model.h"
#include "ui/inspector/action_button.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMargin = 16;
constexpr int kSpacing = 8;
constexpr int kHeight = 52;

// A menu would take a single & for a mnemonic.
QString menuText(QString text) {
    return text.replace(u"&"_s, u"&&"_s);
}

} // namespace

ActionBar::ActionBar(const Theme& theme, const model::ActionModel& actions, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_actions(actions)
    , m_cancel(new ActionButton(theme, ActionButton::Look::Stop, this))
    , m_more(new QToolButton(this))
    , m_moreMenu(new QMenu(this))
    , m_chooser(new QMenu(this)) {
    setObjectName(u"actionBar"_s);
    setAccessibleName(tr("Actions"));
    setProperty("surface", u"panel"_s);
    setFixedHeight(kHeight);
    m_cancel->setObjectName(u"actionCancel"_s);
    m_more->setObjectName(u"actionMore"_s);
    m_more->setAccessibleName(tr("More actions"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_moreMenu);
    m_moreMenu->setObjectName(u"actionMoreMenu"_s);
    m_chooser->setObjectName(u"actionChooser"_s);
    m_chooser->setAccessibleName(tr("Fire a trigger"));
    m_chooser->setToolTipsVisible(true);
    m_moreMenu->setToolTipsVisible(true);
    m_chooser->installEventFilter(this);
    m_moreMenu->installEventFilter(this);
    connect(m_cancel, &QAbstractButton::clicked, this, &ActionBar::cancelActivated);
    connect(&actions, &QAbstractItemModel::modelReset, this, &ActionBar::refresh);
    connect(&actions, &QAbstractItemModel::dataChanged, this, &ActionBar::refresh);
    connect(&actions, &QAbstractItemModel::rowsMoved, this, &ActionBar::refresh);
    refresh();
}

void ActionBar::setCancel(const model::Action& cancel, const QString& keys) {
    m_cancel->setText(cancel.text);
    m_cancel->setEnabled(cancel.isEnabled);
    m_cancel->setHint(cancel.isEnabled ? keys : QString());
    m_cancel->setToolTip(cancel.isEnabled ? tr("Fires %1").arg(cancel.verb) : cancel.reason);
    m_cancel->setAccessibleName(cancel.text);
    m_cancel->setAccessibleDescription(m_cancel->toolTip());
    arrange();
}

ActionButton* ActionBar::buttonAt(std::size_t row) {
    while (m_buttons.size() <= row) {
        auto* button = new ActionButton(m_theme, ActionButton::Look::Go, this);
        connect(button, &QAbstractButton::clicked, this, [this, at = m_buttons.size()] {
            Q_EMIT triggerActivated(QString::fromStdString(m_actions.actions()[at].trigger));
        });
        if (!m_buttons.empty()) setTabOrder(m_buttons.back(), button);
        setTabOrder(button, m_cancel);
        m_buttons.push_back(button);
    }
    return m_buttons[row];
}

void ActionBar::refresh() {
    const std::vector<model::Action>& actions = m_actions.actions();
    for (std::size_t row = 0; row < actions.size(); ++row) {
        const model::Action& action = actions[row];
        ActionButton& button = *buttonAt(row);
        button.setObjectName(u"action_"_s + QString::fromStdString(action.trigger));
        button.setText(action.text);
        button.setEnabled(action.isEnabled);
        const QString key = action.key > 0 ? QString::number(action.key) : QString();
        button.setHint(action.isEnabled ? key : action.shortReason);
        button.setToolTip(action.reason);
        button.setAccessibleName(action.text);
        button.setAccessibleDescription(action.isEnabled ? tr("Key %1").arg(key) : action.reason);
    }
    for (std::size_t row = actions.size(); row < m_buttons.size(); ++row)
        m_buttons[row]->hide();
    arrange();
}

void ActionBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    arrange();
}

void ActionBar::arrange() {
    const std::size_t count = m_actions.actions().size();
    const QSize cancelSize = m_cancel->sizeHint();
    const int top = (height() - cancelSize.height()) / 2;
    m_cancel->setGeometry({QPoint(width() - kMargin - cancelSize.width(), top), cancelSize});
    const std::size_t fitting = placeButtons(top, m_cancel->x() - 2 * kSpacing);
    for (std::size_t row = 0; row < count; ++row)
        m_buttons[row]->setVisible(row < fitting);
    m_moreMenu->clear();
    m_more->setVisible(fitting < count);
    if (fitting == count) return;
    fillMenu(*m_moreMenu, fitting);
    const int left = fitting == 0 ? kMargin : m_buttons[fitting - 1]->geometry().right() + 1 + kSpacing;
    m_more->setText(tr("%n more", nullptr, static_cast<int>(count - fitting)) + u" \u25be"_s);
    m_more->setGeometry(left, top, m_more->sizeHint().width(), cancelSize.height());
}

// Returns: how many fit left of `end`, with room for "more" unless all do.
std::size_t ActionBar::placeButtons(int top, int end) {
    const std::size_t count = m_actions.actions().size();
    const int moreWidth = m_more->sizeHint().width() + kSpacing;
    int left = kMargin;
    for (std::size_t row = 0; row < count; ++row) {
        ActionButton& button = *m_buttons[row];
        const int room = end - left - (row + 1 < count ? moreWidth : 0);
        if (button.leastWidth() > room) return row;
        const int taken = std::min(button.sizeHint().width(), room);
        button.setGeometry(left, top, taken, button.sizeHint().height());
        left += taken + kSpacing;
    }
    return count;
}

void ActionBar::fillMenu(QMenu& menu, std::size_t firstRow) {
    const std::vector<model::Action>& actions = m_actions.actions();
    for (std::size_t row = firstRow; row < actions.size(); ++row) {
        const model::Action& action = actions[row];
        const QString hint =
            action.isEnabled ? (action.key > 0 ? QString::number(action.key) : QString()) : action.shortReason;
        QAction* item = menu.addAction(menuText(action.text) + u'\t' + menuText(hint));
        item->setObjectName(u"choose_"_s + QString::fromStdString(action.trigger));
        item->setEnabled(action.isEnabled);
        if (action.isEnabled && action.key > 0) item->setData(action.key);
        item->setToolTip(action.isEnabled ? action.text : action.reason);
        connect(item, &QAction::triggered, this,
                [this, trigger = QString::fromStdString(action.trigger)] { Q_EMIT triggerActivated(trigger); });
    }
}

bool ActionBar::eventFilter(QObject* watched, QEvent* event) {
    auto* menu = qobject_cast<QMenu*>(watched);
    if (!menu || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key() - Qt::Key_0;
    if (key < 1 || key > 9) return false;
    for (QAction* item : menu->actions()) {
        if (item->data().toInt() != key) continue;
        menu->close();
        item->trigger();
        break;
    }
    return true;
}

void ActionBar::popUpChooser() {
    m_chooser->clear();
    fillMenu(*m_chooser, 0);
    m_chooser->popup(mapToGlobal(QPoint(kMargin, -m_chooser->sizeHint().height())));
    for (QAction* item : m_chooser->actions())
        if (item->isEnabled()) return m_chooser->setActiveAction(item);
}

QSize ActionBar::sizeHint() const {
    return {600, kHeight};
}

QSize ActionBar::minimumSizeHint() const {
    return {m_cancel->sizeHint().width() + m_more->sizeHint().width() + 2 * kMargin + 3 * kSpacing, kHeight};
}

} // namespace signalbox::ui
