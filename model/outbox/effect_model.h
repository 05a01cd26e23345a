#pragma once

#include <QAbstractTableModel>

#include "engine/base/clock.h"
#include "engine/workflow_effects.h"
#include "model/text/countdown.h"

#include <vector>

namespace signalbox::model {

class Connection;

// The effects of one workflow, newest first: one row per effect, whatever became of it.
//
// Follows the workflow's changes and what its effects do between them, in place; older pages come as the view asks for
// them.
class EffectModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        EffectColumn, // kind and what it is about
        ReceiverColumn,
        StatusColumn,
        AttemptsColumn,
        NextColumn,
        ErrorColumn,
        ColumnCount,
    };
    enum Role {
        SortRole = Qt::UserRole + 1,
        IdRole,      // "12.0"
        StageRole,   // int(EffectStage)
        KindRole,    // int(EffectKind)
        SummaryRole, // without the kind
    };

    EffectModel(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    // Empty: nothing.
    void showWorkflow(const QString& id);
    void refresh();
    // Whether the countdowns to the next tries can be seen.
    void setWatched(bool isWatched) { m_hand.setRunning(isWatched); }

    const std::vector<EffectEntry>& effects() const { return m_effects; }
    // Returns: null where there is no such row.
    const EffectEntry* effectAt(int row) const;
    int rowOf(EffectId id) const; // -1: none
    // Of those that are loaded.
    int failedCount() const;
    // Why effects wait for an operator; empty: none does.
    QString holdReason() const;
    bool isLoaded() const { return m_isLoaded; }
    // Why there are none to show, as a sentence: the server has no call for it. Empty: it has.
    QString refusal() const;

Q_SIGNALS:
    void loaded();
    void failed(const signalbox::Error& error);

private:
    void request(std::optional<EffectId> before);
    void onLoaded(bool isOlder, const EffectsReply& reply);
    void replaceNewest(const std::vector<EffectEntry>& newest);
    void append(const std::vector<EffectEntry>& older);
    void tick();
    QVariant cell(const EffectEntry& entry, int column) const;
    QVariant sortValue(const EffectEntry& entry, int column) const;
    QString toolTip(const EffectEntry& entry, int column) const;

    Connection& m_connection;
    const Clock& m_clock;
    SecondHand m_hand;
    std::string m_id;
    quint64 m_epoch = 0; // answers to an earlier workflow are dropped
    std::vector<EffectEntry> m_effects;
    bool m_hasMore = false;
    bool m_isLoaded = false;
    bool m_isLoading = false;
    bool m_isStale = false; // something happened while they were being read
};

} // namespace signalbox::model
