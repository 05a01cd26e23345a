#pragma once

#include "engine/base/json.h"
#include "engine/chart/script_session.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace signalbox {

// Executable content of a statechart, as a tree of values without XML. Source: SCXML 1.0, chapters 4 to 6. Attribute
// pairs such as event and eventexpr, of which one may be given, are one member.

struct Content;
using Block = std::vector<Content>; // runs in order; an error skips what is left of it

// A text that is given as it stands or computed: `event` or `eventexpr`.
struct TextOrScript {
    std::string text;
    std::optional<Script> script; // instead of `text`

    [[nodiscard]] bool isEmpty() const { return text.empty() && !script; }
    bool operator==(const TextOrScript&) const = default;
};

// <param>: `name` with the value of an expression, or of a location.
struct Parameter {
    std::string name;
    std::optional<Script> expression;
    std::optional<Script> location; // instead of `expression`

    bool operator==(const Parameter&) const = default;
};

// What <send>, <invoke> and <donedata> carry: parameters, or one value.
struct Payload {
    std::vector<Script> names; // namelist: locations whose text is the parameter's name
    std::vector<Parameter> parameters;
    std::optional<Script> expression; // <content expr>
    std::optional<Json> value; // <content> with a body: JSON as itself, other text with its white space collapsed

    bool operator==(const Payload&) const = default;
};

struct Raise {
    std::string event;
    bool operator==(const Raise&) const = default;
};

struct Log {
    std::string label;
    std::optional<Script> expression;
    bool operator==(const Log&) const = default;
};

struct Assign {
    Script location;
    std::optional<Script> expression;
    std::optional<Json> value; // the body, when there is no expression; as for Payload
    bool operator==(const Assign&) const = default;
};

struct RunScript {
    Script statements;
    bool operator==(const RunScript&) const = default;
};

// <if> with its <elseif> and <else>: the first branch whose condition holds.
struct If {
    struct Branch;
    std::vector<Branch> branches;
    bool operator==(const If&) const;
};

struct Foreach {
    Script array;
    std::string item;
    std::string index; // empty: not wanted
    Block block;
    bool operator==(const Foreach&) const;
};

// A header of a web request. Its value may hold ${secret:NAME}, which the sender alone fills in.
struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

struct Send {
    TextOrScript event;
    TextOrScript target;
    TextOrScript type;
    TextOrScript delay; // a CSS2 time: "1.5s", "200ms"
    std::string id;
    std::optional<Script> idLocation; // instead of `id`: where a made one is put
    Payload payload;
    bool isOrdered = false; // of a mail or a web request: not before the workflow's earlier ones that are so
    std::vector<Header> headers{};
    bool operator==(const Send&) const = default;
};

struct Cancel {
    TextOrScript sendId;
    bool operator==(const Cancel&) const = default;
};

struct Content {
    std::variant<Raise, Log, Assign, RunScript, If, Foreach, Send, Cancel> element;
    SourcePlace place;

    bool operator==(const Content&) const = default;
};

struct If::Branch {
    std::optional<Script> condition; // none: <else>
    Block block;
    bool operator==(const Branch&) const = default;
};

} // namespace signalbox
