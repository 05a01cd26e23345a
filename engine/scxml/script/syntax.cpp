#include <QJSEngine>
#include <QStringList>

#include "engine/scxml/script/ecmascript.h"
#include "engine/scxml/script/expression_text.h"
#include "engine/scxml/script/js_values.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace signalbox::scxml {
namespace {

// What stands around a script while it is parsed. Everything is parsed before anything runs, and what runs first
// throws. A text that is right within two kinds of brackets closes neither, so the last frame, whose function is made
// but not called, is safe: it is for the faults that V4 finds only in code that can be reached.
struct Frame {
    const char* before;
    const char* after;
};
constexpr std::array<Frame, 3> kExpression{{{"throw 0;(", "\n)"}, {"throw 0;[", "\n]"}, {"(()=>(", "\n))"}}};
constexpr std::array<Frame, 4> kLocation{
    {{"throw 0;(", "\n)"}, {"throw 0;[", "\n]"}, {"throw 0;for(", "\n in 0);"}, {"(()=>{'use strict';(", "\n)=0})"}}};
constexpr std::array<Frame, 2> kStatements{{{"throw 0;\n", "\n"}, {"(()=>{;", "\n})"}}};

std::span<const Frame> framesOf(ScriptKind kind) {
    switch (kind) {
    case ScriptKind::Expression:
        return kExpression;
    case ScriptKind::Location:
        return kLocation;
    case ScriptKind::Statements:
        break;
    }
    return kStatements;
}

// An engine of this thread that only parses. Declarations are hoisted into its global object, so it is renewed at
// times.
class Parser {
public:
    QJSValue parse(const QString& program, QStringList& trace) {
        constexpr int kMostPrograms = 2000;
        if (!m_engine || ++m_programs > kMostPrograms) {
            m_engine = std::make_unique<QJSEngine>();
            m_programs = 1;
        }
        return m_engine->evaluate(program, QStringLiteral("script"), 1, &trace);
    }

private:
    std::unique_ptr<QJSEngine> m_engine;
    int m_programs = 0;
};

// "function:line:column:file", of which the column is nowhere else.
SourcePlace placeOf(const QStringList& trace) {
    if (trace.isEmpty()) return {};
    const QStringList parts = trace.front().split(QLatin1Char(':'));
    if (parts.size() < 3) return {};
    return {.line = parts[1].toUInt(), .column = parts[2].toUInt()};
}

SourcePlace withinText(SourcePlace place, const Frame& frame, const QString& text) {
    const std::string_view before(frame.before);
    const auto linesBefore = static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
    const auto lastColumn = static_cast<std::uint32_t>(before.size() - (before.rfind('\n') + 1));
    if (place.line == linesBefore + 1) place.column -= std::min(place.column, lastColumn);
    place.line -= std::min(place.line, linesBefore);
    const auto lines = static_cast<std::uint32_t>(text.count(QLatin1Char('\n'))) + 1;
    const auto end = static_cast<std::uint32_t>(text.size() - text.lastIndexOf(QLatin1Char('\n')));
    // What is missing at the end is found missing behind it.
    if (place.line > lines) return {.line = lines, .column = end};
    return {.line = std::max(place.line, 1U), .column = std::max(place.column, 1U)};
}

} // namespace

std::optional<ScriptSyntaxFault> findSyntaxFault(ScriptKind kind, const std::string& text) {
    thread_local Parser parser;
    const QString script = toQString(kind == ScriptKind::Expression ? withoutTerminator(text) : text);
    for (const Frame& frame : framesOf(kind)) {
        QStringList trace;
        const QString program = QLatin1String(frame.before) + script + QLatin1String(frame.after);
        const QJSValue thrown = parser.parse(program, trace);
        if (!thrown.isError()) continue;
        return ScriptSyntaxFault{.message = thrown.toString().toStdString(),
                                 .place = withinText(placeOf(trace), frame, script)};
    }
    return std::nullopt;
}

} // namespace signalbox::scxml
