#pragma once

#include <QObject>

#include "engine/base/error.h"

#include <string>

namespace signalbox {

class StoreWindow;

// Tells in a window that its changes do not go on from where they were, and why: an older backup is in the store's
// place, or another store at the server's address.
class ReplacedStoreNotice : public QObject {
    Q_OBJECT
public:
    // It belongs to the window.
    explicit ReplacedStoreNotice(StoreWindow& window);

private:
    void followLink();
    void show(const Error& error);
    std::string storeNow() const;

    StoreWindow& m_window;
    std::string m_watched; // the id of the store that is shown; empty: not known
};

} // namespace signalbox
