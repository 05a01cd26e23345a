#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QToolButton;

namespace signalbox::ui {

class Theme;

// The box to find something with: words, what was found, and back, on and close. Enter and Down go on, Shift+Enter and
// Up back, Escape closes. What is found where is its heirs' business.
class FindBox : public QFrame {
    Q_OBJECT
public:
    struct Names {
        QString object;      // "graphFind"; its parts are "graphFindText", "graphFindCount", ...
        QString title;       // for those who hear it
        QString words;       // what the field is called
        QString placeholder; // what stands in it while it is empty
    };
    FindBox(const Theme& theme, const Names& names, QWidget* parent);

protected:
    QLineEdit& words() { return *m_words; }
    const QLineEdit& words() const { return *m_words; }
    QLabel& result() { return *m_result; }
    // Shows what was found; whether there is something to go on to.
    void tell(const QString& result, bool canStep);
    // Ready to be typed into, over what was looked for before.
    void takeFocus();
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void wordsChanged();
    void stepWanted(int by); // 1 or -1
    void closeWanted();

private:
    QToolButton* addButton(const QString& name, const QString& text, const QString& spoken);

    QLineEdit* m_words;
    QLabel* m_result;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
};

} // namespace signalbox::ui
