#pragma once

#include <QString>

#include "engine/chart/script_session.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// The text of a definition, and what its offsets are to people. Units: offsets count UTF-16 code units, as the XML
// parser does; columns count characters.
class DocumentText {
public:
    // Takes UTF-8, and UTF-16 with a byte order mark. Errors: what is wrong with the encoding, in English.
    [[nodiscard]] static std::expected<DocumentText, std::string> decode(std::string_view bytes);

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool isUtf16() const { return m_isUtf16; }
    // Requires: 0 <= offset <= text().size().
    [[nodiscard]] SourcePlace place(qsizetype offset) const;
    [[nodiscard]] std::string slice(qsizetype begin, qsizetype end) const;

private:
    DocumentText(QString text, bool isUtf16);

    QString m_text;
    bool m_isUtf16;
    // A line of two million characters must not make every place() walk it.
    std::vector<qsizetype> m_lineStarts;
    std::vector<qsizetype> m_secondHalves; // of characters that are two units long
};

} // namespace signalbox::scxml
