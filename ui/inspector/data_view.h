#pragma once

#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;
class QTreeView;

namespace signalbox::model {
class DataModel;
}

namespace signalbox::ui {

class Theme;

// The Data tab: the workflow's data as a tree, or as JSON text.
class DataView : public QWidget {
    Q_OBJECT
public:
    DataView(const Theme& theme, model::DataModel& shown, QWidget* parent = nullptr);

    // What stands at the right of the tabs while this one is shown. Lifetime: this view's.
    QWidget* tools() const { return m_tools; }

private:
    void buildTree(const Theme& theme);
    void buildText(const Theme& theme);
    void buildTools();
    void showText();

    model::DataModel& m_data;
    QStackedWidget* m_stack;
    QTreeView* m_tree;
    QPlainTextEdit* m_text;
    QWidget* m_tools;
};

} // namespace signalbox::ui
