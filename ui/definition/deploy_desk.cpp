#include "ui/definition/deploy_desk.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

#include "model/connection/connection.h"
#include "ui/definition/deploy_dialog.h"
#include "ui/shell/command_registry.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

const QString kCommand = u"definition.deploy"_s;

// The files of this machine that are dragged; empty when anything else is.
QStringList filesOf(const QMimeData& dragged) {
    QStringList paths;
    for (const QUrl& url : dragged.urls()) {
        if (!url.isLocalFile()) return {};
        paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

DeployDesk::DeployDesk(model::Connection& connection, std::shared_ptr<const model::DefinitionFiles> files,
                       const Theme& theme, CommandRegistry& commands, QWidget& window)
    : m_connection(connection)
    , m_files(std::move(files))
    , m_theme(theme)
    , m_commands(commands)
    , m_window(window) {
    m_commands.setHandler(kCommand, this, [this] { askForFiles(); });
    connect(&m_connection, &model::Connection::statisticsUpdated, this, &DeployDesk::refreshCommand);
    connect(&m_connection, &model::Connection::accessChanged, this, &DeployDesk::refreshCommand);
    refreshCommand();
    m_window.setAcceptDrops(true);
    m_window.installEventFilter(this);
}

DeployDialog* DeployDesk::dialog() const {
    return m_dialog;
}

void DeployDesk::refreshCommand() {
    const QString reason = refusal();
    if (reason.isEmpty()) return m_commands.setEnabled(kCommand);
    m_commands.setDisabled(kCommand, reason);
}

QString DeployDesk::refusal() const {
    const Statistics& now = m_connection.latestStatistics();
    if (!now.isReadOnly) return model::refusalSentence(m_connection.access(), model::Deed::Deploy);
    const QString reason = QString::fromStdString(now.readOnlyReason);
    return reason.isEmpty() ? tr("The store is open for reading only: it takes no definitions.")
                            : tr("The store takes no definitions now: %1").arg(reason);
}

void DeployDesk::askForFiles() {
    auto* dialog = new QFileDialog(&m_window, tr("Deploy a definition"));
    dialog->setObjectName(u"deployFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("SCXML definitions (*.scxml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &DeployDesk::offer);
    dialog->open();
}

void DeployDesk::offer(const QStringList& paths) {
    if (paths.isEmpty()) return;
    if (m_connection.servers()) return Q_EMIT serverWanted(paths);
    if (m_waiting.isEmpty() && !m_dialog) m_count = 0;
    m_waiting.append(paths);
    m_count += static_cast<int>(paths.size());
    if (!m_dialog) offerNext();
}

void DeployDesk::offerNext() {
    if (m_waiting.isEmpty() || m_dialog) return;
    const QString path = m_waiting.takeFirst();
    m_dialog = new DeployDialog(m_connection, m_files, m_theme,
                                {.path = path,
                                 .number = m_count - static_cast<int>(m_waiting.size()),
                                 .count = m_count,
                                 .canSimulate = m_canSimulate},
                                &m_window);
    connect(m_dialog, &DeployDialog::deployed, this, &DeployDesk::deployed);
    connect(m_dialog, &DeployDialog::simulateWanted, this, &DeployDesk::simulateWanted);
    connect(m_dialog, &QDialog::finished, this, [this] { m_dialog = nullptr; });
    connect(m_dialog, &QDialog::finished, this, &DeployDesk::offerNext, Qt::QueuedConnection);
    m_dialog->open();
}

// Only what is a file of this machine; whether it is a definition, its dialog tells.
bool DeployDesk::eventFilter(QObject* watched, QEvent* event) {
    const bool isDrag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove;
    if (watched != &m_window || (!isDrag && event->type() != QEvent::Drop)) return QObject::eventFilter(watched, event);
    auto* drop = static_cast<QDropEvent*>(event);
    const QStringList paths = filesOf(*drop->mimeData());
    if (paths.isEmpty()) return false;
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (isDrag) return true;
    // A disabled command tells its reason.
    if (m_commands.isEnabled(kCommand)) {
        offer(paths);
    } else {
        m_commands.trigger(kCommand);
    }
    return true;
}

} // namespace signalbox::ui
