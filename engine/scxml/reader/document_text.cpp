#include "engine/scxml/reader/document_text.h"

#include <QByteArrayView>
#include <QStringDecoder>

#include "engine/base/utf8.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

QByteArrayView view(std::string_view bytes) {
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

std::optional<QStringConverter::Encoding> utf16Of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return QStringConverter::Utf16LE;
    if (bytes.starts_with("\xFE\xFF")) return QStringConverter::Utf16BE;
    return std::nullopt;
}

} // namespace

std::expected<DocumentText, std::string> DocumentText::decode(std::string_view bytes) {
    if (const auto encoding = utf16Of(bytes)) {
        QStringDecoder decoder(*encoding);
        QString text = decoder.decode(view(bytes.substr(2)));
        if (decoder.hasError() || bytes.size() % 2 != 0)
            return std::unexpected("the text begins as UTF-16, but is no well-formed UTF-16");
        return DocumentText(std::move(text), true);
    }
    if (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
    if (!isUtf8(bytes)) return std::unexpected("the text is not UTF-8: save it as UTF-8");
    return DocumentText(QString::fromUtf8(view(bytes)), false);
}

DocumentText::DocumentText(QString text, bool isUtf16) : m_text(std::move(text)), m_isUtf16(isUtf16) {
    m_lineStarts.push_back(0);
    for (qsizetype i = 0; i < m_text.size(); ++i) {
        const QChar c = m_text.at(i);
        const bool isPair = c == u'\r' && i + 1 < m_text.size() && m_text.at(i + 1) == u'\n';
        if (c == u'\n' || (c == u'\r' && !isPair)) m_lineStarts.push_back(i + 1);
        if (c.isLowSurrogate()) m_secondHalves.push_back(i);
    }
}

SourcePlace DocumentText::place(qsizetype offset) const {
    const auto line = std::ranges::upper_bound(m_lineStarts, offset) - 1;
    const auto halves =
        std::ranges::lower_bound(m_secondHalves, offset) - std::ranges::lower_bound(m_secondHalves, *line);
    return {.line = static_cast<std::uint32_t>(line - m_lineStarts.begin()) + 1,
            .column = static_cast<std::uint32_t>(offset - *line - halves) + 1};
}

std::string DocumentText::slice(qsizetype begin, qsizetype end) const {
    return m_text.mid(begin, end - begin).toStdString();
}

} // namespace signalbox::scxml
