#include "model/text/age.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox::model {

namespace {

QString translated(const char* text, std::int64_t count) {
    return QCoreApplication::translate("signalbox::model::Age", text).arg(QLocale().toString(qlonglong{count}));
}

} // namespace

QString ageText(std::chrono::milliseconds age) {
    using namespace std::chrono;
    const auto whole = floor<seconds>(age);
    if (whole < 1s) return QCoreApplication::translate("signalbox::model::Age", "now");
    if (whole < 1min) return translated(QT_TRANSLATE_NOOP("signalbox::model::Age", "%1 s"), whole.count());
    if (whole < 1h)
        return translated(QT_TRANSLATE_NOOP("signalbox::model::Age", "%1 m"), floor<minutes>(whole).count());
    if (whole < days(1))
        return translated(QT_TRANSLATE_NOOP("signalbox::model::Age", "%1 h"), floor<hours>(whole).count());
    if (whole < days(365))
        return translated(QT_TRANSLATE_NOOP("signalbox::model::Age", "%1 d"), floor<days>(whole).count());
    return translated(QT_TRANSLATE_NOOP("signalbox::model::Age", "%1 y"), whole / days(365));
}

} // namespace signalbox::model
