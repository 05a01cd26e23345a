#include "model/definition/definition_export.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace signalbox::model {
namespace {

Status writeText(const QString& path, const std::string& text) {
    if (!QDir().mkpath(QFileInfo(path).path()))
        return fail(ErrorCode::Io, "the folder of " + path.toStdString() + " cannot be made");
    QSaveFile file(path);
    const auto size = static_cast<qint64>(text.size());
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(text.data(), size) == size && file.commit();
    if (isWritten) return {};
    return fail(ErrorCode::Io, path.toStdString() + " cannot be written: " + file.errorString().toStdString());
}

// A path of a package is relative to it; one in a store that somebody else wrote may be anything.
bool leadsOut(const QString& path) {
    const QString clean = QDir::cleanPath(path);
    return QDir::isAbsolutePath(clean) || clean == u".." || clean.startsWith(QStringLiteral("../"));
}

} // namespace

Result<QStringList> exportDefinition(const Definition& definition, const QString& folder) {
    constexpr int kIndent = 2;
    std::vector<PackageFile> files;
    if (definition.source) {
        files = definition.source->files;
        files.push_back({.path = definition.source->file, .text = definition.source->text});
    }
    files.push_back(
        {.path = definition.structure.name + ".json", .text = toJson(definition.structure).dump(kIndent) + "\n"});
    QStringList written;
    for (const PackageFile& file : files) {
        const QString path = QString::fromStdString(file.path);
        if (leadsOut(path))
            return fail(ErrorCode::InvalidArgument, "the file " + file.path + " lies outside the folder");
        if (Status done = writeText(QDir(folder).filePath(path), file.text); !done)
            return std::unexpected(done.error());
        written.append(QDir(folder).filePath(path));
    }
    return written;
}

} // namespace signalbox::model
