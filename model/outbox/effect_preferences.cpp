#include "model/outbox/effect_preferences.h"

#include <QSettings>

#include <array>
#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

const QString kHost = u"mail/host"_s;
const QString kPort = u"mail/port"_s;
const QString kSecurity = u"mail/security"_s;
const QString kUser = u"mail/user"_s;
const QString kFrom = u"mail/from"_s;
const QString kReceivers = u"effects/allowedReceivers"_s;

constexpr std::array<std::pair<MailSecurity, const char*>, 3> kWords{
    {{MailSecurity::StartTls, "starttls"}, {MailSecurity::Tls, "tls"}, {MailSecurity::None, "none"}}};

} // namespace

EffectPreferenceSettings::EffectPreferenceSettings(QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings) {
    read();
}

// What somebody has spoilt reads as the usual.
void EffectPreferenceSettings::read() {
    MailServer& mail = m_value.mail;
    mail.host = m_settings.value(kHost).toString();
    const uint port = m_settings.value(kPort, mail.port).toUInt();
    if (port > 0 && port <= 0xffff) mail.port = static_cast<quint16>(port);
    for (const auto& [security, word] : kWords)
        if (m_settings.value(kSecurity).toString() == QLatin1StringView(word)) mail.security = security;
    mail.user = m_settings.value(kUser).toString();
    mail.from = m_settings.value(kFrom).toString();
    m_value.allowedReceivers = m_settings.value(kReceivers).toStringList();
}

void EffectPreferenceSettings::setValue(const EffectPreferences& value) {
    if (value == m_value) return;
    m_value = value;
    write();
    Q_EMIT changed();
}

void EffectPreferenceSettings::write() const {
    const MailServer& mail = m_value.mail;
    m_settings.setValue(kHost, mail.host);
    m_settings.setValue(kPort, mail.port);
    for (const auto& [security, word] : kWords)
        if (security == mail.security) m_settings.setValue(kSecurity, QString::fromLatin1(word));
    m_settings.setValue(kUser, mail.user);
    m_settings.setValue(kFrom, mail.from);
    m_settings.setValue(kReceivers, m_value.allowedReceivers);
}

} // namespace signalbox::model
