#pragma once

#include <QWidget>

#include "model/connection/server_profile.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace signalbox::ui {

class Theme;

// The fields of a server's profile, and its token. A token that is kept is never shown again: a new one can be typed.
class ProfileForm : public QWidget {
    Q_OBJECT
public:
    explicit ProfileForm(const Theme& theme, QWidget* parent = nullptr);

    void setProfile(const model::ServerProfile& profile);
    // As it is written now; not necessarily valid.
    model::ServerProfile profile() const;
    // The folders that there are, to choose from.
    void setFolders(const QStringList& folders);
    void setFolder(const QString& folder);

    // What was typed; empty: the one that is kept stays.
    QString typedToken() const;
    // `note`: where tokens are kept.
    void showToken(bool isKept, const QString& note);
    // The fingerprint that a person has decided to trust.
    void setFingerprint(const QString& fingerprint);
    void focusName();

Q_SIGNALS:
    void edited();

private:
    void build();
    QWidget* buildAddress();
    QWidget* buildFingerprint();
    QWidget* buildToken();
    void buildIdentity(QFormLayout& layout);
    void fillChoices();
    void refresh();
    void splitAddress();

    const Theme& m_theme;
    model::ServerProfile m_shown; // what has no field of its own: id, fingerprint
    QFormLayout* m_layout;
    QLineEdit* m_name;
    QComboBox* m_folder;
    QComboBox* m_environment;
    QComboBox* m_colour;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QComboBox* m_trust;
    QWidget* m_fingerprintRow = nullptr;
    QLabel* m_fingerprint = nullptr;
    QPushButton* m_forget = nullptr;
    QLineEdit* m_roots = nullptr;
    QWidget* m_rootsRow = nullptr;
    QLineEdit* m_expectedName = nullptr;
    QLineEdit* m_certificate = nullptr;
    QWidget* m_certificateRow = nullptr;
    QLineEdit* m_key = nullptr;
    QWidget* m_keyRow = nullptr;
    QCheckBox* m_wantsToken;
    QLineEdit* m_token = nullptr;
    QLabel* m_tokenNote = nullptr;
};

} // namespace signalbox::ui
