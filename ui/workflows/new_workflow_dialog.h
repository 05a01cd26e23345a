#pragma once

#include <QDialog>

#include "engine/workflow_requests.h"

#include <optional>
#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::model {
class Connection;
}

namespace signalbox::ui {

class CopyCommandButton;
class ServerBox;
class Theme;

// Asks for definition, id and initial data of a new workflow, and for its server where there are several, and creates
// it. An answer that says no stays in the dialog, beside what was written.
class NewWorkflowDialog : public QDialog {
    Q_OBJECT
public:
    // `definition` is chosen first, if there is one of that name.
    NewWorkflowDialog(model::Connection& connection, const Theme& theme, const std::string& definition,
                      QWidget* parent = nullptr);
    // Chooses the server of this name first, if there is one.
    void chooseServer(const QString& name);

Q_SIGNALS:
    void created(const QString& id);

private:
    void buildLayout();
    void fillDefinitions(const std::string& preferred);
    void validate();
    CreateRequest request() const;
    void create();
    void onCreated(const Result<CreateReply>& reply);
    void showProblem(const QString& message);

    model::Connection& m_connection;
    ServerBox* m_server = nullptr; // none: there is one store
    QComboBox* m_definition;
    QLineEdit* m_id;
    QPlainTextEdit* m_data;
    QLabel* m_problem;
    CopyCommandButton* m_copy;
    QPushButton* m_create;
    std::optional<Json> m_parsed;
    CreateRequest m_sent;
};

} // namespace signalbox::ui
