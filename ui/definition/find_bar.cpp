#include "ui/definition/find_bar.h"

#include <QLineEdit>

#include "ui/definition/source_view.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

FindBar::FindBar(const Theme& theme, SourceView& view, QWidget* parent)
    : FindBox(theme,
              {.object = u"sourceFind"_s,
               .title = tr("Find in the text"),
               .words = tr("Words to find"),
               .placeholder = tr("Find in the text")},
              parent)
    , m_view(view) {
    setProperty("surface", u"raised"_s);
    connect(this, &FindBox::wordsChanged, this, &FindBar::search);
    connect(this, &FindBox::stepWanted, this, &FindBar::step);
    connect(this, &FindBox::closeWanted, this, &FindBar::close);
}

void FindBar::open() {
    show();
    takeFocus();
}

void FindBar::close() {
    hide();
    m_view.setFocus(Qt::OtherFocusReason);
}

void FindBar::step(int by) {
    if (words().text().isEmpty()) return open();
    find(by);
}

// What is typed on is looked for from where it was found so far.
void FindBar::search() {
    QTextCursor cursor = m_view.textCursor();
    cursor.setPosition(cursor.selectionStart());
    m_view.setTextCursor(cursor);
    find(1);
}

void FindBar::find(int by) {
    const bool isNothing = words().text().isEmpty();
    const bool isFound = !isNothing && m_view.find(words().text(), by < 0);
    tell(isFound || isNothing ? QString() : tr("none"), isFound);
}

} // namespace signalbox::ui
