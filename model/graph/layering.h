#pragma once

#include <QRectF>

#include <cstddef>
#include <vector>

namespace signalbox::model {

// One level of a layered drawing: boxes in columns and links between them, each with a label.
struct LayeringInput {
    struct Link {
        std::size_t from;
        std::size_t to; // another box
        QSizeF label;   // may be empty
    };
    std::vector<QSizeF> boxes;
    std::vector<Link> links;
};

struct LayeringOutput {
    struct Route {
        std::vector<QPointF> through; // from the link's `from` to its `to`, without the ends
        QRectF label;                 // `through` passes its middle
        bool goesBack = false;        // `to` is left of `from`
    };
    std::vector<QRectF> boxes;
    std::vector<Route> routes;
    QSizeF size; // everything lies between (0, 0) and here
};

// Boxes and labels do not overlap. The first box comes first when it can.
// Source: Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures (1981).
LayeringOutput layered(const LayeringInput& input);

} // namespace signalbox::model
