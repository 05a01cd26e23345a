#include "ui/shell/palette_delegate.h"

#include <QPainter>

#include "ui/shell/palette_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

namespace {

constexpr int kRowHeight = 32;
constexpr int kHeadingHeight = 26;
constexpr int kPadding = 12;
constexpr int kGap = 10;

} // namespace

PaletteDelegate::PaletteDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect inner = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (index.data(PaletteModel::IsHeadingRole).toBool()) {
        paintHeading(*painter, inner, index.data().toString());
        painter->restore();
        return;
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.accentWash);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), 6, 6);
    }
    painter->setFont(m_theme.monoFont());
    const QString keys = index.data(PaletteModel::KeysRole).toString();
    if (!keys.isEmpty()) inner.setRight(paintKeyHint(*painter, inner, keys, colors).left() - kGap);
    inner.setLeft(paintTitle(*painter, inner, index) + kGap);

    painter->setFont(m_theme.uiFont());
    const QString chip = index.data(PaletteModel::ChipRole).toString();
    if (!chip.isEmpty()) {
        const auto tone = Tone(index.data(PaletteModel::ChipToneRole).toInt());
        inner.setLeft(paintChip(*painter, inner, chip, chipColors(colors, tone)).right() + kGap);
    }
    const bool isRunnable = index.data(PaletteModel::IsRunnableRole).toBool();
    painter->setPen(isRunnable ? colors.muted : colors.warn);
    const QString detail = index.data(PaletteModel::DetailRole).toString();
    painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(detail, Qt::ElideRight, std::max(inner.width(), 0)));
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const {
    return {200, index.data(PaletteModel::IsHeadingRole).toBool() ? kHeadingHeight : kRowHeight};
}

void PaletteDelegate::paintHeading(QPainter& painter, const QRect& rect, const QString& text) const {
    QFont font = m_theme.smallFont();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.colors().muted);
    painter.drawText(rect.adjusted(0, 0, 0, -4), Qt::AlignBottom | Qt::AlignLeft | Qt::TextSingleLine, text);
}

int PaletteDelegate::paintTitle(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const bool isHit = index.data(PaletteModel::IsHitRole).toBool();
    const QFont plain = isHit ? m_theme.monoFont() : m_theme.uiFont();
    QFont marked = plain;
    marked.setWeight(QFont::Bold);
    const auto positions = index.data(PaletteModel::PositionsRole).value<QList<qsizetype>>();
    const QColor ink = index.data(PaletteModel::IsRunnableRole).toBool() ? colors.text : colors.muted;
    const QString title =
        QFontMetrics(plain).elidedText(index.data().toString(), Qt::ElideRight, std::max(rect.width() - kGap, 0));
    const int baseline = rect.top() + (rect.height() - QFontMetrics(plain).height()) / 2 + QFontMetrics(plain).ascent();
    int x = rect.left();
    for (qsizetype at = 0; at < title.size();) {
        const bool isMarked = positions.contains(at);
        qsizetype end = at + 1;
        while (end < title.size() && positions.contains(end) == isMarked) {
            ++end;
        }
        const QString run = title.sliced(at, end - at);
        painter.setFont(isMarked ? marked : plain);
        painter.setPen(isMarked ? colors.accent : ink);
        painter.drawText(x, baseline, run);
        x += painter.fontMetrics().horizontalAdvance(run);
        at = end;
    }
    return x;
}

} // namespace signalbox::ui
