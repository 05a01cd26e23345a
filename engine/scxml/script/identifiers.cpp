#include "engine/scxml/script/identifiers.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace signalbox::scxml {
namespace {

constexpr std::array<std::string_view, 6> kSystemVariables{"In",    "_event",     "_ioprocessors",
                                                           "_name", "_sessionid", "_x"};

// Reserved words and literals, those of strict code too: what a location says is assigned to in strict code.
const QSet<QString>& reservedWords() {
    static const QSet<QString> kWords{
        QStringLiteral("arguments"), QStringLiteral("await"), QStringLiteral("break"), QStringLiteral("case"),
        QStringLiteral("catch"), QStringLiteral("class"), QStringLiteral("const"), QStringLiteral("continue"),
        QStringLiteral("debugger"), QStringLiteral("default"), QStringLiteral("delete"), QStringLiteral("do"),
        QStringLiteral("else"), QStringLiteral("enum"), QStringLiteral("eval"), QStringLiteral("export"),
        QStringLiteral("extends"), QStringLiteral("false"), QStringLiteral("finally"), QStringLiteral("for"),
        QStringLiteral("function"), QStringLiteral("if"), QStringLiteral("implements"), QStringLiteral("import"),
        QStringLiteral("in"), QStringLiteral("instanceof"), QStringLiteral("interface"), QStringLiteral("let"),
        QStringLiteral("new"), QStringLiteral("null"), QStringLiteral("package"), QStringLiteral("private"),
        QStringLiteral("protected"), QStringLiteral("public"), QStringLiteral("return"), QStringLiteral("static"),
        QStringLiteral("super"), QStringLiteral("switch"), QStringLiteral("this"), QStringLiteral("throw"),
        QStringLiteral("true"), QStringLiteral("try"), QStringLiteral("typeof"), QStringLiteral("var"),
        QStringLiteral("void"), QStringLiteral("while"), QStringLiteral("with"), QStringLiteral("yield"),
        // Not reserved, but members of the global object that nobody can change.
        QStringLiteral("undefined"), QStringLiteral("NaN"), QStringLiteral("Infinity"), QStringLiteral("__proto__")};
    return kWords;
}

bool isIdentifierStart(QChar character) {
    return character.isLetter() || character == QLatin1Char('_') || character == QLatin1Char('$') ||
           character.isSurrogate();
}

bool isIdentifierPart(QChar character) {
    return isIdentifierStart(character) || character.isDigit() || character.isMark();
}

bool isAsciiPart(char character) {
    const auto isBetween = [character](char low, char high) { return character >= low && character <= high; };
    return isBetween('a', 'z') || isBetween('A', 'Z') || isBetween('0', '9') || character == '_' || character == '$';
}

} // namespace

bool isVariableName(const QString& name) {
    if (name.isEmpty() || !isIdentifierStart(name.front())) return false;
    return std::ranges::all_of(name, isIdentifierPart) && !reservedWords().contains(name);
}

bool isSystemVariable(std::string_view name) {
    return std::ranges::find(kSystemVariables, name) != kSystemVariables.end();
}

std::string_view rootOf(std::string_view location) {
    const std::size_t start = std::min(location.find_first_not_of(" \t\r\n"), location.size());
    std::size_t end = start;
    while (end < location.size() && isAsciiPart(location[end]))
        ++end;
    return location.substr(start, end - start);
}

} // namespace signalbox::scxml
