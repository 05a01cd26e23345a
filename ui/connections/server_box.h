#pragma once

#include <QComboBox>

#include "model/connection/access.h"

namespace signalbox::model {
class ServerRoster;
}

namespace signalbox::ui {

// The choice of one of several servers for a deed. All of them are there, so that nobody looks for one: one where it
// may not be done says why. The first where it may be done is chosen at first; where the one that is chosen goes, none
// is, so that nobody does it on another one than he meant.
class ServerBox : public QComboBox {
    Q_OBJECT
public:
    ServerBox(const model::ServerRoster& roster, model::Deed deed, QWidget* parent = nullptr);

    // The name of the one that is chosen; empty: none is.
    QString server() const { return currentData().toString(); }
    // Nothing happens where there is none of this name.
    void choose(const QString& name);
    // Why it may not be done on the one that is chosen, as a sentence; empty: it may be done.
    QString problem() const;

Q_SIGNALS:
    void changed(); // another one is chosen, or may do something else

private:
    void fill();
    void chooseFirst();
    void refill();
    void remember();

    const model::ServerRoster& m_roster;
    const model::Deed m_deed;
    QString m_key;   // of the one that is chosen, or was, and has gone; empty: there was none yet
    QString m_title; // of the same
};

} // namespace signalbox::ui
