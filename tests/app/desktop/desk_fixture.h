#pragma once

#include <QSettings>

#include "app/desktop/servers/server_desk.h"
#include "model/secrets/key_store.h"
#include "tests/support/temp_dir.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

namespace signalbox {

// What the program makes its windows and its servers with, for a test: settings of its own, nothing that it keeps
// elsewhere, and the operator sue.
template <typename TestClock>
class DeskFixture : public testing::Test {
protected:
    // `open` says what is at the other end of a connection.
    std::unique_ptr<ServerDesk> makeDesk(ServerOpener open, std::unique_ptr<model::KeyStore> keyStore = nullptr) {
        return std::make_unique<ServerDesk>(ServerDesk::Parts{
            .settings = m_settings,
            .theme = m_theme,
            .keyStore = std::move(keyStore),
            .open = std::move(open),
            .makeWindow = [this](std::unique_ptr<StoreSource> source) { return makeWindow(std::move(source)); },
            .clock = m_clock});
    }
    std::unique_ptr<StoreWindow> makeWindow(std::unique_ptr<StoreSource> source) {
        return std::make_unique<StoreWindow>(StoreWindow::Parts{.source = std::move(source),
                                                                .theme = m_theme,
                                                                .settings = m_settings,
                                                                .clock = m_clock,
                                                                .operatorName = QStringLiteral("sue")});
    }

    TempDir m_directory;
    QSettings m_settings{QString::fromStdString(m_directory.file("settings.ini")), QSettings::IniFormat};
    TestClock m_clock;
    ui::Theme m_theme{ui::Scheme::Light};
};

} // namespace signalbox
