#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/graph/graph_layouter.h"
#include "model/graph/layout_store.h"
#include "model/graph/simple_layout.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using namespace signalbox::tests;

class LayoutStoreTest : public testing::Test {
protected:
    static GraphSpec specOf(const ChartStructure& chart, const QString& hash) {
        QFont font;
        font.setPixelSize(13);
        return graphSpec(chart, hash, {font, font, font});
    }
    QStringList files() const { return QDir(folder.path()).entryList(QDir::Files); }
    QString onlyFile() const { return folder.filePath(files().value(0)); }
    void overwrite(const QByteArray& bytes) const {
        QFile file(onlyFile());
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray bytes() const {
        QFile file(onlyFile());
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    QTemporaryDir folder;
    GraphSpec spec = specOf(orderChart(), u"order"_s);
    GraphLayout layout = simpleLayout(spec);
};

TEST_F(LayoutStoreTest, GivesBackWhatWasPut) {
    LayoutStore(folder.path()).put(spec, layout);
    EXPECT_EQ(LayoutStore(folder.path()).find(spec), layout);
    EXPECT_EQ(files().size(), 1);
}

TEST_F(LayoutStoreTest, AnotherKeyHasAnotherLayout) {
    LayoutStore(folder.path()).put(spec, layout);
    EXPECT_FALSE(LayoutStore(folder.path()).find(specOf(orderChart(), u"order 2"_s)));
}

TEST_F(LayoutStoreTest, AFileOfAnotherChartUnderTheSameKeyIsIgnored) {
    LayoutStore(folder.path()).put(spec, layout);
    EXPECT_FALSE(LayoutStore(folder.path()).find(specOf(bugDefinition().structure, u"order"_s)));
}

TEST_F(LayoutStoreTest, EveryFlippedByteAndEveryCutIsNoticed) {
    const LayoutStore store(folder.path());
    store.put(spec, layout);
    const QByteArray whole = bytes();
    for (qsizetype at = 0; at < whole.size(); at += 97) {
        QByteArray flipped = whole;
        flipped[at] = char(flipped[at] ^ 0x20);
        overwrite(flipped);
        EXPECT_FALSE(store.find(spec)) << at;
        overwrite(whole.first(at));
        EXPECT_FALSE(store.find(spec)) << at;
    }
    store.put(spec, layout);
    EXPECT_TRUE(store.find(spec)) << "a bad file is replaced";
}

TEST_F(LayoutStoreTest, TheOldestGoWhenThereAreTooMany) {
    const LayoutStore store(folder.path(), 3);
    const GraphSpec first = specOf(bugDefinition().structure, u"first"_s);
    store.put(first, simpleLayout(first));
    QFile file(onlyFile());
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    file.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime);
    file.close();
    for (const char* hash : {"2", "3", "4"}) {
        const GraphSpec each = specOf(bugDefinition().structure, QString::fromLatin1(hash));
        store.put(each, simpleLayout(each));
    }
    EXPECT_EQ(files().size(), 3);
    EXPECT_FALSE(store.find(first));
}

TEST_F(LayoutStoreTest, NoFolderAndAFolderThatCannotBeMadeKeepNothing) {
    for (const QString& path : {QString(), u"/proc/no/such"_s}) {
        LayoutStore(path).put(spec, layout);
        EXPECT_FALSE(LayoutStore(path).find(spec));
    }
}

GraphLayoutPtr answerOf(const QString& program, const QString& folder, const GraphSpec& spec) {
    GraphLayouter layouter({program, std::chrono::seconds{60}, folder});
    GraphLayoutPtr answer;
    layouter.request(spec, &layouter, [&](const GraphLayoutPtr& made) { answer = made; });
    EXPECT_TRUE(QTest::qWaitFor([&] { return answer != nullptr; }, 60'000));
    return answer;
}

TEST_F(LayoutStoreTest, TheNextStartNeedsNoGraphviz) {
    const GraphLayoutPtr made = answerOf(u"dot"_s, folder.path(), spec);
    const GraphLayoutPtr found = answerOf(u"/no/such/dot"_s, folder.path(), spec);
    EXPECT_EQ(*found, *made);
}

TEST_F(LayoutStoreTest, ASimpleLayoutIsNotKept) {
    answerOf(u"/no/such/dot"_s, folder.path(), spec);
    EXPECT_TRUE(files().isEmpty());
}

} // namespace
} // namespace signalbox::model
