#include "model/outbox/effect_details.h"

#include <QCoreApplication>
#include <QStringList>

#include "model/history/change_text.h"
#include "model/outbox/effect_text.h"
#include "model/outbox/masked_json.h"

#include <ranges>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Effects)
};

constexpr int kIndent = 2;

QString pretty(const Json& json) {
    return QString::fromStdString(masked(json).dump(kIndent, ' ', false, Json::error_handler_t::replace));
}

QString failureLine(const EffectAttempt& attempt, Time now) {
    const QString error = QString::fromStdString(attempt.error);
    const QString at = momentText(attempt.at, now);
    return attempt.status == 0 ? Text::tr("%1   %2").arg(at, error)
                               : Text::tr("%1   %2   %3").arg(at, QString::number(attempt.status), error);
}

QString failureLines(const EffectProgress& progress, Time now) {
    QStringList lines;
    for (const EffectAttempt& each : std::views::reverse(progress.failures))
        lines << failureLine(each, now);
    return lines.join(QLatin1Char('\n'));
}

QString answerTitle(const EffectProgress& progress) {
    QString title = progress.status == 0 ? Text::tr("Answer") : Text::tr("Answer %1").arg(progress.status);
    if (progress.isResponseCut) title = Text::tr("%1, its beginning").arg(title);
    return title;
}

} // namespace

QList<EffectDetail> effectDetails(const EffectEntry& entry, Time now) {
    const EffectProgress& progress = entry.progress;
    QList<EffectDetail> details;
    if (!entry.waitsFor.empty() && entry.status == EffectStatus::Pending)
        details.append({Text::tr("Waits for"), QString::fromStdString(entry.waitsFor)});
    if (!progress.failures.empty())
        details.append({Text::tr("Failures, newest first"), failureLines(progress, now), true,
                        entry.status != EffectStatus::Sent});
    if (!progress.request.is_null())
        details.append({Text::tr("Request"), pretty(progress.request), true});
    else
        details.append({Text::tr("To be sent"), pretty(entry.effect.payload), true});
    if (progress.status != 0 || !progress.response.empty())
        details.append({answerTitle(progress),
                        progress.response.empty() ? Text::tr("(empty)") : bodyText(progress.response), true});
    if (progress.repliedAt) details.append({Text::tr("Answered back"), momentText(*progress.repliedAt, now)});
    return details;
}

} // namespace signalbox::model
