#pragma once

#include "engine/chart/script_session.h"

#include <memory>
#include <string>
#include <vector>

namespace signalbox::test {

// A language for tests of the interpreter. An expression is one value, or two with "==", "<" or "+" between them: a
// number, 'text', a variable, _event.name, _event.data.MEMBER, or In('id'). A statement is "name = expression". Every
// other text is an error, and "endless" passes a bound.
class FakeCompiler final : public ScriptCompiler {
public:
    [[nodiscard]] std::uint32_t add(ScriptKind kind, const Script& script) override;
    [[nodiscard]] std::shared_ptr<const ScriptProgram> program() override;

private:
    std::vector<std::string> m_texts;
};

} // namespace signalbox::test
