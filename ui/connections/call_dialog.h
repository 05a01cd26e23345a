#pragma once

#include <QDialog>

#include "model/connections/call_text.h"

#include <vector>

class QComboBox;
class QPlainTextEdit;

namespace signalbox::ui {

class Theme;

// The acts on a workflow as calls of grpcurl: one is chosen, and copied.
class CallDialog : public QDialog {
    Q_OBJECT
public:
    // Requires: `calls` is not empty.
    CallDialog(const Theme& theme, const QString& workflow, std::vector<model::WorkflowCall> calls,
               QWidget* parent = nullptr);

Q_SIGNALS:
    void copied(const QString& title);

private:
    void showCall(int index);

    std::vector<model::WorkflowCall> m_calls;
    QComboBox* m_choice;
    QPlainTextEdit* m_text;
};

} // namespace signalbox::ui
