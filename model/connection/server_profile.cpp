#include "model/connection/server_profile.h"

#include <QColor>
#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::ServerProfile)
};

constexpr int kLastPort = 65535;

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

Status validateAddress(const ServerProfile& profile) {
    if (profile.host.trimmed().isEmpty()) return refuse(Text::tr("Give the server’s name or address."));
    if (profile.host.contains(u' ') || profile.host.contains("//"_L1))
        return refuse(Text::tr("“%1” is no name or address of a server.").arg(profile.host));
    if (!isSocket(profile) && (profile.port < 1 || profile.port > kLastPort))
        return refuse(Text::tr("Ports are 1 to 65535."));
    if (profile.trust == ServerAddress::Trust::Plaintext && !isThisMachine(profile))
        return refuse(Text::tr("Without TLS, others could read along: that is for servers on this computer only."));
    return {};
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
    if (profile.certificateFile.isEmpty() != profile.keyFile.isEmpty())
        return refuse(Text::tr("A client certificate and its key belong together: give both files, or none."));
    if (!profile.colour.isEmpty() && !QColor::isValidColor(profile.colour))
        return refuse(Text::tr("“%1” is no colour.").arg(profile.colour));
    return {};
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
