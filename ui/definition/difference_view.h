#pragma once

#include <QListView>

namespace signalbox::model {
class DifferenceModel;
}

namespace signalbox::ui {

class Theme;

// What differs between two versions: "+ Paid" in green, "− Draft" in red, "~ Open --pay--> Paid" in amber with what
// changed. The sign says it first, the colour second.
class DifferenceView : public QListView {
    Q_OBJECT
public:
    DifferenceView(const Theme& theme, model::DifferenceModel& difference, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    model::DifferenceModel& m_difference;
};

} // namespace signalbox::ui
