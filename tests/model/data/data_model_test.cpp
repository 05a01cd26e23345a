#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>

#include "model/data/data_model.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using namespace Qt::StringLiterals;
using model::DataModel;

class DataTree : public testing::Test {
protected:
    // The tree as lines "/pointer value", a star for what changed.
    QStringList lines(const QModelIndex& parent = {}) const {
        QStringList result;
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex name = m_model.index(row, DataModel::NameColumn, parent);
            const QString mark = name.data(DataModel::IsChangedRole).toBool() ? u"*"_s : QString();
            result << name.data(DataModel::IdRole).toString() + u' ' +
                          m_model.index(row, DataModel::ValueColumn, parent).data().toString() + mark;
            result << lines(name);
        }
        return result;
    }

    DataModel m_model;
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(DataTree, ShowsMembersElementsAndTypes) {
    m_model.setJson({{"assignee", "Sue"}, {"tags", {"ui", 7}}, {"a/b", nullptr}});
    EXPECT_EQ(lines(), (QStringList{u"/a~1b null"_s, u"/assignee Sue"_s, u"/tags 2 element(s)"_s, u"/tags/0 ui"_s,
                                    u"/tags/1 7"_s}));
    EXPECT_EQ(m_model.index(1, DataModel::TypeColumn).data().toString(), u"string"_s);
}

TEST_F(DataTree, MarksWhatTheRevisionWroteAndAllBelow) {
    m_model.setJson({{"tags", {{"x", 1}}}, {"n", 1}}, {"/tags"});
    EXPECT_EQ(lines(), (QStringList{u"/n 1"_s, u"/tags 1 member(s)*"_s, u"/tags/x 1*"_s}));
    m_model.setJson({{"tags", {{"x", 1}}}, {"n", 1}});
    EXPECT_EQ(lines(), (QStringList{u"/n 1"_s, u"/tags 1 member(s)"_s, u"/tags/x 1"_s}));
}

TEST_F(DataTree, NewerDataChangesTheTreeInPlace) {
    m_model.setJson({{"b", {{"x", 1}, {"y", 2}}}, {"d", 4}});
    const QPersistentModelIndex y = m_model.index(1, 0, m_model.index(0, 0));
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    m_model.setJson({{"a", 0}, {"b", {{"y", 3}, {"z", 4}}}, {"c", {1, 2}}});
    EXPECT_EQ(lines(), (QStringList{u"/a 0"_s, u"/b 2 member(s)"_s, u"/b/y 3"_s, u"/b/z 4"_s, u"/c 2 element(s)"_s,
                                    u"/c/0 1"_s, u"/c/1 2"_s}));
    EXPECT_TRUE(y.isValid());
    EXPECT_EQ(y.row(), 0);
    EXPECT_EQ(resets.count(), 0);
}

TEST_F(DataTree, AContainerMayBecomeAValueAndBack) {
    m_model.setJson({{"a", {1, 2}}});
    m_model.setJson({{"a", "text"}});
    EXPECT_EQ(lines(), (QStringList{u"/a text"_s}));
    m_model.setJson({{"a", {{"0", true}}}});
    EXPECT_EQ(lines(), (QStringList{u"/a 1 member(s)"_s, u"/a/0 true"_s}));
    m_model.setJson(nullptr);
    EXPECT_EQ(lines(), QStringList());
    EXPECT_EQ(m_model.text(), u"{}"_s);
}

} // namespace signalbox::tests
