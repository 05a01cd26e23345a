#pragma once

#include <QObject>

#include "app/desktop/stores/local_engine.h"
#include "model/outbox/effect_preferences.h"
#include "model/secrets/keychain_secrets.h"

namespace signalbox {

// What the sender of effects takes for what a person has chosen. Pure.
[[nodiscard]] EffectSettings effectSettings(const model::EffectPreferences& chosen);

// Has the sender of a local engine follow the preferences, and read the person's secrets.
class EffectSending : public QObject {
    Q_OBJECT
public:
    // Lifetime: all of it outlives this.
    EffectSending(LocalEngine& engine, const model::EffectPreferenceSettings& preferences,
                  const model::KeychainSecrets& secrets);
    ~EffectSending() override;

    // Of the preferences as they are: why the sender goes on with those before.
    [[nodiscard]] const Status& taken() const { return m_taken; }
    // Signs in at a mail server with a password, and sends nothing. `done` is called on this thread.
    void tryServer(const model::MailServer& server, const std::string& password,
                   std::function<void(const Status&)> done);

private:
    void follow();

    LocalEngine& m_engine;
    const model::EffectPreferenceSettings& m_preferences;
    Status m_taken;
};

} // namespace signalbox
