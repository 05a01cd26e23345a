#include "model/outbox/trouble_news.h"

#include <QCoreApplication>
#include <QStringList>

#include "model/connection/connection.h"

#include <algorithm>
#include <limits>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::TroubleNews)
};

constexpr Duration kLookInterval = std::chrono::seconds{5};
constexpr Duration kTellInterval = std::chrono::minutes{1};

int count(quint64 number) {
    return static_cast<int>(std::min<quint64>(number, std::numeric_limits<int>::max()));
}

} // namespace

QString troubleText(const Trouble& trouble) {
    const int failed = count(trouble.failedEffects);
    const int overdue = count(trouble.overdueWorkflows);
    const QString effects =
        failed == 1 ? Text::tr("One effect has failed") : Text::tr("%n effects have failed", nullptr, failed);
    const QString workflows =
        overdue == 1 ? Text::tr("One workflow is overdue") : Text::tr("%n workflows are overdue", nullptr, overdue);
    if (overdue == 0) return Text::tr("%1.").arg(effects);
    return failed == 0 ? Text::tr("%1.").arg(workflows) : Text::tr("%1. %2.").arg(effects, workflows);
}

TroubleNews::TroubleNews(Connection& connection, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_clock(clock) {
    connect(&connection, &Connection::statisticsUpdated, this, [this] {
        if (m_isOn && m_clock.steadyNow() >= m_nextLook) look();
    });
}

void TroubleNews::setOn(bool isOn) {
    if (isOn == m_isOn) return;
    m_isOn = isOn;
    m_known.reset();
    ++m_number;
    if (isOn) look();
}

void TroubleNews::look() {
    if (!m_isOn) return;
    m_nextLook = m_clock.steadyNow() + kLookInterval;
    ++m_number;
    ListRequest overdue;
    overdue.filter.isOverdue = true;
    overdue.limit = 0;
    m_connection.list(std::move(overdue), this, [this, number = m_number](const Result<ListReply>& listed) {
        if (number != m_number || !listed) return;
        m_connection.statistics(this, [this, number, workflows = listed->total](const Result<Statistics>& statistics) {
            if (number != m_number || !statistics) return;
            onLooked({.failedEffects = statistics->failedEffects, .overdueWorkflows = workflows});
        });
    });
}

// What has passed meanwhile makes room for new trouble.
void TroubleNews::onLooked(const Trouble& now) {
    Trouble& known = m_known ? *m_known : m_known.emplace(now);
    known.failedEffects = std::min(known.failedEffects, now.failedEffects);
    known.overdueWorkflows = std::min(known.overdueWorkflows, now.overdueWorkflows);
    const SteadyTime moment = m_clock.steadyNow();
    if (known != now && moment >= m_nextTold) {
        m_nextTold = moment + kTellInterval;
        Q_EMIT told({.failedEffects = now.failedEffects - known.failedEffects,
                     .overdueWorkflows = now.overdueWorkflows - known.overdueWorkflows});
        known = now;
    }
    Q_EMIT looked();
}

} // namespace signalbox::model
