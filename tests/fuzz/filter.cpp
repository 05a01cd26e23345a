// What an operator types: filters and addresses.

#include "model/link/link.h"
#include "model/workflows/filter_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace signalbox::fuzz {
namespace {

using namespace Qt::StringLiterals;

const model::FilterVocabulary& vocabulary() {
    static const model::FilterVocabulary kVocabulary{.definitions = {u"bug"_s, u"order"_s},
                                                     .states = {u"Open"_s, u"In review"_s},
                                                     .assignees = {u"sue"_s, u"Ann \"the\" Fox"_s}};
    return kVocabulary;
}

void tryFilter(const QString& text) {
    const model::ParsedFilter parsed = model::parseFilter(text, vocabulary());
    for (const model::FilterToken& token : parsed.tokens)
        require(token.start >= 0 && token.length >= 0 && token.start + token.length <= text.size(),
                "a word is part of the text");
    const QString written = model::filterText(parsed.filter, vocabulary());
    const model::ParsedFilter again = model::parseFilter(written, vocabulary());
    require(!again.problem && again.filter == parsed.filter, "a filter that was read is written with the same meaning");
    for (const qsizetype cursor : {qsizetype{0}, text.size() / 2, text.size()}) {
        const model::FilterSuggestions suggested = model::suggest(text, cursor, vocabulary());
        require(suggested.start >= 0 && suggested.start + suggested.length <= text.size(),
                "a suggestion replaces part of the text");
    }
}

void tryLink(const QString& text) {
    const auto link = model::parseLink(text);
    if (!link) return;
    const auto again = model::parseLink(model::toText(*link));
    require(again && *again == *link, "an address that was read is written as the same place");
}

} // namespace
} // namespace signalbox::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    signalbox::fuzz::tryFilter(text);
    signalbox::fuzz::tryLink(text);
    return 0;
}
