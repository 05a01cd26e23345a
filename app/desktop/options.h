#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace signalbox {

enum class ThemeChoice : std::uint8_t { System, Light, Dark };

struct PixelSize {
    int width = 0;
    int height = 0;
    bool operator==(const PixelSize&) const = default;
};

// What the command line of `signalbox` asks for.
struct DesktopOptions {
    std::string store; // path; empty: the user's own store
    std::string open;  // signalbox:// link to show first; may be empty
    ThemeChoice theme = ThemeChoice::System;
    std::optional<PixelSize> size; // of the window
    std::string screenshot;        // render offscreen to this PNG and exit; empty: no
    std::string tour;              // run the tour, with a picture per step in this folder; empty: no
    bool fillDemo = false;         // fill an empty store with sample workflows
    bool readOnly = false;
    bool allowNetworkFileSystem = false;

    // Renders without a screen, prints and exits.
    [[nodiscard]] bool isUnattended() const { return !screenshot.empty() || !tour.empty(); }
};

// The program ends here: with a message for --help, --version or a wrong argument, and the exit status for it.
struct EarlyExit {
    int status = 0;
    std::string message; // to standard output if status is 0, else to standard error
};

[[nodiscard]] std::expected<DesktopOptions, EarlyExit> parseOptions(int argc, const char* const* argv);

} // namespace signalbox
