#pragma once

#include <QDialog>

#include "engine/base/json.h"
#include "model/parameters/parameter_form_model.h"
#include "model/preview/preview_model.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace signalbox::model {
class Connection;
class InspectorModel;
class LastArguments;
} // namespace signalbox::model

namespace signalbox::ui {

class CopyCommandButton;
class ParameterForm;
class Theme;

// Asks for the parameters of a trigger, shows what it will do while they are typed, and takes a reason. Emits fired()
// with valid arguments only.
class TriggerDialog : public QDialog {
    Q_OBJECT
public:
    struct Context {
        model::Connection& connection;
        model::InspectorModel& inspector;
        const Clock& clock;
        const Theme& theme;
        model::LastArguments& last;
    };

    // Requires: `inspector` shows a workflow.
    TriggerDialog(const Context& context, const TriggerStructure& trigger, QWidget* parent);

Q_SIGNALS:
    void fired(const signalbox::Json& arguments, const QString& reason);

private:
    void build(const Theme& theme);
    QWidget* buildButtons();
    QString command() const;
    void ask();
    void submit();
    void noteChange();

    const model::Connection& m_connection;
    model::InspectorModel& m_inspector;
    model::ParameterFormModel m_form;
    model::PreviewModel m_preview;
    Revision m_seen;
    ParameterForm* m_fields;
    QLineEdit* m_reason;
    QLabel* m_changeNote;
    CopyCommandButton* m_copy;
    QPushButton* m_fire;
};

} // namespace signalbox::ui
