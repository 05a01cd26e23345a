#include "model/connections/profile_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;
using Trust = ServerAddress::Trust;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::ProfileText)
};

constexpr int kVersion = 1;
// More than anybody looks through; whoever writes more means no good.
constexpr qsizetype kMostServers = 1000;
const QString kVersionMember = u"signalboxServers"_s;
const QString kServers = u"servers"_s;

constexpr std::array<std::pair<Trust, const char*>, 3> kTrustWords{
    {{Trust::Plaintext, "plaintext"}, {Trust::Pinned, "fingerprint"}, {Trust::Roots, "certificate authority"}}};
constexpr std::array kEnvironments{Environment::Development, Environment::Test, Environment::Production};

// The members that are plain texts.
constexpr std::array<std::pair<const char*, QString ServerProfile::*>, 9> kTexts{
    {{"name", &ServerProfile::name},
     {"folder", &ServerProfile::folder},
     {"colour", &ServerProfile::colour},
     {"host", &ServerProfile::host},
     {"fingerprint", &ServerProfile::fingerprint},
     {"rootsFile", &ServerProfile::rootsFile},
     {"expectedName", &ServerProfile::expectedName},
     {"certificateFile", &ServerProfile::certificateFile},
     {"keyFile", &ServerProfile::keyFile}}};

Environment environmentFrom(const QString& word) {
    const auto found = std::ranges::find(kEnvironments, word, environmentWord);
    return found == kEnvironments.end() ? Environment::Production : *found;
}

std::unexpected<Error> refuse(const QString& text, ErrorCode code = ErrorCode::InvalidArgument) {
    return fail(code, text.toStdString());
}

} // namespace

QJsonObject toJson(const ServerProfile& profile) {
    QJsonObject json;
    for (const auto& [member, field] : kTexts)
        if (!(profile.*field).isEmpty()) json.insert(QLatin1StringView(member), profile.*field);
    json.insert("environment"_L1, environmentWord(profile.environment));
    if (profile.port != ServerProfile().port) json.insert("port"_L1, profile.port);
    for (const auto& [trust, word] : kTrustWords)
        if (trust == profile.trust) json.insert("trust"_L1, QLatin1StringView(word));
    if (!profile.wantsToken) json.insert("token"_L1, false);
    return json;
}

ServerProfile profileFrom(const QJsonObject& json) {
    ServerProfile profile;
    for (const auto& [member, field] : kTexts)
        profile.*field = json.value(QLatin1StringView(member)).toString();
    profile.folder = profile.folder.split(u'/', Qt::SkipEmptyParts).join(u'/');
    if (json.contains("environment"_L1)) profile.environment = environmentFrom(json.value("environment"_L1).toString());
    profile.port = json.value("port"_L1).toInt(profile.port);
    for (const auto& [trust, word] : kTrustWords)
        if (json.value("trust"_L1).toString() == QLatin1StringView(word)) profile.trust = trust;
    profile.wantsToken = json.value("token"_L1).toBool(true);
    return profile;
}

QByteArray profilesText(const QList<ServerProfile>& profiles) {
    QJsonArray servers;
    for (const ServerProfile& profile : profiles)
        servers.append(toJson(profile));
    return QJsonDocument(QJsonObject{{kVersionMember, kVersion}, {kServers, servers}}).toJson();
}

Result<QList<ServerProfile>> parseProfiles(const QByteArray& text) {
    QJsonParseError problem;
    const QJsonObject whole = QJsonDocument::fromJson(text, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return refuse(Text::tr("This is not a list of servers: %1.").arg(problem.errorString()));
    const int version = whole.value(kVersionMember).toInt();
    if (version < kVersion) return refuse(Text::tr("This is not a list of servers."));
    if (version > kVersion)
        return refuse(Text::tr("This list of servers was written by a newer Signalbox."), ErrorCode::NewerFormat);
    const QJsonArray servers = whole.value(kServers).toArray();
    if (servers.size() > kMostServers)
        return refuse(Text::tr("This list has %n servers; 1000 can be taken at once.", nullptr, int(servers.size())));
    QList<ServerProfile> profiles;
    for (const auto& server : servers) {
        const ServerProfile profile = profileFrom(server.toObject());
        if (const Status good = validate(profile); !good)
            return refuse(Text::tr("Server “%1”: %2").arg(profile.name, QString::fromStdString(good.error().message)));
        if (std::ranges::count(profiles, profile.name, &ServerProfile::name) > 0)
            return refuse(Text::tr("Two servers are called “%1”.").arg(profile.name));
        profiles.append(profile);
    }
    return profiles;
}

} // namespace signalbox::model
