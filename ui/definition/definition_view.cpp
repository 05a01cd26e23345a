#include "ui/definition/definition_view.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QSignalBlocker>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>

#include "model/definition/definition_export.h"
#include "ui/definition/find_bar.h"
#include "ui/definition/source_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kShownHash = 12;

QToolButton* toolButton(const QString& name, const QString& text, const QString& toolTip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(toolTip);
    return button;
}

} // namespace

DefinitionView::DefinitionView(const Theme& theme, Translate translate, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_translate(std::move(translate))
    , m_title(new QLabel(this))
    , m_origin(new ElidedLabel({}, this))
    , m_files(new QComboBox(this))
    , m_note(new QLabel(this))
    , m_source(new SourceView(theme, this))
    , m_find(new FindBar(theme, *m_source, this))
    , m_tools(new QWidget(this)) {
    setObjectName(u"definitionView"_s);
    setAccessibleName(tr("Definition"));
    setFocusProxy(m_source);
    build();
    buildTools();
    connect(m_files, &QComboBox::currentIndexChanged, this, &DefinitionView::showFile);
    connect(m_source, &SourceView::stateChosen, this, &DefinitionView::stateChosen);
    showDefinition(nullptr);
}

void DefinitionView::build() {
    m_title->setObjectName(u"definitionTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(m_theme.boldFont());
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_origin->setObjectName(u"definitionOrigin"_s);
    m_origin->setForegroundRole(QPalette::PlaceholderText);
    m_files->setObjectName(u"definitionFiles"_s);
    m_files->setAccessibleName(tr("File of the definition"));
    m_note->setObjectName(u"definitionNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setProperty("tone", u"muted"_s);
    m_note->setContentsMargins(12, 0, 12, 6);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_origin, 1);
    head->addWidget(m_files);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_note);
    layout->addWidget(m_find);
    layout->addWidget(m_source, 1);
}

void DefinitionView::buildTools() {
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 12, 4);
    row->setSpacing(6);
    m_simulate = toolButton(u"definitionSimulate"_s, tr("Simulate\u2026"),
                            tr("Runs the definition in memory: nothing is stored"), m_tools);
    connect(m_simulate, &QToolButton::clicked, this, [this] {
        if (m_definition && m_definition->source) Q_EMIT simulateWanted(*m_definition->source);
    });
    QToolButton* save = toolButton(u"definitionExport"_s, tr("Export\u2026"),
                                   tr("Writes the definition with its files into a folder"), m_tools);
    connect(save, &QToolButton::clicked, this, &DefinitionView::openExport);
    row->addWidget(m_simulate);
    row->addWidget(save);
    m_simulate->hide();
}

void DefinitionView::setSimulating(bool canSimulate) {
    m_canSimulate = canSimulate;
    m_simulate->setVisible(canSimulate && m_definition && !m_isProgram);
}

void DefinitionView::showDefinition(const Definition* definition) {
    const bool isSame = definition && m_definition && definition->hash == m_definition->hash;
    if (isSame) return;
    m_definition = definition ? std::optional(*definition) : std::nullopt;
    m_isProgram = definition && !definition->source;
    translateProgram();
    m_documents = m_definition ? model::sourceDocuments(*m_definition) : std::vector<model::SourceDocument>();
    {
        const QSignalBlocker quiet(m_files);
        m_files->clear();
        for (const model::SourceDocument& document : m_documents)
            m_files->addItem(document.name);
    }
    m_files->setVisible(m_documents.size() > 1);
    refreshTexts();
    setSimulating(m_canSimulate);
    showFile(0);
}

void DefinitionView::translateProgram() {
    m_gaps.reset();
    if (!m_isProgram || !m_translate) return;
    if (auto translation = m_translate(m_definition->structure)) {
        m_definition->source = std::move(translation->source);
        m_gaps = std::move(translation->gaps);
    }
}

QString DefinitionView::programNote() const {
    if (!m_gaps) return tr("This definition is part of a program, whose code is not shown. This is its structure.");
    if (m_gaps->isEmpty()) return tr("This definition is part of a program. As SCXML it would be this.");
    return tr("This definition is part of a program. This is what SCXML can say of it; what is C++ code is missing.");
}

void DefinitionView::refreshTexts() {
    m_note->setVisible(m_isProgram);
    m_note->setText(programNote());
    m_note->setToolTip(m_gaps ? m_gaps->join(u'\n') : QString());
    if (!m_definition) {
        m_title->clear();
        return m_origin->setText({});
    }
    const ChartStructure& structure = m_definition->structure;
    const QString hash = QString::fromStdString(m_definition->hash);
    m_title->setText(tr("%1 v%2").arg(QString::fromStdString(structure.name)).arg(structure.version));
    m_title->setToolTip(tr("Content hash %1").arg(hash));
    m_origin->setText(tr("%1 \u00b7 %2").arg(hash.left(kShownHash), model::originText(*m_definition)));
}

void DefinitionView::showFile(int index) {
    const auto at = static_cast<std::size_t>(index);
    m_source->showDocument(at < m_documents.size() ? m_documents[at] : model::SourceDocument());
}

void DefinitionView::showState(const QString& state) {
    if (m_source->showState(state)) return;
    for (std::size_t file = 0; file < m_documents.size(); ++file) {
        if (!m_documents[file].declarationOf(state)) continue;
        m_files->setCurrentIndex(static_cast<int>(file));
        m_source->showState(state);
        return;
    }
}

void DefinitionView::openFind() {
    m_find->open();
}

void DefinitionView::findNext() {
    m_find->step(1);
}

void DefinitionView::findPrevious() {
    m_find->step(-1);
}

void DefinitionView::openExport() {
    if (!m_definition) return;
    auto* dialog = new QFileDialog(window(), tr("Export the definition into a folder"));
    dialog->setObjectName(u"definitionExportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &DefinitionView::exportTo);
    dialog->open();
}

void DefinitionView::exportTo(const QString& folder) {
    if (!m_definition) return;
    QThreadPool::globalInstance()->start([definition = *m_definition, folder, view = QPointer<DefinitionView>(this)] {
        const auto written = model::exportDefinition(definition, folder);
        const QString text =
            written ? tr("Saved %1").arg(written->join(u", "_s))
                    : tr("The definition was not saved. %1").arg(QString::fromStdString(written.error().message));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [view, text] {
                if (view) Q_EMIT view->told(text);
            },
            Qt::QueuedConnection);
    });
}

} // namespace signalbox::ui
