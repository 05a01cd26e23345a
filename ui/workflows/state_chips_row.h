#pragma once

#include <QList>
#include <QScrollArea>

namespace signalbox::model {
class StateChipsModel;
}

namespace signalbox::ui {

class CountChip;
class Theme;

// The chips of a StateChipsModel in one line that scrolls by wheel and by focus; what goes on beyond an edge fades
// there. A click shows that state only, with Ctrl it adds or takes away.
class StateChipsRow : public QScrollArea {
    Q_OBJECT
public:
    StateChipsRow(model::StateChipsModel& model, const Theme& theme, QWidget* parent = nullptr);

    QList<CountChip*> chips() const { return m_chips; }

protected:
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    void update();
    void placeFades();

    model::StateChipsModel& m_model;
    const Theme& m_theme;
    QWidget* m_content;
    QWidget* m_leftFade;
    QWidget* m_rightFade;
    QList<CountChip*> m_chips;
};

} // namespace signalbox::ui
