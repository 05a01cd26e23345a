#pragma once

#include <QFont>
#include <QIcon>
#include <QObject>

#include "ui/theme/theme_colors.h"

class QApplication;

namespace signalbox::ui {

enum class Scheme { System, Light, Dark };
// Whether things may move: as the desktop asks, or never.
enum class Motion { System, Reduced };

// The one look of the program: colours, fonts and icons for everything that paints itself, and the application's style.
//
// main() makes one Theme, calls install() once and passes it by reference to every widget that paints. Such a widget
// reads colors() each time it paints (never keeps a copy) and connects changed() to update(). Under Scheme::System the
// scheme is what the desktop asked for, light when it says nothing.
class Theme : public QObject {
    Q_OBJECT
public:
    // Requires: a QGuiApplication, which knows the fonts.
    explicit Theme(Scheme scheme = Scheme::System, QObject* parent = nullptr);

    const ThemeColors& colors() const { return m_colors; }
    Scheme scheme() const { return m_scheme; }
    bool isDark() const { return m_colors.dark; }

    // Switches live: repaints every widget of an installed application.
    void setScheme(Scheme scheme);
    // Tells what the desktop prefers; takes effect under Scheme::System.
    void setSystemDark(bool dark);

    // Whatever animates asks this first, each time.
    bool isMotionReduced() const { return m_motion == Motion::Reduced || m_systemMotionReduced; }
    Motion motion() const { return m_motion; }
    void setMotion(Motion motion);
    // Tells what the desktop prefers; takes effect under Motion::System.
    void setSystemMotionReduced(bool isReduced) { m_systemMotionReduced = isReduced; }

    // Makes `application` look like this theme from now on. Requires: called once.
    void install(QApplication& application);

    // Interface text, 13 px Inter, else the system's font. Numbers that stand in columns: drawTabularText()
    // (ui/widgets/tabular_text.h).
    const QFont& uiFont() const { return m_uiFont; }
    QFont boldFont() const;                                // names and counts
    const QFont& smallFont() const { return m_smallFont; } // 11 px, headings and secondary facts
    const QFont& monoFont() const { return m_monoFont; }   // ids, times and JSON, 12 px JetBrains Mono
    QFont titleFont() const;                               // the id at the head of the inspector

    // Returns: the icon theme's `name` (freedesktop) with its ink in `color`, fainter when disabled; null when there is
    // none.
    QIcon icon(const QString& name, const QColor& color) const;
    QIcon icon(const QString& name) const { return icon(name, m_colors.text); }

Q_SIGNALS:
    // Colours are new; fonts never change.
    void changed();
    // scheme() or motion() is new.
    void choiceChanged();

private:
    void refresh();
    void applyToApplication();

    Scheme m_scheme;
    bool m_systemDark = false;
    Motion m_motion = Motion::System;
    bool m_systemMotionReduced = false;
    ThemeColors m_colors;
    // Found once: whether the system has a family takes longer to find out than painting a row with it.
    const QFont m_uiFont;
    const QFont m_smallFont;
    const QFont m_monoFont;
    QApplication* m_application = nullptr;
};

} // namespace signalbox::ui
