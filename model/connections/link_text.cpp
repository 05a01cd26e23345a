#include "model/connections/link_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace signalbox::model {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::LinkText)
};

constexpr qsizetype kFingerprintDigits = 64;
constexpr qsizetype kPairsPerLine = 16;

// What is wrong with what the server shows of itself.
LinkProblemText identityText(LinkProblem problem, const QString& name, const QString& host) {
    switch (problem) {
    case LinkProblem::UnknownIdentity:
        return {Text::tr("Nobody has said yet which certificate %1 has.").arg(name),
                Text::tr(
                    "Compare the fingerprint that it shows with what its operator tells you, and trust it only if they "
                    "are the same.")};
    case LinkProblem::ChangedIdentity:
        return {
            Text::tr("%1 shows another certificate than the one that you trust.").arg(name),
            Text::tr("Somebody may be reading along. Nothing was sent. Ask its operator whether the certificate was "
                     "changed, and compare the fingerprints.")};
    case LinkProblem::UntrustedIssuer:
        return {Text::tr("Nobody whom you trust has signed the certificate of %1.").arg(name),
                Text::tr("Name the file with the certificates of its authority, or trust it by its fingerprint.")};
    case LinkProblem::ExpiredCertificate:
        return {Text::tr("The certificate of %1 has expired.").arg(name),
                Text::tr("Its operator has to renew it. Look also whether this computer’s clock is right.")};
    case LinkProblem::NotYetValid:
        return {Text::tr("The certificate of %1 is not valid yet.").arg(name),
                Text::tr("Look whether this computer’s clock is right.")};
    case LinkProblem::WrongName:
        return {Text::tr("The certificate that %1 shows is not for %2.").arg(name, host),
                Text::tr("Correct the address, or say which name its certificate has.")};
    default:
        return {};
    }
}

// What answers there is not what was expected.
LinkProblemText protocolText(LinkProblem problem, const QString& name, const QString& address, const QString& version) {
    switch (problem) {
    case LinkProblem::SpeaksPlaintext:
        return {Text::tr("%1 does not speak TLS.").arg(name),
                Text::tr("Nothing was sent. Look whether the port is right; a server without TLS can be used on this "
                         "computer only.")};
    case LinkProblem::SpeaksTls:
        return {Text::tr("%1 wants TLS.").arg(name), Text::tr("Choose how it is to prove who it is.")};
    case LinkProblem::NotSignalbox:
        return {Text::tr("What answers at %1 is no Signalbox server.").arg(address),
                Text::tr("Look whether address and port are right.")};
    case LinkProblem::NewerServer:
        return {version.isEmpty()
                    ? Text::tr("%1 is newer than this program and is not understood.").arg(name)
                    : Text::tr("%1 runs a newer Signalbox (%2), which is not understood here.").arg(name, version),
                Text::tr("Update this program.")};
    default:
        return {};
    }
}

// It does not let this person in.
LinkProblemText callerText(LinkProblem problem, const QString& name) {
    switch (problem) {
    case LinkProblem::BadToken:
        return {Text::tr("%1 does not know your token, or not any more.").arg(name),
                Text::tr("Enter another one; its operator makes it with “signalboxd token”.")};
    case LinkProblem::NotAllowed:
        return {Text::tr("You may not even read on %1.").arg(name), Text::tr("Ask its operator for a role.")};
    case LinkProblem::ThrottledAddress:
        return {Text::tr("%1 lets nobody in from here for a while: too many attempts have failed.").arg(name),
                Text::tr("It is tried again by itself. Look whether an old token is used somewhere.")};
    default:
        return {};
    }
}

} // namespace

