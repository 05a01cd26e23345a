#pragma once

#include <QList>
#include <QString>

namespace signalbox::ui {

class CommandRegistry;

// A chapter of the help: translated, as the HTML that QTextDocument reads.
struct HelpChapter {
    QString id; // "filter": stable, never translated
    QString title;
    QString html;
};

// All chapters, in reading order. Keys are those that the registry has now.
[[nodiscard]] QList<HelpChapter> helpChapters(const CommandRegistry& registry);

// The picture that the chapter on graphs shows; whoever displays it adds it to the document under this name.
inline constexpr QStringView kLegendPicture = u"signalbox:legend";

} // namespace signalbox::ui
