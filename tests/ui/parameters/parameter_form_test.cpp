#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "model/parameters/last_arguments.h"
#include "model/parameters/parameter_form_model.h"
#include "tests/support/temp_dir.h"
#include "ui/parameters/parameter_form.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

ParameterStructure parameter(const char* name, ValueType type, std::vector<Json> choices = {}) {
    ParameterStructure made;
    made.name = name;
    made.type = type;
    made.required = true;
    made.choices = std::move(choices);
    return made;
}

TriggerStructure assigning() {
    TriggerStructure trigger;
    trigger.name = "assign";
    trigger.parameters = {parameter("who", ValueType::String), parameter("hours", ValueType::Integer),
                          parameter("level", ValueType::String, {"low", "high"})};
    return trigger;
}

class ParameterFormTest : public testing::Test {
protected:
    ParameterFormTest() { m_form.show(); }

    template <typename Widget>
    Widget& part(const char* name) {
        return *m_form.findChild<Widget*>(QString::fromLatin1(name));
    }

    TempDir m_directory;
    QSettings m_settings{QString::fromStdString(m_directory.file("settings.ini")), QSettings::IniFormat};
    model::LastArguments m_last{m_settings};
    model::ParameterFormModel m_model{u"bug"_s, assigning(), m_last};
    ParameterForm m_form{m_model};
};

} // namespace

TEST_F(ParameterFormTest, WhatIsTypedAndChosenIsTheArguments) {
    EXPECT_EQ(part<QComboBox>("parameter_level").findText(u"high"_s), 2) << "an empty one first: nothing is chosen yet";
    part<QLineEdit>("parameter_who").setText(u"Sue"_s);
    part<QLineEdit>("parameter_hours").setText(u"3"_s);
    part<QComboBox>("parameter_level").setCurrentText(u"high"_s);
    ASSERT_TRUE(m_model.isValid());
    EXPECT_EQ(m_model.arguments(), Json({{"who", "Sue"}, {"hours", 3}, {"level", "high"}}));
}

TEST_F(ParameterFormTest, WhatIsWrongStandsBelowItsField) {
    QLabel& problem = part<QLabel>("problem_hours");
    EXPECT_FALSE(problem.isVisible()) << "nothing was typed yet";
    part<QLineEdit>("parameter_hours").setText(u"soon"_s);
    EXPECT_TRUE(problem.isVisible());
    EXPECT_FALSE(problem.text().isEmpty());
    EXPECT_TRUE(part<QLineEdit>("parameter_hours").property("invalid").toBool());
    EXPECT_FALSE(part<QLabel>("problem_who").isVisible());
    part<QLineEdit>("parameter_hours").setText(u"3"_s);
    EXPECT_FALSE(problem.isVisible());
}

TEST_F(ParameterFormTest, TheFocusGoesToTheFirstThatIsWrong) {
    m_form.focusFirst();
    EXPECT_EQ(m_form.focusWidget(), &part<QLineEdit>("parameter_who"));
    part<QLineEdit>("parameter_who").setText(u"Sue"_s);
    m_model.showAllProblems();
    m_form.focusFirst();
    EXPECT_EQ(m_form.focusWidget(), &part<QLineEdit>("parameter_hours"));
}

TEST_F(ParameterFormTest, EnterInAFieldSubmits) {
    const QSignalSpy submitted(&m_form, &ParameterForm::submitted);
    QTest::keyClick(&part<QLineEdit>("parameter_hours"), Qt::Key_Return);
    EXPECT_EQ(submitted.count(), 1);
}

} // namespace signalbox::ui
