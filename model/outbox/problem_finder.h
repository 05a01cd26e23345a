#pragma once

#include <QCollator>
#include <QObject>

#include "engine/workflow_list.h"

#include <string>
#include <vector>

namespace signalbox::model {

class Connection;

// Finds the next workflow that needs somebody: an effect of it has failed, it is overdue, or it is faulted. They are
// walked by id, around the ends, numbers by their value: BUG-9 before BUG-10. Of more than 10 000 of a kind, those with
// the first ids as plain text.
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
    bool isBefore(const QString& a, const QString& b) const;

    Connection& m_connection;
    quint64 m_number = 0; // answers to an earlier search are dropped
    int m_missing = 0;    // answers that are on their way
    QString m_from;
    bool m_isForward = true;
    std::vector<QString> m_ids; // in no order
    QCollator m_order;
};

} // namespace signalbox::model
