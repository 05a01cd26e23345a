#pragma once

#include <QHash>
#include <QPair>
#include <QRectF>

#include <cmath>
#include <vector>

namespace signalbox::model {

// Rectangles by place, to ask quickly whether one would overlap any.
class RectIndex {
public:
    void add(const QRectF& rect) {
        if (rect.isEmpty()) return;
        const int index = int(m_rects.size());
        m_rects.push_back(rect);
        visitCells(rect, [&](const Cell& cell) {
            m_cells[cell].push_back(index);
            return false;
        });
    }

    [[nodiscard]] bool overlaps(const QRectF& rect) const {
        return visitCells(rect, [&](const Cell& cell) {
            const auto found = m_cells.constFind(cell);
            if (found == m_cells.constEnd()) return false;
            for (const int index : *found) {
                if (m_rects[std::size_t(index)].intersects(rect)) return true;
            }
            return false;
        });
    }

private:
    using Cell = QPair<int, int>;
    static constexpr double kCell = 96;

    template <typename Visitor>
    static bool visitCells(const QRectF& rect, Visitor visit) {
        for (int x = int(std::floor(rect.left() / kCell)); x <= int(std::floor(rect.right() / kCell)); ++x) {
            for (int y = int(std::floor(rect.top() / kCell)); y <= int(std::floor(rect.bottom() / kCell)); ++y) {
                if (visit(Cell(x, y))) return true;
            }
        }
        return false;
    }

    std::vector<QRectF> m_rects;
    QHash<Cell, std::vector<int>> m_cells;
};

} // namespace signalbox::model
