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
    chooseFirst();
    connect(this, &QComboBox::currentIndexChanged, this, [this] {
        remember();
        Q_EMIT changed();
    });
    connect(&roster, &ServerRoster::accessChanged, this, &ServerBox::refill);
}

void ServerBox::fill() {
    clear();
    for (const ServerRoster::Server& server : m_roster.servers()) {
        const model::Refused refused = refusal(server.access, m_deed);
        addItem(refused ? tr("%1   (%2)").arg(server.title, refused.shortReason) : server.title, server.name);
    }
}

void ServerBox::chooseFirst() {
    for (int i = 0; i < count() && !problem().isEmpty(); ++i)
        setCurrentIndex(i);
    remember();
}

// What is chosen stays so under another name, too.
void ServerBox::refill() {
    {
        const QSignalBlocker quiet(this);
        fill();
        const ServerRoster::Server* chosen = m_roster.findByKey(m_key);
        setCurrentIndex(chosen ? findData(chosen->name) : -1);
        if (m_key.isEmpty()) chooseFirst();
    }
    Q_EMIT changed();
}

void ServerBox::remember() {
    const ServerRoster::Server* chosen = m_roster.find(server());
    if (!chosen) return;
    m_key = chosen->key;
    m_title = chosen->title;
}

void ServerBox::choose(const QString& name) {
    const int place = findData(name);
    if (place >= 0) setCurrentIndex(place);
}

QString ServerBox::problem() const {
    if (const ServerRoster::Server* chosen = m_roster.find(server()))
        return model::refusalSentence(chosen->access, m_deed);
    return m_key.isEmpty() ? tr("No server is connected.")
                           : tr("%1 is not connected any more: choose another one.").arg(m_title);
}

} // namespace signalbox::ui
