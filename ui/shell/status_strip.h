#pragma once

#include <QFrame>
#include <QTimer>

#include "model/connection/server_profile.h"
#include "ui/widgets/chip_painter.h"

#include <optional>

namespace signalbox::ui {

class ElidedLabel;
class EnvironmentBadge;
class FigureButton;
class StatusDot;
class TabularLabel;
class Theme;

// What the status bar shows of a store at one moment; what is not known yet is left out.
struct StatusFigures {
    std::optional<double> firesPerSecond = {};
    std::optional<qint64> residentCount = {};
    std::optional<qint64> totalCount = {};
    std::optional<qint64> changeSeq = {};
    std::optional<qint64> outboxCount = {};
    qint64 failedCount = 0; // effects that were given up
    qint64 heldCount = 0;   // effects that wait for an operator
};

// What the status bar shows of a server, beside its name.
struct ServerBadge {
    model::Environment environment = model::Environment::Development;
    QString colour = {}; // of its own; empty: that of its environment
    QString detail = {}; // "operator · locked"; may be empty
    QString age = {};    // while it is away: "as of 2 min ago"
    bool canRetry = false;
};

// The line at the bottom of a window: which store and whether it is healthy, its figures, the last thing said to the
// operator, and whether everything is saved. Where there is little room, figures are left out rather than cut.
class StatusStrip : public QFrame {
    Q_OBJECT
public:
    explicit StatusStrip(const Theme& theme, QWidget* parent = nullptr);

    // `state` is a sentence ("live", "read-only: held by process 4711 of sue"); shown beside the name unless the tone
    // is Go.
    void setConnection(const QString& name, Tone tone, const QString& state);
    // None: the store is on this computer.
    void setServer(const std::optional<ServerBadge>& server);
    // Whether others connect to the store of this computer.
    void setShared(bool isShared);
    void setFigures(const StatusFigures& figures);
    // Every acknowledged change is on disk.
    void setSaved();
    // Something keeps changes from being saved; stays until setSaved().
    void setSaveProblem(const QString& problem);
    // Whether everything is saved is not known: there is no connection.
    void setSavedUnknown();

    // Says something that needs no answer; gives way to the next message, or after a while to nothing.
    void showMessage(const QString& message, Tone tone = Tone::Muted);
    QString message() const;

Q_SIGNALS:
    void failedActivated();  // the count of failed effects was clicked
    void heldActivated();    // that of held ones
    void retryActivated();   // not to wait for the next try to connect
    void sharingActivated(); // that it is shared was clicked

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayout();
    void fit();
    bool isTooWide();
    TabularLabel* newFigure(const QString& name);

    StatusDot* m_dot;
    TabularLabel* m_connection;
    EnvironmentBadge* m_environment;
    TabularLabel* m_detail;
    TabularLabel* m_age;
    FigureButton* m_retry;
    FigureButton* m_shared;
    TabularLabel* m_rate;
    TabularLabel* m_memory;
    TabularLabel* m_change;
    TabularLabel* m_outbox;
    FigureButton* m_failed;
    FigureButton* m_held;
    TabularLabel* m_saved;
    ElidedLabel* m_message;
    QString m_name;       // of the store
    QString m_nameInFull; // with how it stands
    bool m_hasSaveProblem = false;
    QTimer m_messageTimer;
    const Theme& m_theme;
};

} // namespace signalbox::ui
