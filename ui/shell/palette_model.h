#pragma once

#include <QAbstractListModel>
#include <QPointer>

#include "ui/shell/palette_source.h"

#include <vector>

namespace signalbox::ui {

class CommandRegistry;

enum class PaletteScope { Everything, Commands, Sources };

// The rows of the palette for a query: headings, commands that match, hits of the sources as they arrive.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        IsHeadingRole,
        KeysRole,       // QString
        DetailRole,     // QString; the reason while disabled
        ChipRole,       // QString
        ChipToneRole,   // int of Tone
        PositionsRole,  // QList<qsizetype>, matched characters of the title
        IsHitRole,      // found by a source, not a command
        IsRunnableRole, // false for a disabled command
    };

    explicit PaletteModel(CommandRegistry& registry, QObject* parent = nullptr);

    void addSource(PaletteSource& source);
    bool hasSources() const { return !m_sources.empty(); }
    void search(const QString& query, PaletteScope scope);
    // Returns: whether a source has not answered the last search yet.
    bool isSearching() const;
    // Runs the command or goes to the hit of `row`. Returns: false for headings and for disabled commands, which say
    // why.
    bool activate(int row);
    // Returns: the nearest row from `row` on, in direction `step`, that can be chosen; -1 if there is none.
    int choosable(int row, int step) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    // The rows are new; the best one is the first that can be chosen.
    void rowsLoaded();

private:
    struct Row {
        bool isHeading = false;
        bool isEnabled = true;
        PaletteSource* source = nullptr; // null for a command
        PaletteHit hit = {};
        QString keys = {};
        QList<qsizetype> positions = {};
    };
    struct Sourced {
        QPointer<PaletteSource> source;
        quint64 answered = 0;
        QList<PaletteHit> hits = {};
    };

    void rebuild();
    std::vector<Row> commandRows() const;
    void onFound(PaletteSource* source, quint64 ticket, const QList<PaletteHit>& hits);

    CommandRegistry& m_registry;
    std::vector<Sourced> m_sources;
    std::vector<Row> m_rows;
    QString m_query;
    PaletteScope m_scope = PaletteScope::Everything;
    quint64 m_ticket = 0;
};

} // namespace signalbox::ui
