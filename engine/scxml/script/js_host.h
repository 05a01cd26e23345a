#pragma once

#include <QJSValue>
#include <QObject>
#include <QString>

#include "engine/chart/machine_event.h"
#include "engine/chart/script_session.h"

#include <optional>

class QJSEngine;

namespace signalbox::scxml {

// What the prelude may ask of us while a script runs: only what a script really wants to know is converted.
class JsHost final : public QObject {
    Q_OBJECT

public:
    explicit JsHost(QJSEngine& engine);

    // The prelude's function of that name, for JsWriter.
    void setDefine(const QJSValue& define) { m_define = define; }

    // Lifetime: what the scene refers to, until the next call.
    void setScene(const ScriptScene& scene) { m_scene.emplace(scene); }
    void setEvent(const MachineEvent* event);

    Q_INVOKABLE QString sessionId() const;
    Q_INVOKABLE QString chartName() const;
    Q_INVOKABLE double now() const; // milliseconds since 1970
    Q_INVOKABLE quint32 seed(int part) const;
    Q_INVOKABLE bool isActive(const QString& id) const;
    // Requires: an event is set.  Returns: what _event is to be.
    Q_INVOKABLE QJSValue event() const;

private:
    QJSEngine& m_engine;
    QJSValue m_define;
    std::optional<ScriptScene> m_scene; // from the first session on
    MachineEvent m_event;
};

} // namespace signalbox::scxml
