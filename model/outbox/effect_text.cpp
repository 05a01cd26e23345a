#include "model/outbox/effect_text.h"

#include <QCoreApplication>

#include "model/outbox/masked_json.h"
#include "model/parameters/argument_text.h"

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Effects)
};

QString member(const Json& object, const char* name) {
    return object.is_object() && object.contains(name) ? argumentText(object.at(name)) : QString();
}

} // namespace

EffectStage stageOf(const EffectEntry& entry) {
    switch (entry.status) {
    case EffectStatus::Failed:
        return EffectStage::Failed;
    case EffectStatus::Sent:
        return EffectStage::Sent;
    case EffectStatus::Discarded:
        return EffectStage::Skipped;
    case EffectStatus::Pending:
        break;
    }
    if (entry.isSending) return EffectStage::Sending;
    if (entry.isHeld) return EffectStage::Held;
    return entry.progress.attempts > 0 && entry.progress.nextAttempt ? EffectStage::Retrying : EffectStage::Waiting;
}

QString effectStageText(const EffectEntry& entry) {
    const QString reason = QString::fromStdString(entry.waitsFor);
    switch (stageOf(entry)) {
    case EffectStage::Failed:
        return Text::tr("failed");
    case EffectStage::Held:
        return reason.isEmpty() ? Text::tr("held") : Text::tr("held: %1").arg(reason);
    case EffectStage::Retrying:
        return Text::tr("retrying");
    case EffectStage::Sending:
        return Text::tr("being sent");
    case EffectStage::Waiting:
        return reason.isEmpty() ? Text::tr("waiting") : Text::tr("waiting: %1").arg(reason);
    case EffectStage::Sent:
        return entry.progress.repliedAt ? Text::tr("sent, answered") : Text::tr("sent");
    case EffectStage::Skipped:
        return Text::tr("skipped");
    }
    Q_UNREACHABLE();
}

QString effectKindText(EffectKind kind) {
    switch (kind) {
    case EffectKind::Mail:
        return Text::tr("mail");
    case EffectKind::Webhook:
        return Text::tr("web request");
    case EffectKind::Message:
        return Text::tr("message");
    }
    Q_UNREACHABLE();
}

QString effectSummary(const EffectRequest& effect) {
    const Json payload = masked(effect.payload);
    switch (effect.kind) {
    case EffectKind::Mail: {
        const QString subject = member(payload, "subject");
        const QString to = member(payload, "to");
        return subject.isEmpty() ? to : Text::tr("%1 \u00b7 %2").arg(to, subject);
    }
    case EffectKind::Webhook:
        return member(payload, "url");
    case EffectKind::Message:
        return Text::tr("%1 to %2").arg(member(payload, "trigger"), member(payload, "workflow"));
    }
    Q_UNREACHABLE();
}

} // namespace signalbox::model
