#include "ui/connections/server_box.h"

#include <QSignalBlocker>

#include "model/connection/server_roster.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::ServerRoster;

ServerBox::ServerBox(const ServerRoster& roster, model::Deed deed, QWidget* parent)
    : QComboBox(parent)
    , m_roster(roster)
    , m_deed(deed) {
    setObjectName(u"serverChoice"_s);
    setAccessibleName(tr("Server"));
    fill();
    connect(this, &QComboBox::currentIndexChanged, this, &ServerBox::changed);
    connect(&roster, &ServerRoster::accessChanged, this, [this] {
        const QString chosen = server();
        fill();
        choose(chosen);
        Q_EMIT changed();
    });
}

void ServerBox::fill() {
    const QSignalBlocker quiet(this);
    clear();
    for (const ServerRoster::Server& server : m_roster.servers()) {
        const model::Refused refused = refusal(server.access, m_deed);
        addItem(refused ? tr("%1   (%2)").arg(server.title, refused.shortReason) : server.title, server.name);
    }
    for (int i = 0; i < count() && !problem().isEmpty(); ++i)
        setCurrentIndex(i);
}

void ServerBox::choose(const QString& name) {
    const int place = findData(name);
    if (place >= 0) setCurrentIndex(place);
}

QString ServerBox::problem() const {
    const ServerRoster::Server* chosen = m_roster.find(server());
    return chosen ? model::refusalSentence(chosen->access, m_deed) : tr("No server is connected.");
}

} // namespace signalbox::ui
