#include "ui/connections/unsaved_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/plain_button.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 440;

} // namespace

UnsavedDialog::UnsavedDialog(const QString& server, QWidget* parent) : QDialog(parent) {
    setObjectName(u"unsavedDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(server.isEmpty() ? tr("Save the new server?") : tr("Save the changes to %1?").arg(server));
    setAccessibleName(windowTitle());
    const QString text = tr("What you wrote is not saved: it is lost when you discard it.");
    setAccessibleDescription(text);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    layout->addWidget(newPlainText(text, u"muted"_s, this));
    layout->addSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    addButtons(*row);
    layout->addLayout(row);
    setFixedWidth(kWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
}

// The way out has the focus, so Enter by habit neither loses nor keeps anything.
void UnsavedDialog::addButtons(QHBoxLayout& row) {
    auto* discard = newPlainButton(tr("Discard"), u"unsavedDiscard"_s, this);
    auto* keep = newPlainButton(tr("Keep editing"), u"unsavedKeep"_s, this);
    auto* save = newPlainButton(tr("Save"), u"unsavedSave"_s, this);
    keep->setDefault(true);
    save->setProperty("role", u"primary"_s);
    row.addWidget(discard);
    row.addStretch();
    row.addWidget(keep);
    row.addWidget(save);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(discard, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT discardWanted();
    });
    connect(save, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT saveWanted();
    });
    keep->setFocus();
}

} // namespace signalbox::ui
