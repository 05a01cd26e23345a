#include "ui/graph/graph_find.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>
#include <QVariantAnimation>

#include "ui/graph/graph_view.h"
#include "ui/shell/fuzzy_match.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMoveMilliseconds = 180;
constexpr int kFieldWidth = 170;

} // namespace

GraphFind::GraphFind(const Theme& theme, GraphView& view)
    : QFrame(&view)
    , m_view(view)
    , m_edit(new QLineEdit(this))
    , m_count(new QLabel(this)) {
    setObjectName(u"graphFind"_s);
    setAccessibleName(tr("Find in the graph"));
    setProperty("surface", u"popover"_s);
    m_edit->setObjectName(u"graphFindText"_s);
    m_edit->setAccessibleName(tr("State or trigger to find"));
    m_edit->setPlaceholderText(tr("Find a state or trigger"));
    m_edit->setMinimumWidth(kFieldWidth);
    m_edit->installEventFilter(this);
    m_count->setObjectName(u"graphFindCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setFont(theme.smallFont());
    m_count->setProperty("tone", u"muted"_s);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(88).arg(88)));
    m_count->setAlignment(Qt::AlignCenter);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 6, 6, 6);
    row->setSpacing(4);
    row->addWidget(m_edit, 1);
    row->addWidget(m_count);
    row->addWidget(m_previous = addButton(u"graphFindPrevious"_s, u"\u2191"_s, tr("Previous match")));
    row->addWidget(m_next = addButton(u"graphFindNext"_s, u"\u2193"_s, tr("Next match")));
    QToolButton* closing = addButton(u"graphFindClose"_s, u"\u00d7"_s, tr("Close the search"));
    row->addWidget(closing);
    connect(m_edit, &QLineEdit::textChanged, this, &GraphFind::search);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(closing, &QToolButton::clicked, this, &GraphFind::close);
    tellCount();
    hide();
}

QToolButton* GraphFind::addButton(const QString& name, const QString& text, const QString& spoken) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(spoken);
    button->setToolTip(spoken);
    button->setFocusPolicy(Qt::NoFocus);
    button->setProperty("role", u"flat"_s);
    return button;
}

void GraphFind::open() {
    show();
    raise();
    Q_EMIT openChanged();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    search();
}

void GraphFind::close() {
    if (!isOpen()) return;
    const bool hadFocus = m_edit->hasFocus();
    const auto found = m_at < m_matches.size() ? shownTarget(m_matches[m_at]) : std::nullopt;
    hide();
    Q_EMIT openChanged();
    m_matches.clear();
    m_view.graphScene().setMatches({}, std::nullopt);
    if (hadFocus) m_view.setFocus(Qt::OtherFocusReason);
    if (hadFocus && found) m_view.setFocusTarget(*found);
}

void GraphFind::step(int by) {
    if (!isOpen() || m_edit->text().isEmpty()) return open();
    if (m_matches.empty()) return;
    const auto count = std::ptrdiff_t(m_matches.size());
    m_at = std::size_t((std::ptrdiff_t(m_at) + by + count) % count);
    revealMatch();
    showMatch();
}

void GraphFind::refresh() {
    if (!isOpen()) return;
    collect();
    m_at = std::min(m_at, m_matches.empty() ? 0 : m_matches.size() - 1);
    showMatch();
}

void GraphFind::search() {
    collect();
    m_at = 0;
    revealMatch();
    showMatch();
}

void GraphFind::collect() {
    m_matches.clear();
    const QString text = m_edit->text().trimmed();
    const auto add = [&](GraphTarget::Kind kind, std::size_t index, const QString& label) {
        if (const auto match = fuzzyMatch(text, label)) m_matches.push_back({{kind, index}, match->score});
    };
    const model::CollapsedChart& chart = m_view.chart();
    for (std::size_t i = 0; !text.isEmpty() && i < chart.whole.states.size(); ++i)
        add(GraphTarget::Kind::Node, i, model::labelOf(chart.whole.states[i]));
    for (std::size_t i = 0; !text.isEmpty() && i < chart.edges.size(); ++i)
        add(GraphTarget::Kind::Edge, i, chart.edges[i].text);
    // States first: it is a place that is looked for. A state's arrows often bear its name.
    std::ranges::stable_sort(m_matches, [](const Match& a, const Match& b) {
        if (a.target.kind != b.target.kind) return a.target.kind == GraphTarget::Kind::Node;
        return a.score > b.score;
    });
}

std::optional<GraphTarget> GraphFind::shownTarget(const Match& match) const {
    if (match.target.kind == GraphTarget::Kind::Edge) return match.target;
    const model::CollapsedChart& chart = m_view.chart();
    const StateIndex shown = chart.shownStates[match.target.index];
    if (chart.wholeStates[shown.value()].value() != match.target.index) return std::nullopt;
    return GraphTarget{GraphTarget::Kind::Node, shown.value()};
}

void GraphFind::showMatch() {
    tellCount();
    std::vector<GraphTarget> shown;
    for (const Match& match : m_matches) {
        if (const auto target = shownTarget(match)) shown.push_back(*target);
    }
    const auto at = m_at < m_matches.size() ? shownTarget(m_matches[m_at]) : std::nullopt;
    if (m_view.isLaidOut()) m_view.graphScene().setMatches(shown, at);
    if (at && m_view.isLaidOut() && !m_view.isInPlainSight(*at)) moveTo(m_view.placeOf(*at).center());
}

// Once it is laid out, refresh() shows it.
void GraphFind::revealMatch() {
    if (m_at >= m_matches.size() || shownTarget(m_matches[m_at])) return;
    m_view.reveal(StateIndex(static_cast<std::uint32_t>(m_matches[m_at].target.index)));
}

void GraphFind::tellCount() {
    const bool hasMatches = !m_matches.empty();
    m_previous->setEnabled(hasMatches);
    m_next->setEnabled(hasMatches);
    if (hasMatches) {
        m_count->setText(tr("%1 of %2").arg(m_at + 1).arg(m_matches.size()));
    } else {
        m_count->setText(m_edit->text().isEmpty() ? QString() : tr("none"));
    }
    m_count->setAccessibleName(m_count->text());
}

void GraphFind::moveTo(const QPointF& goal) {
    delete m_animation;
    m_view.makeReadable();
    if (m_view.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &m_view) <= 0)
        return m_view.centerAt(goal);
    m_animation = new QVariantAnimation(this);
    m_animation->setDuration(kMoveMilliseconds);
    m_animation->setEasingCurve(QEasingCurve::OutCubic);
    m_animation->setStartValue(m_view.mapToScene(m_view.viewport()->rect().center()));
    m_animation->setEndValue(goal);
    connect(m_animation, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& value) { m_view.centerAt(value.toPointF()); });
    m_animation->start(QAbstractAnimation::DeleteWhenStopped);
}

bool GraphFind::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_edit || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace signalbox::ui
