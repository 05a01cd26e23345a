#include "model/graph/layering.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::model {
namespace {

constexpr double kBoxGap = 40;    // between boxes of a column
constexpr double kRouteGap = 12;  // between arrows that pass a column
constexpr double kColumnGap = 18; // at both sides of a column of labels
constexpr double kMinLabelColumn = 36;
constexpr int kSweeps = 8;

// A box, a label, or the place where a long link passes a column.
struct Slot {
    QSizeF size;
    int column = 0;
    bool isBox = false;
    double y = 0; // middle
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
};

struct Chain {
    std::vector<std::size_t> passes; // in the direction of the columns, without the boxes
    std::size_t label = 0;           // index in `passes`
    bool isReversed = false;
};

class Layering {
public:
    explicit Layering(const LayeringInput& input) : m_input(input) {
        for (const QSizeF& size : input.boxes)
            m_slots.push_back({size, 0, true, 0, {}, {}});
    }

    LayeringOutput run() {
        findBackLinks();
        assignColumns();
        makeChains();
        orderColumns();
        placeVertically();
        return output();
    }

private:
    // Depth first from the first box on: what leads to a box on the way is a link back.
    void findBackLinks() {
        m_isBack.assign(m_input.links.size(), false);
        std::vector<std::vector<std::size_t>> outgoing(m_input.boxes.size());
        for (std::size_t i = 0; i < m_input.links.size(); ++i)
            outgoing[m_input.links[i].from].push_back(i);
        enum class Mark { New, OnTheWay, Done };
        std::vector<Mark> marks(m_input.boxes.size(), Mark::New);
        struct Visit {
            std::size_t box;
            std::size_t next;
        };
        for (std::size_t start = 0; start < marks.size(); ++start) {
            if (marks[start] != Mark::New) continue;
            marks[start] = Mark::OnTheWay;
            std::vector<Visit> stack{{start, 0}};
            while (!stack.empty()) {
                Visit& visit = stack.back();
                if (visit.next == outgoing[visit.box].size()) {
                    marks[visit.box] = Mark::Done;
                    stack.pop_back();
                    continue;
                }
                const std::size_t link = outgoing[visit.box][visit.next++];
                const std::size_t to = m_input.links[link].to;
                m_isBack[link] = marks[to] == Mark::OnTheWay;
                if (marks[to] != Mark::New) continue;
                marks[to] = Mark::OnTheWay;
                stack.push_back({to, 0});
            }
        }
    }

    std::pair<std::size_t, std::size_t> ends(std::size_t link) const {
        const LayeringInput::Link& l = m_input.links[link];
        return m_isBack[link] ? std::pair(l.to, l.from) : std::pair(l.from, l.to);
    }

    // Longest path from the left; boxes take the even columns, labels and passing links the odd ones too.
    void assignColumns() {
        bool hasMoved = true;
        while (hasMoved) {
            hasMoved = false;
            for (std::size_t i = 0; i < m_input.links.size(); ++i) {
                const auto [from, to] = ends(i);
                if (m_slots[to].column >= m_slots[from].column + 2) continue;
                m_slots[to].column = m_slots[from].column + 2;
                hasMoved = true;
            }
        }
        placeUnlinked();
    }

    // Boxes without links go where there is most room.
    void placeUnlinked() {
        std::vector<bool> isLinked(m_input.boxes.size(), false);
        for (const LayeringInput::Link& link : m_input.links)
            isLinked[link.from] = isLinked[link.to] = true;
        int columns = 1;
        for (const Slot& slot : m_slots)
            columns = std::max(columns, slot.column / 2 + 1);
        std::vector<double> heights(static_cast<std::size_t>(columns), 0);
        const auto heightOf = [&](std::size_t box) -> double& { return heights[std::size_t(m_slots[box].column / 2)]; };
        for (std::size_t i = 0; i < isLinked.size(); ++i) {
            if (isLinked[i]) heightOf(i) += m_slots[i].size.height() + kBoxGap;
        }
        for (std::size_t i = 0; i < isLinked.size(); ++i) {
            if (isLinked[i]) continue;
            m_slots[i].column = 2 * roomiest(heights);
            heightOf(i) += m_slots[i].size.height() + kBoxGap;
        }
    }

    // Behind the first column, which leads into the chart, and rather at the end.
    static int roomiest(const std::vector<double>& heights) {
        constexpr double kEndBonus = 150;
        int best = int(heights.size()) - 1;
        double least = heights.back() - kEndBonus;
        for (int i = best - 1; i > 0; --i) {
            if (heights[std::size_t(i)] >= least) continue;
            best = i;
            least = heights[std::size_t(i)];
        }
        return best;
    }

    void makeChains() {
        for (std::size_t i = 0; i < m_input.links.size(); ++i) {
            const auto [from, to] = ends(i);
            Chain chain{{}, 0, m_isBack[i]};
            std::size_t previous = from;
            for (int column = m_slots[from].column + 1; column < m_slots[to].column; ++column) {
                chain.passes.push_back(m_slots.size());
                m_slots.push_back({{0, 6}, column, false, 0, {}, {}});
                connect(previous, m_slots.size() - 1);
                previous = m_slots.size() - 1;
            }
            connect(previous, to);
            chain.label = chain.isReversed ? chain.passes.size() - 1 : 0; // near where the arrow starts
            m_slots[chain.passes[chain.label]].size = m_input.links[i].label;
            m_chains.push_back(std::move(chain));
        }
    }

    void connect(std::size_t left, std::size_t right) {
        m_slots[left].right.push_back(right);
        m_slots[right].left.push_back(left);
    }

