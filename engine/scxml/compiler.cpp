#include "engine/scxml/compiler.h"

#include "engine/chart/builder/statechart_build.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/script/ecmascript.h"

#include <cstddef>
#include <cstdint>
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

class Compiler final : public DefinitionCompiler {
public:
    [[nodiscard]] CompiledDefinition compile(const DefinitionSource& source,
                                             std::optional<std::uint32_t> version) const override {
        ReadResult result = read(
            source.text, {.file = source.file, .package = {}, .files = source.files, .findSyntaxFault = SyntaxCheck()});
        if (result.draft) {
            result.draft->version = version.value_or(result.draft->version);
            if (!source.name.empty()) result.draft->name = source.name;
            if (result.draft->name.empty()) result.draft->name = std::filesystem::path(source.file).stem().string();
        }
        CompileResult made = compiled(std::move(result));
        return {.chart = std::move(made.chart), .diagnostics = std::move(made.diagnostics)};
    }
};

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

Result<DefinitionSource> readSource(const std::filesystem::path& file) {
    auto text = readFileText(file);
    if (!text) return std::unexpected(std::move(text).error());
    DefinitionSource source{.file = file.filename().string(), .text = *std::move(text), .files = {}};
    source.files =
        read(source.text,
             {.file = source.file, .package = std::filesystem::absolute(file).parent_path(), .findSyntaxFault = {}})
            .files;
    return source;
}

std::unique_ptr<DefinitionCompiler> makeDefinitionCompiler() {
    return std::make_unique<Compiler>();
}

} // namespace signalbox::scxml
