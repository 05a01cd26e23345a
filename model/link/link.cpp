#include "model/link/link.h"

#include <QStringList>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

QString encoded(const QString& part) {
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

bool hasControls(const QString& part) {
    return std::ranges::any_of(part, [](QChar each) { return each.category() == QChar::Other_Control; });
}

std::unexpected<Error> refuse(const QString& text, const std::string& what) {
    const QString message = u"'%1' is no link: %2"_s.arg(text, QString::fromStdString(what));
    return fail(ErrorCode::InvalidArgument, message.toStdString(),
                "Write signalbox://SERVER/DEFINITION/ID, such as signalbox://local/bug/BUG-1042.");
}

} // namespace

QString toText(const Link& link) {
    QString text = u"signalbox://%1/%2/%3"_s.arg(encoded(link.connection), encoded(link.definition), encoded(link.id));
    if (link.at) text += u"?at=%1"_s.arg(link.at->value());
    return text;
}

Result<Link> parseLink(const QString& text) {
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"signalbox"_s) return refuse(text, "it does not begin with signalbox://");
    if (url.host().isEmpty()) return refuse(text, "the connection is missing");
    // Split while still encoded: an id may hold a slash.
    const QStringList parts = url.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts);
    if (parts.size() != 2) return refuse(text, "after the connection come a definition and an id");

    Link link{.connection = url.host(),
              .definition = QUrl::fromPercentEncoding(parts[0].toLatin1()),
              .id = QUrl::fromPercentEncoding(parts[1].toLatin1()),
              .at = std::nullopt};
    // No name and no id has any; whoever wrote them wants to be read otherwise.
    if (hasControls(link.definition) || hasControls(link.id)) return refuse(text, "it holds control characters");
    const QUrlQuery query(url);
    if (query.hasQueryItem(u"at"_s)) {
        bool isNumber = false;
        const qulonglong revision = query.queryItemValue(u"at"_s).toULongLong(&isNumber);
        if (!isNumber) return refuse(text, "at= takes the number of a revision");
        link.at = Revision{revision};
    }
    return link;
}

} // namespace signalbox::model
