#pragma once

#include <QFrame>

#include "model/actions/action.h"

#include <vector>

class QMenu;
class QToolButton;

namespace signalbox::model {
class ActionModel;
}

namespace signalbox::ui {

class ActionButton;
class Theme;

// One button per trigger, permitted ones first, and Cancel at the right. What does not fit goes into a menu behind
// "more", the disabled ones first.
class ActionBar : public QFrame {
    Q_OBJECT
public:
    ActionBar(const Theme& theme, const model::ActionModel& actions, QWidget* parent = nullptr);

    // `keys`: what fires it, for the hint.
    void setCancel(const model::Action& cancel, const QString& keys);
    // Shows the chooser: every action with its key, or why it cannot be done. The keys choose in it.
    void popUpChooser();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void triggerActivated(const QString& trigger);
    void cancelActivated();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void arrange();
    std::size_t placeButtons(int top, int end);
    ActionButton* buttonAt(std::size_t row);
    void fillMenu(QMenu& menu, std::size_t firstRow);

    const Theme& m_theme;
    const model::ActionModel& m_actions;
    std::vector<ActionButton*> m_buttons;
    ActionButton* m_cancel;
    QToolButton* m_more;
    QMenu* m_moreMenu;
    QMenu* m_chooser;
};

} // namespace signalbox::ui