    void orderColumns() {
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            const auto column = static_cast<std::size_t>(m_slots[i].column);
            if (m_columns.size() <= column) m_columns.resize(column + 1);
            m_columns[column].push_back(i);
        }
        rank();
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            const bool isForward = sweep % 2 == 0;
            for (std::size_t k = 0; k < m_columns.size(); ++k)
                sortColumn(m_columns[isForward ? k : m_columns.size() - 1 - k], isForward);
        }
    }

    void rank() {
        m_rank.assign(m_slots.size(), 0);
        for (const auto& column : m_columns) {
            for (std::size_t i = 0; i < column.size(); ++i)
                m_rank[column[i]] = double(i) / double(column.size());
        }
    }

    void sortColumn(std::vector<std::size_t>& column, bool isForward) {
        std::vector<double> wish(column.size());
        std::vector<std::size_t> order(column.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = 0; i < column.size(); ++i) {
            const auto& neighbours = isForward ? m_slots[column[i]].left : m_slots[column[i]].right;
            double sum = 0;
            for (const std::size_t other : neighbours)
                sum += m_rank[other];
            wish[i] = neighbours.empty() ? m_rank[column[i]] : sum / double(neighbours.size());
        }
        std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(wish[i], i); });
        std::vector<std::size_t> sorted;
        for (const std::size_t i : order)
            sorted.push_back(column[i]);
        column = std::move(sorted);
        for (std::size_t i = 0; i < column.size(); ++i)
            m_rank[column[i]] = double(i) / double(column.size());
    }

    double distance(std::size_t above, std::size_t below) const {
        const double gap = m_slots[above].isBox && m_slots[below].isBox ? kBoxGap : kRouteGap;
        return (m_slots[above].size.height() + m_slots[below].size.height()) / 2 + gap;
    }

    void placeVertically() {
        for (auto& column : m_columns)
            stack(column);
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            const bool isForward = sweep % 2 == 0;
            for (std::size_t k = 0; k < m_columns.size(); ++k)
                attract(m_columns[isForward ? k : m_columns.size() - 1 - k], isForward);
        }
    }

    void stack(const std::vector<std::size_t>& column) {
        for (std::size_t i = 1; i < column.size(); ++i)
            m_slots[column[i]].y = m_slots[column[i - 1]].y + distance(column[i - 1], column[i]);
        const double middle = column.empty() ? 0 : m_slots[column.back()].y / 2;
        for (const std::size_t slot : column)
            m_slots[slot].y -= middle;
    }

    // Moves a column towards its neighbours, in order and with its distances kept.
    void attract(const std::vector<std::size_t>& column, bool isForward) {
        double drift = 0;
        for (std::size_t i = 0; i < column.size(); ++i) {
            Slot& slot = m_slots[column[i]];
            const auto& neighbours = isForward ? slot.left : slot.right;
            double sum = 0;
            for (const std::size_t other : neighbours)
                sum += m_slots[other].y;
            const double wish = neighbours.empty() ? slot.y : sum / double(neighbours.size());
            slot.y = i == 0 ? wish : std::max(wish, m_slots[column[i - 1]].y + distance(column[i - 1], column[i]));
            drift += slot.y - wish;
        }
        if (column.empty()) return;
        for (const std::size_t slot : column)
            m_slots[slot].y -= drift / double(column.size());
    }

    LayeringOutput output() const {
        LayeringOutput result;
        std::vector<double> middles;
        double x = 0;
        double top = 0;
        double bottom = 0;
        for (const auto& column : m_columns) {
            const bool isLabels = middles.size() % 2 == 1;
            double width = isLabels ? kMinLabelColumn : 0;
            for (const std::size_t slot : column) {
                width = std::max(width, m_slots[slot].size.width());
                top = std::min(top, m_slots[slot].y - m_slots[slot].size.height() / 2);
                bottom = std::max(bottom, m_slots[slot].y + m_slots[slot].size.height() / 2);
            }
            middles.push_back(x + width / 2);
            x += width + kColumnGap;
        }
        result.size = QSizeF(std::max(0.0, x - kColumnGap), bottom - top);
        const auto rectOf = [&](const Slot& slot) {
            const QPointF middle(middles[std::size_t(slot.column)], slot.y - top);
            return QRectF(middle - QPointF(slot.size.width() / 2, slot.size.height() / 2), slot.size);
        };
        for (std::size_t i = 0; i < m_input.boxes.size(); ++i)
            result.boxes.push_back(rectOf(m_slots[i]));
        for (const Chain& chain : m_chains)
            result.routes.push_back(route(chain, rectOf));
        return result;
    }

    template <typename RectOf>
    LayeringOutput::Route route(const Chain& chain, const RectOf& rectOf) const {
        LayeringOutput::Route route;
        for (const std::size_t slot : chain.passes)
            route.through.push_back(rectOf(m_slots[slot]).center());
        route.label = rectOf(m_slots[chain.passes[chain.label]]);
        route.goesBack = chain.isReversed;
        if (chain.isReversed) std::ranges::reverse(route.through);
        return route;
    }

    const LayeringInput& m_input;
    std::vector<Slot> m_slots;
    std::vector<bool> m_isBack;
    std::vector<Chain> m_chains; // by link
    std::vector<std::vector<std::size_t>> m_columns;
    std::vector<double> m_rank; // place in the column, 0..1
};

} // namespace

LayeringOutput layered(const LayeringInput& input) {
    return Layering(input).run();
}

} // namespace signalbox::model
