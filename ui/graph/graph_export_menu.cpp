#include "ui/graph/graph_export_menu.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

#include "engine/chart/writers/dot_writer.h"
#include "engine/chart/writers/mermaid_writer.h"
#include "model/text/error_text.h"
#include "ui/graph/graph_export.h"
#include "ui/graph/graph_view.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

GraphExportMenu::GraphExportMenu(GraphView& view, QWidget* parent) : QMenu(parent), m_view(view) {
    setObjectName(u"graphExportMenu"_s);
    setAccessibleName(tr("Export the graph"));
    addSave(tr("Picture as SVG\u2026"), u"svg"_s);
    addSave(tr("Picture as PNG\u2026"), u"png"_s);
    addSave(tr("Picture as PDF\u2026"), u"pdf"_s);
    addSeparator();
    addSave(tr("Definition as JSON\u2026"), u"json"_s);
    addSave(tr("Definition as DOT\u2026"), u"dot"_s);
    addSave(tr("Definition as Mermaid\u2026"), u"mmd"_s);
    addSeparator();
    addCopy(tr("Copy as JSON"), u"json"_s);
    addCopy(tr("Copy as DOT"), u"dot"_s);
    addCopy(tr("Copy as Mermaid"), u"mmd"_s);
}

QByteArray GraphExportMenu::definitionText(const ChartStructure& structure, const QString& suffix) {
    if (suffix == u"json") return QByteArray::fromStdString(toJson(structure).dump(2)) + '\n';
    if (suffix == u"dot") return QByteArray::fromStdString(writeDot(structure));
    if (suffix == u"mmd") return QByteArray::fromStdString(writeMermaid(structure));
    return {};
}

void GraphExportMenu::addSave(const QString& text, const QString& suffix) {
    addAction(text, this, [this, suffix] { askForFile(suffix); })->setObjectName(u"save_"_s + suffix);
}

void GraphExportMenu::addCopy(const QString& text, const QString& suffix) {
    QAction* action = addAction(text, this, [this, suffix] {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(definitionText(m_view.chart().whole, suffix)));
        Q_EMIT told(tr("Copied"));
    });
    action->setObjectName(u"copy_"_s + suffix);
}

void GraphExportMenu::askForFile(const QString& suffix) {
    auto* dialog = new QFileDialog(m_view.window(), tr("Export the graph"));
    dialog->setObjectName(u"graphExportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(u"%1 (*.%2)"_s.arg(suffix.toUpper(), suffix));
    dialog->selectFile(u"%1.%2"_s.arg(QString::fromStdString(m_view.chart().whole.name), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, &GraphExportMenu::save);
    dialog->open();
}

void GraphExportMenu::save(const QString& path) {
    const Status written = write(path);
    Q_EMIT told(written ? tr("Saved %1").arg(path)
                        : tr("%1 was not saved. %2").arg(path, model::errorText(written.error().code)));
}

Status GraphExportMenu::write(const QString& path) const {
    const QByteArray text = definitionText(m_view.chart().whole, QFileInfo(path).suffix().toLower());
    return text.isEmpty() ? m_view.exportTo(path) : writeFile(path, text);
}

} // namespace signalbox::ui
