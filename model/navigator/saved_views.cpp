#include "model/navigator/saved_views.h"

#include <QSettings>

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

SavedViews::SavedViews(QSettings& settings, const QString& group) : m_settings(settings), m_key(group + u"/views"_s) {
    const int count = m_settings.beginReadArray(m_key);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        m_views.push_back({m_settings.value(u"name"_s).toString(), m_settings.value(u"filter"_s).toString(),
                           m_settings.value(u"sort"_s).toString(), m_settings.value(u"columns"_s).toString()});
    }
    m_settings.endArray();
}

void SavedViews::save(const SavedView& view) {
    const qsizetype at = indexOf(view.name);
    if (at < 0)
        m_views.push_back(view);
    else
        m_views[at] = view;
    write();
}

bool SavedViews::rename(const QString& from, const QString& to) {
    const qsizetype at = indexOf(from);
    if (at < 0 || to.isEmpty() || (to != from && indexOf(to) >= 0)) return false;
    m_views[at].name = to;
    write();
    return true;
}

void SavedViews::move(const QString& name, const QString& before) {
    const qsizetype from = indexOf(name);
    if (from < 0) return;
    const SavedView moved = m_views.takeAt(from);
    const qsizetype to = indexOf(before);
    m_views.insert(to < 0 ? m_views.size() : to, moved);
    write();
}

void SavedViews::remove(const QString& name) {
    const qsizetype at = indexOf(name);
    if (at < 0) return;
    m_views.removeAt(at);
    write();
}

qsizetype SavedViews::indexOf(const QString& name) const {
    const auto found = std::ranges::find(m_views, name, &SavedView::name);
    return found == m_views.end() ? -1 : found - m_views.begin();
}

void SavedViews::write() {
    m_settings.remove(m_key);
    m_settings.beginWriteArray(m_key, static_cast<int>(m_views.size()));
    for (int i = 0; i < m_views.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(u"name"_s, m_views[i].name);
        m_settings.setValue(u"filter"_s, m_views[i].filter);
        m_settings.setValue(u"sort"_s, m_views[i].sort);
        m_settings.setValue(u"columns"_s, m_views[i].columns);
    }
    m_settings.endArray();
}

} // namespace signalbox::model
