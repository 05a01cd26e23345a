#pragma once

#include <QFrame>

#include "model/history/history_model.h"
#include "model/inspector/inspector_model.h"
#include "ui/shell/pane_services.h"

class QAbstractItemView;
class QLabel;
class QVBoxLayout;

namespace signalbox::ui {

class GraphThumbnail;
class InspectorHeader;

// A look at the workflow under the cursor of a list, beside its row: header, graph, what is permitted, the last
// changes.
//
// It only looks: there is nothing to click, and while it is open the keys that act reach nobody. Arrows and the like go
// to the list, Enter opens, Space and Escape close, as does the focus when it goes elsewhere.
class QuickLook : public QFrame {
    Q_OBJECT
public:
    // Owns the command workflow.preview. `list` lies in the window that shows the look.
    QuickLook(const PaneServices& services, QAbstractItemView& list, QWidget* window);
    ~QuickLook() override;

    const model::InspectorModel& inspector() const { return m_inspector; }
    bool isSettled() const;

public Q_SLOTS:
    // The workflow under the cursor: shown when the look is open.
    void follow(const QString& id);
    void dismiss();

Q_SIGNALS:
    void openWanted(const QString& id);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void build();
    QLabel* addHeading(QVBoxLayout& layout, const QString& text);
    void toggle();
    void place();
    void refresh();
    void refreshGraph(const Definition& definition);
    void refreshTriggers(const Definition* definition);
    void refreshChanges();

    PaneServices m_services;
    QAbstractItemView& m_list;
    model::InspectorModel m_inspector;
    model::HistoryModel m_history;
    QString m_id;
    InspectorHeader* m_header = nullptr;
    GraphThumbnail* m_graph = nullptr;
    QWidget* m_triggers = nullptr;
    QWidget* m_changes = nullptr;
};

} // namespace signalbox::ui
