#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/effects/active_settings.h"
#include "engine/effects/effect_sender.h"
#include "engine/effects/effect_settings.h"
#include "engine/effects/secret_source.h"

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace signalbox {

class Transfer;
class TransferLoop;

// Sends mail by SMTP and web requests by HTTP. Who may be asked is narrow unless an operator widens it: https to public
// addresses, whatever a definition asks for; redirects, proxies, cookies and credentials in urls have no part in it.
// Secrets come in at the moment of sending, and go nowhere but to the receiver.
//
// Verdicts: a 2xx is Sent. What may pass by itself or by an operator's doing is Failed: no connection, no answer in
// time, an untrusted certificate, 408, 425, 429, 5xx, a secret that cannot be had; of SMTP 4xx and a refused login.
// What the effect itself is to blame for is Refused: other statuses, a forbidden address, a payload that cannot be
// sent, an SMTP 5xx about the mail. An answer that breaks off counts as none, whatever it began with. Thread-safety:
// any thread. Destroying it answers what is under way, and waits for no receiver but a mail server that is being left.
class Senders final : public EffectSender {
public:
    // Errors: InvalidArgument: as validate(); Io: the operating system refused.
    [[nodiscard]] static Result<std::unique_ptr<Senders>> open(EffectSettings settings, const SecretSource& secrets,
                                                               const Clock& clock);
    ~Senders() override;
    Senders(const Senders&) = delete;
    Senders& operator=(const Senders&) = delete;

    // For all that begins from now on. Errors: InvalidArgument: as validate(); the ones before still hold.
    Status setSettings(EffectSettings settings);

    // Signs in at a mail server, which need not be that of the settings, and sends nothing. `done` is called once, on a
    // thread of the sender.  Errors: Io: settings or server do not fit, and why.
    void tryMailServer(MailSettings server, std::move_only_function<void(Status)> done);

    [[nodiscard]] std::string receiverOf(EffectKind kind, const Json& payload) const override;
    [[nodiscard]] std::string heldBecause(EffectKind kind) const override;
    void setHoldListener(std::function<void()> listener) override;
    void send(OutgoingEffect effect, Done done) override;

private:
    using Begun = std::expected<std::unique_ptr<Transfer>, SendResult>; // TransferLoop::Begun

    Senders(ActiveSettingsPtr settings, const SecretSource& secrets, const Clock& clock);
    [[nodiscard]] ActiveSettingsPtr activeSettings() const;
    [[nodiscard]] Begun begin(const OutgoingEffect& effect) const;
    [[nodiscard]] Begun beginWeb(const OutgoingEffect& effect) const;
    [[nodiscard]] Begun beginMail(const OutgoingEffect& effect) const;

    const SecretSource& m_secrets;
    const Clock& m_clock;
    mutable Mutex m_mutex;
    ActiveSettingsPtr m_settings GUARDED_BY(m_mutex);
    std::function<void()> m_holdListener GUARDED_BY(m_mutex);
    // Apart: libcurl says goodbye to a mail server by waiting for its answer. Last: they use the rest.
    std::unique_ptr<TransferLoop> m_web;
    std::unique_ptr<TransferLoop> m_mail;
};

} // namespace signalbox
