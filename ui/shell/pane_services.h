#pragma once

#include "model/definition/definition_files.h"

#include <functional>
#include <optional>

class QSettings;
class QString;

namespace signalbox {
class Clock;
struct ChartStructure;
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

// What panes and windows of a connection work with. Lifetime: all of them outlive it.
struct PaneServices {
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
    // Writes a definition that is a program as a text; empty, or none: it is shown by its structure.
    std::function<std::optional<model::DefinitionTranslation>(const ChartStructure&)> translate = {};
    // Goes to a workflow; empty: it is shown where the link to it stands.
    std::function<void(const QString& id)> openWorkflow = {};
    // Shows where a mail server is named; empty: there is no such place.
    std::function<void()> configureEffects = {};
};

} // namespace signalbox::ui
