#pragma once

#include <QPlainTextEdit>

#include "model/definition/source_document.h"

#include <optional>

namespace signalbox::ui {

class SourceHighlighter;
class Theme;

// A definition's text to read: line numbers, XML in colours, one state marked. Read only, but with a cursor, so that it
// can be walked through and copied by keyboard: a click or Enter on the name of a state chooses it.
class SourceView : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit SourceView(const Theme& theme, QWidget* parent = nullptr);
    ~SourceView() override;

    void showDocument(const model::SourceDocument& document);
    const model::SourceDocument& shown() const { return m_shown; }
    // Brings the declaration of `state` into view and marks it. Returns: whether this text has it.
    bool showState(const QString& state);
    const QString& markedState() const { return m_marked; }
    // Brings line and column, from 1, into view.
    void showPlace(int line, int column);
    // Goes to the next place, or back, where the text contains `words`, around the end. Returns: whether there is one.
    bool find(const QString& words, bool isBack);

Q_SIGNALS:
    void stateChosen(const QString& state);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    class Margin;
    void paintMargin(QPaintEvent& event);
    int marginWidth() const;
    void arrangeMargin();
    void markPlaces();
    bool chooseAtCursor();

    const Theme& m_theme;
    SourceHighlighter* m_highlighter;
    QWidget* m_margin;
    model::SourceDocument m_shown;
    QString m_marked;
};

} // namespace signalbox::ui
