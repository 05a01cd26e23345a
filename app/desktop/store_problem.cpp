#include "app/desktop/store_problem.h"

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

QString explanation(const Error& error) {
    QString text = QString::fromStdString(error.message);
    if (!error.advice.empty()) text += u"\n\n"_s + QString::fromStdString(error.advice);
    return text;
}

} // namespace

StoreProblem::StoreProblem(const QString& path, const Error& error, QWidget* parent) : QWidget(parent), m_path(path) {
    setObjectName(u"storeProblem"_s);
    setAccessibleName(headline(error.code));
    setWindowTitle(tr("Signalbox"));
    resize(720, 360);

    auto* message = new ui::EmptyState(this);
    message->setMessage(headline(error.code), explanation(error));
    QList<QAction*> ways;
    if (error.code == ErrorCode::Locked || error.code == ErrorCode::ReadOnly) {
        ways.append(offer(u"openReadOnly"_s, tr("Open read-only")));
        connect(ways.back(), &QAction::triggered, this, &StoreProblem::readOnlyWanted);
    }
    ways.append(offer(u"tryAgain"_s, tr("Try again")));
    connect(ways.back(), &QAction::triggered, this, &StoreProblem::retryWanted);
    ways.append(offer(u"otherStore"_s, tr("Open another store…")));
    connect(ways.back(), &QAction::triggered, this, &StoreProblem::chooseOtherStore);
    message->setActions(ways);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(message);
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
