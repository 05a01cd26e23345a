#include "ui/simulation/parameter_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "model/graph/graph_edges.h"
#include "ui/parameters/parameter_form.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 420;

} // namespace

ParameterDialog::ParameterDialog(const QString& definition, const TriggerStructure& trigger, model::LastArguments& last,
                                 QWidget* parent)
    : QDialog(parent)
    , m_form(definition, trigger, last)
    , m_fields(new ParameterForm(m_form, this)) {
    setObjectName(u"parameterDialog"_s);
    setWindowTitle(tr("%1, simulated").arg(model::labelOf(trigger)));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    build();
    connect(m_fields, &ParameterForm::submitted, this, &ParameterDialog::submit);
    m_fields->focusFirst();
}

void ParameterDialog::build() {
    auto* heading = new QLabel(this);
    heading->setTextFormat(Qt::PlainText);
    heading->setText(windowTitle());
    heading->setProperty("tone", u"heading"_s);
    auto* back = new QPushButton(tr("Back"), this);
    back->setObjectName(u"parameterBack"_s);
    back->setAutoDefault(false);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    auto* fire = new QPushButton(model::labelOf(m_form.trigger()), this);
    fire->setObjectName(u"parameterFire"_s);
    fire->setProperty("role", u"go"_s);
    // Enter submits through the fields, once; as the default button it would come twice.
    fire->setAutoDefault(false);
    connect(fire, &QPushButton::clicked, this, &ParameterDialog::submit);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(back);
    buttons->addWidget(fire);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(m_fields);
    layout->addLayout(buttons);
}

void ParameterDialog::submit() {
    if (!m_form.isValid()) {
        m_form.showAllProblems();
        return m_fields->focusFirst();
    }
    m_form.rememberTexts();
    const Json arguments = m_form.arguments();
    accept();
    Q_EMIT submitted(arguments);
}

} // namespace signalbox::ui
