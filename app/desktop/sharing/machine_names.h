#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace signalbox {

// How this computer can be reached by others.
struct MachineNames {
    QString hostName;                // "desk-7", "desk-7.example.com"; empty: it has none
    QList<QHostAddress> addresses{}; // in its networks, the likeliest first; neither loopback nor of one link only
    bool hasIpv6 = false;            // programs on it reach each other over IPv6, too
};
[[nodiscard]] MachineNames namesOfThisMachine();

// As makeSelfSigned takes them: what stays when the computer goes to another network (loopback, and the host's name: as
// it is, without its domain, and as multicast DNS has it), and all of it with its addresses.
[[nodiscard]] std::vector<std::string> lastingNames(const MachineNames& machine);
[[nodiscard]] std::vector<std::string> certificateNames(const MachineNames& machine);

// "192.168.1.7:40213", "[fd00::7]:40213", as they are entered elsewhere. Of a computer without a network: those that
// work on itself.
[[nodiscard]] QStringList networkAddresses(const MachineNames& machine, int port);
[[nodiscard]] QStringList loopbackAddresses(const MachineNames& machine, int port);

} // namespace signalbox
