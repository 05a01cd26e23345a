#include "ui/graph/graph_find.h"

#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QVariantAnimation>

#include "ui/graph/graph_view.h"
#include "ui/shell/fuzzy_match.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMoveMilliseconds = 180;
constexpr int kFieldWidth = 170;

} // namespace

GraphFind::GraphFind(const Theme& theme, GraphView& view)
    : FindBox(theme,
              {.object = u"graphFind"_s,
               .title = tr("Find in the graph"),
               .words = tr("State or trigger to find"),
               .placeholder = tr("Find a state or trigger")},
              &view)
    , m_view(view) {
    setProperty("surface", u"popover"_s);
    words().setMinimumWidth(kFieldWidth);
    result().setMinimumWidth(result().fontMetrics().horizontalAdvance(tr("%1 of %2").arg(88).arg(88)));
    result().setAlignment(Qt::AlignCenter);
    connect(this, &FindBox::wordsChanged, this, &GraphFind::search);
    connect(this, &FindBox::stepWanted, this, &GraphFind::step);
    connect(this, &FindBox::closeWanted, this, &GraphFind::close);
    tellCount();
}

void GraphFind::open() {
    show();
    raise();
    Q_EMIT openChanged();
    takeFocus();
    search();
}

void GraphFind::close() {
    if (!isOpen()) return;
    const bool hadFocus = words().hasFocus();
    const auto found = m_at < m_matches.size() ? shownTarget(m_matches[m_at]) : std::nullopt;
    hide();
    Q_EMIT openChanged();
    m_matches.clear();
    m_view.graphScene().setMatches({}, std::nullopt);
    if (hadFocus) m_view.setFocus(Qt::OtherFocusReason);
    if (hadFocus && found) m_view.setFocusTarget(*found);
}

void GraphFind::step(int by) {
    if (!isOpen() || words().text().isEmpty()) return open();
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
    const QString text = words().text().trimmed();
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
    if (!m_matches.empty()) return tell(tr("%1 of %2").arg(m_at + 1).arg(m_matches.size()), true);
    tell(words().text().isEmpty() ? QString() : tr("none"), false);
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

} // namespace signalbox::ui
