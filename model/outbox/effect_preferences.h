#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace signalbox::model {

// How the way to a mail server is kept secret.
enum class MailSecurity : std::uint8_t {
    StartTls, // begins in the clear and must turn to TLS before anything else
    Tls,      // TLS from the first byte
    None,     // for a server on this computer
};

// Which server takes mails. Its password is a secret: kMailPassword.
struct MailServer {
    QString host; // empty: none, mails are held
    quint16 port = 587;
    MailSecurity security = MailSecurity::StartTls;
    QString user; // empty: without signing in
    QString from; // "Signalbox <signalbox@example.com>"
    bool operator==(const MailServer&) const = default;
};

// What a person has chosen for the sending of effects. Secrets are no part of it: they are in the key store.
struct EffectPreferences {
    MailServer mail;
    // Receivers that web requests may reach without TLS and inside the own network: a host, a host with a port
    // ("localhost:8080"), or a range of addresses ("10.0.0.0/8").
    QStringList allowedReceivers;
    bool operator==(const EffectPreferences&) const = default;
};

// The names of the secrets that belong to it.
inline constexpr char kMailPassword[] = "mail-password";
inline constexpr char kWebhookSecret[] = "webhook-signing"; // signs web requests

// Keeps EffectPreferences in the settings from the moment they are chosen.
class EffectPreferenceSettings final : public QObject {
    Q_OBJECT
public:
    explicit EffectPreferenceSettings(QSettings& settings, QObject* parent = nullptr);

    const EffectPreferences& value() const { return m_value; }
    void setValue(const EffectPreferences& value);

Q_SIGNALS:
    void changed();

private:
    void read();
    void write() const;

    QSettings& m_settings;
    EffectPreferences m_value;
};

} // namespace signalbox::model
