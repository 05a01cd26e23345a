#pragma once

#include <QSet>
#include <QWidget>

#include "model/connections/connection_tree.h"

class QAction;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QTreeView;

namespace signalbox::ui {

class EmptyState;
class Theme;

// The servers of a book to choose from: a filter over them, those used last, and folders. They are put in order by
// dragging, with Alt+Up and Alt+Down, or from the menu of a row.
class ServerTree : public QWidget {
    Q_OBJECT
public:
    ServerTree(model::ConnectionBook& book, const Theme& theme, QWidget* parent = nullptr);

    // Marks the server that is shown beside the tree, without telling of it; empty: none.
    void mark(const QString& id);

Q_SIGNALS:
    void chosen(const QString& id);
    void connectWanted(); // to the one that is chosen
    void removeWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildFilter();
    void buildView(const Theme& theme);
    void buildActions();
    QAction* newAction(const QString& name, const QString& text, const QKeySequence& keys);
    void focusFilter();
    void enterTree();
    void onCurrentChanged();
    void follow();
    void unfold(const QModelIndex& parent);
    void keepFold(const QModelIndex& folder, bool isFolded);
    void showContent();
    void refreshActions();
    // Why the row cannot be moved; empty: it can.
    QString moveProblem(int step) const;
    void moveBy(int step);
    void showMenu(const QPoint& place);
    void fillFolders(QMenu& menu);
    QString currentId() const;

    model::ConnectionBook& m_book;
    model::ConnectionTree m_tree;
    QLineEdit* m_filter;
    QStackedWidget* m_content;
    QTreeView* m_view;
    EmptyState* m_empty;
    QAction* m_clearFilter;
    QAction* m_connect = nullptr;
    QAction* m_up = nullptr;
    QAction* m_down = nullptr;
    QAction* m_remove = nullptr;
    QSet<QString> m_folded; // what somebody has folded stays so
    QString m_marked;
    bool m_isInRecent = true; // the row that is chosen: the list begins there
    bool m_isMarking = false;
};

} // namespace signalbox::ui
