#include "model/text/error_text.h"

#include <QCoreApplication>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::ErrorText)
};

} // namespace

QString errorText(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return Text::tr("The request is not valid as it is.");
    case ErrorCode::NotFound:
        return Text::tr("It does not exist in this store.");
    case ErrorCode::AlreadyExists:
        return Text::tr("The id is taken.");
    case ErrorCode::InvalidDefinition:
        return Text::tr("The definition is not valid.");
    case ErrorCode::StaleRevision:
        return Text::tr("The workflow has changed since you looked.");
    case ErrorCode::Busy:
        return Text::tr("There is too much to do just now; nothing was changed.");
    case ErrorCode::ActionFailed:
        return Text::tr("The definition's own code failed; nothing was changed.");
    case ErrorCode::DefinitionUnavailable:
        return Text::tr("This program does not have the code of the definition.");
    case ErrorCode::Io:
        return Text::tr("The disk refused; nothing was changed.");
    case ErrorCode::OutcomeUnknown:
        return Text::tr("It may or may not have happened. Retry to learn the truth; it will not happen twice.");
    case ErrorCode::ReadOnly:
        return Text::tr("The store takes no changes.");
    case ErrorCode::Locked:
        return Text::tr("Another program has the store open.");
    case ErrorCode::NotAStore:
        return Text::tr("The file is not a Signalbox store.");
    case ErrorCode::NewerFormat:
        return Text::tr("The store was written by a newer Signalbox.");
    case ErrorCode::Corrupt:
        return Text::tr("The store is damaged here.");
    case ErrorCode::ShuttingDown:
        return Text::tr("The engine is closing.");
    case ErrorCode::NotPermitted:
        return Text::tr("This is not permitted in the workflow's present state.");
    case ErrorCode::Internal:
        return Text::tr("Signalbox has met a bug of its own.");
    case ErrorCode::DiskFull:
        return Text::tr("The disk is full; nothing was changed. Changes are taken again once there is space.");
    case ErrorCode::DataLoss:
        return Text::tr("The store lacks changes that it had saved.");
    case ErrorCode::Disconnected:
        return Text::tr("There is no connection to the server; nothing was changed.");
    case ErrorCode::Unauthenticated:
        return Text::tr("The server does not know you, or not any more.");
    case ErrorCode::Forbidden:
        return Text::tr("Your role on this server does not reach so far.");
    case ErrorCode::UnknownCall:
        return Text::tr("The server runs a version of Signalbox that does not know this.");
    }
    Q_UNREACHABLE();
}

QString errorText(const Error& error) {
    return errorText(error.code);
}

QString errorName(ErrorCode code) {
    const std::string_view text = name(code);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

bool isWorthRetrying(ErrorCode code) {
    return code == ErrorCode::Busy || code == ErrorCode::Io || code == ErrorCode::OutcomeUnknown ||
           code == ErrorCode::ReadOnly || code == ErrorCode::DiskFull || code == ErrorCode::Disconnected;
}

} // namespace signalbox::model
