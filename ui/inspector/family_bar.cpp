#include "ui/inspector/family_bar.h"

#include <QUrl>

#include "model/inspector/inspector_model.h"
#include "ui/theme/theme.h"

#include <cstddef>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostChildren = 20; // the others are found by the filter

} // namespace

FamilyBar::FamilyBar(const Theme& theme, const model::InspectorModel& inspector, QWidget* parent)
    : QLabel(parent)
    , m_theme(theme)
    , m_inspector(inspector) {
    setObjectName(u"inspectorFamily"_s);
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setContentsMargins(16, 6, 16, 6);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setFocusPolicy(Qt::TabFocus);
    connect(this, &QLabel::linkActivated, this,
            [this](const QString& link) { Q_EMIT workflowWanted(QUrl::fromPercentEncoding(link.toLatin1())); });
    connect(&theme, &Theme::changed, this, &FamilyBar::refresh);
    hide();
}

void FamilyBar::refresh() {
    const Workflow* workflow = m_inspector.workflow();
    QStringList parts;
    QStringList spoken;
    if (workflow != nullptr && !workflow->parentId.empty()) {
        parts.append(tr("Invoked by %1").arg(linkTo(workflow->parentId)));
        spoken.append(tr("Invoked by %1").arg(QString::fromStdString(workflow->parentId)));
    }
    if (workflow != nullptr && !workflow->children.empty()) {
        QStringList links;
        for (std::size_t i = 0; i < workflow->children.size() && i < kMostChildren; ++i)
            links.append(linkTo(workflow->children[i].workflowId));
        if (workflow->children.size() > kMostChildren) links.append(u"\u2026"_s);
        parts.append(tr("Has invoked %1").arg(links.join(u", "_s)));
        spoken.append(tr("Has invoked %n workflow(s)", nullptr, static_cast<int>(workflow->children.size())));
    }
    setText(parts.join(u" \u00b7 "_s));
    setAccessibleName(spoken.join(u", "_s));
    setVisible(!parts.isEmpty());
}

QString FamilyBar::linkTo(const std::string& id) const {
    const QString text = QString::fromStdString(id);
    return u"<a href=\"%1\" style=\"color:%2\">%3</a>"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(text)),
                                                             m_theme.colors().accent.name(), text.toHtmlEscaped());
}

} // namespace signalbox::ui
