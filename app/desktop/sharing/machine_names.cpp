#include "app/desktop/sharing/machine_names.h"

#include <QNetworkInterface>
#include <QSysInfo>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

// Of containers and virtual machines on this computer: nobody elsewhere gets there, as a rule.
bool isInner(const QNetworkInterface& interface) {
    constexpr std::array kPrefixes{"br-"_L1, "cni"_L1, "docker"_L1, "lxc"_L1, "podman"_L1, "veth"_L1, "virbr"_L1};
    const QString name = interface.name();
    return std::ranges::any_of(kPrefixes, [&](QLatin1StringView each) { return name.startsWith(each); });
}

bool isReachable(const QHostAddress& address) {
    return !address.isLoopback() && !address.isLinkLocal() && !address.isMulticast() && !address.isNull();
}

// What people read to each other comes first.
int rank(const QNetworkInterface& interface, const QHostAddress& address) {
    return (isInner(interface) ? 2 : 0) + (address.protocol() == QAbstractSocket::IPv4Protocol ? 0 : 1);
}

QList<QHostAddress> reachableAddresses() {
    QList<std::pair<int, QHostAddress>> found;
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        if (!interface.flags().testFlags(QNetworkInterface::IsUp | QNetworkInterface::IsRunning)) continue;
        for (const QNetworkAddressEntry& entry : interface.addressEntries())
            if (isReachable(entry.ip())) found.emplaceBack(rank(interface, entry.ip()), entry.ip());
    }
    std::ranges::stable_sort(found, {}, &std::pair<int, QHostAddress>::first);
    QList<QHostAddress> addresses;
    for (const auto& [place, address] : std::as_const(found))
        addresses.append(address);
    return addresses;
}

// As certificates have them; what is no name there is left out.
QStringList hostNames(const QString& hostName) {
    const QString name = QString::fromLatin1(QUrl::toAce(hostName));
    if (name.isEmpty() || name == "localhost"_L1) return {};
    const QString host = name.section(u'.', 0, 0);
    QStringList names{name, host, host + u".local"_s};
    names.removeDuplicates();
    return names;
}

QString withPort(const QHostAddress& address, int port) {
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isIpv6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(address.toString()).arg(port);
}

} // namespace

MachineNames namesOfThisMachine() {
    return {.hostName = QSysInfo::machineHostName(),
            .addresses = reachableAddresses(),
            .hasIpv6 = QNetworkInterface::allAddresses().contains(QHostAddress(QHostAddress::LocalHostIPv6))};
}

std::vector<std::string> lastingNames(const MachineNames& machine) {
    std::vector<std::string> names{"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
    for (const QString& name : hostNames(machine.hostName))
        names.push_back("DNS:" + name.toStdString());
    return names;
}

std::vector<std::string> certificateNames(const MachineNames& machine) {
    std::vector<std::string> names = lastingNames(machine);
    for (const QHostAddress& address : machine.addresses)
        names.push_back("IP:" + address.toString().toStdString());
    return names;
}

QStringList networkAddresses(const MachineNames& machine, int port) {
    if (machine.addresses.isEmpty()) return loopbackAddresses(machine, port);
    QStringList addresses;
    for (const QHostAddress& address : machine.addresses)
        addresses.append(withPort(address, port));
    return addresses;
}

QStringList loopbackAddresses(const MachineNames& machine, int port) {
    QStringList addresses{withPort(QHostAddress(QHostAddress::LocalHost), port)};
    if (machine.hasIpv6) addresses.append(withPort(QHostAddress(QHostAddress::LocalHostIPv6), port));
    return addresses;
}

} // namespace signalbox
