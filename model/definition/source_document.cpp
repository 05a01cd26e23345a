#include "model/definition/source_document.h"

#include <QCoreApplication>
#include <QSet>

#include "model/text/time_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {
namespace {

const QString kId = QStringLiteral("id");

class Texts {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::SourceDocument)

public:
    static QString origin(const Definition& definition) {
        const QString when = zonedTimeText(definition.installed, TimeDisplay::Local);
        const QString who = QString::fromStdString(definition.deployedBy);
        const QString why = QString::fromStdString(definition.reason);
        if (who.isEmpty()) return tr("Came with a program, %1").arg(when);
        return why.isEmpty() ? tr("Deployed by %1, %2").arg(who, when)
                             : tr("Deployed by %1, %2: %3").arg(who, when, why);
    }
};

bool isStateTag(const QString& name) {
    static const QSet<QString> kTags{QStringLiteral("state"), QStringLiteral("parallel"), QStringLiteral("final"),
                                     QStringLiteral("history")};
    return kTags.contains(name);
}

bool namesStates(const QString& attribute) {
    return attribute == u"target" || attribute == u"initial";
}

// Finds states in the attributes of a document: where they are declared, and where transitions lead.
class PlaceFinder {
public:
    PlaceFinder(const QString& text, const std::vector<XmlToken>& tokens, const QSet<QString>& states)
        : m_text(text)
        , m_tokens(tokens)
        , m_states(states) {}

    std::vector<StatePlace> places() {
        for (const XmlToken& token : m_tokens) {
            if (token.isTag) {
                m_tag = token.name;
            } else if (token.kind == XmlToken::Kind::Attribute) {
                m_attribute = token.name;
            } else if (token.kind == XmlToken::Kind::Value) {
                readValue(token);
            }
        }
        return std::move(m_places);
    }

private:
    void readValue(const XmlToken& value) {
        const bool isDeclaration = isStateTag(m_tag) && m_attribute == kId;
        if (!isDeclaration && !namesStates(m_attribute)) return;
        const QStringView inside =
            QStringView(m_text).sliced(value.start + 1, std::max<qsizetype>(0, value.length - 2));
        for (const QStringView& word : inside.split(u' ', Qt::SkipEmptyParts)) {
            const QString state = word.trimmed().toString();
            if (!m_states.contains(state)) continue;
            m_places.push_back({.state = state,
                                .start = word.data() - QStringView(m_text).data(),
                                .length = word.size(),
                                .isDeclaration = isDeclaration});
        }
    }

    const QString& m_text;
    const std::vector<XmlToken>& m_tokens;
    const QSet<QString>& m_states;
    QString m_tag;
    QString m_attribute;
    std::vector<StatePlace> m_places;
};

QSet<QString> stateNames(const ChartStructure& structure) {
    QSet<QString> names;
    for (const StateStructure& state : structure.states)
        names.insert(QString::fromStdString(state.name));
    return names;
}

SourceDocument xmlDocument(const std::string& name, const std::string& text, const QSet<QString>& states) {
    SourceDocument document{
        .name = QString::fromStdString(name), .text = QString::fromStdString(text), .tokens = {}, .places = {}};
    document.text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    const bool isXml = document.text.trimmed().startsWith(u'<');
    if (isXml) document.tokens = xmlTokens(document.text);
    document.places = PlaceFinder(document.text, document.tokens, states).places();
    return document;
}

// The names of the states, as they stand in the array "states".
std::vector<StatePlace> jsonPlaces(const ChartStructure& structure, const QString& text) {
    std::vector<StatePlace> places;
    qsizetype at = text.indexOf(QStringLiteral("\n  \"states\""));
    for (const StateStructure& state : structure.states) {
        const QString name = QString::fromStdString(state.name);
        const QString member = QStringLiteral("\"name\": \"%1\"").arg(name);
        at = at < 0 ? at : text.indexOf(member, at);
        if (at < 0) break;
        const qsizetype start = at + member.size() - 1 - name.size();
        places.push_back({.state = name, .start = start, .length = name.size(), .isDeclaration = true});
        at = start + name.size();
    }
    return places;
}

SourceDocument jsonDocument(const ChartStructure& structure) {
    constexpr int kIndent = 2;
    const QString text =
        QString::fromStdString(toJson(structure).dump(kIndent, ' ', false, Json::error_handler_t::replace));
    return {.name = QString::fromStdString(structure.name) + QStringLiteral(".json"),
            .text = text,
            .tokens = {},
            .places = jsonPlaces(structure, text)};
}

} // namespace

std::optional<StatePlace> SourceDocument::declarationOf(const QString& state) const {
    const auto found = std::ranges::find_if(
        places, [&state](const StatePlace& place) { return place.isDeclaration && place.state == state; });
    return found == places.end() ? std::nullopt : std::optional(*found);
}

std::optional<StatePlace> SourceDocument::placeAt(qsizetype position) const {
    const auto found = std::ranges::find_if(places, [position](const StatePlace& place) {
        return place.start <= position && position <= place.start + place.length;
    });
    return found == places.end() ? std::nullopt : std::optional(*found);
}

std::vector<SourceDocument> sourceDocuments(const Definition& definition) {
    if (!definition.source) return {jsonDocument(definition.structure)};
    const QSet<QString> states = stateNames(definition.structure);
    std::vector<SourceDocument> documents{xmlDocument(definition.source->file, definition.source->text, states)};
    for (const PackageFile& file : definition.source->files)
        documents.push_back(xmlDocument(file.path, file.text, states));
    return documents;
}

QString originText(const Definition& definition) {
    return Texts::origin(definition);
}

} // namespace signalbox::model
