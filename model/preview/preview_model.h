#pragma once

#include <QAbstractListModel>

#include "engine/base/clock.h"
#include "model/preview/preview_lines.h"

namespace signalbox::model {

class Connection;
class InspectorModel;

// What will happen if a trigger is fired on the shown workflow: the engine's own dry run, one row per consequence.
//
// Asking again while an answer is under way drops that answer; the rows stay until the new ones are there.
class PreviewModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Phase {
        Waiting, // for valid arguments, or for the answer
        Ready,   // rows say what will happen
        Refused, // rows say why not
        Failed,  // rows say what went wrong
    };
    enum Role { KindRole = Qt::UserRole + 1 };

    PreviewModel(Connection& connection, const InspectorModel& inspector, const Clock& clock,
                 QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    void ask(const std::string& trigger, const Json& arguments);
    // There is nothing to ask yet: the arguments are not valid.
    void wait();
    Phase phase() const { return m_phase; }

Q_SIGNALS:
    void phaseChanged();

private:
    void onAnswer(const Result<Preview>& answer);
    void setLines(std::vector<PreviewLine> lines, Phase phase);

    Connection& m_connection;
    const InspectorModel& m_inspector;
    const Clock& m_clock;
    std::vector<PreviewLine> m_lines;
    Phase m_phase = Phase::Waiting;
    quint64 m_number = 0;
};

} // namespace signalbox::model
