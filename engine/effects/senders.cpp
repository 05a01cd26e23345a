#include "engine/effects/senders.h"

#include "engine/effects/mail_message.h"
#include "engine/effects/mail_transfer.h"
#include "engine/effects/mail_trial.h"
#include "engine/effects/response_text.h"
#include "engine/effects/secret_text.h"
#include "engine/effects/transfer_loop.h"
#include "engine/effects/web_request.h"
#include "engine/effects/web_transfer.h"

#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kNoMailServer = "no mail server configured";

Result<ActiveSettingsPtr> activate(EffectSettings settings) {
    if (auto valid = validate(settings); !valid) return std::unexpected(valid.error());
    auto receivers = ReceiverRules::parse(settings.allowedReceivers);
    if (!receivers) return std::unexpected(receivers.error());
    return std::make_shared<const ActiveSettings>(std::move(settings), *std::move(receivers));
}

std::unexpected<SendResult> notBegun(SendResult::Verdict verdict, std::string_view error) {
    SendResult result;
    result.verdict = verdict;
    result.error = printable(error);
    return std::unexpected(std::move(result));
}

// What is wrong with the effect stays wrong; a secret may come.
std::unexpected<SendResult> notBegun(const Error& error, const SecretMask& mask) {
    using enum SendResult::Verdict;
    return notBegun(error.code == ErrorCode::InvalidArgument ? Refused : Failed, mask.masked(error.message));
}

} // namespace

Result<std::unique_ptr<Senders>> Senders::open(EffectSettings settings, const SecretSource& secrets,
                                               const Clock& clock) {
    auto active = activate(std::move(settings));
    if (!active) return std::unexpected(active.error());
    std::unique_ptr<Senders> senders(new Senders(*std::move(active), secrets, clock));
    for (auto* const loop : {&senders->m_web, &senders->m_mail}) {
        auto opened = TransferLoop::open();
        if (!opened) return std::unexpected(opened.error());
        *loop = *std::move(opened);
    }
    return senders;
}

Senders::Senders(ActiveSettingsPtr settings, const SecretSource& secrets, const Clock& clock)
    : m_secrets(secrets)
    , m_clock(clock)
    , m_settings(std::move(settings)) {}

Senders::~Senders() = default;

Status Senders::setSettings(EffectSettings settings) {
    auto active = activate(std::move(settings));
    if (!active) return std::unexpected(active.error());
    std::function<void()> listener;
    {
        const MutexLock lock(m_mutex);
        m_settings = *std::move(active);
        listener = m_holdListener;
    }
    if (listener) listener();
    return {};
}

ActiveSettingsPtr Senders::activeSettings() const {
    const MutexLock lock(m_mutex);
    return m_settings;
}

std::string Senders::receiverOf(EffectKind kind, const Json& payload) const {
    if (kind == EffectKind::Mail) return "mail";
    const auto given = payload.is_object() ? payload.find("url") : payload.end();
    if (!payload.is_object() || given == payload.end() || !given->is_string()) return {};
    const auto url = parseWebUrl(given->get_ref<const std::string&>());
    return url ? url->receiver() : std::string{};
}

std::string Senders::heldBecause(EffectKind kind) const {
    const bool isHeld = kind == EffectKind::Mail && !activeSettings()->values.mail;
    return std::string(isHeld ? kNoMailServer : "");
}

void Senders::setHoldListener(std::function<void()> listener) {
    const MutexLock lock(m_mutex);
    m_holdListener = std::move(listener);
}

void Senders::send(OutgoingEffect effect, Done done) {
    TransferLoop& loop = effect.kind == EffectKind::Mail ? *m_mail : *m_web;
    loop.add([this, outgoing = std::move(effect)] { return begin(outgoing); }, std::move(done));
}

void Senders::tryMailServer(MailSettings server, std::move_only_function<void(Status)> done) {
    EffectSettings settings = activeSettings()->values;
    settings.mail = std::move(server);
    auto trial = activate(std::move(settings));
    m_mail->add(
        [this, active = std::move(trial)]() -> Begun {
            if (!active) return notBegun(SendResult::Verdict::Refused, active.error().message);
            SecretMask mask;
            const auto password = withSecrets((*active)->values.mail->password, m_secrets, mask);
            if (!password) return notBegun(SendResult::Verdict::Failed, mask.masked(password.error().message));
            return std::make_unique<MailTrial>(*active, *password, std::move(mask));
        },
        [tell = std::move(done)](SendResult result) mutable {
            if (result.verdict == SendResult::Verdict::Sent) return tell({});
            tell(fail(ErrorCode::Io, std::move(result.error), "look at host, port, security, user and password"));
        });
}

Senders::Begun Senders::begin(const OutgoingEffect& effect) const {
    switch (effect.kind) {
    case EffectKind::Mail:
        return beginMail(effect);
    case EffectKind::Webhook:
        return beginWeb(effect);
    case EffectKind::Message:
        break;
    }
    return notBegun(SendResult::Verdict::Refused, "a message to a workflow does not leave its store");
}

Senders::Begun Senders::beginWeb(const OutgoingEffect& effect) const {
    const ActiveSettingsPtr active = activeSettings();
    SecretMask mask;
    auto request = makeWebRequest(effect, m_secrets, active->values.signingSecret, m_clock.now(), mask);
    if (!request) return notBegun(request.error(), mask);
    if (const std::string objection = active->receivers.objection(request->url); !objection.empty())
        return notBegun(SendResult::Verdict::Refused, mask.masked(objection));
    return std::make_unique<WebTransfer>(active, *std::move(request), std::move(mask), m_clock);
}

Senders::Begun Senders::beginMail(const OutgoingEffect& effect) const {
    const ActiveSettingsPtr active = activeSettings();
    const auto& server = active->values.mail;
    if (!server) return notBegun(SendResult::Verdict::NotStarted, kNoMailServer);
    SecretMask mask;
    auto message = composeMail(effect, server->from);
    if (!message) return notBegun(message.error(), mask);
    const auto password = withSecrets(server->password, m_secrets, mask);
    // No fault of the mail, whatever it is.
    if (!password) return notBegun(SendResult::Verdict::Failed, mask.masked(password.error().message));
    return std::make_unique<MailTransfer>(active, *std::move(message), *password, std::move(mask));
}

} // namespace signalbox
