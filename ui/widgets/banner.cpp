#include "ui/widgets/banner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/status_dot.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct KindLook {
    Tone tone;
    QString surface;
};

KindLook lookOf(BannerKind kind) {
    switch (kind) {
    case BannerKind::Error:
        return {Tone::Stop, u"banner-stop"_s};
    case BannerKind::Warning:
        return {Tone::Warn, u"banner-warn"_s};
    case BannerKind::Success:
        return {Tone::Go, u"banner-go"_s};
    case BannerKind::Note:
        return {Tone::Accent, u"banner-accent"_s};
    }
    Q_UNREACHABLE();
}

QLabel* plainLabel(const QString& text, const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setObjectName(name);
    label->setAccessibleName(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* linkButton(const QString& text, const QString& name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("role", u"link"_s);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

} // namespace

Banner::Banner(const Theme& theme, BannerMessage message, QWidget* parent)
    : QFrame(parent)
    , m_message(std::move(message))
    , m_theme(theme) {
    setObjectName(u"banner"_s);
    setAccessibleName(m_message.what);
    setProperty("surface", lookOf(m_message.kind).surface);
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    addText(*layout);
    addButtons(*layout);
}

QString Banner::report() const {
    QStringList lines{m_message.what};
    if (!m_message.subject.isEmpty()) lines.append(m_message.subject);
    if (!m_message.code.isEmpty()) lines.append(tr("Code: %1").arg(m_message.code));
    if (!m_message.detail.isEmpty()) lines.append(m_message.detail);
    return lines.join(u'\n');
}

void Banner::addText(QHBoxLayout& layout) {
    auto* dot = new StatusDot(m_theme, this);
    dot->setTone(lookOf(m_message.kind).tone);
    layout.addWidget(dot);
    auto* what = plainLabel(m_message.what, u"bannerWhat"_s, this);
    what->setFont(m_theme.boldFont());
    what->setWordWrap(true);
    layout.addWidget(what, 1);
    if (!m_message.subject.isEmpty()) {
        auto* subject = new ElidedLabel(m_message.subject, this);
        subject->setObjectName(u"bannerSubject"_s);
        layout.addWidget(subject);
    }
    if (m_message.code.isEmpty()) return;
    auto* code = plainLabel(m_message.code, u"bannerCode"_s, this);
    code->setFont(m_theme.monoFont());
    layout.addWidget(code);
}

void Banner::addButtons(QHBoxLayout& layout) {
    if (m_message.retry) {
        auto* retry =
            linkButton(m_message.retryText.isEmpty() ? tr("Retry") : m_message.retryText, u"bannerRetry"_s, this);
        connect(retry, &QPushButton::clicked, this, [this] {
            const auto again = m_message.retry;
            Q_EMIT dismissed();
            again();
        });
        layout.addWidget(retry);
    }
    auto* copy = linkButton(tr("Copy"), u"bannerCopy"_s, this);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(report()); });
    layout.addWidget(copy);
    auto* dismiss = linkButton(tr("Dismiss"), u"bannerDismiss"_s, this);
    connect(dismiss, &QPushButton::clicked, this, &Banner::dismissed);
    layout.addWidget(dismiss);
}

BannerArea::BannerArea(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(u"bannerArea"_s);
    setAccessibleName(tr("Messages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    hide();
}

void BannerArea::post(BannerMessage message) {
    for (Banner* banner : banners()) {
        const BannerMessage& old = banner->message();
        const bool isEqual = old.kind == message.kind && old.what == message.what && old.subject == message.subject &&
                             old.code == message.code;
        if (isEqual) delete banner;
    }
    auto* banner = new Banner(m_theme, std::move(message), this);
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, banner);
    connect(banner, &Banner::dismissed, this, [this, banner] {
        layout()->removeWidget(banner);
        banner->setParent(nullptr);
        banner->deleteLater();
        setVisible(!banners().isEmpty());
    });
    banner->show();
    setVisible(true);
}

void BannerArea::dismissAll() {
    for (Banner* banner : banners()) {
        Q_EMIT banner->dismissed();
    }
}

QList<Banner*> BannerArea::banners() const {
    QList<Banner*> found;
    for (int index = 0; index < layout()->count(); ++index) {
        if (auto* banner = qobject_cast<Banner*>(layout()->itemAt(index)->widget())) found.append(banner);
    }
    return found;
}

} // namespace signalbox::ui
