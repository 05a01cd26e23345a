#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include "engine/base/error.h"
#include "model/connection/server_profile.h"

namespace signalbox::model {

// Server profiles as text, for colleagues and for the settings: a JSON object
//   {"signalboxServers": 1, "servers": [{"name": "prod-eu", "folder": "Europe", "environment": "prod", ...}]}
// Members that say the usual are left out. There is no place in it for a token, nor for ids, which are a book's own.
[[nodiscard]] QByteArray profilesText(const QList<ServerProfile>& profiles);
// Ids are empty, and no two have one name.  Errors: InvalidArgument, naming the server that is wrong, or saying that
// there are too many; NewerFormat.
[[nodiscard]] Result<QList<ServerProfile>> parseProfiles(const QByteArray& text);

[[nodiscard]] QJsonObject toJson(const ServerProfile& profile);
// An unknown environment reads as production, where people take care; other unknown words as the usual.
[[nodiscard]] ServerProfile profileFrom(const QJsonObject& json);

} // namespace signalbox::model
