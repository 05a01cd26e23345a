#pragma once

#include <QObject>

#include "engine/base/clock.h"

#include <optional>

namespace signalbox::model {

class Connection;

// What somebody must look at.
struct Trouble {
    quint64 failedEffects = 0;
    quint64 overdueWorkflows = 0;
    bool operator==(const Trouble&) const = default;
};
// "3 effects have failed, one workflow is overdue."
[[nodiscard]] QString troubleText(const Trouble& trouble);

// Tells what trouble has come since it was told the last time, once a minute at most. What there is when it is switched
// on is known; while it is off, as at first, it asks for nothing.
class TroubleNews final : public QObject {
    Q_OBJECT
public:
    TroubleNews(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    void setOn(bool isOn);
    bool isOn() const { return m_isOn; }
    // Looks now; by itself it does so every few seconds.
    void look();

Q_SIGNALS:
    void told(const signalbox::model::Trouble& come);
    void looked();

private:
    void onLooked(const Trouble& now);

    Connection& m_connection;
    const Clock& m_clock;
    bool m_isOn = false;
    quint64 m_number = 0; // of the look; answers to earlier ones are dropped
    SteadyTime m_nextLook{};
    SteadyTime m_nextTold{};
    std::optional<Trouble> m_known; // none: nobody has looked yet
};

} // namespace signalbox::model
