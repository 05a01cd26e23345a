#pragma once

#include "ui/widgets/find_box.h"

namespace signalbox::ui {

class SourceView;

// The box that finds words in a definition's text; closed, it gives the focus back to the text.
class FindBar : public FindBox {
    Q_OBJECT
public:
    FindBar(const Theme& theme, SourceView& view, QWidget* parent = nullptr);

    void open();
    void close();
    // By 1 or -1, around the end. Opens it where nothing is looked for.
    void step(int by);

private:
    void search();
    void find(int by);

    SourceView& m_view;
};

} // namespace signalbox::ui
