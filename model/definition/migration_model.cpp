#include "model/definition/migration_model.h"

#include "model/connection/connection.h"
#include "model/text/error_text.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kPage = 500;
constexpr int kAtOnce = 32;      // requests under way
constexpr int kRefreshMs = 100;  // rows follow a long run this often
constexpr std::size_t kFew = 50; // ids left when the next page is asked for

} // namespace

bool MigrationModel::Line::operator<(const Line& other) const {
    // What is in the way first.
    return std::tuple(!isBlocking, isError, kind, subject, message) <
           std::tuple(!other.isBlocking, other.isError, other.kind, other.subject, other.message);
}

MigrationModel::MigrationModel(Connection& connection, std::string definition, std::string workflow, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_definition(std::move(definition))
    , m_workflow(std::move(workflow))
    , m_isForAll(m_workflow.empty()) {
    const auto known = versions();
    if (!known.empty()) m_target = known.front();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &MigrationModel::showRows);
    tryAgain();
}

std::vector<quint32> MigrationModel::versions() const {
    std::vector<quint32> found;
    for (const Definition& each : m_connection.definitionList())
        if (each.structure.name == m_definition && each.isRunnable) found.push_back(each.structure.version);
    std::ranges::sort(found, std::greater<>());
    const auto doubles = std::ranges::unique(found);
    found.erase(doubles.begin(), doubles.end());
    return found;
}

QStringList MigrationModel::targetStates() const {
    const Definition* target = m_connection.findDefinition(DefinitionRef{.name = m_definition, .version = m_target});
    QStringList names;
    if (target == nullptr) return names;
    for (const StateStructure& state : target->structure.states)
        if (!isHistory(state.kind)) names.append(QString::fromStdString(state.name));
    return names;
}

void MigrationModel::setForAll(bool isForAll) {
    if (isForAll == m_isForAll || (!isForAll && m_workflow.empty())) return;
    m_isForAll = isForAll;
    tryAgain();
}

void MigrationModel::setTarget(quint32 version) {
    if (version == m_target) return;
    m_target = version;
    m_states.clear();
    tryAgain();
}

void MigrationModel::mapState(const QString& from, const QString& to) {
    if (to == mappedTo(from)) return;
    if (to.isEmpty())
        m_states.erase(from.toStdString());
    else
        m_states[from.toStdString()] = to.toStdString();
    tryAgain();
}

QString MigrationModel::mappedTo(const QString& from) const {
    const auto found = m_states.find(from.toStdString());
    return found == m_states.end() ? QString() : QString::fromStdString(found->second);
}

void MigrationModel::tryAgain() {
    if (m_phase != Phase::Moving) begin(true, {});
}

void MigrationModel::migrate(const QString& reason) {
    if (m_phase == Phase::Ready) begin(false, reason);
}

void MigrationModel::begin(bool isDryRun, const QString& reason) {
    ++m_run;
    m_isDryRun = isDryRun;
    m_reason = reason;
    m_phase = isDryRun ? Phase::Trying : Phase::Moving;
    m_error.reset();
    m_figures = {};
    m_lines.clear();
    m_waiting.clear();
    m_inFlight = 0;
    m_cursor.clear();
    m_isPaging = false;
    m_hasMore = m_isForAll;
    if (!m_isForAll) m_waiting.push_back(m_workflow);
    m_figures.total = m_waiting.size();
    Q_EMIT progressed();
    pump();
}

// By id, so that what is moved meanwhile leaves no other out.
void MigrationModel::requestPage() {
    m_isPaging = true;
    ListRequest request{
        .filter = {}, .sort = {.key = SortKey::ById, .descending = false}, .limit = kPage, .locate = {}};
    request.filter.definition = m_definition;
    request.filter.statuses = {WorkflowStatus::Active, WorkflowStatus::Faulted};
    if (!m_cursor.empty()) request.start = m_cursor;
    m_connection.list(std::move(request), this, [this, run = m_run](const Result<ListReply>& reply) {
        if (run == m_run) onPage(reply);
    });
}

void MigrationModel::onPage(const Result<ListReply>& reply) {
    m_isPaging = false;
    if (!reply) return failWith(reply.error());
    m_cursor = reply->next;
    m_hasMore = !m_cursor.empty();
    for (const WorkflowRow& row : reply->rows)
        if (row.definition.version != m_target) m_waiting.push_back(row.id);
    m_figures.total = m_figures.moved + m_figures.left + static_cast<quint64>(m_inFlight) + m_waiting.size();
    pump();
}

