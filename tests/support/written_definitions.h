#pragma once

#include "engine/base/hash.h"
#include "engine/chart/definition_compiler.h"
#include "tests/engine/chart/statechart/draft_writer.h"

#include <map>
#include <string>
#include <utility>

namespace signalbox::test {

// A language in which a text is a word that stands for a draft: any other is a mistake.
class WrittenDefinitions final : public DefinitionCompiler {
public:
    DraftWriter& operator[](const std::string& text) { return m_drafts[text]; }

    [[nodiscard]] CompiledDefinition compile(const DefinitionSource& source,
                                             std::optional<std::uint32_t> version) const override {
        const auto known = m_drafts.find(source.text);
        if (known == m_drafts.end())
            return {
                .chart = nullptr,
                .diagnostics = {{.severity = Severity::Error, .file = source.file, .place = {}, .message = "what?"}}};
        DraftWriter writer = known->second;
        writer.draft.name = source.name.empty() ? source.text : source.name;
        writer.draft.version = version.value_or(1);
        writer.draft.sourceHash = hex(sha256(source.text));
        return {.chart = writer.build(), .diagnostics = {}};
    }

private:
    std::map<std::string, DraftWriter> m_drafts;
};

} // namespace signalbox::test
