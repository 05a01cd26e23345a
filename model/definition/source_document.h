#pragma once

#include <QString>
#include <QStringList>

#include "engine/workflow_values.h"
#include "model/definition/xml_tokens.h"

#include <optional>
#include <vector>

namespace signalbox::model {

// Where a text declares a state, and the other places that name it.
struct StatePlace {
    QString state;
    qsizetype start = 0; // of the name
    qsizetype length = 0;
    bool isDeclaration = false;
    bool operator==(const StatePlace&) const = default;
};

// One text of a definition, ready to be shown: the SCXML document itself, a file that it names, or, for a definition
// that is a program, its structure as JSON.
struct SourceDocument {
    QString name; // "order.scxml"
    QString text;
    std::vector<XmlToken> tokens;   // none where it is no XML
    std::vector<StatePlace> places; // in order

    // The declaration of a state; none where this text has none.
    [[nodiscard]] std::optional<StatePlace> declarationOf(const QString& state) const;
    // The place that covers a position.
    [[nodiscard]] std::optional<StatePlace> placeAt(qsizetype position) const;
};

// Returns: the text of the definition first, then its files by path; of a definition without a text its structure.
[[nodiscard]] std::vector<SourceDocument> sourceDocuments(const Definition& definition);

// "Deployed by operator sue, 2026-11-22 10:42:07 CET: doors are ours now"; who brought it where nobody deployed it.
[[nodiscard]] QString originText(const Definition& definition);

} // namespace signalbox::model
