#pragma once

#include <QLineEdit>
#include <QTimer>

#include "model/workflows/filter_text.h"

class QCompleter;
class QStandardItemModel;

namespace signalbox::ui {

class Theme;

// The line a list is filtered with: conditions stand out as chips in the text, suggestions come up while typing, a
// problem is told once the typing rests.
class FilterBox : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterBox(const Theme& theme, QWidget* parent = nullptr);

    void setVocabulary(const model::FilterVocabulary& vocabulary);
    // Writes `filter`, unless the text says the same already.
    void setFilter(const model::WorkflowFilter& filter);
    const model::ParsedFilter& parsed() const { return m_parsed; }

Q_SIGNALS:
    // The operator has changed what the text means.
    void filterEdited(const signalbox::model::WorkflowFilter& filter);
    // Empty when the text is right again.
    void problemTold(const QString& message);
    // Down or Escape: back to the rows.
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void onEdited();
    void read();
    void tellProblem();
    void paintChips();
    void offerSuggestions();
    void accept(const QString& suggestion);

    const Theme& m_theme;
    model::FilterVocabulary m_vocabulary;
    model::ParsedFilter m_parsed;
    QTimer m_problemTimer;
    QCompleter* m_completer;
    QStandardItemModel* m_suggestions;
};

} // namespace signalbox::ui
