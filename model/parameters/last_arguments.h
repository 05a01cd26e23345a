#pragma once

#include <QString>
#include <QStringList>

class QSettings;

namespace signalbox::model {

// What this operator typed before for a parameter of a definition's trigger: what a form offers again.
class LastArguments {
public:
    explicit LastArguments(QSettings& settings) : m_settings(settings) {}

    // Returns: newest first, at most 8, without duplicates.
    [[nodiscard]] QStringList texts(const QString& definition, const QString& trigger, const QString& parameter) const;
    void remember(const QString& definition, const QString& trigger, const QString& parameter, const QString& text);

private:
    QSettings& m_settings;
};

} // namespace signalbox::model
