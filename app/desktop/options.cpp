#include "app/desktop/options.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <map>
#include <string_view>
#include <system_error>

namespace signalbox {

namespace {

constexpr int kSmallestSide = 320;
constexpr int kLargestSide = 8192;

std::optional<int> parseSide(std::string_view text) {
    int side = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), side);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (side < kSmallestSide || side > kLargestSide) return std::nullopt;
    return side;
}

std::optional<PixelSize> parseSize(std::string_view text) {
    const auto cross = text.find('x');
    if (cross == std::string_view::npos) return std::nullopt;
    const auto width = parseSide(text.substr(0, cross));
    const auto height = parseSide(text.substr(cross + 1));
    if (!width || !height) return std::nullopt;
    return PixelSize{.width = *width, .height = *height};
}

std::string checkSize(const std::string& text) {
    if (parseSize(text)) return {};
    return "'" + text + "' is no size: write WIDTHxHEIGHT in pixels, 320x320 to 8192x8192, such as 1600x1000";
}

std::string checkLink(const std::string& text) {
    if (text.starts_with("signalbox://")) return {};
    return "'" + text + "' is no link: write signalbox://local/DEFINITION/ID, such as signalbox://local/bug/BUG-1042";
}

} // namespace

std::expected<DesktopOptions, EarlyExit> parseOptions(int argc, const char* const* argv) {
    DesktopOptions options;
    std::string size;
    CLI::App app("See and steer durable state-machine workflows.", "signalbox");
    app.set_version_flag("--version", "signalbox " SIGNALBOX_VERSION);
    app.add_option("--store", options.store, "Store file to open; made if it does not exist")->type_name("FILE");
    app.add_option("--open", options.open,
                   "Workflow to show first: signalbox://SERVER/DEFINITION/ID, SERVER local for the store")
        ->type_name("LINK")
        ->check(checkLink);
    // Checked when all else is known to be right: an option with a slip leaves its value here.
    std::string link;
    app.add_option("link", link, "The same as --open, for desktops that hand links over")->type_name("LINK");
    const std::map<std::string, ThemeChoice> themes{
        {"system", ThemeChoice::System}, {"light", ThemeChoice::Light}, {"dark", ThemeChoice::Dark}};
    app.add_option("--theme", options.theme, "dark, light or system")
        ->type_name("NAME")
        ->transform(CLI::CheckedTransformer(themes, CLI::ignore_case));
    app.add_option("--size", size, "Size of the window, such as 1600x1000")->type_name("WxH")->check(checkSize);
    app.add_flag("--demo", options.fillDemo, "Fill the store with 200 sample bugs if it is empty");
    app.add_flag("--read-only", options.readOnly, "Look, but change nothing: also beside another process that writes");
    app.add_flag("--allow-network-file-system", options.allowNetworkFileSystem,
                 "Open a store on what looks like a network file system; only where no other computer uses it");
    auto* screenshot = app.add_option("--screenshot", options.screenshot, "Render the window to this PNG and exit");
    screenshot->type_name("FILE");
    app.add_option("--tour", options.tour,
                   "Drive the bug tracker's story through the window, a picture per step in DIR")
        ->type_name("DIR")
        ->excludes(screenshot);
    try {
        app.parse(argc, argv);
        if (const std::string wrong = link.empty() ? link : checkLink(link); !wrong.empty())
            throw CLI::ValidationError("link", wrong);
        if (!link.empty()) options.open = link;
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        std::ostringstream err;
        const int status = app.exit(error, out, err);
        return std::unexpected(
            EarlyExit{.status = status == 0 ? 0 : 2, .message = status == 0 ? out.str() : err.str()});
    }
    if (!size.empty()) options.size = parseSize(size);
    return options;
}

} // namespace signalbox
