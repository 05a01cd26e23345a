#pragma once

#include <QWidget>

#include "engine/base/clock.h"

class QComboBox;
class QDateTimeEdit;
class QLabel;

namespace signalbox::ui {

// A moment that is to come: one of some usual distances from `base`, or a date and time.
class DueField : public QWidget {
    Q_OBJECT
public:
    // `base`: what the distances count from; one that is past counts as now. `isDelay`: they are told as delays.
    DueField(const Clock& clock, Time base, bool isDelay, QWidget* parent = nullptr);

    Time due() const;
    // Whether it is to come.
    bool isGood() const;

Q_SIGNALS:
    void changed();

private:
    void fill(bool isDelay);
    void refresh();
    Time start() const;

    const Clock& m_clock;
    Time m_base;
    QComboBox* m_choice;
    QDateTimeEdit* m_moment;
    QLabel* m_told;
};

} // namespace signalbox::ui
