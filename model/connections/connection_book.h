#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QStringList>

#include "engine/base/error.h"
#include "model/connection/server_profile.h"

class QSettings;

namespace signalbox::model {

// The servers that a person knows, in the order that was given them; kept in settings under "servers" from the moment
// of each change.
class ConnectionBook final : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostRecent = 8;

    explicit ConnectionBook(QSettings& settings, QObject* parent = nullptr);

    const QList<ServerProfile>& profiles() const { return m_profiles; }
    // Lifetime: of both results, until the book changes.  Returns: null when unknown.
    const ServerProfile* find(const QString& id) const;
    const ServerProfile* findByName(const QString& name) const;
    // Those that are used, each with those above it: "Europe", "Europe/Payments"; by name.
    QStringList folders() const;

    // Puts it last, under an id of its own.  Returns: the id.
    // Errors of both: as validate; AlreadyExists (the name).
    Result<QString> add(ServerProfile profile);
    // Requires: `profile.id` is in the book.
    Status change(const ServerProfile& profile);
    // What add() or change() would say, without doing it.
    [[nodiscard]] Status check(const ServerProfile& profile) const;
    // All of these do nothing where there is no such id.
    void remove(const QString& id);
    // Into `folder`, before the server `before`, or last where there is none.
    void move(const QString& id, const QString& folder, const QString& before = {});
    // By one place among those of its folder: up (-1) or down (1). At the end of it nothing happens.
    void moveBy(const QString& id, int step);
    bool canMoveBy(const QString& id, int step) const { return neighbour(id, step) != nullptr; }
    // From now on it has to show this certificate.
    void trust(const QString& id, const QString& fingerprint);

    // The ids that were used last, the newest first.
    const QStringList& recent() const { return m_recent; }
    void noteUse(const QString& id);

    // A name like `wanted` that is free: "prod-eu", "prod-eu-2".
    QString freeName(const QString& wanted) const;

    struct Imported {
        int added = 0;
        int known = 0;            // that the book had already, as they are
        QStringList renamed = {}; // new names of those whose name was taken
    };
    QByteArray exported() const;
    // Adds what `text` has; all or nothing.  Errors: as parseProfiles.
    Result<Imported> import(const QByteArray& text);

Q_SIGNALS:
    void changed();
    void removed(const QString& id); // its token has no use any more
    void recentChanged();

private:
    void read();
    void write();
    qsizetype indexOf(const QString& id) const;
    // The next one of the same folder; null: there is none.
    const ServerProfile* neighbour(const QString& id, int step) const;
    bool knows(const ServerProfile& profile) const;

    QSettings& m_settings;
    QList<ServerProfile> m_profiles;
    QStringList m_recent;
};

} // namespace signalbox::model
