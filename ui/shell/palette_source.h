#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

// Something the palette can jump to. All text is plain.
struct PaletteHit {
    QString id = {};     // what activate() is given back
    QString title = {};  // shown in the font of ids: "BUG-1042"
    QString detail = {}; // beside it: "bug, Sue"
    QString chip = {};   // a state, may be empty
    Tone chipTone = Tone::Muted;
};

// Where the palette finds more than commands: workflows, and later states, people and servers. Lifetime: the source
// outlives the palette or is its child.
class PaletteSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Returns: the translated heading of its group: "Workflows".
    virtual QString heading() const = 0;
    // Looks for `query` (may be empty: what is likely, say the recent ones) and answers later, or at once, by found()
    // with the same `ticket`. A newer search makes older ones obsolete; their answers are ignored.
    virtual void search(const QString& query, quint64 ticket) = 0;
    // Goes to a hit it has found.
    virtual void activate(const QString& id) = 0;

Q_SIGNALS:
    // `hits` are best first; the palette shows a handful.
    void found(quint64 ticket, const QList<signalbox::ui::PaletteHit>& hits);
};

} // namespace signalbox::ui
