#pragma once

#include <QDialog>

#include "model/connection/access.h"

class QLabel;
class QPushButton;

namespace signalbox::model {
class ServerRoster;
}

namespace signalbox::ui {

class ServerBox;

// Asks which of several servers is meant.
class ServerChoiceDialog : public QDialog {
    Q_OBJECT
public:
    struct Question {
        QString title; // "Deploy order.scxml"
        QString text;  // what will be done there
        QString verb;
        model::Deed deed;
        QString server = {}; // is chosen at first; empty: one where it may be done
    };
    ServerChoiceDialog(const model::ServerRoster& roster, const Question& question, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const QString& server); // its name

private:
    void refresh();

    ServerBox* m_server;
    QLabel* m_problem;
    QPushButton* m_choose;
};

} // namespace signalbox::ui
