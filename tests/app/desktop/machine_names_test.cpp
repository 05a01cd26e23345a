#include "app/desktop/sharing/machine_names.h"
#include "engine/remote/tls/self_signed.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

using Names = std::vector<std::string>;

const Names kLoopback{"DNS:localhost", "IP:127.0.0.1", "IP:::1"};

Names withLoopback(const Names& names) {
    Names all = kLoopback;
    all.insert(all.end(), names.begin(), names.end());
    return all;
}

MachineNames desk7() {
    return {.hostName = u"desk-7"_s,
            .addresses = {QHostAddress(u"192.168.1.7"_s), QHostAddress(u"fd00::7"_s)},
            .hasIpv6 = true};
}

} // namespace

TEST(MachineNames, ACertificateNamesAllThatLeadsToThisComputer) {
    EXPECT_EQ(certificateNames(desk7()),
              withLoopback({"DNS:desk-7", "DNS:desk-7.local", "IP:192.168.1.7", "IP:fd00::7"}));
    EXPECT_EQ(lastingNames(desk7()), withLoopback({"DNS:desk-7", "DNS:desk-7.local"}));
}

TEST(MachineNames, AHostIsNamedWithAndWithoutItsDomain) {
    const auto names = [](const QString& host) { return lastingNames({.hostName = host}); };
    EXPECT_EQ(names(u"Desk-7.example.com"_s),
              withLoopback({"DNS:desk-7.example.com", "DNS:desk-7", "DNS:desk-7.local"}));
    EXPECT_EQ(names(u"desk-7.local"_s), withLoopback({"DNS:desk-7.local", "DNS:desk-7"}));
    EXPECT_EQ(names(u"b\u00fcro"_s), withLoopback({"DNS:xn--bro-hoa", "DNS:xn--bro-hoa.local"}));
    for (const QString& host : {u""_s, u"localhost"_s, u"desk 7,IP:10.0.0.1"_s})
        EXPECT_EQ(names(host), kLoopback) << host.toStdString();
}

TEST(MachineNames, ACertificateCanBeMadeForAllOfThem) {
    const auto made = makeSelfSigned(certificateNames(desk7()), std::chrono::hours(1));
    ASSERT_TRUE(made) << made.error().message;
    for (const std::string& name : certificateNames(desk7()))
        EXPECT_TRUE(isFor(*made, name)) << name;
    for (const char* name : {"DNS:desk-8", "IP:192.168.1.8", "IP:::2", "desk-7", "", "DNS:"})
        EXPECT_FALSE(isFor(*made, name)) << name;
}

TEST(MachineNames, AddressesAreWrittenAsTheyAreEntered) {
    EXPECT_EQ(networkAddresses(desk7(), 40213), (QStringList{u"192.168.1.7:40213"_s, u"[fd00::7]:40213"_s}));
    EXPECT_EQ(loopbackAddresses(desk7(), 40213), (QStringList{u"127.0.0.1:40213"_s, u"[::1]:40213"_s}));
    EXPECT_EQ(networkAddresses({.hostName = u"alone"_s}, 1), QStringList{u"127.0.0.1:1"_s}) << "there is no network";
}

TEST(MachineNames, OfThisMachineAreThoseThatOthersReach) {
    const MachineNames machine = namesOfThisMachine();
    for (const QHostAddress& address : machine.addresses)
        EXPECT_FALSE(address.isLoopback() || address.isLinkLocal()) << address.toString().toStdString();
    EXPECT_TRUE(makeSelfSigned(certificateNames(machine), std::chrono::hours(1)));
}

} // namespace signalbox
