#pragma once

#include <QJSValue>
#include <QString>

#include "engine/base/json.h"
#include "engine/chart/script_session.h"

#include <cstddef>
#include <string>
#include <string_view>

class QJSEngine;

namespace signalbox::scxml {

[[nodiscard]] inline QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Makes values of one engine from JSON.
class JsWriter {
public:
    // `define`: a function (object, key, value) that makes a member of any name, even "__proto__".
    JsWriter(QJSEngine& engine, const QJSValue& define) : m_engine(engine), m_define(define) {}

    [[nodiscard]] QJSValue write(const Json& json) const;
    [[nodiscard]] QJSValue write(const ScriptValue& value) const { return value ? write(*value) : QJSValue(); }

private:
    [[nodiscard]] QJSValue writeObject(const Json& json) const;
    [[nodiscard]] QJSValue writeArray(const Json& json) const;

    QJSEngine& m_engine;
    const QJSValue& m_define;
};

// Makes JSON from values as JSON.stringify would, with bounds: nesting of at most kDeepest, and a size.
class JsReader {
public:
    static constexpr std::size_t kDeepest = 64;

    struct Slow {
        QJSValue objectPrototype; // of objects that hold nothing unusual
        QJSValue stringify;       // (value, most characters): for those that do: dates, classes, toJSON
        bool hasHidden = false;   // members that are not enumerable may exist anywhere
    };

    // `mostBytes`: of all that is read, about as JSON text has them.
    JsReader(QJSEngine& engine, const Slow& slow, std::size_t mostBytes)
        : m_engine(engine)
        , m_slow(slow)
        , m_bytesLeft(mostBytes)
        , m_mostBytes(mostBytes) {}

    // Returns: nothing for what JSON leaves out.  Fails as a breach for too much, otherwise for what is nested too
    // deeply, which is what a value that holds itself looks like.
    [[nodiscard]] ScriptResult<ScriptValue> read(const QJSValue& value, std::size_t depth = 0);

private:
    [[nodiscard]] ScriptResult<ScriptValue> readObject(const QJSValue& value, std::size_t depth);
    [[nodiscard]] ScriptResult<ScriptValue> readArray(const QJSValue& value, std::size_t depth);
    [[nodiscard]] ScriptResult<ScriptValue> readPlain(const QJSValue& value, std::size_t depth);
    [[nodiscard]] ScriptResult<ScriptValue> readSlowly(const QJSValue& value, std::size_t depth);
    [[nodiscard]] bool isPlain(const QJSValue& value) const;
    // Whether there was room for so many bytes.
    [[nodiscard]] bool take(std::size_t bytes);
    [[nodiscard]] std::unexpected<ScriptFault> tooMuch() const;

    QJSEngine& m_engine;
    const Slow& m_slow;
    std::size_t m_bytesLeft;
    std::size_t m_mostBytes;
};

} // namespace signalbox::scxml
