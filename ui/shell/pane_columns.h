#pragma once

#include <QPointer>
#include <QWidget>

#include <array>

class QSettings;
class QSplitter;

namespace signalbox::ui {

enum class Pane { Navigator, List, Inspector };

// The three columns of a window: navigator | list | inspector, between movable one pixel lines. Below 1100 px the
// inspector stands under the list; each arrangement remembers the sizes that it was given by hand.
class PaneColumns : public QWidget {
    Q_OBJECT
public:
    explicit PaneColumns(QWidget* parent = nullptr);

    // Takes ownership. Requires: none is null; called once.
    void setPanes(QWidget* navigator, QWidget* list, QWidget* inspector);

    void setPaneShown(Pane pane, bool isShown);
    bool isPaneShown(Pane pane) const;

    // Moves the focus to where it last was in the next shown pane (`step` 1) or the previous one (-1).
    void focusNeighbour(int step);

    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    void paneShownChanged(Pane pane, bool isShown);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    static constexpr int kPaneCount = 3;
    struct PaneSlot {
        QWidget* widget = nullptr;
        QPointer<QWidget> lastFocus = {};
    };

    void arrange();
    void rememberFocus(QWidget* focused);
    void focusPane(PaneSlot& slot);
    // Returns: the index of the pane with the focus, or -1.
    int focusedPane() const;

    QSplitter* m_outer;
    QSplitter* m_work;
    std::array<PaneSlot, kPaneCount> m_panes;
    QByteArray m_wideSizes;
    QByteArray m_narrowSizes;
};

} // namespace signalbox::ui
