#pragma once

#include <QDialog>

#include "model/definition/migration_model.h"
#include "ui/widgets/chip_painter.h"

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QTableView;

namespace signalbox::ui {

class CopyCommandButton;
class StatusDot;
class Theme;

// Moves workflows to another version of their definition. What that would do is tried at once, and again after each
// choice: which ones, to which version, and where a state goes that the version does not have.
class MigrateDialog : public QDialog {
    Q_OBJECT
public:
    // `workflow`: the one that is meant first; empty: all of the definition. Of several servers it is the only one:
    // what is in the way, or allowed, differs between them.
    MigrateDialog(model::Connection& connection, const Theme& theme, const std::string& definition,
                  const std::string& workflow, QWidget* parent = nullptr);

    model::MigrationModel& migration() { return m_model; }

private:
    void build();
    QWidget* buildChoices();
    QWidget* buildVerdict();
    QTableView* buildRows();
    QWidget* buildReason();
    QWidget* buildButtons();
    void refresh();
    void refreshRows();
    void offerStates(int row);
    QString command() const;
    void submit();
    [[nodiscard]] QString verdictText() const;
    [[nodiscard]] Tone verdictTone() const;

    const model::Connection& m_connection;
    const Theme& m_theme;
    model::MigrationModel m_model;
    QRadioButton* m_one = nullptr;
    QRadioButton* m_all = nullptr;
    QComboBox* m_target = nullptr;
    QFrame* m_verdict = nullptr;
    StatusDot* m_dot = nullptr;
    QLabel* m_verdictText = nullptr;
    QTableView* m_rows = nullptr;
    QLabel* m_nothing = nullptr;
    QLineEdit* m_reason = nullptr;
    CopyCommandButton* m_copy = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_migrate = nullptr;
};

} // namespace signalbox::ui
