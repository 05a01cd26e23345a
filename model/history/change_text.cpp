#include "model/history/change_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include "model/parameters/argument_text.h"
#include "model/text/age.h"

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::HistoryModel)
};

QDateTime localTime(Time at) {
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count());
}

QString microseconds(Time at) {
    const auto fraction = at - std::chrono::floor<std::chrono::seconds>(at);
    return u"%1"_s.arg(static_cast<qlonglong>(fraction.count()), 6, 10, QLatin1Char('0'));
}

QString member(const Json& object, const char* name) {
    if (!object.is_object() || !object.contains(name)) return {};
    return argumentText(object.at(name));
}

// Timers or effects were changed, and the state was none of it.
bool isAboutOutbox(ChangeKind kind) {
    return kind >= ChangeKind::TimerSet && kind <= ChangeKind::EffectsSkipped;
}

// A moment as the log has it, in local time; as it is where it cannot be read.
QString momentMember(const Json& arguments, const char* name) {
    const QString text = member(arguments, name);
    const QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    return moment.isValid() ? QLocale().toString(moment.toLocalTime(), u"d MMM yyyy HH:mm:ss"_s) : text;
}

// "triage: Close, due 22 Nov 2026 10:42:07".
QString timerSummary(const Change& change) {
    const Json& arguments = change.arguments;
    const QString name = member(arguments, "timer");
    const QString trigger = member(arguments, "trigger");
    const QString due = momentMember(arguments, "due");
    if (name.isEmpty()) return argumentsSummary(arguments);
    if (change.kind == ChangeKind::TimerMoved)
        return Text::tr("%1: %2, due %3 \u2192 %4").arg(name, trigger, due, momentMember(arguments, "newDue"));
    if (change.kind == ChangeKind::TimerCancelled) return Text::tr("%1: %2, was due %3").arg(name, trigger, due);
    return Text::tr("%1: %2, due %3").arg(name, trigger, due);
}

// "12.0, 12.1".
QString effectIds(const Json& arguments) {
    if (!arguments.is_object() || !arguments.contains("effects")) return argumentsSummary(arguments);
    const Json& effects = arguments.at("effects");
    QStringList ids;
    for (const Json& each : effects)
        ids << argumentText(each);
    return ids.join(u", "_s);
}

// Of the next try: the one after two that have failed is the third.
QString retryText(const EffectRow& effect, Time now) {
    const QString attempt = QString::number(effect.attempts + 1);
    const QString which = effect.attemptBound == 0 ? Text::tr("retry %1").arg(attempt)
                                                   : Text::tr("retry %1 of %2").arg(attempt).arg(effect.attemptBound);
    const auto left =
        std::chrono::floor<std::chrono::seconds>(*effect.nextAttempt) - std::chrono::floor<std::chrono::seconds>(now);
    return left > std::chrono::seconds::zero() ? Text::tr("%1 in %2").arg(which, ageText(left))
                                               : Text::tr("%1 now").arg(which);
}

// What to say of a turn that left no state; empty for one that did.
QString remark(Outcome outcome) {
    if (outcome == Outcome::Internal) return Text::tr("internal");
    if (outcome == Outcome::Ignored) return Text::tr("ignored");
    if (outcome == Outcome::NoOp) return Text::tr("unchanged");
    return {};
}

} // namespace

QString changeTitle(const Change& change) {
    switch (change.kind) {
    case ChangeKind::Created:
        return Text::tr("created");
    case ChangeKind::Terminated:
        return Text::tr("terminated");
    case ChangeKind::Removed:
        return Text::tr("deleted");
    case ChangeKind::Faulted:
        return Text::tr("faulted");
    case ChangeKind::Mended:
        return Text::tr("mended");
    case ChangeKind::Migrated:
        return Text::tr("migrated");
    case ChangeKind::TimerSet:
        return Text::tr("timer set");
    case ChangeKind::TimerMoved:
        return Text::tr("timer moved");
    case ChangeKind::TimerCancelled:
        return Text::tr("timer cancelled");
    case ChangeKind::EffectsRetried:
        return Text::tr("effects retried");
    case ChangeKind::EffectsSkipped:
        return Text::tr("effects skipped");
    case ChangeKind::Fired:
    case ChangeKind::Cancelled:
    case ChangeKind::TimerFired:
    case ChangeKind::EffectAnswered:
        return QString::fromStdString(change.trigger);
    }
    Q_UNREACHABLE();
}

bool isFailure(const Change& change) {
    const auto hasFailed = [](const EffectRow& effect) { return effect.status == EffectStatus::Failed; };
    return change.kind == ChangeKind::Faulted || change.outcome == Outcome::Failed ||
           std::ranges::any_of(change.effects, hasFailed);
}

