#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

#include "model/definition/definition_files.h"

#include <memory>

class QWidget;

namespace signalbox::model {
class Connection;
}

namespace signalbox::ui {

class CommandRegistry;
class DeployDialog;
class Theme;

// The ways a definition gets into the store: the command definition.deploy, which asks for files, and files that are
// dropped on the window. One dialog after the other. Where the store takes no definitions the command says why not; of
// several servers, somebody else asks which one is meant.
class DeployDesk : public QObject {
    Q_OBJECT
public:
    // Lifetime: all of them outlive it; `window` takes drops from now on.
    DeployDesk(model::Connection& connection, std::shared_ptr<const model::DefinitionFiles> files, const Theme& theme,
               CommandRegistry& commands, QWidget& window);

    // Offers to simulate what is about to be deployed.
    void setSimulating(bool canSimulate) { m_canSimulate = canSimulate; }
    // Asks about each file, in order, after those that are asked about already.
    void offer(const QStringList& paths);
    // Null: nothing is asked now.
    DeployDialog* dialog() const;

Q_SIGNALS:
    // They are to be deployed on one of several servers.
    void serverWanted(const QStringList& paths);
    void deployed(const QString& definition, quint32 version);
    void simulateWanted(const signalbox::DefinitionSource& source);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void askForFiles();
    void offerNext();
    void refreshCommand();
    QString refusal() const; // of definitions; empty: they are taken

    model::Connection& m_connection;
    std::shared_ptr<const model::DefinitionFiles> m_files;
    const Theme& m_theme;
    CommandRegistry& m_commands;
    QWidget& m_window;
    QStringList m_waiting;
    int m_count = 0; // of the files offered since none was waiting
    bool m_canSimulate = false;
    QPointer<DeployDialog> m_dialog;
};

} // namespace signalbox::ui
