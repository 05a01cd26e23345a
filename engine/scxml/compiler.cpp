#include "engine/scxml/compiler.h"

#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/script/ecmascript.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::scxml {
namespace {

ChartPtr chartOf(StatechartDraft draft) {
    const bool hasScripts = draft.dataModel == StatechartDraft::DataModel::EcmaScript;
    return build(std::move(draft), hasScripts ? makeEcmaScriptCompiler() : nullptr);
}

// Checks each different script once. Only so many: a definition made to be slow must not hold up who reads it; what is
// not checked here fails when it is run.
class SyntaxCheck {
public:
    std::optional<ScriptSyntaxFault> operator()(ScriptKind kind, const std::string& text) {
        const auto known = m_known.find({kind, text});
        if (known != m_known.end()) return known->second;
        if (m_known.size() >= kMostScripts) return std::nullopt;
        return m_known.emplace(std::pair(kind, text), findSyntaxFault(kind, text)).first->second;
    }

private:
    static constexpr std::size_t kMostScripts = 2000;

    std::map<std::pair<ScriptKind, std::string>, std::optional<ScriptSyntaxFault>> m_known;
};

CompileResult compiled(ReadResult read) {
    CompileResult result{.chart = nullptr, .diagnostics = std::move(read.diagnostics), .files = std::move(read.files)};
    if (read.draft) result.chart = chartOf(*std::move(read.draft));
    return result;
}

} // namespace

CompileResult compile(std::string_view text, ReadOptions options) {
    options.findSyntaxFault = SyntaxCheck();
    return compiled(read(text, options));
}

Result<CompileResult> compileFile(const std::filesystem::path& file) {
    auto result = readFile(file, {.file = file.string(), .package = {}, .findSyntaxFault = SyntaxCheck()});
    if (!result) return std::unexpected(std::move(result).error());
    return compiled(*std::move(result));
}

} // namespace signalbox::scxml
