#pragma once

#include <QWidget>

namespace signalbox::ui {

// One line of plain text that ends in "…" where it does not fit, and then shows all of it as its tooltip. Foreign text
// is safe here: it is never read as markup. The tone property of the style sheet does not reach it; setForegroundRole()
// does.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace signalbox::ui