LinkProblemText problemText(const LinkState& state, const ServerProfile& profile) {
    const QString& name = profile.name;
    switch (state.problem) {
    case LinkProblem::None:
        return {};
    case LinkProblem::Unreachable:
        return {
            Text::tr("%1 does not answer at %2.").arg(name, addressText(profile)),
            Text::tr("It is tried again by itself. Look whether this computer is online, and whether the address is "
                     "right.")};
    case LinkProblem::UnknownIdentity:
    case LinkProblem::ChangedIdentity:
    case LinkProblem::UntrustedIssuer:
    case LinkProblem::ExpiredCertificate:
    case LinkProblem::NotYetValid:
    case LinkProblem::WrongName:
        return identityText(state.problem, name, profile.expectedName.isEmpty() ? profile.host : profile.expectedName);
    case LinkProblem::SpeaksPlaintext:
    case LinkProblem::SpeaksTls:
    case LinkProblem::NotSignalbox:
    case LinkProblem::NewerServer:
        return protocolText(state.problem, name, addressText(profile), QString::fromStdString(state.serverVersion));
    case LinkProblem::BadToken:
    case LinkProblem::NotAllowed:
    case LinkProblem::ThrottledAddress:
        return callerText(state.problem, name);
    }
    Q_UNREACHABLE();
}

LinkProblemText skewText(const LinkState& state, const ServerProfile& profile) {
    const QString version =
        state.serverVersion.empty() ? Text::tr("unknown version") : QString::fromStdString(state.serverVersion);
    switch (state.skew) {
    case VersionSkew::None:
        return {};
    case VersionSkew::ServerIsOlder:
        return {
            Text::tr("%1 runs an older Signalbox (%2): some things cannot be done there.").arg(profile.name, version),
            Text::tr("Ask its operator to update it.")};
    case VersionSkew::ServerIsNewer:
        return {Text::tr("%1 runs a newer Signalbox (%2): some things may not be shown.").arg(profile.name, version),
                Text::tr("Update this program.")};
    }
    Q_UNREACHABLE();
}

QString phaseText(const LinkState& state, SteadyTime now) {
    switch (state.phase) {
    case LinkState::Phase::Connected:
        return Text::tr("live");
    case LinkState::Phase::Connecting:
        return state.failedTries > 0 || !state.storeId.empty() ? Text::tr("reconnecting…") : Text::tr("connecting…");
    case LinkState::Phase::Waiting:
        return state.nextTry ? Text::tr("reconnecting in %1 s").arg(secondsUntil(*state.nextTry, now))
                             : Text::tr("reconnecting…");
    case LinkState::Phase::Stopped:
        return Text::tr("not connected");
    }
    Q_UNREACHABLE();
}

QString staleText(Duration age) {
    if (age < 1s) return Text::tr("as of now");
    if (age < 1min) return Text::tr("as of %1 s ago").arg(std::chrono::floor<std::chrono::seconds>(age).count());
    if (age < 1h) return Text::tr("as of %1 min ago").arg(std::chrono::floor<std::chrono::minutes>(age).count());
    if (age < 48h) return Text::tr("as of %1 h ago").arg(std::chrono::floor<std::chrono::hours>(age).count());
    return Text::tr("as of %1 days ago").arg(std::chrono::floor<std::chrono::days>(age).count());
}

int secondsUntil(SteadyTime next, SteadyTime now) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(std::max(next - now, Duration::zero())).count());
}

QString fingerprintText(const QString& fingerprint) {
    if (fingerprint.isEmpty()) return Text::tr("none");
    QString text;
    for (qsizetype place = 0; place < fingerprint.size(); ++place) {
        if (place > 0 && place % 2 == 0) text += place / 2 % kPairsPerLine == 0 ? u'\n' : u':';
        text += fingerprint[place].toUpper();
    }
    return text;
}

QString fingerprintFrom(const QString& text) {
    static const QRegularExpression kBetween(u"[\\s:]"_s);
    static const QRegularExpression kHexadecimal(u"^[0-9a-f]*$"_s);
    QString digits = text.toLower().remove(kBetween);
    if (digits.startsWith("sha256"_L1)) digits.remove(0, 6);
    return digits.size() == kFingerprintDigits && kHexadecimal.match(digits).hasMatch() ? digits : QString();
}

} // namespace signalbox::model
