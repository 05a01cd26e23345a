#pragma once

#include <QAbstractTableModel>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/workflow_effects.h"

#include <vector>

namespace signalbox::model {

class Connection;

// What keeps effects of the whole store from being sent, most first: failed effects that have the same problem with the
// same receiver are one row. Follows what happens, about twice a second.
class ProblemModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { ProblemColumn, ReceiverColumn, CountColumn, NewestColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole + 1,
        IdRole, // problem and receiver as one text
    };

    ProblemModel(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // Returns: null where there is no such row.
    const EffectProblem* problemAt(int row) const;
    bool isLoaded() const { return m_isLoaded; }
    // Why there are none to show, as a sentence: the server has no call for it. Empty: it has.
    QString refusal() const;
    // Of all rows.
    quint64 effectCount() const;

Q_SIGNALS:
    void loaded();
    void failed(const signalbox::Error& error);

private:
    void schedule();
    void request();
    void onLoaded(const std::vector<EffectProblem>& next);
    QVariant cell(const EffectProblem& problem, int column) const;

    Connection& m_connection;
    const Clock& m_clock;
    QTimer m_timer;
    std::vector<EffectProblem> m_problems;
    bool m_isLoaded = false;
};

} // namespace signalbox::model
