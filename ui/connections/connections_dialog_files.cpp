#include <QFile>
#include <QFileDialog>
#include <QSaveFile>

#include "ui/connections/connections_dialog.h"

// The part of ConnectionsDialog about lists of servers in files.

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLongestList = qint64{4} << 20;
const QString kFiles = u"signalbox-servers.json"_s;

} // namespace

void ConnectionsDialog::chooseFile(bool isExport) {
    auto* dialog = new QFileDialog(this, isExport ? tr("Export servers") : tr("Import servers"));
    dialog->setObjectName(u"serverFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilter(tr("Lists of servers (*.json)"));
    dialog->setAcceptMode(isExport ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(isExport ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    if (isExport) dialog->selectFile(kFiles);
    connect(dialog, &QFileDialog::fileSelected, this, [this, isExport](const QString& path) {
        if (isExport)
            exportTo(path);
        else
            importFrom(path);
    });
    dialog->open();
}

void ConnectionsDialog::importFrom(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return say(tr("%1 cannot be read: %2").arg(path, file.errorString()), u"stop"_s);
    if (file.size() > kLongestList) return say(tr("%1 is too large for a list of servers.").arg(path), u"stop"_s);
    const auto imported = m_services.book.import(file.readAll());
    if (!imported) return say(QString::fromStdString(imported.error().message), u"stop"_s);
    QString text = tr("%n server(s) added", nullptr, imported->added);
    if (imported->known > 0) text += tr(", %n known already", nullptr, imported->known);
    if (!imported->renamed.isEmpty()) text += tr("; renamed: %1").arg(imported->renamed.join(u", "_s));
    say(text + u'.', u"go"_s);
}

void ConnectionsDialog::exportTo(const QString& path) {
    QSaveFile file(path);
    const bool isWritten =
        file.open(QIODevice::WriteOnly) && file.write(m_services.book.exported()) >= 0 && file.commit();
    if (!isWritten) return say(tr("%1 cannot be written: %2").arg(path, file.errorString()), u"stop"_s);
    say(tr("Exported without tokens to %1.").arg(path), u"go"_s);
}

} // namespace signalbox::ui
