#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;

namespace signalbox::ui {

class SourceView;
class Theme;

// The box that finds words in a definition's text. Enter and Down go on, Shift+Enter and Up back, Escape closes it and
// gives the focus back to the text.
class FindBar : public QFrame {
    Q_OBJECT
public:
    FindBar(const Theme& theme, SourceView& view, QWidget* parent = nullptr);

    void open();
    void close();
    // Opens it where nothing is looked for.
    void step(bool isBack);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();

    SourceView& m_view;
    QLineEdit* m_words;
    QLabel* m_result;
};

} // namespace signalbox::ui
