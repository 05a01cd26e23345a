#include "model/workflows/json_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::model {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("signalbox::model::JsonText", text);
}

// `byte` counts from 1 in UTF-8, as the parser does, and names the byte it could not take.
JsonProblem problemAt(const QByteArray& text, std::size_t byte) {
    const auto end = std::clamp<qsizetype>(static_cast<qsizetype>(byte) - 1, 0, text.size());
    const QString before = QString::fromUtf8(text.first(end));
    JsonProblem problem;
    problem.line = static_cast<int>(before.count(QLatin1Char('\n'))) + 1;
    problem.column = static_cast<int>(before.size() - before.lastIndexOf(QLatin1Char('\n')));
    problem.message = end >= text.size() ? tr("The text ends too early: a bracket, quote or value is missing.")
                                         : tr("This is not JSON here.");
    return problem;
}

} // namespace

std::expected<Json, JsonProblem> parseJsonObject(const QString& text) {
    if (text.trimmed().isEmpty()) return Json::object();
    const QByteArray bytes = text.toUtf8();
    try {
        Json json = Json::parse(bytes.begin(), bytes.end());
        if (json.is_object()) return json;
    } catch (const Json::parse_error& error) {
        return std::unexpected(problemAt(bytes, error.byte));
    }
    return std::unexpected(JsonProblem{1, 1, tr("The data of a workflow is an object: write { ... }.")});
}

} // namespace signalbox::model
