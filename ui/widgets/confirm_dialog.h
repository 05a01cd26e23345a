#pragma once

#include <QDialog>

#include "ui/widgets/user_prompt.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

// The question of a Confirmation. The way out has the focus, so Enter by habit harms nothing.
class ConfirmDialog : public QDialog {
    Q_OBJECT
public:
    explicit ConfirmDialog(Confirmation confirmation);

    // Returns: not confirmed unless the verb was chosen.
    ConfirmationAnswer answer() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void addText(QVBoxLayout& layout);
    void addFields(QVBoxLayout& layout);
    void addButtons(QVBoxLayout& layout);
    QLineEdit* addField(QVBoxLayout& layout, const QString& label, const QString& name);
    void updateVerb();
    void standBesideAnchor();

    Confirmation m_confirmation;
    QLineEdit* m_typed = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_verb = nullptr;
    QPushButton* m_keep = nullptr;
};

} // namespace signalbox::ui
