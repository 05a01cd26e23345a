#include "ui/widgets/confirm_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/widgets/copy_command_button.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDialogWidth = 440;
constexpr int kPopoverWidth = 320;

QLabel* textLabel(const QString& text, const QString& name, const QString& tone, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setProperty("tone", tone);
    return label;
}

} // namespace

ConfirmDialog::ConfirmDialog(Confirmation confirmation)
    : QDialog(confirmation.anchor ? confirmation.anchor->window() : nullptr)
    , m_confirmation(std::move(confirmation)) {
    setObjectName(u"confirmDialog"_s);
    setWindowTitle(m_confirmation.title);
    setAccessibleName(m_confirmation.title);
    setAccessibleDescription(m_confirmation.text);
    const bool isPopover = m_confirmation.style == PromptStyle::Popover;
    if (isPopover) setWindowFlags(Qt::Popup | Qt::FramelessWindowHint);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    addText(*layout);
    addFields(*layout);
    layout->addSpacing(8);
    addButtons(*layout);
    setFixedWidth(isPopover ? kPopoverWidth : kDialogWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    updateVerb();
}

ConfirmationAnswer ConfirmDialog::answer() const {
    if (result() != QDialog::Accepted) return {};
    return {.isConfirmed = true, .reason = m_reason ? m_reason->text().trimmed() : QString()};
}

void ConfirmDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (m_confirmation.style == PromptStyle::Popover) standBesideAnchor();
    (m_reason ? static_cast<QWidget*>(m_reason) : m_typed ? static_cast<QWidget*>(m_typed) : m_keep)->setFocus();
}

void ConfirmDialog::addText(QVBoxLayout& layout) {
    layout.addWidget(textLabel(m_confirmation.title, u"confirmTitle"_s, u"heading"_s, this));
    if (!m_confirmation.text.isEmpty()) {
        layout.addWidget(textLabel(m_confirmation.text, u"confirmText"_s, u"muted"_s, this));
    }
}

void ConfirmDialog::addFields(QVBoxLayout& layout) {
    if (m_confirmation.asksReason || m_confirmation.requiresReason) {
        const QString label = m_confirmation.requiresReason ? tr("Reason") : tr("Reason (optional)");
        m_reason = addField(layout, label, u"confirmReason"_s);
    }
    if (m_confirmation.typeToConfirm.isEmpty()) return;
    m_typed = addField(layout, tr("Type %1 to confirm").arg(m_confirmation.typeToConfirm), u"confirmTyped"_s);
}

void ConfirmDialog::addButtons(QVBoxLayout& layout) {
    m_keep = new QPushButton(m_confirmation.keep.isEmpty() ? tr("Keep it") : m_confirmation.keep, this);
    m_keep->setObjectName(u"confirmKeep"_s);
    m_keep->setAccessibleName(m_keep->text());
    m_keep->setAutoDefault(true);
    m_verb = new QPushButton(m_confirmation.verb, this);
    m_verb->setObjectName(u"confirmVerb"_s);
    m_verb->setAccessibleName(m_confirmation.verb);
    m_verb->setAutoDefault(true);
    m_verb->setProperty("role", m_confirmation.isDanger ? u"stopFilled"_s : u"primary"_s);
    connect(m_keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QPushButton::clicked, this, &QDialog::accept);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    if (m_confirmation.command)
        row->addWidget(new CopyCommandButton(
            this, [this] { return m_confirmation.command(m_reason ? m_reason->text().trimmed() : QString()); }));
    row->addStretch();
    row->addWidget(m_keep);
    row->addWidget(m_verb);
    layout.addLayout(row);
}

QLineEdit* ConfirmDialog::addField(QVBoxLayout& layout, const QString& label, const QString& name) {
    auto* caption = textLabel(label, name + u"Label"_s, {}, this);
    auto* field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    caption->setBuddy(field);
    connect(field, &QLineEdit::textChanged, this, &ConfirmDialog::updateVerb);
    layout.addWidget(caption);
    layout.addWidget(field);
    return field;
}

void ConfirmDialog::updateVerb() {
    const bool isTyped = !m_typed || m_typed->text().trimmed() == m_confirmation.typeToConfirm;
    const bool hasReason = !m_confirmation.requiresReason || !m_reason->text().trimmed().isEmpty();
    m_verb->setEnabled(isTyped && hasReason);
    // Enter in a field means the verb once everything it asks for is there.
    const bool hasField = m_typed || m_reason;
    (hasField && m_verb->isEnabled() ? m_verb : m_keep)->setDefault(true);
}

void ConfirmDialog::standBesideAnchor() {
    if (!m_confirmation.anchor) return;
    const QWidget& anchor = *m_confirmation.anchor;
    const QRect room = anchor.screen()->availableGeometry();
    const QPoint below = anchor.mapToGlobal(QPoint(0, anchor.height() + 4));
    const int x = std::clamp(below.x(), room.left(), std::max(room.left(), room.right() - width()));
    const bool fits = below.y() + height() <= room.bottom();
    move(x, fits ? below.y() : anchor.mapToGlobal(QPoint(0, -4)).y() - height());
}

} // namespace signalbox::ui
