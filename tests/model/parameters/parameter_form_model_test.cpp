#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "model/parameters/last_arguments.h"
#include "model/parameters/parameter_form_model.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using namespace Qt::StringLiterals;
using model::LastArguments;
using model::ParameterFormModel;

ParameterStructure parameter(const char* name, ValueType type, bool required = true) {
    ParameterStructure made;
    made.name = name;
    made.type = type;
    made.required = required;
    return made;
}

struct ParseCase {
    const char* claim;
    ParameterStructure parameter;
    QString text;
    std::optional<Json> value; // none: refused, or not given
    bool isProblem;
};

ParameterStructure withChoices(ParameterStructure made, std::vector<Json> choices) {
    made.choices = std::move(choices);
    return made;
}

ParameterStructure withPattern(ParameterStructure made, const char* pattern) {
    made.pattern = pattern;
    return made;
}

std::vector<ParseCase> parseCases() {
    const auto text = parameter("who", ValueType::String);
    const auto whole = parameter("n", ValueType::Integer);
    const auto real = parameter("x", ValueType::Number);
    const auto flag = parameter("on", ValueType::Boolean);
    const auto object = parameter("o", ValueType::Object);
    const auto array = parameter("a", ValueType::Array);
    const auto any = parameter("v", ValueType::Any);
    const auto level = withChoices(parameter("level", ValueType::Integer), {1, 2});
    const auto code = withPattern(parameter("code", ValueType::String), "[A-Z]{3}");
    return {
        {"TextIsTakenAsItIs", text, u"Sue \"S\" <b>"_s, Json("Sue \"S\" <b>"), false},
        {"BlankTextIsMissing", text, u"  "_s, std::nullopt, true},
        {"OptionalMayBeEmpty", parameter("who", ValueType::String, false), u""_s, std::nullopt, false},
        {"WholeNumber", whole, u" 42 "_s, Json(42), false},
        {"FractionIsNoWholeNumber", whole, u"4.2"_s, std::nullopt, true},
        {"IntegerIsANumber", real, u"4"_s, Json(4), false},
        {"Fraction", real, u"-1.5"_s, Json(-1.5), false},
        {"InfinityIsNoNumber", real, u"inf"_s, std::nullopt, true},
        {"Yes", flag, u"Yes"_s, Json(true), false},
        {"False", flag, u"false"_s, Json(false), false},
        {"MaybeIsNoBoolean", flag, u"maybe"_s, std::nullopt, true},
        {"Object", object, u"{\"a\": 1}"_s, Json({{"a", 1}}), false},
        {"BrokenObject", object, u"{\"a\": "_s, std::nullopt, true},
        {"ArrayIsNoObject", object, u"[1]"_s, std::nullopt, true},
        {"Array", array, u"[1, 2]"_s, Json({1, 2}), false},
        {"AnyTakesJson", any, u"[1]"_s, Json::array({1}), false},
        {"AnyTakesText", any, u"hello"_s, Json("hello"), false},
        {"ChoiceByValue", level, u"2"_s, Json(2), false},
        {"NoChoice", level, u"3"_s, std::nullopt, true},
        {"PatternMatchesWhole", code, u"ABC"_s, Json("ABC"), false},
        {"PatternMustMatchWhole", code, u"ABCD"_s, std::nullopt, true},
    };
}

class ParseArgument : public testing::TestWithParam<ParseCase> {};

class ParameterForm : public testing::Test {
protected:
    TriggerStructure assign() const {
        TriggerStructure trigger;
        trigger.name = "Assign";
        trigger.hasSignature = true;
        trigger.parameters = {parameter("assignee", ValueType::String), parameter("days", ValueType::Integer, false)};
        trigger.parameters[1].defaultValue = 3;
        return trigger;
    }
    ParameterFormModel form() { return {u"bug"_s, assign(), m_last}; }

    QTemporaryDir m_directory;
    QSettings m_settings{m_directory.filePath(u"settings.ini"_s), QSettings::IniFormat};
    LastArguments m_last{m_settings};
};

} // namespace

TEST_P(ParseArgument, ReadsOrRefuses) {
    const ParseCase& row = GetParam();
    const model::ParsedArgument parsed = model::parseArgument(row.parameter, row.text);
    EXPECT_EQ(parsed.value, row.value);
    EXPECT_EQ(!parsed.problem.isEmpty(), row.isProblem) << parsed.problem.toStdString();
    if (!parsed.value) return;
    EXPECT_EQ(model::parseArgument(row.parameter, model::argumentText(*parsed.value)).value, row.value);
}
INSTANTIATE_TEST_SUITE_P(Cases, ParseArgument, testing::ValuesIn(parseCases()),
                         [](const auto& each) { return std::string(each.param.claim); });

TEST_F(ParameterForm, StartsWithDefaultsAndIsInvalidWhileSomethingRequiredIsMissing) {
    ParameterFormModel form = this->form();
    const QAbstractItemModelTester tester(&form, QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(form.index(1).data(Qt::EditRole).toString(), u"3"_s);
    EXPECT_FALSE(form.isValid());
    EXPECT_EQ(form.index(0).data(ParameterFormModel::ProblemRole).toString(), QString());
    form.showAllProblems();
    EXPECT_EQ(form.index(0).data(ParameterFormModel::ProblemRole).toString(), u"assignee is required."_s);
}

TEST_F(ParameterForm, TypedTextBecomesNamedArguments) {
    ParameterFormModel form = this->form();
    QSignalSpy changed(&form, &ParameterFormModel::argumentsChanged);
    EXPECT_TRUE(form.setData(form.index(0), u"Sue"_s));
    EXPECT_TRUE(form.setData(form.index(1), QString()));
    EXPECT_EQ(changed.count(), 2);
    ASSERT_TRUE(form.isValid());
    EXPECT_EQ(form.arguments(), Json({{"assignee", "Sue"}}));
}

TEST_F(ParameterForm, OffersWhatWasTypedLastNewestFirst) {
    for (const QString& name : {u"Joe"_s, u"Sue"_s, u"Joe"_s}) {
        ParameterFormModel form = this->form();
        form.setData(form.index(0), name);
        form.rememberTexts();
    }
    const ParameterFormModel form = this->form();
    EXPECT_EQ(form.index(0).data(Qt::EditRole).toString(), u"Joe"_s);
    EXPECT_EQ(form.index(0).data(ParameterFormModel::RecentRole).toStringList(), (QStringList{u"Joe"_s, u"Sue"_s}));
    EXPECT_TRUE(m_last.texts(u"other"_s, u"Assign"_s, u"assignee"_s).isEmpty());
}

} // namespace signalbox::tests
