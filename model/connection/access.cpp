#include "model/connection/access.h"

#include <QCoreApplication>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Access)
};

// As the subject of "needs operator".
QString deedText(Deed deed) {
    switch (deed) {
    case Deed::Fire:
        return Text::tr("firing");
    case Deed::Cancel:
        return Text::tr("cancelling");
    case Deed::Create:
        return Text::tr("creating workflows");
    case Deed::Timers:
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
    }
    Q_UNREACHABLE();
}

} // namespace

Role roleFor(Deed deed) {
    switch (deed) {
    case Deed::Fire:
    case Deed::Cancel:
    case Deed::Create:
    case Deed::Timers:
    case Deed::Effects:
        return Role::Operator;
    case Deed::Deploy:
    case Deed::Migrate:
    case Deed::Terminate:
    case Deed::Remove:
        return Role::Admin;
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

// What nobody can mend here comes first: unlocking would not help a viewer.
Refused refusal(const Access& access, Deed deed) {
    if (access.awaySince)
        return {Text::tr("not connected"),
                Text::tr("%1 is not connected: nothing can be changed until it is").arg(access.server)};
    if (access.role < roleFor(deed))
        return {Text::tr("needs %1").arg(roleText(roleFor(deed))),
                Text::tr("your role on %1 is %2; %3 needs %4")
                    .arg(access.server, roleText(access.role), deedText(deed), roleText(roleFor(deed)))};
    if (access.isLocked)
        return {Text::tr("locked"), Text::tr("%1 is locked against changes; unlock it first").arg(access.server)};
    return {};
}

QString refusalSentence(const Access& access, Deed deed) {
    const Refused refused = refusal(access, deed);
    if (!refused) return {};
    // A name keeps its letters.
    QString sentence = refused.reason;
    if (!sentence.startsWith(access.server)) sentence[0] = sentence[0].toUpper();
    return sentence + QLatin1Char('.');
}

} // namespace signalbox::model
