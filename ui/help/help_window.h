#pragma once

#include <QDialog>

#include "ui/help/help_chapters.h"

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// The help: chapters at the left, one of them at the right, a search over all. It stays open beside the work.
class HelpWindow : public QDialog {
    Q_OBJECT
public:
    HelpWindow(const Theme& theme, const CommandRegistry& registry, QWidget* parent = nullptr);

    // Requires: there is such a chapter.
    void showChapter(const QString& id);
    QString shownChapter() const;
    // The chapter that says most about what has the focus.
    static QString chapterFor(const QWidget* focused);

    // Leaves the chapters that contain `text` and marks it where it stands; empty: all.
    void search(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void fillChapters();
    void showCurrent();
    void markFound();

    const Theme& m_theme;
    const CommandRegistry& m_registry;
    QList<HelpChapter> m_chapters;
    QLineEdit* m_search;
    QListWidget* m_list;
    QTextBrowser* m_text;
};

} // namespace signalbox::ui
