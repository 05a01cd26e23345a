#include "ui/connections/form_fields.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

QWidget* newFileField(QLineEdit*& line, const QString& name, const QString& placeholder, QWidget* parent) {
    auto* pair = new QWidget(parent);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    line = new QLineEdit(pair);
    line->setObjectName(name);
    line->setPlaceholderText(placeholder);
    auto* choose = new QPushButton(QLabel::tr("Choose…"), pair);
    choose->setObjectName(name + u"Choose"_s);
    choose->setAutoDefault(false);
    QObject::connect(choose, &QPushButton::clicked, line, [line] {
        auto* dialog = new QFileDialog(line->window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({QLabel::tr("Certificates and keys (*.pem *.crt *.key)"), QLabel::tr("All files (*)")});
        QObject::connect(dialog, &QFileDialog::fileSelected, line, [line](const QString& path) {
            line->setText(path);
            Q_EMIT line->textEdited(path);
        });
        dialog->open();
    });
    row->addWidget(line, 1);
    row->addWidget(choose);
    pair->setFocusProxy(line);
    return pair;
}

void addFormRow(QFormLayout& layout, const QString& title, QWidget* control) {
    QWidget* focused = control->focusProxy() ? control->focusProxy() : control;
    const QString spoken = QString(title).remove(u'&');
    // A label speaks its own text.
    for (QWidget* each : {control, focused})
        if (each->accessibleName().isEmpty() && !qobject_cast<QLabel*>(each)) each->setAccessibleName(spoken);
    auto* label = new QLabel(title, control->parentWidget());
    label->setBuddy(focused);
    layout.addRow(label, control);
}

} // namespace signalbox::ui
