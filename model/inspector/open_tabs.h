#pragma once

#include <QAbstractListModel>

#include "engine/base/error.h"
#include "engine/workflow_values.h"

#include <optional>
#include <vector>

class QSettings;

namespace signalbox::model {

class Connection;

// The workflows that an operator keeps open beside the selection, in the order of their tabs.
//
// Each tab follows its workflow's state. The ids are kept in settings under "GROUP/tabs" and are there again at the
// next start, but for those whose workflow is gone by then.
class OpenTabs final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, // QString
        StateRole,                 // QString for people; empty until known
        ToneRole,                  // int of StateTone; invalid until known
    };

    OpenTabs(Connection& connection, QSettings& settings, const QString& group);

    // Returns: the row of `id`, which is new at the end if it had none.
    int open(const QString& id);
    void close(int row);
    // Puts the tab at `from` where it then stands at `to`.
    void move(int from, int to);
    QString idAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    struct Tab {
        std::string id;
        std::optional<WorkflowRow> row = {};
        QString state = {};
        bool isDeleted = false;
    };

    void read(const std::string& id);
    void onRead(const std::string& id, const Result<Workflow>& answer);
    void onChanges(const std::vector<Change>& changes);
    void readAll(const QString& server = {}); // of one; empty: of all
    void keep();
    int rowOf(const std::string& id) const;
    QString summary(const Tab& tab) const;

    Connection& m_connection;
    QSettings& m_settings;
    QString m_key;
    std::vector<Tab> m_tabs;
};

} // namespace signalbox::model
