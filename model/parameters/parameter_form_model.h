#pragma once

#include <QAbstractListModel>
#include <QStringList>

#include "engine/chart/structure.h"
#include "model/parameters/argument_text.h"

#include <vector>

namespace signalbox::model {

class LastArguments;

// The typed form of one trigger: one row per parameter, with what was typed, what it means and what is wrong with it.
//
// A row starts with the parameter's default, else with what was typed last time. EditRole is the text. A problem is
// shown (ProblemRole) once its row was edited or showAllProblems() was called; isValid() counts hidden ones too, so
// nothing invalid is ever sent.
class ParameterFormModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        LabelRole = Qt::UserRole + 1, // "Assignee"
        NameRole,                     // as in the definition
        TypeRole,                     // int(ValueType)
        RequiredRole,
        HintRole,    // "whole number, optional"
        ChoicesRole, // QStringList; empty: free text
        RecentRole,  // QStringList, newest first
        ProblemRole, // sentence, empty when fine or not yet looked at
    };

    ParameterFormModel(const QString& definition, const TriggerStructure& trigger, LastArguments& last,
                       QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QHash<int, QByteArray> roleNames() const override;

    const TriggerStructure& trigger() const { return m_trigger; }
    [[nodiscard]] bool isValid() const;
    // The arguments by name, those left empty left out; null when there are none.  Requires: isValid().
    [[nodiscard]] Json arguments() const;
    void showAllProblems();
    // Keeps what was typed for the next form of this trigger.
    void rememberTexts();

signals:
    void argumentsChanged();

private:
    struct Row {
        QString text;
        QStringList recent;
        ParsedArgument parsed;
        bool isProblemShown = false;
    };

    QString m_definition;
    TriggerStructure m_trigger;
    LastArguments& m_last;
    std::vector<Row> m_rows;
};

} // namespace signalbox::model
