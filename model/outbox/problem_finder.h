#pragma once

#include <QObject>

#include "engine/workflow_list.h"

#include <optional>
#include <set>
#include <string>

namespace signalbox::model {

class Connection;

// Finds the next workflow that needs somebody: an effect of it has failed, it is overdue, or it is faulted. They are
// walked by id, around the ends; of more than 10 000 of a kind, those with the first ids.
class ProblemFinder final : public QObject {
    Q_OBJECT
public:
    explicit ProblemFinder(Connection& connection, QObject* parent = nullptr);

    // From `id`, which may be empty or have no problem; one of found() and nothingFound() follows. A second search
    // takes the place of one under way.
    void findNext(const std::string& id);
    void findPrevious(const std::string& id);

Q_SIGNALS:
    void found(const QString& id);
    void nothingFound();
    void failed(const signalbox::Error& error);

private:
    void start(const std::string& id, bool isForward);
    void ask(ListFilter filter);
    void finish();

    Connection& m_connection;
    quint64 m_number = 0; // answers to an earlier search are dropped
    int m_missing = 0;    // answers that are on their way
    std::string m_from;
    bool m_isForward = true;
    std::set<std::string> m_ids;
};

} // namespace signalbox::model
