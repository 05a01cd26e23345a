#pragma once

#include <QWidget>

#include "engine/workflow_values.h"
#include "model/definition/definition_files.h"
#include "model/definition/source_document.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"

#include <functional>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QToolButton;

namespace signalbox::ui {

class CommandRegistry;
class ElidedLabel;
class FindBar;
class SourceView;
class Theme;

// The Definition tab: the text that a workflow's definition was deployed with, and the files it names; of one that is a
// program, what SCXML can say of it, or its structure. A state of the text and the same one in the graph lead to each
// other.
class DefinitionView : public QWidget, public FindTarget, public ExportTarget {
    Q_OBJECT
public:
    using Translate = std::function<std::optional<model::DefinitionTranslation>(const ChartStructure&)>;

    // `translate`: of definitions that are programs; empty: they are shown by their structure.
    explicit DefinitionView(const Theme& theme, Translate translate = {}, QWidget* parent = nullptr);

    // Null: nothing. The same one again changes nothing.
    void showDefinition(const Definition* definition);
    const std::optional<Definition>& definition() const { return m_definition; }
    // Brings its declaration into view, in whichever file it is.
    void showState(const QString& state);
    SourceView& source() { return *m_source; }
    // What stands at the right of the tabs while this one is shown. Lifetime: this view's.
    QWidget* tools() const { return m_tools; }
    // Offers to simulate a definition that has a text.
    void setSimulating(bool canSimulate);

    bool canFind() const override { return m_definition.has_value(); }
    void openFind() override;
    void findNext() override;
    void findPrevious() override;
    bool canExport() const override { return m_definition.has_value(); }
    // Asks for a folder, and writes the definition there.
    void openExport() override;
    // Off this thread; told() when it is done.
    void exportTo(const QString& folder);

Q_SIGNALS:
    void stateChosen(const QString& state);
    void simulateWanted(const signalbox::DefinitionSource& source);
    void told(const QString& what);

private:
    void build();
    void buildTools();
    void showFile(int index);
    void translateProgram();
    void refreshTexts();

    [[nodiscard]] QString programNote() const;

    const Theme& m_theme;
    const Translate m_translate;
    std::optional<Definition> m_definition; // with the translation as its source where it is a program
    std::optional<QStringList> m_gaps;      // of the translation; none: there is none
    bool m_isProgram = false;
    std::vector<model::SourceDocument> m_documents;
    QLabel* m_title;
    ElidedLabel* m_origin;
    QComboBox* m_files;
    QLabel* m_note;
    SourceView* m_source;
    FindBar* m_find;
    QWidget* m_tools;
    QToolButton* m_simulate = nullptr;
    bool m_canSimulate = false;
};

} // namespace signalbox::ui
