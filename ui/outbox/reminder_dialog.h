#pragma once

#include <QDialog>

#include "engine/chart/structure.h"
#include "engine/workflow_timers.h"
#include "model/parameters/last_arguments.h"
#include "model/parameters/parameter_form_model.h"

#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

class CopyCommandButton;
class DueField;
class ParameterForm;

// Asks for a reminder: what it is called, when it is due, which trigger it fires with which arguments, whether it
// repeats, and why.
class ReminderDialog : public QDialog {
    Q_OBJECT
public:
    // What it is about. Lifetime: copied, but for `last`, which outlives the dialog, and `clock`.
    struct Subject {
        std::string workflowId;
        std::string definition;
        std::vector<TriggerStructure> triggers; // those that are permitted now first
        std::vector<std::string> usedNames;     // of timers that it would replace
    };
    ReminderDialog(const Clock& clock, Subject subject, model::LastArguments& last, QWidget* parent);

    using Command = std::function<QString(const SetTimerRequest& request, const QString& reason)>;
    // Offers to copy what it asks for; null: it does not.
    void offerCommand(Command command);

Q_SIGNALS:
    // Everything but the caller.
    void reminderWanted(const signalbox::SetTimerRequest& request, const QString& reason);

private:
    void build();
    void addRow(QVBoxLayout& layout, const QString& label, QWidget* field);
    QWidget* buildButtons();
    void fillTriggers();
    void fillRepetitions();
    void showTrigger(int index);
    void refresh();
    QString problem() const;
    QString name() const;
    std::optional<Repetition> repetition() const;
    SetTimerRequest request() const;
    void submit();

    Subject m_subject;
    model::LastArguments& m_last;
    DueField* m_due;
    QLineEdit* m_name;
    QComboBox* m_trigger;
    QWidget* m_parameters; // holds the form of the chosen trigger
    QComboBox* m_repeats;
    QComboBox* m_late;
    QLineEdit* m_reason;
    QLabel* m_problem;
    CopyCommandButton* m_copy;
    QPushButton* m_verb;
    std::unique_ptr<model::ParameterFormModel> m_form;
    ParameterForm* m_fields = nullptr;
};

} // namespace signalbox::ui
