#include "ui/inspector/data_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>

#include "model/data/data_model.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::DataModel;

namespace {

constexpr int kRowHeight = 26;
constexpr int kNameWidth = 200;

// Values in the fixed font, types muted, what the revision wrote in the accent colour with a dot.
class DataDelegate : public QStyledItemDelegate {
public:
    DataDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight};
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const ThemeColors& colors = m_theme.colors();
        const bool isChanged = index.data(DataModel::IsChangedRole).toBool();
        const bool isValue = index.column() == DataModel::ValueColumn;
        const bool isMuted =
            index.column() == DataModel::TypeColumn || (isValue && index.data(DataModel::IsContainerRole).toBool());
        option->font = isValue && !isMuted ? m_theme.monoFont() : m_theme.uiFont();
        const QColor ink = isChanged && isValue ? colors.accent : isMuted ? colors.muted : colors.text;
        option->palette.setColor(QPalette::Text, ink);
        option->palette.setColor(QPalette::HighlightedText, ink);
        if (isChanged && index.column() == DataModel::NameColumn) option->text += u" \u2022"_s;
    }

private:
    const Theme& m_theme;
};

QToolButton* toolButton(const QString& name, const QString& text, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    return button;
}

} // namespace

DataView::DataView(const Theme& theme, DataModel& shown, QWidget* parent)
    : QWidget(parent)
    , m_data(shown)
    , m_stack(new QStackedWidget(this))
    , m_tree(new QTreeView(this))
    , m_text(new QPlainTextEdit(this))
    , m_tools(new QWidget(this)) {
    setObjectName(u"dataView"_s);
    setAccessibleName(tr("Data"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    buildTree(theme);
    buildText(theme);
    buildTools();
    connect(&shown, &DataModel::jsonChanged, this, &DataView::showText);
    connect(&theme, &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
}

void DataView::buildTree(const Theme& theme) {
    m_tree->setObjectName(u"dataTree"_s);
    m_tree->setAccessibleName(tr("Data as a tree"));
    m_tree->setModel(&m_data);
    m_tree->setItemDelegate(new DataDelegate(theme, m_tree));
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setColumnWidth(DataModel::NameColumn, kNameWidth);
    m_tree->header()->resizeSection(DataModel::ValueColumn, 2 * kNameWidth);
    m_tree->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_stack->addWidget(m_tree);
}

void DataView::buildText(const Theme& theme) {
    m_text->setObjectName(u"dataText"_s);
    m_text->setAccessibleName(tr("Data as JSON"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(theme.monoFont());
    m_stack->addWidget(m_text);
}

void DataView::buildTools() {
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 12, 4);
    row->setSpacing(6);
    QToolButton* raw = toolButton(u"dataRaw"_s, tr("JSON"), m_tools);
    raw->setCheckable(true);
    raw->setToolTip(tr("Shows the data as JSON text"));
    connect(raw, &QToolButton::toggled, this, [this](bool isRaw) {
        m_stack->setCurrentWidget(isRaw ? static_cast<QWidget*>(m_text) : m_tree);
        showText();
    });
    QToolButton* copy = toolButton(u"dataCopy"_s, tr("Copy"), m_tools);
    copy->setToolTip(tr("Copies the data as JSON"));
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_data.text()); });
    row->addWidget(raw);
    row->addWidget(copy);
}

void DataView::showText() {
    if (m_stack->currentWidget() == m_text) m_text->setPlainText(m_data.text());
}

} // namespace signalbox::ui
