#include "tests/layering/include_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path kRoot = SIGNALBOX_SOURCE_DIR;

IncludeRules rules() {
    return IncludeRules(SIGNALBOX_WIDGETS_DIR);
}

bool isSource(const std::filesystem::path& file) {
    return file.extension() == ".h" || file.extension() == ".cpp";
}

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Layering, EveryIncludeFollowsTheArrowsOfTheArchitecture) {
    std::size_t sources = 0;
    for (const char* folder : {"app", "ui", "model", "engine", "tests"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / folder)) {
            if (!isSource(entry.path())) continue;
            ++sources;
            const std::string path = std::filesystem::relative(entry.path(), kRoot).generic_string();
            EXPECT_THAT(rules().violations(path, contentOf(entry.path())), IsEmpty());
        }
    }
    EXPECT_GT(sources, 10U) << "the sources are not where this test looks";
}

TEST(Layering, TheRootHoldsWhatWasAgreedAndNothingElse) {
    for (const auto& entry : std::filesystem::directory_iterator(kRoot))
        EXPECT_TRUE(mayStandAtTheRoot(entry.path().filename().string())) << entry.path();
    EXPECT_FALSE(mayStandAtTheRoot("utils"));
    EXPECT_FALSE(mayStandAtTheRoot("NOTES.md"));
}

struct Case {
    const char* path;
    const char* line;
    const char* objection; // null: none
};

class LayeringOf : public testing::TestWithParam<Case> {};

TEST_P(LayeringOf, OneIncludeIsJudged) {
    const Case& given = GetParam();
    const auto found = rules().violations(given.path, given.line);
    if (given.objection == nullptr)
        EXPECT_THAT(found, IsEmpty());
    else
        EXPECT_THAT(found, ElementsAre(HasSubstr(given.objection)));
}

INSTANTIATE_TEST_SUITE_P(
    Forbidden, LayeringOf,
    testing::Values(
        Case{"ui/shell/a.cpp", "#include \"engine/runtime/engine.h\"", "is not for ui/"},
        Case{"ui/shell/a.cpp", "#include \"app/desktop/main.h\"", "is not for ui/"},
        Case{"model/list/a.h", "#include \"ui/shell/a.h\"", "is not for model/"},
        Case{"model/list/a.h", "#include \"engine/store/store.h\"", "is not for model/"},
        Case{"model/list/a.h", "  #  include <QtWidgets/QWidget>", "knows no widgets"},
        Case{"engine/base/a.h", "#include \"engine/chart/step.h\"", "is not for engine/base/"},
        Case{"engine/chart/a.h", "#include \"engine/store/store.h\"", "is not for engine/chart/"},
        Case{"engine/chart/a.h", "#include \"engine/chart/samples/bug.h\"", "is not for engine/chart/"},
        Case{"engine/store/a.h", "#include \"engine/chart/chart.h\"", "is not for engine/store/"},
        Case{"engine/chart/machine/a.h", "#include \"engine/chart/step.h\"", "is not for engine/chart/machine/"},
        Case{"model/list/a.h", "#include \"engine/chart/step.h\"", "is not for model/"},
        Case{"engine/runtime/a.h", "#include \"engine/store/sqlite/sqlite_store.h\"", "is not for"},
        Case{"engine/runtime/a.h", "#include \"engine/effects/senders.h\"", "is not for engine/runtime/"},
        Case{"engine/runtime/timers/a.h", "#include \"engine/runtime/cells/a.h\"", "is not for engine/runtime/timers/"},
        Case{"engine/runtime/cells/a.h", "#include \"engine/runtime/engine.h\"", "is not for engine/runtime/cells/"},
        Case{"engine/effects/a.h", "#include \"engine/runtime/engine.h\"", "is not for engine/effects/"},
        Case{"engine/merged/a.h", "#include \"engine/runtime/engine.h\"", "is not for engine/merged/"},
        Case{"model/a.h", "#include \"engine/merged/merged_service.h\"", "is not for model/"},
        Case{"engine/runtime/a.cpp", "#include <curl/curl.h>", "only the senders know libcurl"},
        Case{"engine/runtime/a.h", "#include <QString>", "neither Qt nor gRPC"},
        Case{"engine/store/a.h", "#include <QtCore/QString>", "neither Qt nor gRPC"},
        Case{"engine/workflow_service.h", "#include <grpcpp/server.h>", "neither Qt nor gRPC"},
        Case{"engine/runtime/a.h", "#include \"../base/error.h\"", "climbs"},
        Case{"engine/runtime/a.h", "#include \"cell.h\"", "not written from the root"},
        Case{"engine/runtime/a.h", "#include <engine/base/error.h>", "in quotes"},
        Case{"app/desktop/main.cpp", "#include \"tests/support/bug.h\"", "is not for app/"},
        Case{"engine/misc/a.h", "", "belongs to no layer"}));

INSTANTIATE_TEST_SUITE_P(
    Allowed, LayeringOf,
    testing::Values(Case{"ui/shell/a.cpp", "#include <QMainWindow>", nullptr},
                    Case{"ui/shell/a.cpp", "#include \"engine/workflow_service.h\"", nullptr},
                    Case{"ui/shell/a.cpp", "#include \"a.moc\"", nullptr},
                    Case{"model/list/a.h", "#include <QAbstractItemModel>", nullptr},
                    Case{"model/graph/a.h", "#include \"engine/chart/structure.h\"", nullptr},
                    Case{"engine/runtime/a.h", "#include \"engine/store/store.h\"", nullptr},
                    Case{"engine/runtime/a.h", "#include \"engine/effects/effect_sender.h\"", nullptr},
                    Case{"engine/effects/a.cpp", "#include <curl/curl.h>", nullptr},
                    Case{"engine/merged/a.h", "#include \"engine/runtime/scheduling/scheduler.h\"", nullptr},
                    Case{"engine/runtime/cells/a.h", "#include \"engine/runtime/timers/a.h\"", nullptr},
                    Case{"engine/runtime/a.h", "#include <queue>", nullptr},
                    Case{"engine/chart/samples/bug.cpp", "#include \"engine/chart/samples/bug.h\"", nullptr},
                    Case{"app/desktop/main.cpp", "#include \"engine/store/sqlite/sqlite_store.h\"", nullptr},
                    Case{"app/desktop/main.cpp", "// #include \"tests/support/bug.h\"", nullptr}));

} // namespace
} // namespace signalbox
