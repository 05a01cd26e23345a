#include "app/desktop/stores/effect_sending.h"

#include <QCoreApplication>
#include <QPointer>

#include "engine/effects/senders.h"

#include <utility>

namespace signalbox {
namespace {

MailSecurity securityOf(model::MailSecurity chosen) {
    switch (chosen) {
    case model::MailSecurity::StartTls:
        return MailSecurity::StartTls;
    case model::MailSecurity::Tls:
        return MailSecurity::Tls;
    case model::MailSecurity::None:
        return MailSecurity::None;
    }
    return MailSecurity::StartTls;
}

MailSettings mailSettings(const model::MailServer& chosen) {
    return {.host = chosen.host.toStdString(),
            .port = chosen.port,
            .security = securityOf(chosen.security),
            .user = chosen.user.toStdString(),
            .password = chosen.user.isEmpty() ? std::string() : std::string("${secret:") + model::kMailPassword + "}",
            .from = chosen.from.toStdString()};
}

} // namespace

EffectSettings effectSettings(const model::EffectPreferences& chosen) {
    EffectSettings settings;
    for (const QString& receiver : chosen.allowedReceivers)
        settings.allowedReceivers.push_back(receiver.toStdString());
    settings.signingSecret = model::kWebhookSecret;
    if (!chosen.mail.host.isEmpty()) settings.mail = mailSettings(chosen.mail);
    return settings;
}

EffectSending::EffectSending(LocalEngine& engine, const model::EffectPreferenceSettings& preferences,
                             const model::KeychainSecrets& secrets)
    : m_engine(engine)
    , m_preferences(preferences) {
    m_engine.secrets().setReader([&secrets](std::string_view name) { return secrets.secret(name); });
    connect(&preferences, &model::EffectPreferenceSettings::changed, this, &EffectSending::follow);
    follow();
}

EffectSending::~EffectSending() {
    m_engine.secrets().setReader({});
}

void EffectSending::follow() {
    if (Senders* const senders = m_engine.senders())
        m_taken = senders->setSettings(effectSettings(m_preferences.value()));
}

void EffectSending::tryServer(const model::MailServer& server, const std::string& password,
                              std::function<void(const Status&)> done) {
    Senders* const senders = m_engine.senders();
    if (senders == nullptr)
        return done(
            fail(ErrorCode::NotPermitted, "nothing is sent from here", "start the desktop without --read-only"));
    MailSettings settings = mailSettings(server);
    if (!settings.user.empty()) settings.password = password;
    senders->tryMailServer(std::move(settings), [self = QPointer(this), told = std::move(done)](const Status& tried) {
        // Ours only to call on our own thread; that thread may be gone with us.
        QMetaObject::invokeMethod(qApp, [self, told, tried] {
            if (self) told(tried);
        });
    });
}

} // namespace signalbox
