#pragma once

#include <QWidget>

#include "engine/workflow_effects.h"

#include <optional>

class QFrame;
class QLabel;
class QPushButton;
class QSettings;
class QTextBrowser;

namespace signalbox {
class Clock;
}

namespace signalbox::model {
class EffectModel;
}

namespace signalbox::ui {

class DetailSplitter;
class OutboxTable;
class Theme;

// The Effects tab: what the workflow asked others to do and what became of it, with the details of the chosen one, and
// what can be done about it. What its buttons and keys want is the owner's business: Enter retries, Delete skips.
class EffectsView : public QWidget {
    Q_OBJECT
public:
    struct Services {
        const Theme& theme;
        const Clock& clock;
        QSettings& settings; // how much place the details have
    };
    EffectsView(const Services& services, model::EffectModel& effects, QWidget* parent = nullptr);

    OutboxTable& table() { return *m_table; }
    // Returns: the chosen one; none without a row.
    std::optional<EffectEntry> current() const;
    void choose(EffectId id);
    // Whether held mails are led to the preferences.
    void setConfigurable(bool isConfigurable);
    // Why nothing can be done to any of them; empty: it can.
    void setStandstill(const QString& reason);
    const QString& standstill() const { return m_standstill; }
    // Why the chosen one can be neither retried nor skipped; empty: it can.
    QString refusal() const;
    QString detailsText() const;

Q_SIGNALS:
    void retryWanted();
    void skipWanted();
    void commandsWanted(); // what can be done to it, to be copied
    void configureWanted();
    void currentChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildBar();
    QWidget* buildHold();
    void refresh();
    void showDetails();
    void showRowMenu(const QPoint& place);
    void arrange();

    const Theme& m_theme;
    model::EffectModel& m_effects;
    const Clock& m_clock;
    OutboxTable* m_table;
    QTextBrowser* m_details;
    DetailSplitter* m_splitter;
    QPushButton* m_retry = nullptr;
    QPushButton* m_skip = nullptr;
    QPushButton* m_turn = nullptr; // from the list to the details, and back
    QLabel* m_note = nullptr;
    QFrame* m_hold = nullptr;
    QLabel* m_holdText = nullptr;
    QPushButton* m_configure = nullptr;
    bool m_isConfigurable = false;
    QString m_standstill;
    QString m_shownDetails; // so that what is read does not scroll away
};

} // namespace signalbox::ui
