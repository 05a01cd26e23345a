#include "ui/navigator/save_view_dialog.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "model/navigator/navigator_model.h"
#include "model/workflows/filter_text.h"
#include "model/workflows/workflow_cell.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 440;

QString filterLine(const model::ViewContent& content) {
    const QString text = model::filterText(content.filter, {});
    return text.isEmpty() ? SaveViewDialog::tr("all workflows") : text;
}

QString sortLine(const ListSort& sort) {
    const QString column = model::columnTitle(model::WorkflowListModel::columnOf(sort.key));
    return sort.descending ? SaveViewDialog::tr("by %1, largest or newest first").arg(column)
                           : SaveViewDialog::tr("by %1").arg(column);
}

QString columnsLine(const model::ColumnLayout& columns) {
    QStringList titles;
    for (const auto& each : columns.shown)
        if (each.column != model::WorkflowListModel::Column::Residency) titles.append(model::columnTitle(each.column));
    return titles.join(u", "_s);
}

QLabel* plainLabel(const QString& text, const QString& name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

QLabel* caption(const QString& text) {
    QLabel* label = plainLabel(text, {});
    label->setWordWrap(false);
    label->setProperty("tone", u"muted"_s);
    return label;
}

} // namespace

SaveViewDialog::SaveViewDialog(const model::NavigatorModel& views, const model::ViewContent& content,
                               const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_views(views)
    , m_name(new QLineEdit(name, this))
    , m_note(plainLabel({}, u"viewNote"_s)) {
    setObjectName(u"saveViewDialog"_s);
    setWindowTitle(tr("Save view"));
    setAccessibleName(windowTitle());
    setFixedWidth(kWidth);
    m_name->setObjectName(u"viewName"_s);
    m_name->setAccessibleName(tr("Name of the view"));
    m_name->setMaxLength(60);
    m_name->selectAll();
    m_note->setProperty("tone", u"muted"_s);
    buildLayout(content);
    connect(m_name, &QLineEdit::textChanged, this, &SaveViewDialog::refresh);
    refresh();
    m_name->setFocus();
}

void SaveViewDialog::buildLayout(const model::ViewContent& content) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(caption(tr("Name")), m_name);
    form->addRow(caption(tr("Filter")), plainLabel(filterLine(content), u"viewFilter"_s));
    if (content.sort) form->addRow(caption(tr("Order")), plainLabel(sortLine(*content.sort), u"viewSort"_s));
    if (!content.columns.isEmpty())
        form->addRow(caption(tr("Columns")), plainLabel(columnsLine(content.columns), u"viewColumns"_s));
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(buildButtons());
}

QWidget* SaveViewDialog::buildButtons() {
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 4, 0, 0);
    row->addStretch();
    auto* keep = new QPushButton(tr("Discard"), buttons);
    keep->setObjectName(u"viewDiscard"_s);
    keep->setAccessibleName(tr("Save no view"));
    keep->setAutoDefault(false);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    m_save = new QPushButton(buttons);
    m_save->setObjectName(u"viewSave"_s);
    m_save->setProperty("role", u"primary"_s);
    m_save->setDefault(true);
    connect(m_save, &QPushButton::clicked, this, &SaveViewDialog::submit);
    row->addWidget(keep);
    row->addWidget(m_save);
    return buttons;
}

void SaveViewDialog::refresh() {
    const QString name = m_name->text().trimmed();
    const bool isGood = m_views.isGoodName(name);
    const bool replaces = m_views.hasView(name);
    if (name.isEmpty())
        m_note->setText(tr("A view needs a name."));
    else if (!isGood)
        m_note->setText(tr("“%1” is built in. Choose another name.").arg(name));
    else if (replaces)
        m_note->setText(tr("There is a view “%1” already: it will show this instead.").arg(name));
    else
        m_note->setText(tr("Ages in the filter and “me” keep their meaning as time goes on."));
    m_save->setText(replaces ? tr("Replace view") : tr("Save view"));
    m_save->setAccessibleName(m_save->text());
    m_save->setEnabled(isGood);
}

void SaveViewDialog::submit() {
    const QString name = m_name->text().trimmed();
    accept();
    Q_EMIT named(name);
}

} // namespace signalbox::ui
