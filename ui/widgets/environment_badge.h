#pragma once

#include <QColor>
#include <QWidget>

#include "model/connection/server_profile.h"

namespace signalbox::ui {

class Theme;
struct ThemeColors;

// Returns: the colour that a person gave to a server, else that of its environment: prod is stop.
QColor serverColor(const ThemeColors& colors, const QString& own, model::Environment environment);
// Returns: black or white, whichever is read better on `fill`.
QColor inkOn(const QColor& fill);

// What a server is for, as a word on its colour: "prod". Empty: takes no room.
class EnvironmentBadge : public QWidget {
    Q_OBJECT
public:
    explicit EnvironmentBadge(const Theme& theme, QWidget* parent = nullptr);

    void setServer(const QString& word, const QString& ownColour, model::Environment environment);
    const QString& word() const { return m_word; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_word;
    QString m_ownColour;
    model::Environment m_environment = model::Environment::Development;
};

} // namespace signalbox::ui
