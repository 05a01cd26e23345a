#pragma once

#include <QLabel>

namespace signalbox::model {
class InspectorModel;
}

namespace signalbox::ui {

class Theme;

// Which workflow has invoked the one that is shown, and which it has invoked, as links; hidden where there are none.
class FamilyBar : public QLabel {
    Q_OBJECT
public:
    FamilyBar(const Theme& theme, const model::InspectorModel& inspector, QWidget* parent = nullptr);

    // Shows what the model has now.
    void refresh();

Q_SIGNALS:
    // A link was followed.
    void workflowWanted(const QString& id);

private:
    [[nodiscard]] QString linkTo(const std::string& id) const;

    const Theme& m_theme;
    const model::InspectorModel& m_inspector;
};

} // namespace signalbox::ui
