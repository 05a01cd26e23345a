#pragma once

#include <QLayout>

#include <vector>

namespace signalbox::ui {

// Lays items from left to right and wraps to a new row where the width ends.
class FlowLayout : public QLayout {
    Q_OBJECT
public:
    explicit FlowLayout(QWidget* parent = nullptr, int spacing = 6);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return int(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    // Returns: the height that the rows take in `rect`; moves the items only when `isApplied`.
    int arrange(const QRect& rect, bool isApplied) const;

    std::vector<QLayoutItem*> m_items;
};

} // namespace signalbox::ui
