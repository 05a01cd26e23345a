#pragma once

#include <QDialog>

#include "model/connection/server_profile.h"

class QVBoxLayout;

namespace signalbox::ui {

class Theme;

// Asks whether a server is the one that is meant, by the fingerprint of the certificate that it shows.
//
// The first time a person may trust it after comparing it. Where it is another one than the one that is trusted, the
// dialog shows both and offers nothing but to stop: to forget the old one takes a deliberate step in the connection's
// settings.
class IdentityDialog : public QDialog {
    Q_OBJECT
public:
    // `profile.fingerprint`: the one that is trusted; empty: none.
    IdentityDialog(const Theme& theme, const model::ServerProfile& profile, const QString& presented,
                   QWidget* parent = nullptr);

Q_SIGNALS:
    void trusted(const QString& fingerprint);
    void settingsWanted();

private:
    void addFingerprint(QVBoxLayout& layout, const QString& title, const QString& fingerprint, const QString& name);
    void addButtons(QVBoxLayout& layout);

    const Theme& m_theme;
    model::ServerProfile m_profile;
    QString m_presented;
};

} // namespace signalbox::ui
