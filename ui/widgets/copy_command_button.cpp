#include "ui/widgets/copy_command_button.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

#include <chrono>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds kTelling{2};

} // namespace

CopyCommandButton::CopyCommandButton(QWidget* parent, std::function<QString()> command)
    : QPushButton(tr("Copy as command"), parent) {
    setObjectName(u"copyCommand"_s);
    setAccessibleName(text());
    setToolTip(tr("What this does, as a command for a shell"));
    setAutoDefault(false);
    setCommand(std::move(command));
    connect(this, &QPushButton::clicked, this, &CopyCommandButton::copy);
}

void CopyCommandButton::setCommand(std::function<QString()> command) {
    m_command = std::move(command);
    setVisible(m_command != nullptr);
}

void CopyCommandButton::copy() {
    QGuiApplication::clipboard()->setText(m_command());
    setMinimumWidth(width()); // the others stay where they are
    setText(tr("Copied"));
    setAccessibleName(text());
    QTimer::singleShot(kTelling, this, [this] {
        setText(tr("Copy as command"));
        setAccessibleName(text());
    });
    Q_EMIT copied();
}

} // namespace signalbox::ui
