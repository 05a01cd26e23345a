#pragma once

#include <QWidget>

#include "model/navigator/navigator_model.h"

class QTreeView;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// The left column: servers, definitions and views. Choosing an entry asks for its filter; the entry that fits what the
// list shows is marked.
//
// Owns the command view.save: the shown filter becomes a view, whose name is edited in place.
class NavigatorPane : public QWidget {
    Q_OBJECT
public:
    NavigatorPane(model::NavigatorModel& model, const Theme& theme, CommandRegistry& registry,
                  QWidget* parent = nullptr);

    QTreeView& tree() { return *m_tree; }

public Q_SLOTS:
    // Marks the entry that shows `filter`, if there is one.
    void showFilter(const signalbox::model::WorkflowFilter& filter);

Q_SIGNALS:
    void filterChosen(const signalbox::model::WorkflowFilter& filter);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTree(const Theme& theme);
    void onCurrentChanged(const QModelIndex& current);
    void showMenu(const QPoint& position);
    void saveView();
    void markShown();

    model::NavigatorModel& m_model;
    CommandRegistry& m_registry;
    QTreeView* m_tree;
    model::WorkflowFilter m_shown;
    bool m_isMarking = false;
};

} // namespace signalbox::ui
