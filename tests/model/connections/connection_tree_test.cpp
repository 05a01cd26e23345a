#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "model/connections/connection_tree.h"

#include <gtest/gtest.h>

#include <memory>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;

class ConnectionTreeTest : public testing::Test {
protected:
    QString add(const QString& name, const QString& folder) {
        ServerProfile profile;
        profile.name = name;
        profile.folder = folder;
        profile.host = name + u".example.com"_s;
        return m_book.add(profile).value_or(QString());
    }
    // Each row after its folder: "Europe/", "staging".
    QStringList rows(const QModelIndex& parent = {}) const {
        QStringList all;
        for (int row = 0; row < m_tree.rowCount(parent); ++row) {
            const QModelIndex at = m_tree.index(row, 0, parent);
            const bool isServer = !at.data(ConnectionTree::IdRole).toString().isEmpty();
            all.append(at.data().toString() + (isServer ? u""_s : u"/"_s));
            all.append(rows(at));
        }
        return all;
    }
    // Returns: whether it was taken.
    bool drag(const QString& id, const QModelIndex& parent, int row) {
        const std::unique_ptr<QMimeData> data(m_tree.mimeData({m_tree.find(id)}));
        return m_tree.dropMimeData(data.get(), Qt::MoveAction, row, 0, parent);
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ConnectionBook m_book{m_settings};
    const QString m_eu = add(u"prod-eu"_s, u"Europe/Payments"_s);
    const QString m_us = add(u"prod-us"_s, u"America"_s);
    const QString m_staging = add(u"staging"_s, u"Europe"_s);
    const QString m_test = add(u"test"_s, u"Europe"_s);
    const QString m_laptop = add(u"laptop"_s, {});
    ConnectionTree m_tree{m_book};
    QAbstractItemModelTester m_tester{&m_tree, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(ConnectionTreeTest, FoldersStandBeforeServersAndThoseUsedLastBeforeAll) {
    const QStringList all{u"America/"_s, u"prod-us"_s, u"Europe/"_s, u"Payments/"_s,
                          u"prod-eu"_s,  u"staging"_s, u"test"_s,    u"laptop"_s};
    EXPECT_EQ(rows(), all) << "there is no group where nothing was used";
    m_book.noteUse(m_laptop);
    m_book.noteUse(m_eu);
    EXPECT_EQ(rows(), (QStringList{u"Recent/"_s, u"prod-eu"_s, u"laptop"_s} + all));
    EXPECT_NE(m_tree.findRecent(m_eu), m_tree.find(m_eu));
    EXPECT_FALSE(m_tree.findRecent(m_us).isValid());
    EXPECT_TRUE(m_tree.findRecent(m_eu).data(ConnectionTree::IsRecentRole).toBool());
    EXPECT_FALSE(m_tree.find(m_eu).data(ConnectionTree::IsRecentRole).toBool());
    m_book.remove(m_eu);
    EXPECT_FALSE(m_tree.findRecent(m_eu).isValid());
}

TEST_F(ConnectionTreeTest, OfThoseUsedLastItShowsAFew) {
    for (int number = 0; number < ConnectionBook::kMostRecent; ++number)
        m_book.noteUse(add(u"server-%1"_s.arg(number), {}));
    EXPECT_EQ(m_tree.rowCount(m_tree.index(0, 0)), ConnectionTree::kMostShown);
    EXPECT_EQ(m_tree.index(0, 0, m_tree.index(0, 0)).data(), u"server-7"_s);
}

TEST_F(ConnectionTreeTest, AFilterFindsEveryWordInNameAddressOrFolder) {
    m_book.noteUse(m_eu);
    m_tree.setFilter(u"PROD"_s);
    EXPECT_EQ(rows(), (QStringList{u"America/"_s, u"prod-us"_s, u"Europe/"_s, u"Payments/"_s, u"prod-eu"_s}));
    m_tree.setFilter(u" europe  test "_s);
    EXPECT_EQ(rows(), (QStringList{u"Europe/"_s, u"test"_s}));
    m_tree.setFilter(u"laptop.example.com:7411"_s);
    EXPECT_EQ(rows(), QStringList{u"laptop"_s});
    EXPECT_EQ(m_tree.first(), m_tree.find(m_laptop));
    m_tree.setFilter(u"prodeu"_s);
    EXPECT_EQ(rows(), QStringList());
    EXPECT_FALSE(m_tree.first().isValid());
    m_tree.setFilter(u" "_s);
    EXPECT_EQ(rows().first(), u"Recent/"_s);
    EXPECT_EQ(m_tree.first(), m_tree.findRecent(m_eu));
}

TEST_F(ConnectionTreeTest, ADraggedServerTakesThePlaceWhereItIsDropped) {
    const auto europe = [this] { return m_tree.find(m_staging).parent(); };
    ASSERT_TRUE(drag(m_test, europe(), m_tree.find(m_staging).row()));
    EXPECT_EQ(rows().mid(5, 2), (QStringList{u"test"_s, u"staging"_s}));
    ASSERT_TRUE(drag(m_laptop, europe(), 0)) << "above a folder is before the first server";
    EXPECT_EQ(rows().mid(5), (QStringList{u"laptop"_s, u"test"_s, u"staging"_s}));
    EXPECT_EQ(m_book.find(m_laptop)->folder, u"Europe"_s);
    ASSERT_TRUE(drag(m_laptop, m_tree.find(m_us).parent(), -1)) << "onto a folder is behind its last server";
    EXPECT_EQ(rows().first(3), (QStringList{u"America/"_s, u"prod-us"_s, u"laptop"_s}));
    ASSERT_TRUE(drag(m_laptop, {}, -1));
    EXPECT_EQ(rows().last(), u"laptop"_s);
    EXPECT_EQ(m_book.find(m_laptop)->folder, QString());
    EXPECT_EQ(ConnectionBook(m_settings).profiles(), m_book.profiles()) << "it is kept";
}

TEST_F(ConnectionTreeTest, WhereItCannotBeDroppedNothingMoves) {
    m_book.noteUse(m_us);
    const QStringList before = rows();
    EXPECT_FALSE(drag(m_laptop, m_tree.findRecent(m_us).parent(), 0)) << "those used last have their own order";
    EXPECT_FALSE(drag(m_laptop, m_tree.find(m_us), -1)) << "a server is no folder";
    EXPECT_FALSE(m_tree.flags(m_tree.findRecent(m_us)).testFlag(Qt::ItemIsDragEnabled));
    EXPECT_FALSE(m_tree.removeRows(0, 1, {})) << "a view removes what it has dragged";
    QMimeData strange;
    strange.setText(m_laptop);
    EXPECT_FALSE(m_tree.dropMimeData(&strange, Qt::MoveAction, 0, 0, {}));
    m_tree.setFilter(u"l"_s);
    EXPECT_FALSE(m_tree.flags(m_tree.find(m_laptop)).testFlag(Qt::ItemIsDragEnabled));
    EXPECT_FALSE(drag(m_laptop, m_tree.find(m_us).parent(), -1));
    m_tree.setFilter({});
    EXPECT_EQ(rows(), before);
}

} // namespace signalbox::model
