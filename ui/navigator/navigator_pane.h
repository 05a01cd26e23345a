#pragma once

#include <QWidget>

#include "model/navigator/navigator_model.h"

#include <memory>

class QTreeView;

namespace signalbox::ui {

class CommandRegistry;
class Theme;
class UserPrompt;

// The left column: servers, definitions and views. Choosing an entry asks for what it shows; the entry that fits what
// the list shows is marked.
//
// Owns the commands view.show.1..9, named after the views, and view.rename, view.delete, view.moveUp and view.moveDown,
// which act on the marked view; attaches the keys of CommandContext::Navigator.
class NavigatorPane : public QWidget {
    Q_OBJECT
public:
    NavigatorPane(model::NavigatorModel& model, const Theme& theme, CommandRegistry& registry, UserPrompt& prompt,
                  QWidget* parent = nullptr);
    ~NavigatorPane() override;

    QTreeView& tree() { return *m_tree; }

public Q_SLOTS:
    // Marks the entry that shows `filter`, if there is one.
    void showFilter(const signalbox::model::WorkflowFilter& filter);
    // Asks for a name and keeps `content` under it.
    void saveView(const signalbox::model::ViewContent& content);

Q_SIGNALS:
    void viewChosen(const signalbox::model::ViewContent& content);
    // A server with a window of its own, by a click or Enter: going past it with the arrows opens nothing.
    void serverChosen(const QString& key);

private:
    void buildTree(const Theme& theme);
    void takeCommands();
    void nameViewCommands();
    void updateCommands();
    void onCurrentChanged(const QModelIndex& current);
    void choose(const QModelIndex& index);
    void showMenu(const QPoint& position);
    void removeCurrent();
    QString offeredName(const model::ViewContent& content) const;
    void markShown();
    void openElsewhere(const QModelIndex& index);

    model::NavigatorModel& m_model;
    CommandRegistry& m_registry;
    UserPrompt& m_prompt;
    QTreeView* m_tree;
    // Whose end makes the commands of views that are gone absent.
    std::unique_ptr<QObject> m_viewCommands;
    QPersistentModelIndex m_chosen; // last, whatever became of the filter since
    model::WorkflowFilter m_shown;
    bool m_isMarking = false;
};

} // namespace signalbox::ui
