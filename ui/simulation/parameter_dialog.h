#pragma once

#include <QDialog>

#include "engine/base/json.h"
#include "model/parameters/parameter_form_model.h"

namespace signalbox::ui {

class ParameterForm;

// Asks for the parameters of a trigger of a simulation, by the same form as that of a workflow.
class ParameterDialog : public QDialog {
    Q_OBJECT
public:
    ParameterDialog(const QString& definition, const TriggerStructure& trigger, model::LastArguments& last,
                    QWidget* parent);

Q_SIGNALS:
    void submitted(const signalbox::Json& arguments);

private:
    void build();
    void submit();

    model::ParameterFormModel m_form;
    ParameterForm* m_fields;
};

} // namespace signalbox::ui
