#include "model/parameters/last_arguments.h"

#include <QSettings>
#include <QUrl>

namespace signalbox::model {

namespace {

constexpr int kRemembered = 8;

// QSettings takes / as the border of a group; names of definitions may contain anything.
QString part(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString keyOf(const QString& definition, const QString& trigger, const QString& parameter) {
    return QStringLiteral("arguments/%1/%2/%3").arg(part(definition), part(trigger), part(parameter));
}

} // namespace

QStringList LastArguments::texts(const QString& definition, const QString& trigger, const QString& parameter) const {
    return m_settings.value(keyOf(definition, trigger, parameter)).toStringList();
}

void LastArguments::remember(const QString& definition, const QString& trigger, const QString& parameter,
                             const QString& text) {
    if (text.trimmed().isEmpty()) return;
    QStringList known = texts(definition, trigger, parameter);
    known.removeAll(text);
    known.prepend(text);
    m_settings.setValue(keyOf(definition, trigger, parameter), known.mid(0, kRemembered));
}

} // namespace signalbox::model
