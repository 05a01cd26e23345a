#include "model/preview/preview_model.h"

#include "model/connection/connection.h"
#include "model/inspector/inspector_model.h"
#include "model/text/error_text.h"

namespace signalbox::model {

PreviewModel::PreviewModel(Connection& connection, const InspectorModel& inspector, const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_connection(connection)
    , m_inspector(inspector)
    , m_clock(clock) {}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PreviewLine& line = m_lines[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return line.text;
    return role == KindRole ? QVariant(static_cast<int>(line.kind)) : QVariant();
}

QHash<int, QByteArray> PreviewModel::roleNames() const {
    return {{Qt::DisplayRole, "display"}, {KindRole, "kind"}};
}

void PreviewModel::ask(const std::string& trigger, const Json& arguments) {
    FireRequest request;
    request.id = m_inspector.id().toStdString();
    request.trigger = trigger;
    request.arguments = arguments;
    request.caller = m_connection.caller();
    const quint64 number = ++m_number;
    const QString refused = refusalSentence(m_connection.accessTo(request.id), Deed::Preview);
    if (!refused.isEmpty()) return setLines({{PreviewLine::Kind::Refusal, refused}}, Phase::Failed);
    m_connection.preview(std::move(request), this, [this, number](const Result<Preview>& answer) {
        if (number == m_number) onAnswer(answer);
    });
}

void PreviewModel::wait() {
    ++m_number;
    setLines({}, Phase::Waiting);
}

void PreviewModel::onAnswer(const Result<Preview>& answer) {
    using Kind = PreviewLine::Kind;
    if (!answer) return setLines({{Kind::Refusal, errorText(answer.error())}}, Phase::Failed);
    const Definition* definition = m_inspector.definition();
    const Workflow* workflow = m_inspector.workflow();
    if (definition == nullptr || workflow == nullptr) return wait();
    setLines(previewLines(definition->structure, *workflow, *answer, m_clock.now()),
             answer->refusal ? Phase::Refused : Phase::Ready);
}

void PreviewModel::setLines(std::vector<PreviewLine> lines, Phase phase) {
    beginResetModel();
    m_lines = std::move(lines);
    m_phase = phase;
    endResetModel();
    Q_EMIT phaseChanged();
}

} // namespace signalbox::model
