#pragma once

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringList>
#include <QTest>

#include <algorithm>

namespace signalbox {

// What a trigger asks for in the dialog that is open over `window`: without it there is nothing to copy.
inline void fillTriggerForm(QWidget& window) {
    for (const QString& name : {QStringLiteral("triggerDialog"), QStringLiteral("reminderDialog")})
        if (auto* dialog = window.findChild<QDialog*>(name))
            for (auto* line : dialog->findChildren<QLineEdit*>())
                if (line->text().isEmpty()) line->setText(QStringLiteral("Sue"));
}

// Of the dialog that is open over `window`: what its button "Copy as command" copies. It is closed then.
inline QString copiedCommand(QWidget& window) {
    QPushButton* copy = nullptr;
    const bool isThere = QTest::qWaitFor([&] {
        const auto buttons = window.findChildren<QPushButton*>(QStringLiteral("copyCommand"));
        const auto shown = std::ranges::find_if(buttons, [](auto* each) { return each->isVisible(); });
        copy = shown == buttons.end() ? nullptr : *shown;
        return copy && copy->isEnabled();
    });
    if (!isThere) return QStringLiteral("no button");
    QApplication::clipboard()->clear();
    copy->click();
    qobject_cast<QDialog*>(copy->window())->reject();
    return QApplication::clipboard()->text();
}

// Of the dialog over `window` that lists calls: all of them. It is closed then.
inline QStringList listedCommands(QWidget& window) {
    auto* dialog = window.findChild<QDialog*>(QStringLiteral("callDialog"));
    if (!dialog) return {};
    auto* choice = dialog->findChild<QComboBox*>(QStringLiteral("callChoice"));
    QStringList calls;
    for (int i = 0; i < choice->count(); ++i) {
        choice->setCurrentIndex(i);
        calls << dialog->findChild<QPlainTextEdit*>(QStringLiteral("callText"))->toPlainText();
    }
    delete dialog;
    return calls;
}

} // namespace signalbox
