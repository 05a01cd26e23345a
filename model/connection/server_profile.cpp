#include "model/connection/server_profile.h"

#include <QColor>
#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::ServerProfile)
};

constexpr int kLastPort = 65535;
constexpr qsizetype kLongestFolder = 200;
constexpr qsizetype kDeepestFolder = 16;
constexpr qsizetype kFingerprintDigits = 64;

std::unexpected<Error> refuse(const QString& text) {
    return fail(ErrorCode::InvalidArgument, text.toStdString());
}

bool isSocket(const ServerProfile& profile) {
    return profile.host.startsWith("unix:"_L1);
}

bool isThisMachine(const ServerProfile& profile) {
    const QString& host = profile.host;
    // A name may begin with "127.", too, and be anywhere.
    static const QRegularExpression kLoopback(u"^127(\\.[0-9]{1,3}){3}\\z"_s);
    return isSocket(profile) || host == "localhost"_L1 || host == "::1"_L1 || kLoopback.match(host).hasMatch();
}

// No line breaks, and nothing else that shows other than it is.
bool isPrintable(const QString& text) {
    return std::ranges::all_of(text.toUcs4(), [](char32_t each) { return QChar::isPrint(each); });
}

bool isHost(const ServerProfile& profile) {
    static const QRegularExpression kHost(
        u"^([\\p{L}\\p{M}\\p{N}._-]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?)\\z"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return isSocket(profile) ? isPrintable(profile.host) : kHost.match(profile.host).hasMatch();
}

Status validateAddress(const ServerProfile& profile) {
    if (profile.host.trimmed().isEmpty()) return refuse(Text::tr("Give the server’s name or address."));
    if (!isHost(profile)) return refuse(Text::tr("“%1” is no name or address of a server.").arg(profile.host));
    if (!isSocket(profile) && (profile.port < 1 || profile.port > kLastPort))
        return refuse(Text::tr("Ports are 1 to 65535."));
    if (profile.trust == ServerAddress::Trust::Plaintext && !isThisMachine(profile))
        return refuse(Text::tr("Without TLS, others could read along: that is for servers on this computer only."));
    return {};
}

Status validateFolder(const QString& folder) {
    if (!isPrintable(folder)) return refuse(Text::tr("A folder’s name is one line of text."));
    if (folder.size() > kLongestFolder || folder.count(u'/') >= kDeepestFolder)
        return refuse(Text::tr("Folders are %1 deep at most, and their names %2 letters long together.")
                          .arg(kDeepestFolder)
                          .arg(kLongestFolder));
    return {};
}

Status validateIdentity(const ServerProfile& profile) {
    static const QRegularExpression kFingerprint(u"^[0-9a-f]*\\z"_s);
    const bool isFingerprint =
        profile.fingerprint.size() == kFingerprintDigits && kFingerprint.match(profile.fingerprint).hasMatch();
    if (!profile.fingerprint.isEmpty() && !isFingerprint)
        return refuse(Text::tr("A fingerprint has 64 digits, 0 to 9 and a to f."));
    for (const QString& text : {profile.rootsFile, profile.expectedName, profile.certificateFile, profile.keyFile})
        if (!isPrintable(text)) return refuse(Text::tr("A file or a name in a certificate is one line of text."));
    if (profile.certificateFile.isEmpty() != profile.keyFile.isEmpty())
        return refuse(Text::tr("A client certificate and its key belong together: give both files, or none."));
    return {};
}

// Who a certificate of an authority has to be for.
QString certifiedName(const ServerProfile& profile) {
    return (profile.expectedName.isEmpty() ? profile.host : profile.expectedName).toLower();
}

} // namespace

bool isAuthority(const QString& name) {
    static const QRegularExpression kName(u"^[a-z0-9][a-z0-9.-]{0,62}\\z"_s);
    // What a link would come back with as another name, as "10.1" does, or not at all.
    const bool isKept = QUrl(u"signalbox://"_s + name, QUrl::StrictMode).host() == name;
    return kName.match(name).hasMatch() && isKept && name != QLatin1StringView(kLocalAuthority) &&
           name != QLatin1StringView(kMergedAuthority);
}

Status validate(const ServerProfile& profile) {
    if (profile.name.isEmpty()) return refuse(Text::tr("Give the server a name."));
    if (!isAuthority(profile.name))
        return refuse(
            Text::tr("A name is made of lower-case letters, digits, “-” and “.”, such as prod-eu; “local” and "
                     "“all” are taken."));
    if (Status address = validateAddress(profile); !address) return address;
    if (Status folder = validateFolder(profile.folder); !folder) return folder;
    if (Status identity = validateIdentity(profile); !identity) return identity;
    if (!profile.colour.isEmpty() && !QColor::isValidColor(profile.colour))
        return refuse(Text::tr("“%1” is no colour.").arg(profile.colour));
    return {};
}

bool isSameServer(const ServerProfile& before, const ServerProfile& after) {
    using Trust = ServerAddress::Trust;
    const auto areBoth = [&](Trust trust) { return before.trust == trust && after.trust == trust; };
    if (areBoth(Trust::Pinned) && !before.fingerprint.isEmpty() && before.fingerprint == after.fingerprint) return true;
    if (areBoth(Trust::Roots) && certifiedName(before) == certifiedName(after)) return true;
    const bool isLessProtected = after.trust == Trust::Plaintext && before.trust != Trust::Plaintext;
    return !isLessProtected && before.host.compare(after.host, Qt::CaseInsensitive) == 0 && before.port == after.port;
}

HostAndPort hostAndPort(const QString& text) {
    static const QRegularExpression kBoth(u"^(?:\\[([^\\]]+)\\]|([^:/\\[\\]]+))(?::([0-9]{1,5}))?\\z"_s);
    const QRegularExpressionMatch match = kBoth.match(text);
    if (!match.hasMatch() || text.startsWith("unix:"_L1)) return {.host = text, .port = {}};
    const QString host = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
    return {.host = host,
            .port = match.captured(3).isEmpty() ? std::nullopt : std::optional(match.captured(3).toInt())};
}

QString addressText(const ServerProfile& profile) {
    if (isSocket(profile)) return profile.host.mid(5);
    const QString host = profile.host.contains(u':') ? u'[' + profile.host + u']' : profile.host;
    return host + u':' + QString::number(profile.port);
}

QString environmentWord(Environment environment) {
    switch (environment) {
    case Environment::Development:
        return u"dev"_s;
    case Environment::Test:
        return u"test"_s;
    case Environment::Production:
        return u"prod"_s;
    }
    Q_UNREACHABLE();
}

} // namespace signalbox::model
