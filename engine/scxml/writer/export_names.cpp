#include "engine/scxml/writer/export_names.h"

#include <QString>

#include <algorithm>
#include <utility>

namespace signalbox::scxml {
namespace {

bool isIdPart(QChar c) {
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_' || c == u'-' || c == u'.';
}

bool isBlankOrControl(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
}

bool isPrefixOf(const std::string& shorter, const std::string& longer) {
    return longer.size() > shorter.size() && longer.starts_with(shorter) && longer[shorter.size()] == '.';
}

} // namespace

std::string stateId(std::string_view name) {
    QString result = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    std::ranges::replace_if(result, [](QChar c) { return !isIdPart(c); }, u'_');
    const bool isWrongInFront = result.front().isNumber() || result.front() == u'-' || result.front() == u'.';
    return (isWrongInFront ? u'_' + result : result).toStdString();
}

std::string eventName(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool isEdge = i == 0 || i + 1 == name.size() || name[i - 1] == '.';
        const bool isWrong = isBlankOrControl(name[i]) || name[i] == '*' || (name[i] == '.' && isEdge);
        result += isWrong ? '_' : name[i];
    }
    return result;
}

std::string DistinctNames::take(std::string name) {
    while (!m_taken.insert(name).second)
        name += '_';
    return name;
}

std::vector<std::string> eventNames(const std::vector<std::string>& triggers) {
    std::vector<std::string> result;
    DistinctNames distinct;
    for (const std::string& trigger : triggers)
        result.push_back(distinct.take(eventName(trigger)));
    const auto isHeard = [&](const std::string& name) {
        return std::ranges::any_of(result, [&](const std::string& other) { return isPrefixOf(other, name); });
    };
    // A name without its dots may be the beginning of yet another.
    for (auto heard = std::ranges::find_if(result, isHeard); heard != result.end();
         heard = std::ranges::find_if(result, isHeard)) {
        std::string flat = *heard;
        std::ranges::replace(flat, '.', '_');
        *heard = distinct.take(std::move(flat));
    }
    return result;
}

} // namespace signalbox::scxml
