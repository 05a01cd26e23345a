#include "engine/scxml/script/js_host.h"

#include <QJSEngine>

#include "engine/scxml/script/js_values.h"

#include <cassert>
#include <chrono>
#include <utility>

namespace signalbox::scxml {
namespace {

QString nameOf(EventOrigin origin) {
    switch (origin) {
    case EventOrigin::Platform:
        return QStringLiteral("platform");
    case EventOrigin::Internal:
        return QStringLiteral("internal");
    case EventOrigin::External:
        return QStringLiteral("external");
    }
    assert(false && "an EventOrigin out of range");
    return {};
}

QJSValue textOrUndefined(const std::string& text) {
    return text.empty() ? QJSValue() : QJSValue(toQString(text));
}

} // namespace

JsHost::JsHost(QJSEngine& engine) : m_engine(engine) {}

void JsHost::setEvent(const MachineEvent* event) {
    if (event != nullptr) m_event = *event;
}

QString JsHost::sessionId() const {
    return toQString(m_scene->workflowId);
}

QString JsHost::chartName() const {
    return toQString(m_scene->chartName);
}

double JsHost::now() const {
    const auto moment = std::chrono::floor<std::chrono::milliseconds>(m_scene->now);
    return static_cast<double>(moment.time_since_epoch().count());
}

quint32 JsHost::seed(int part) const {
    return static_cast<quint32>(part == 0 ? m_scene->seed : m_scene->seed >> 32);
}

bool JsHost::isActive(const QString& id) const {
    return m_scene->states.isActive(id.toStdString());
}

QJSValue JsHost::event() const {
    QJSValue event = m_engine.newObject();
    event.setProperty(QStringLiteral("name"), toQString(m_event.name));
    event.setProperty(QStringLiteral("type"), nameOf(m_event.type));
    event.setProperty(QStringLiteral("sendid"), textOrUndefined(m_event.sendId));
    event.setProperty(QStringLiteral("origin"), textOrUndefined(m_event.origin));
    event.setProperty(QStringLiteral("origintype"), textOrUndefined(m_event.originType));
    event.setProperty(QStringLiteral("invokeid"), textOrUndefined(m_event.invokeId));
    event.setProperty(QStringLiteral("data"), JsWriter(m_engine, m_define).write(m_event.data));
    return event;
}

} // namespace signalbox::scxml
