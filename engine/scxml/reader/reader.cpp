#include "engine/scxml/reader/reader.h"

#include "engine/base/hash.h"
#include "engine/scxml/namespaces.h"
#include "engine/scxml/reader/document_text.h"
#include "engine/scxml/reader/element_parser.h"
#include "engine/scxml/reader/package_files.h"
#include "engine/scxml/reader/read_chart.h"
#include "engine/scxml/reader/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr SourcePlace kBeginning{.line = 1, .column = 1};

bool isRightRoot(const Element& root, Report& report) {
    if (isScxml(root, "scxml")) return true;
    if (root.name == "scxml")
        report.error(root.place, fmt::format("<scxml> must be of the namespace of SCXML: write <scxml xmlns=\"{}\">",
                                             kScxmlNamespace));
    else
        report.error(root.place, fmt::format("the root must be <scxml>, not <{}>", root.qualifiedName));
    return false;
}

std::optional<StatechartDraft> readDocument(std::string_view bytes, const ReadOptions& options, Report& report,
                                            PackageFiles& package) {
    if (bytes.size() > kMostBytes) {
        report.error(kBeginning, "the text is larger than 2 MiB");
        return std::nullopt;
    }
    const auto text = DocumentText::decode(bytes);
    if (!text) {
        report.error(kBeginning, text.error());
        return std::nullopt;
    }
    const auto tree = parseElements(*text, report);
    if (!tree || !isRightRoot(tree->elements.front(), report)) return std::nullopt;
    Reading reading{.text = *text, .options = options, .report = report, .package = package};
    ReadChart chart = readChart(reading, tree->elements.front());
    if (report.hasErrors()) return std::nullopt;
    return std::move(chart.draft);
}

// The files that the text's children are in, and theirs, as definitions of their own. What is wrong with one keeps the
// definition that names it from being made: nothing else would tell.
bool readChildren(const ReadOptions& options, PackageFiles& package, std::vector<SourceDiagnostic>& diagnostics) {
    bool isRight = true;
    while (const auto child = package.takeDocument()) {
        ReadOptions childOptions = options;
        childOptions.file = child->path;
        Report report(child->path);
        isRight = readDocument(child->text, childOptions, report, package).has_value() && isRight;
        std::ranges::move(report.take(), std::back_inserter(diagnostics));
    }
    return isRight;
}

// A change of any file makes another definition, also of one in a package that only scripts name.
std::string hashOf(std::string_view text, std::span<const PackageFile> read, std::span<const PackageFile> frozen) {
    std::map<std::string_view, std::string_view> files;
    for (const auto& some : {read, frozen})
        for (const PackageFile& file : some)
            files.emplace(file.path, file.text);
    std::string hashes = hex(sha256(text));
    for (const auto& [path, content] : files)
        hashes += hex(sha256(path)) + hex(sha256(content));
    return hex(sha256(hashes));
}

} // namespace

ReadResult read(std::string_view text, const ReadOptions& options) {
    Report report(options.file);
    PackageFiles package(options.package, options.files);
    ReadResult result;
    result.draft = readDocument(text, options, report, package);
    result.diagnostics = report.take();
    if (!readChildren(options, package, result.diagnostics)) result.draft.reset();
    result.files = package.take();
    if (result.draft) result.draft->sourceHash = hashOf(text, result.files, options.files);
    return result;
}

Result<std::string> readFileText(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
        return fail(ErrorCode::NotFound, fmt::format("there is no file {}", file.string()));
    std::ifstream stream(file, std::ios::binary);
    // One more than is accepted, so that too much is noticed without reading all of it.
    std::string text(kMostBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad()) return fail(ErrorCode::Io, fmt::format("{} cannot be read", file.string()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

Result<ReadResult> readFile(const std::filesystem::path& file, ReadOptions options) {
    const auto text = readFileText(file);
    if (!text) return std::unexpected(text.error());
    if (options.file.empty()) options.file = file.string();
    if (options.package.empty()) options.package = std::filesystem::absolute(file).parent_path();
    return read(*text, options);
}

} // namespace signalbox::scxml
