#pragma once

#include <QWidget>

#include <vector>

class QFormLayout;
class QLabel;

namespace signalbox::model {
class ParameterFormModel;
}

namespace signalbox::ui {

// The fields of a trigger's parameters: choices as a box to choose from, everything else as a line that offers what was
// typed before; what is wrong stands below its field.
class ParameterForm : public QWidget {
    Q_OBJECT
public:
    explicit ParameterForm(model::ParameterFormModel& form, QWidget* parent = nullptr);

    // The first field with a problem, else the first one.
    void focusFirst();

Q_SIGNALS:
    void submitted(); // Enter in a field

private:
    void addField(int row, QFormLayout& layout);
    QWidget* addChoice(int row);
    QWidget* addLine(int row);
    void refreshProblems();

    struct Field {
        QWidget* editor;
        QLabel* problem;
    };

    model::ParameterFormModel& m_form;
    std::vector<Field> m_fields;
};

} // namespace signalbox::ui
