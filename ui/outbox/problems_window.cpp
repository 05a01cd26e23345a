#include "ui/outbox/problems_window.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "model/connection/connection.h"
#include "model/text/error_text.h"
#include "ui/outbox/outbox_desk.h"
#include "ui/outbox/outbox_table.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::ProblemModel;

namespace {

constexpr QSize kSize(760, 420);

CellLook lookOf(const QModelIndex& index) {
    CellLook look;
    switch (static_cast<ProblemModel::Column>(index.column())) {
    case ProblemModel::ProblemColumn:
        look.dot = Tone::Stop;
        break;
    case ProblemModel::CountColumn:
        look.isTabular = true;
        look.isBold = true;
        break;
    case ProblemModel::NewestColumn:
        look.isMono = true;
        look.tone = Tone::Muted;
        break;
    case ProblemModel::ReceiverColumn:
    case ProblemModel::ColumnCount:
        look.tone = Tone::Muted;
        break;
    }
    return look;
}

} // namespace

ProblemsWindow::ProblemsWindow(const PaneServices& services, QWidget* parent)
    : QDialog(parent)
    , m_connection(services.connection)
    , m_problems(services.connection, services.clock)
    , m_total(new QLabel(this))
    , m_banners(new BannerArea(services.theme, this))
    , m_table(new OutboxTable(services.theme, {u"problemTable"_s, tr("Problems, most effects first")}, lookOf, this))
    , m_desk(new OutboxDesk(services, *m_banners, *this)) {
    setObjectName(u"problemsWindow"_s);
    setWindowTitle(tr("Problems"));
    setAccessibleName(windowTitle());
    build();
    connect(&m_problems, &ProblemModel::loaded, this, &ProblemsWindow::refresh);
    connect(&m_problems, &ProblemModel::failed, this, [this](const Error& error) {
        const QString refused = m_problems.refusal();
        m_table->setEmptyText(refused.isEmpty() ? tr("The problems could not be read. %1").arg(model::errorText(error))
                                                : refused);
    });
    connect(m_table, &OutboxTable::currentRowChanged, this, &ProblemsWindow::refresh);
    connect(&m_connection, &model::Connection::accessChanged, this, &ProblemsWindow::refresh);
    connect(m_desk, &OutboxDesk::succeeded, this, &ProblemsWindow::told);
    connect(m_table, &QAbstractItemView::activated, this, &ProblemsWindow::workflowsWanted);
    resize(kSize);
    refresh();
}

// The table looks at the model, which as a member would be gone before it.
ProblemsWindow::~ProblemsWindow() {
    delete m_table;
}

void ProblemsWindow::build() {
    m_total->setObjectName(u"problemTotal"_s);
    m_total->setTextFormat(Qt::PlainText);
    m_total->setProperty("tone", u"muted"_s);
    m_total->setContentsMargins(16, 12, 16, 8);
    m_total->setWordWrap(true);
    m_table->setModel(&m_problems);
    m_table->setWidths({0, 200, 72, 140});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banners);
    layout->addWidget(m_total);
    layout->addWidget(m_table, 1);
    layout->addWidget(buildButtons());
}

QWidget* ProblemsWindow::buildButtons() {
    auto* bar = new QFrame(this);
    bar->setProperty("surface", u"strip"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    m_show = addButton(*bar, u"problemShow"_s, tr("Show the workflows"));
    QPushButton* previous = addButton(*bar, u"problemPrevious"_s, tr("Previous"));
    QPushButton* next = addButton(*bar, u"problemNext"_s, tr("Next"));
    previous->setToolTip(tr("The previous workflow that needs somebody"));
    next->setToolTip(tr("The next workflow that needs somebody"));
    row->addStretch(1);
    m_skip = addButton(*bar, u"problemSkip"_s, tr("Skip all\u2026"));
    m_skip->setProperty("role", u"stop"_s);
    m_retry = addButton(*bar, u"problemRetry"_s, tr("Retry all\u2026"));
    m_retry->setProperty("role", u"primary"_s);
    connect(m_show, &QPushButton::clicked, this, &ProblemsWindow::workflowsWanted);
    connect(previous, &QPushButton::clicked, this, [this] { Q_EMIT nextWanted(-1); });
    connect(next, &QPushButton::clicked, this, [this] { Q_EMIT nextWanted(1); });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (const EffectProblem* problem = m_problems.problemAt(m_table->currentRow())) m_desk->retry(*problem);
    });
    connect(m_skip, &QPushButton::clicked, this, [this] {
        if (const EffectProblem* problem = m_problems.problemAt(m_table->currentRow())) m_desk->skip(*problem);
    });
    return bar;
}

QPushButton* ProblemsWindow::addButton(QWidget& bar, const QString& name, const QString& text) {
    auto* button = new QPushButton(text, &bar);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    static_cast<QHBoxLayout*>(bar.layout())->addWidget(button);
    return button;
}

void ProblemsWindow::refresh() {
    const EffectProblem* problem = m_problems.problemAt(m_table->currentRow());
    // Of several servers, receivers begin with theirs, as ids do.
    const QString refused =
        problem ? model::refusalSentence(m_connection.accessTo(problem->receiver), model::Deed::Effects) : QString();
    for (QPushButton* button : {m_retry, m_skip}) {
        button->setEnabled(problem && refused.isEmpty());
        button->setToolTip(refused);
    }
    m_show->setEnabled(m_problems.rowCount() > 0);
    const int count = static_cast<int>(m_problems.effectCount());
    m_total->setText(!m_problems.isLoaded() ? QString()
                     : count == 0           ? tr("Nothing waits for you here.")
                     : count == 1 ? tr("One effect has failed for good. It waits until it is retried or skipped.")
                                  : tr("%n effects have failed for good. They wait until they are retried or skipped.",
                                       nullptr, count));
    if (m_problems.isLoaded()) m_table->setEmptyText(tr("No effect of this store has failed."));
}

} // namespace signalbox::ui