void MigrationModel::pump() {
    while (m_inFlight < kAtOnce && !m_waiting.empty()) {
        const std::string id = std::move(m_waiting.front());
        m_waiting.pop_front();
        send(id);
    }
    if (m_hasMore && !m_isPaging && m_waiting.size() < kFew) requestPage();
    if (m_inFlight == 0 && m_waiting.empty() && !m_hasMore && !m_isPaging) finish();
}

MigrateRequest MigrationModel::request(const std::string& id) const {
    return {.id = id,
            .target = {.name = m_definition, .version = m_target},
            .states = m_states,
            .isDryRun = false,
            .expectedRevision = {},
            .caller = {}};
}

void MigrationModel::send(const std::string& id) {
    ++m_inFlight;
    MigrateRequest asked = request(id);
    asked.isDryRun = m_isDryRun;
    asked.caller = m_connection.caller(m_reason);
    m_connection.migrate(std::move(asked), this, [this, run = m_run, id](const Result<MigrateReply>& reply) {
        if (run == m_run) onAnswer(id, reply);
    });
}

void MigrationModel::onAnswer(const std::string& id, const Result<MigrateReply>& reply) {
    --m_inFlight;
    count(reply, id);
    if (!m_refresh.isActive()) m_refresh.start();
    pump();
}

void MigrationModel::count(const Result<MigrateReply>& reply, const std::string& id) {
    if (!reply) {
        ++m_figures.left;
        ++m_lines[{.isBlocking = true,
                   .isError = true,
                   .kind = MigrationGap::Kind::State,
                   .subject = QString::fromStdString(id),
                   .message =
                       tr("%1 (%2)").arg(errorText(reply.error()), QString::fromStdString(reply.error().message))}];
        return;
    }
    std::set<Line> lines;
    for (const MigrationGap& gap : reply->gaps)
        lines.insert({.isBlocking = gap.isBlocking,
                      .kind = gap.kind,
                      .subject = QString::fromStdString(gap.subject),
                      .message = QString::fromStdString(gap.message)});
    for (const Line& line : lines)
        ++m_lines[line];
    const bool isBlocked = std::ranges::any_of(lines, &Line::isBlocking);
    ++(isBlocked ? m_figures.left : m_figures.moved);
}

void MigrationModel::finish() {
    m_phase = m_isDryRun ? Phase::Ready : Phase::Done;
    showRows();
    if (m_phase == Phase::Done) Q_EMIT migrated();
}

void MigrationModel::showRows() {
    m_refresh.stop();
    std::vector<Row> rows;
    for (const auto& [from, to] : m_states)
        rows.emplace_back(
            Line{.isMapped = true, .subject = QString::fromStdString(from), .message = QString::fromStdString(to)}, 0);
    rows.insert(rows.end(), m_lines.begin(), m_lines.end());
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT progressed();
}

void MigrationModel::failWith(const Error& error) {
    ++m_run;
    m_error = error;
    m_phase = Phase::Failed;
    Q_EMIT progressed();
}

int MigrationModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MigrationModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : MessageColumn + 1;
}

QVariant MigrationModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::ToolTipRole:
    case ReportRole:
        return tr("%1: %2: %3 (%L4)")
            .arg(textOf(row, KindColumn), row.first.subject, row.first.message)
            .arg(row.second);
    case BlockingRole:
        return row.first.isBlocking;
    case StateRole:
        return row.first.isMapped || (row.first.isBlocking && !row.first.isError) ? row.first.subject : QString();
    default:
        return {};
    }
}

QString MigrationModel::kindText(const Line& line) {
    if (line.isError) return tr("Error");
    const std::array kinds{tr("State"), tr("History"), tr("Timer"), tr("Child"), tr("Variable")};
    return kinds.at(static_cast<std::size_t>(line.kind));
}

QString MigrationModel::textOf(const Row& row, int column) {
    switch (column) {
    case KindColumn:
        return kindText(row.first);
    case SubjectColumn:
        return row.first.subject;
    case CountColumn:
        return row.first.isMapped ? QString() : tr("%L1").arg(row.second);
    default:
        return row.first.message;
    }
}

QVariant MigrationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const std::array titles{tr("Kind"), tr("What"), tr("Workflows"), tr("What becomes of it")};
    return section >= 0 && section <= MessageColumn ? titles[static_cast<std::size_t>(section)] : QVariant();
}

} // namespace signalbox::model
