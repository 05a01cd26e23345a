#pragma once

#include <QAbstractButton>

#include <optional>

namespace signalbox::ui {

class Theme;

// A rounded, checkable filter chip: a word and a bold count ("Assigned 2,377").
class CountChip : public QAbstractButton {
    Q_OBJECT
public:
    CountChip(const Theme& theme, const QString& text, QWidget* parent = nullptr);

    // nullopt shows no count: it is not known yet.
    void setCount(std::optional<qint64> count);
    std::optional<qint64> count() const { return m_count; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString countText() const;
    void describe();

    const Theme& m_theme;
    std::optional<qint64> m_count;
};

} // namespace signalbox::ui
