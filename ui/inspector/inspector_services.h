#pragma once

#include <functional>

class QSettings;

namespace signalbox {
class Clock;
struct DefinitionSource;
} // namespace signalbox

namespace signalbox::model {
class Connection;
class GraphLayouter;
class TimeSetting;
} // namespace signalbox::model

namespace signalbox::ui {

class CommandRegistry;
class Theme;
class UserPrompt;

// What an inspector works with. Lifetime: all of them outlive it.
struct InspectorServices {
    model::Connection& connection;
    model::GraphLayouter& layouter;
    const Theme& theme;
    CommandRegistry& commands;
    UserPrompt& prompt;
    QSettings& settings; // last used arguments
    const Clock& clock;
    const model::TimeSetting* times = nullptr; // null: as ages
    // Opens a simulation; empty: there is none.
    std::function<void(const DefinitionSource&)> simulate = {};
};

} // namespace signalbox::ui
