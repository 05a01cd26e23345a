#include "ui/inspector/preview_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "model/preview/preview_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::PreviewLine;
using model::PreviewModel;

namespace {

constexpr int kHeadingWidth = 72;
constexpr int kLeastHeight = 132;

QString headingOf(PreviewLine::Kind kind) {
    switch (kind) {
    case PreviewLine::Kind::State:
        return PreviewView::tr("State");
    case PreviewLine::Kind::Assignee:
        return PreviewView::tr("Assignee");
    case PreviewLine::Kind::Data:
        return PreviewView::tr("Data");
    case PreviewLine::Kind::Effect:
        return PreviewView::tr("Sends");
    case PreviewLine::Kind::Timer:
        return PreviewView::tr("Timer");
    case PreviewLine::Kind::Refusal:
        return PreviewView::tr("Refused");
    }
    Q_UNREACHABLE();
}

} // namespace

PreviewView::PreviewView(const Theme& theme, const PreviewModel& preview, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_preview(preview)
    , m_lines(new QVBoxLayout) {
    setObjectName(u"previewView"_s);
    setAccessibleName(tr("What will happen"));
    setProperty("surface", u"bg"_s);
    setMinimumHeight(kLeastHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    QLabel* heading = newPlainText(tr("What will happen"), u"muted"_s, this);
    heading->setFont(theme.smallFont());
    layout->addWidget(heading);
    m_lines->setSpacing(4);
    layout->addLayout(m_lines);
    layout->addStretch(1);
    connect(&preview, &PreviewModel::phaseChanged, this, &PreviewView::refresh);
    refresh();
}

void PreviewView::refresh() {
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (m_preview.phase() == PreviewModel::Phase::Waiting)
        return addLine({}, tr("Fill in the form to see what it does."), u"muted"_s);
    QString last;
    QStringList spoken;
    for (int row = 0; row < m_preview.rowCount(); ++row) {
        const QModelIndex index = m_preview.index(row);
        const auto kind = static_cast<PreviewLine::Kind>(index.data(PreviewModel::KindRole).toInt());
        const QString heading = headingOf(kind);
        addLine(heading == last ? QString() : heading, index.data().toString(),
                kind == PreviewLine::Kind::Refusal ? u"stop"_s : QString());
        spoken << u"%1: %2"_s.arg(heading, index.data().toString());
        last = heading;
    }
    setAccessibleDescription(spoken.join(u". "_s));
}

void PreviewView::addLine(const QString& heading, const QString& text, const QString& tone) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    if (m_preview.phase() != PreviewModel::Phase::Waiting) {
        QLabel* name = newPlainText(heading, u"muted"_s, line);
        name->setFixedWidth(kHeadingWidth);
        row->addWidget(name, 0, Qt::AlignTop);
    }
    QLabel* label = newPlainText(text, tone, line);
    label->setObjectName(u"previewLine"_s);
    row->addWidget(label, 1);
    m_lines->addWidget(line);
}

} // namespace signalbox::ui