QString argumentsSummary(const Json& arguments) {
    QStringList parts;
    if (arguments.is_object()) {
        for (const auto& [name, value] : arguments.items())
            parts << u"%1 = %2"_s.arg(QString::fromStdString(name), argumentText(value));
    } else if (arguments.is_array()) {
        for (const Json& value : arguments)
            parts << argumentText(value);
    }
    return parts.join(u", "_s);
}

QString changeSummary(const Change& change) {
    switch (change.kind) {
    case ChangeKind::TimerSet:
    case ChangeKind::TimerMoved:
    case ChangeKind::TimerCancelled:
        return timerSummary(change);
    case ChangeKind::EffectsRetried:
    case ChangeKind::EffectsSkipped:
        return effectIds(change.arguments);
    case ChangeKind::Created:
    case ChangeKind::Fired:
    case ChangeKind::Cancelled:
    case ChangeKind::Terminated:
    case ChangeKind::Removed:
    case ChangeKind::TimerFired:
    case ChangeKind::Faulted:
    case ChangeKind::Mended:
    case ChangeKind::Migrated:
    case ChangeKind::EffectAnswered:
        break;
    }
    return argumentsSummary(change.arguments);
}

QString transitionText(const Change& change) {
    const QString from = QString::fromStdString(change.from);
    QString to = QString::fromStdString(change.to);
    if (change.from.empty() || change.kind == ChangeKind::Created || isAboutOutbox(change.kind)) return to;
    if (change.outcome == Outcome::Reentered) return Text::tr("%1 \u21bb").arg(to);
    if (const QString why = remark(change.outcome); !why.isEmpty()) return Text::tr("%1 \u00b7 %2").arg(to, why);
    return Text::tr("%1 \u2192 %2").arg(from, to);
}

QString effectText(const EffectRequest& effect) {
    switch (effect.kind) {
    case EffectKind::Mail:
        return Text::tr("mail to %1").arg(member(effect.payload, "to"));
    case EffectKind::Webhook:
        return Text::tr("webhook %1").arg(member(effect.payload, "url"));
    case EffectKind::Message:
        return Text::tr("%1 to %2").arg(member(effect.payload, "trigger"), member(effect.payload, "workflow"));
    }
    Q_UNREACHABLE();
}

QString effectStatusText(EffectStatus status) {
    switch (status) {
    case EffectStatus::Pending:
        return Text::tr("pending");
    case EffectStatus::Sent:
        return Text::tr("sent");
    case EffectStatus::Failed:
        return Text::tr("failed");
    case EffectStatus::Discarded:
        return Text::tr("discarded");
    }
    Q_UNREACHABLE();
}

QString effectsText(const Change& change) {
    QStringList parts;
    for (const EffectRow& row : change.effects)
        parts << Text::tr("%1 \u00b7 %2").arg(effectText(row.effect), effectStatusText(row.status));
    return parts.join(u"; "_s);
}

bool isWaitingForRetry(const EffectRow& effect) {
    return effect.status == EffectStatus::Pending && !effect.isHeld && effect.attempts > 0 && effect.nextAttempt;
}

QString effectProgressText(const EffectRow& effect, Time now) {
    if (effect.status == EffectStatus::Discarded) return Text::tr("skipped");
    if (effect.status != EffectStatus::Pending) return effectStatusText(effect.status);
    const QString reason = QString::fromStdString(effect.waitsFor);
    if (effect.isHeld) return reason.isEmpty() ? Text::tr("held") : Text::tr("held: %1").arg(reason);
    if (isWaitingForRetry(effect)) return retryText(effect, now);
    return reason.isEmpty() ? effectStatusText(effect.status) : Text::tr("waiting: %1").arg(reason);
}

QString effectsProgressText(const Change& change, Time now) {
    QStringList parts;
    for (const EffectRow& row : change.effects) {
        const QString what = effectText(row.effect);
        const QString progress = effectProgressText(row, now);
        parts << (row.status == EffectStatus::Sent ? Text::tr("%1 \u00b7 %2").arg(what, progress)
                                                   : Text::tr("%1 \u00b7 %2").arg(progress, what));
    }
    return parts.join(u"; "_s);
}

QString momentText(Time at, Time now, TimeDisplay display) {
    const auto moment = [display](Time time) {
        return display == TimeDisplay::Utc ? localTime(time).toUTC() : localTime(time);
    };
    const QDateTime then = moment(at);
    const QDate today = moment(now).date();
    const QLocale locale;
    QString text = locale.toString(then, u"d MMM yyyy HH:mm"_s);
    if (then.date().year() == today.year()) text = locale.toString(then, u"d MMM HH:mm:ss"_s);
    if (then.date() == today) text = locale.toString(then, u"HH:mm:ss.zzz"_s);
    return text;
}

QString utcText(Time at) {
    return u"%1.%2Z"_s.arg(localTime(at).toUTC().toString(u"yyyy-MM-ddTHH:mm:ss"_s), microseconds(at));
}

} // namespace signalbox::model
