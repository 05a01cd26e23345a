#include "model/graph/layout_store.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include "model/graph/layout_bytes.h"

#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMaxBytes = qint64{16} * 1024 * 1024; // no layout of ours comes near it

} // namespace

LayoutStore::LayoutStore(QString folder, int maxFiles) : m_folder(std::move(folder)), m_maxFiles(maxFiles) {}

QString LayoutStore::pathOf(const QString& key) const {
    const QByteArray name = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QDir(m_folder).filePath(QString::fromLatin1(name) + u".layout"_s);
}

std::optional<GraphLayout> LayoutStore::find(const GraphSpec& spec) const {
    if (m_folder.isEmpty()) return std::nullopt;
    QFile file(pathOf(spec.key));
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || file.size() > kMaxBytes) return std::nullopt;
    auto layout = layoutFromBytes(file.readAll(), spec);
    // Its age is counted from its last use.
    if (layout) file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    return layout;
}

void LayoutStore::put(const GraphSpec& spec, const GraphLayout& layout) const {
    if (m_folder.isEmpty() || !QDir().mkpath(m_folder)) return;
    QSaveFile file(pathOf(spec.key));
    if (!file.open(QIODevice::WriteOnly)) return;
    file.write(layoutBytes(spec.key, layout));
    if (file.commit()) removeOldest();
}

void LayoutStore::removeOldest() const {
    const QFileInfoList files =
        QDir(m_folder).entryInfoList({u"*.layout"_s}, QDir::Files, QDir::Time); // the newest first
    for (qsizetype i = m_maxFiles; i < files.size(); ++i)
        QFile::remove(files[i].filePath());
}

} // namespace signalbox::model
