#pragma once

#include <QFrame>

#include "ui/widgets/chip_painter.h"

#include <vector>

class QHBoxLayout;
class QLabel;

namespace signalbox::model {
class InspectorModel;
}

namespace signalbox::ui {

class Avatar;
class ElidedLabel;
class StateChip;
class StatusDot;
class TabularLabel;
class Theme;

// The head of the inspector: id, state, who has it, version, revision, in memory or idle. Where it is narrow, the less
// important facts leave first; the id and the state never do.
class InspectorHeader : public QFrame {
    Q_OBJECT
public:
    InspectorHeader(const Theme& theme, const model::InspectorModel& inspector, QWidget* parent = nullptr);

    // Shows what the model has now.
    void refresh();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    QLabel* addText(QHBoxLayout& layout, const QString& name);
    void showPeople();
    void showResidence();
    void dropWhatDoesNotFit();

    // Facts that may leave, the first one first.
    struct Fact {
        std::vector<QWidget*> widgets;
        bool isWanted = true;
    };
    enum FactIndex { VersionFact, ParentFact, ResidenceFact, RevisionFact, AssigneeFact, FactCount };
    static void setVisible(const Fact& fact, bool isVisible);

    const Theme& m_theme;
    const model::InspectorModel& m_inspector;
    ElidedLabel* m_id;
    StateChip* m_state;
    QLabel* m_parent;
    Avatar* m_avatar;
    QLabel* m_assignee;
    QLabel* m_version;
    TabularLabel* m_revision;
    StatusDot* m_dot;
    QLabel* m_residence;
    std::vector<Fact> m_facts;
};

} // namespace signalbox::ui
