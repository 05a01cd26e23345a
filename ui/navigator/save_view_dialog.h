#pragma once

#include <QDialog>

#include "model/workflows/view_content.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace signalbox::model {
class NavigatorModel;
}

namespace signalbox::ui {

// Asks for the name under which a view is kept, and says what it will keep.
class SaveViewDialog : public QDialog {
    Q_OBJECT
public:
    // `name` is offered first.
    SaveViewDialog(const model::NavigatorModel& views, const model::ViewContent& content, const QString& name,
                   QWidget* parent = nullptr);

Q_SIGNALS:
    void named(const QString& name);

private:
    void buildLayout(const model::ViewContent& content);
    QWidget* buildButtons();
    void refresh();
    void submit();

    const model::NavigatorModel& m_views;
    QLineEdit* m_name;
    QLabel* m_note;
    QPushButton* m_save = nullptr;
};

} // namespace signalbox::ui
