#pragma once

#include <QDialog>

#include "model/definition/deploy_model.h"
#include "model/definition/diagnostics_model.h"
#include "model/definition/difference_model.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

class CopyCommandButton;
class DiagnosticsView;
class DifferenceView;
class StatusDot;
class Theme;

// What deploying a file would do, and the button that does it: as which version, what is wrong with the text, what
// differs from the newest version, and how many workflows stay on older ones. Errors keep the button shut.
class DeployDialog : public QDialog {
    Q_OBJECT
public:
    struct Options {
        QString path;
        int number = 1; // of `count` files that were chosen together
        int count = 1;
        bool canSimulate = false;
    };

    DeployDialog(model::Connection& connection, std::shared_ptr<const model::DefinitionFiles> files, const Theme& theme,
                 const Options& options, QWidget* parent = nullptr);

    model::DeployModel& deployment() { return m_model; }

Q_SIGNALS:
    void deployed(const QString& definition, quint32 version);
    void simulateWanted(const signalbox::DefinitionSource& source);

private:
    void build(const Options& options);
    QWidget* buildVerdict();
    QWidget* buildReason();
    QWidget* buildButtons(const Options& options);
    QLabel* addLabel(const QString& name, const QString& tone);
    void refresh();
    void refreshVerdict();
    void refreshFacts();
    void refreshButtons();
    void submit();

    const model::Connection& m_connection;
    const Theme& m_theme;
    model::DeployModel m_model;
    model::DiagnosticsModel m_diagnostics;
    model::DifferenceModel m_difference;
    QFrame* m_verdict = nullptr;
    StatusDot* m_dot = nullptr;
    QLabel* m_verdictText = nullptr;
    QLabel* m_workflows = nullptr;
    QLabel* m_diagnosticsTitle = nullptr;
    QLabel* m_differenceTitle = nullptr;
    DiagnosticsView* m_diagnosticsView = nullptr;
    DifferenceView* m_differenceView = nullptr;
    QWidget* m_reasonRow = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_copy = nullptr;
    CopyCommandButton* m_copyCommand = nullptr;
    QPushButton* m_simulate = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_deploy = nullptr;
};

} // namespace signalbox::ui
