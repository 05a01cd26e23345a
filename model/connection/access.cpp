#include "model/connection/access.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Access)
};

// Each with its call.
constexpr std::array<std::pair<Deed, std::string_view>, 16> kCalls{{{Deed::Fire, "Fire"},
                                                                    {Deed::Cancel, "Cancel"},
                                                                    {Deed::Create, "Create"},
                                                                    {Deed::SetTimer, "SetTimer"},
                                                                    {Deed::MoveTimer, "MoveTimer"},
                                                                    {Deed::CancelTimer, "CancelTimer"},
                                                                    {Deed::Effects, "ActOnEffects"},
                                                                    {Deed::Deploy, "Deploy"},
                                                                    {Deed::Migrate, "Migrate"},
                                                                    {Deed::Terminate, "Terminate"},
                                                                    {Deed::Remove, "Remove"},
                                                                    {Deed::ReadHistory, "History"},
                                                                    {Deed::ReadTimers, "Timers"},
                                                                    {Deed::ReadEffects, "Effects"},
                                                                    {Deed::Explain, "Explain"},
                                                                    {Deed::Preview, "Preview"}}};

bool isReading(Deed deed) {
    return roleFor(deed) == Role::Viewer;
}

// As the subject of "needs operator".
QString deedText(Deed deed) {
    switch (deed) {
    case Deed::Fire:
        return Text::tr("firing");
    case Deed::Cancel:
        return Text::tr("cancelling");
    case Deed::Create:
        return Text::tr("creating workflows");
    case Deed::SetTimer:
    case Deed::MoveTimer:
    case Deed::CancelTimer:
        return Text::tr("changing timers");
    case Deed::Effects:
        return Text::tr("retrying or skipping effects");
    case Deed::Deploy:
        return Text::tr("deploying definitions");
    case Deed::Migrate:
        return Text::tr("migrating workflows");
    case Deed::Terminate:
        return Text::tr("terminating");
    case Deed::Remove:
        return Text::tr("deleting");
    case Deed::ReadHistory:
        return Text::tr("showing histories");
    case Deed::ReadTimers:
        return Text::tr("showing timers");
    case Deed::ReadEffects:
        return Text::tr("showing effects");
    case Deed::Explain:
        return Text::tr("explaining what may be done");
    case Deed::Preview:
        return Text::tr("trying out beforehand");
    }
    Q_UNREACHABLE();
}

// As the subject of "is not known yet"; roles tell less apart.
QString newDeedText(Deed deed) {
    switch (deed) {
    case Deed::SetTimer:
        return Text::tr("setting reminders");
    case Deed::MoveTimer:
        return Text::tr("moving timers");
    case Deed::CancelTimer:
        return Text::tr("cancelling timers");
    default:
        return deedText(deed);
    }
}

// "staging (Signalbox 0.3.0)".
QString versionedName(const Access& access) {
    return access.version.isEmpty() ? access.server : Text::tr("%1 (Signalbox %2)").arg(access.server, access.version);
}

QString sentenceOf(const Refused& refused, const Access& access) {
    if (!refused) return {};
    // A name keeps its letters.
    QString sentence = refused.reason;
    if (!sentence.startsWith(access.server)) sentence[0] = sentence[0].toUpper();
    return sentence + QLatin1Char('.');
}

Refused versionRefusal(const Access& access, Deed deed) {
    if (std::ranges::count(access.unknownDeeds, deed) == 0) return {};
    if (Refused nothing = readOnlyRefusal(access); nothing && !isReading(deed)) return nothing;
    return {Text::tr("not known there"),
            Text::tr("%1 is not known yet on %2; update the server").arg(newDeedText(deed), versionedName(access))};
}

} // namespace

std::vector<Deed> deedsOf(const std::vector<std::string>& calls) {
    std::vector<Deed> deeds;
    for (const auto& [deed, call] : kCalls)
        if (std::ranges::count(calls, call) > 0) deeds.push_back(deed);
    return deeds;
}

Role roleFor(Deed deed) {
    switch (deed) {
    case Deed::Fire:
    case Deed::Cancel:
    case Deed::Create:
    case Deed::SetTimer:
    case Deed::MoveTimer:
    case Deed::CancelTimer:
    case Deed::Effects:
        return Role::Operator;
    case Deed::Deploy:
    case Deed::Migrate:
    case Deed::Terminate:
    case Deed::Remove:
        return Role::Admin;
    case Deed::ReadHistory:
    case Deed::ReadTimers:
    case Deed::ReadEffects:
    case Deed::Explain:
    case Deed::Preview:
        return Role::Viewer;
    }
    Q_UNREACHABLE();
}

QString roleText(Role role) {
    switch (role) {
    case Role::Viewer:
        return Text::tr("viewer");
    case Role::Operator:
        return Text::tr("operator");
    case Role::Admin:
        return Text::tr("admin");
    }
    return Text::tr("unknown");
}

Refused readOnlyRefusal(const Access& access) {
    const auto isPossible = [&](const auto& each) {
        return !isReading(each.first) && std::ranges::count(access.unknownDeeds, each.first) == 0;
    };
    if (std::ranges::any_of(kCalls, isPossible)) return {};
    return {Text::tr("read-only"),
            Text::tr("nothing can be changed on %1: this version only shows workflows; update the server")
                .arg(versionedName(access))};
}

// What nobody can mend here comes first: unlocking would not help a viewer, nor another role where there is no call.
Refused refusal(const Access& access, Deed deed) {
    if (isReading(deed)) return versionRefusal(access, deed);
    if (access.awaySince)
        return {Text::tr("not connected"),
                Text::tr("%1 is not connected: nothing can be changed until it is").arg(access.server)};
    if (Refused unknown = versionRefusal(access, deed)) return unknown;
    if (access.role < roleFor(deed))
        return {Text::tr("needs %1").arg(roleText(roleFor(deed))),
                Text::tr("your role on %1 is %2; %3 needs %4")
                    .arg(access.server, roleText(access.role), deedText(deed), roleText(roleFor(deed)))};
    if (access.isLocked)
        return {Text::tr("locked"), Text::tr("%1 is locked against changes; unlock it first").arg(access.server)};
    return {};
}

QString refusalSentence(const Access& access, Deed deed) {
    return sentenceOf(refusal(access, deed), access);
}

QString readOnlySentence(const Access& access) {
    return sentenceOf(readOnlyRefusal(access), access);
}

} // namespace signalbox::model
