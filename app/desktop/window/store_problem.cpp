#include "app/desktop/window/store_problem.h"

#include <QAction>
#include <QFileDialog>
#include <QVBoxLayout>

#include "ui/widgets/empty_state.h"

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

// What an operator calls it, before the engine's own words.
QString headline(ErrorCode code) {
    switch (code) {
    case ErrorCode::Locked:
        return StoreProblem::tr("This store is open in another program");
    case ErrorCode::NotAStore:
        return StoreProblem::tr("This is not a Signalbox store");
    case ErrorCode::NewerFormat:
        return StoreProblem::tr("This store was written by a newer Signalbox");
    case ErrorCode::Corrupt:
        return StoreProblem::tr("This store is damaged");
    case ErrorCode::ReadOnly:
        return StoreProblem::tr("This store cannot be changed where it is");
    case ErrorCode::DiskFull:
        return StoreProblem::tr("The disk is full");
    case ErrorCode::DataLoss:
        return StoreProblem::tr("This store has lost changes");
    case ErrorCode::NotFound:
        return StoreProblem::tr("There is no such store");
    default:
        return StoreProblem::tr("The store cannot be opened");
    }
}

bool isDamage(ErrorCode code) {
    return code == ErrorCode::Corrupt || code == ErrorCode::DataLoss;
}

bool isReadable(ErrorCode code) {
    return code == ErrorCode::Locked || code == ErrorCode::ReadOnly || code == ErrorCode::DataLoss;
}

QString explanation(const Error& error) {
    QString text = QString::fromStdString(error.message);
    if (!error.advice.empty()) text += u"\n\n"_s + QString::fromStdString(error.advice);
    return text;
}

} // namespace

StoreProblem::StoreProblem(const QString& path, const Error& error, const std::optional<BackupOffer>& backup,
                           QWidget* parent)
    : QWidget(parent)
    , m_path(path)
    , m_message(new ui::EmptyState(this)) {
    setObjectName(u"storeProblem"_s);
    setAccessibleName(headline(error.code));
    setWindowTitle(tr("Signalbox"));
    resize(720, 360);

    m_message->setMessage(headline(error.code), explanation(error));
    if (isDamage(error.code)) offerRestoring(backup);
    if (isReadable(error.code)) {
        m_ways.append(offer(u"openReadOnly"_s, tr("Open read-only")));
        connect(m_ways.back(), &QAction::triggered, this, &StoreProblem::readOnlyWanted);
    }
    m_ways.append(offer(u"tryAgain"_s, tr("Try again")));
    connect(m_ways.back(), &QAction::triggered, this, &StoreProblem::retryWanted);
    m_ways.append(offer(u"otherStore"_s, tr("Open another store…")));
    connect(m_ways.back(), &QAction::triggered, this, &StoreProblem::chooseOtherStore);
    m_message->setActions(m_ways);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
}

void StoreProblem::offerRestoring(const std::optional<BackupOffer>& backup) {
    if (!backup) return;
    m_ways.append(offer(u"restoreBackup"_s, backup->text(QDate::currentDate())));
    m_ways.back()->setToolTip(tr("The damaged store is kept beside it under a dated name."));
    connect(m_ways.back(), &QAction::triggered, this, [this, path = backup->path] { Q_EMIT restoreWanted(path); });
}

void StoreProblem::setRestoring() {
    m_message->setMessage(tr("Restoring the backup…"),
                          tr("It is read through first. The store that was there is kept under a dated name."));
    for (QAction* way : m_ways)
        way->setEnabled(false);
}

QAction* StoreProblem::offer(const QString& name, const QString& text) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    return action;
}

void StoreProblem::chooseOtherStore() {
    auto* dialog = new QFileDialog(this, tr("Open a store"), m_path);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setAcceptMode(QFileDialog::AcceptOpen);
    connect(dialog, &QFileDialog::fileSelected, this, &StoreProblem::otherStoreWanted);
    dialog->open();
}

} // namespace signalbox
