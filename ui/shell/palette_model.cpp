#include "ui/shell/palette_model.h"

#include <QRegularExpression>

#include "ui/shell/command_registry.h"
#include "ui/shell/fuzzy_match.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

// With sources below them commands must not push the hits out of sight.
constexpr std::size_t kCommandsBesideHits = 8;
constexpr qsizetype kHitsShown = 12;

struct RankedCommand {
    Command command;
    FuzzyMatch match;
    bool isEnabled = true;
};

QString categoryOf(const Command& command) {
    return menuName(command.menu);
}

} // namespace

PaletteModel::PaletteModel(CommandRegistry& registry, QObject* parent)
    : QAbstractListModel(parent)
    , m_registry(registry) {}

void PaletteModel::addSource(PaletteSource& source) {
    m_sources.push_back({&source});
    connect(&source, &PaletteSource::found, this,
            [this, from = &source](quint64 ticket, const QList<PaletteHit>& hits) { onFound(from, ticket, hits); });
}

void PaletteModel::search(const QString& query, PaletteScope scope) {
    m_query = query.trimmed();
    m_scope = scope;
    ++m_ticket;
    for (Sourced& each : m_sources) {
        each.hits.clear();
    }
    rebuild();
    if (scope == PaletteScope::Commands) return;
    for (const Sourced& each : m_sources) {
        if (each.source) each.source->search(m_query, m_ticket);
    }
}

bool PaletteModel::isSearching() const {
    if (m_scope == PaletteScope::Commands) return false;
    return std::any_of(m_sources.begin(), m_sources.end(),
                       [this](const Sourced& each) { return each.source && each.answered != m_ticket; });
}

bool PaletteModel::activate(int row) {
    if (row < 0 || row >= rowCount() || m_rows[std::size_t(row)].isHeading) return false;
    // A copy: running a command may search anew.
    const Row chosen = m_rows[std::size_t(row)];
    if (!chosen.source) return m_registry.trigger(chosen.hit.id);
    chosen.source->activate(chosen.hit.id);
    return true;
}

int PaletteModel::choosable(int row, int step) const {
    for (int at = row; at >= 0 && at < rowCount(); at += step) {
        if (!m_rows[std::size_t(at)].isHeading) return at;
    }
    return -1;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.hit.title;
    case Qt::AccessibleTextRole:
        return QStringList{row.hit.title, row.hit.detail, row.hit.chip, row.keys}
            .filter(QRegularExpression(u"."_s))
            .join(u", "_s);
    case IdRole:
        return row.hit.id;
    case IsHeadingRole:
        return row.isHeading;
    case KeysRole:
        return row.keys;
    case DetailRole:
        return row.hit.detail;
    case ChipRole:
        return row.hit.chip;
    case ChipToneRole:
        return int(row.hit.chipTone);
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    case IsHitRole:
        return row.source != nullptr;
    case IsRunnableRole:
        return row.isEnabled;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    if (m_rows[std::size_t(index.row())].isHeading) return Qt::ItemNeverHasChildren;
    // A disabled command can be chosen too: it then says why it is disabled.
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

void PaletteModel::rebuild() {
    beginResetModel();
    m_rows.clear();
    if (m_scope != PaletteScope::Sources) m_rows = commandRows();
    for (const Sourced& each : m_sources) {
        if (!each.source || m_scope == PaletteScope::Commands || each.hits.isEmpty()) continue;
        m_rows.push_back({.isHeading = true, .hit = {.title = each.source->heading()}});
        for (const PaletteHit& hit : each.hits.first(std::min(each.hits.size(), kHitsShown))) {
            const auto match = fuzzyMatch(m_query, hit.title);
            m_rows.push_back(
                {.source = each.source, .hit = hit, .positions = match ? match->positions : QList<qsizetype>()});
        }
    }
    endResetModel();
    Q_EMIT rowsLoaded();
}

std::vector<PaletteModel::Row> PaletteModel::commandRows() const {
    std::vector<RankedCommand> ranked;
    for (const Command& command : m_registry.commands()) {
        if (!command.isInPalette || !m_registry.isAvailable(command.id)) continue;
        auto match = fuzzyMatch(m_query, command.text);
        // "theme dark" names the group too; the group's letters are not marked.
        if (!match && fuzzyMatch(m_query, categoryOf(command) + u' ' + command.text)) match = FuzzyMatch{};
        if (match) ranked.push_back({command, *match, m_registry.isEnabled(command.id)});
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const RankedCommand& a, const RankedCommand& b) {
        return std::pair(a.isEnabled, a.match.score) > std::pair(b.isEnabled, b.match.score);
    });
    const bool isShared = m_scope == PaletteScope::Everything && !m_sources.empty();
    if (isShared && ranked.size() > kCommandsBesideHits) ranked.resize(kCommandsBesideHits);
    std::vector<Row> rows;
    if (!ranked.empty()) rows.push_back({.isHeading = true, .hit = {.title = tr("Commands")}});
    for (const RankedCommand& each : ranked) {
        const Command& command = each.command;
        const QString detail = each.isEnabled ? categoryOf(command) : m_registry.disabledReason(command.id);
        rows.push_back({.isEnabled = each.isEnabled,
                        .hit = {.id = command.id, .title = command.text, .detail = detail},
                        .keys = command.keys.isEmpty() ? QString() : keyCapText(command.keys.first().keys),
                        .positions = each.match.positions});
    }
    return rows;
}

void PaletteModel::onFound(PaletteSource* source, quint64 ticket, const QList<PaletteHit>& hits) {
    if (ticket != m_ticket) return;
    for (Sourced& each : m_sources) {
        if (each.source != source) continue;
        each.answered = ticket;
        each.hits = hits;
    }
    rebuild();
}

} // namespace signalbox::ui
