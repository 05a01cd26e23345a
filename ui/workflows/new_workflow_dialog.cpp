#include "ui/workflows/new_workflow_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "engine/workflow_values.h"
#include "model/connection/connection.h"
#include "model/connection/server_roster.h"
#include "model/workflows/json_text.h"
#include "ui/connections/copy_command.h"
#include "ui/connections/server_box.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_command_button.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDialogWidth = 480;
constexpr int kDataHeight = 140;
constexpr int kMaxIdBytes = 256;

// Returns: what is wrong with an id, or nothing.
QString idProblem(const QString& id) {
    if (id.toUtf8().size() > kMaxIdBytes)
        return NewWorkflowDialog::tr("The id is longer than %1 bytes.").arg(kMaxIdBytes);
    if (std::ranges::any_of(id, [](QChar c) { return c.category() == QChar::Other_Control; }))
        return NewWorkflowDialog::tr("The id holds a control character.");
    return {};
}

} // namespace

NewWorkflowDialog::NewWorkflowDialog(model::Connection& connection, const Theme& theme, const std::string& definition,
                                     QWidget* parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_definition(new QComboBox(this))
    , m_id(new QLineEdit(this))
    , m_data(new QPlainTextEdit(this))
    , m_problem(new QLabel(this))
    , m_copy(new CopyCommandButton(this))
    , m_create(new QPushButton(tr("Create workflow"), this)) {
    setObjectName(u"newWorkflowDialog"_s);
    setWindowTitle(tr("New workflow"));
    m_definition->setObjectName(u"definitionChoice"_s);
    m_definition->setAccessibleName(tr("Definition"));
    m_id->setObjectName(u"idField"_s);
    m_id->setAccessibleName(tr("Id; left empty, one is made"));
    m_id->setFont(theme.monoFont());
    m_data->setObjectName(u"dataField"_s);
    m_data->setAccessibleName(tr("Initial data, a JSON object"));
    m_data->setFont(theme.monoFont());
    m_data->setPlaceholderText(u"{ \"title\": \"…\" }"_s);
    m_data->setTabChangesFocus(true);
    m_data->setFixedHeight(kDataHeight);
    m_problem->setObjectName(u"problemLabel"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setProperty("tone", u"stop"_s);
    m_create->setObjectName(u"createButton"_s);
    m_create->setProperty("role", u"primary"_s);
    m_create->setDefault(true);
    if (connection.servers()) {
        m_server = new ServerBox(*connection.servers(), model::Deed::Create, this);
        connect(m_server, &ServerBox::changed, this, &NewWorkflowDialog::validate);
    }
    buildLayout();
    fillDefinitions(definition);
    connect(m_definition, &QComboBox::currentIndexChanged, this, &NewWorkflowDialog::validate);
    connect(m_id, &QLineEdit::textChanged, this, &NewWorkflowDialog::validate);
    connect(m_data, &QPlainTextEdit::textChanged, this, &NewWorkflowDialog::validate);
    connect(m_create, &QPushButton::clicked, this, &NewWorkflowDialog::create);
    connect(&connection, &model::Connection::definitionsLoaded, this, [this] {
        fillDefinitions(m_definition->currentData().toString().toStdString());
        validate();
    });
    validate();
    m_id->setFocus();
}

void NewWorkflowDialog::buildLayout() {
    auto* form = new QFormLayout;
    form->setSpacing(12);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    if (m_server) form->addRow(tr("Server"), m_server);
    form->addRow(tr("Definition"), m_definition);
    form->addRow(tr("Id"), m_id);
    form->addRow(tr("Initial data"), m_data);
    auto* keep = new QPushButton(tr("Discard"), this);
    keep->setObjectName(u"discardButton"_s);
    keep->setAutoDefault(false);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    if (m_connection.offersCalls()) m_copy->setCommand([this] { return commandFor(m_connection, request())({}); });
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch();
    buttons->addWidget(keep);
    buttons->addWidget(m_create);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    setMinimumWidth(kDialogWidth);
}

void NewWorkflowDialog::fillDefinitions(const std::string& preferred) {
    const QSignalBlocker quiet(m_definition);
    m_definition->clear();
    for (const Definition& definition : m_connection.definitionList()) {
        const std::string& name = definition.structure.name;
        const Definition* newest = m_connection.findDefinition(DefinitionRef{name, 0});
        if (!definition.isRunnable || newest != &definition) continue;
        const QString title =
            QString::fromStdString(definition.structure.title.empty() ? name : definition.structure.title);
        m_definition->addItem(tr("%1   v%2").arg(title).arg(definition.structure.version),
                              QString::fromStdString(name));
        if (name == preferred) m_definition->setCurrentIndex(m_definition->count() - 1);
    }
}

void NewWorkflowDialog::chooseServer(const QString& name) {
    if (m_server) m_server->choose(name);
}

void NewWorkflowDialog::validate() {
    const QString name = m_definition->currentData().toString();
    m_id->setPlaceholderText(name.isEmpty() ? QString() : tr("generated, like %1-12").arg(name));
    const auto json = model::parseJsonObject(m_data->toPlainText());
    m_parsed = json ? std::optional(*json) : std::nullopt;
    QString problem = idProblem(m_id->text());
    if (name.isEmpty()) problem = tr("No definition in this store can be run by this program.");
    if (!json)
        problem =
            tr("Line %1, column %2: %3").arg(json.error().line).arg(json.error().column).arg(json.error().message);
    if (m_server && !m_server->problem().isEmpty()) problem = m_server->problem();
    showProblem(problem);
    m_copy->setEnabled(problem.isEmpty());
    m_create->setEnabled(problem.isEmpty());
    m_create->setToolTip(problem);
}

CreateRequest NewWorkflowDialog::request() const {
    CreateRequest request;
    request.definition.name = m_definition->currentData().toString().toStdString();
    request.id = m_id->text().toStdString();
    if (m_server) request.id = m_server->server().toStdString() + '/' + request.id;
    request.data = m_parsed.value_or(Json());
    return request;
}

void NewWorkflowDialog::create() {
    if (!m_parsed) return;
    CreateRequest request = this->request();
    // The same request again, after an unknown outcome, must not create a second workflow.
    const bool isRepeated =
        request.definition == m_sent.definition && request.id == m_sent.id && request.data == m_sent.data;
    request.caller = isRepeated ? m_sent.caller : m_connection.caller();
    m_sent = request;
    m_create->setEnabled(false);
    m_connection.create(std::move(request), this, [this](const Result<CreateReply>& reply) { onCreated(reply); });
}

void NewWorkflowDialog::onCreated(const Result<CreateReply>& reply) {
    if (reply) {
        Q_EMIT created(QString::fromStdString(reply->id));
        accept();
        return;
    }
    m_create->setEnabled(true);
    const Error& error = reply.error();
    const QString code = QString::fromStdString(std::string(signalbox::name(error.code)));
    const QString text =
        QString::fromStdString(error.advice.empty() ? error.message : error.message + " " + error.advice);
    showProblem(error.code == ErrorCode::AlreadyExists ? tr("There is a workflow “%1” already.").arg(m_id->text())
                                                       : tr("%1 (%2)").arg(text, code));
}

void NewWorkflowDialog::showProblem(const QString& message) {
    m_problem->setText(message);
    m_problem->setVisible(!message.isEmpty());
}

} // namespace signalbox::ui
