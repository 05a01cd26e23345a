#include "app/desktop/stores/qt_keychain.h"

#include <qt6keychain/keychain.h>

#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

const QString kService = u"signalbox"_s;

Error errorOf(const QKeychain::Job& job) {
    const bool isMissing = job.error() == QKeychain::EntryNotFound;
    return {.code = isMissing ? ErrorCode::NotFound : ErrorCode::Io,
            .message = "key store: " + job.errorString().toStdString(),
            .advice = isMissing ? "" : "unlock the key store of the desktop"};
}

} // namespace

void QtKeychain::read(const QString& name, std::function<void(const Result<QString>&)> done) {
    auto* job = new QKeychain::ReadPasswordJob(kService); // deletes itself
    job->setInsecureFallback(false);
    job->setKey(name);
    QObject::connect(job, &QKeychain::Job::finished, job, [job, done = std::move(done)] {
        if (job->error() == QKeychain::NoError)
            done(job->textData());
        else
            done(std::unexpected(errorOf(*job)));
    });
    job->start();
}

void QtKeychain::write(const QString& name, const QString& value, std::function<void(const Status&)> done) {
    const auto finish = [done = std::move(done)](QKeychain::Job* job) {
        const bool isGone = job->error() == QKeychain::EntryNotFound; // removed already
        if (job->error() == QKeychain::NoError || isGone)
            done({});
        else
            done(std::unexpected(errorOf(*job)));
    };
    if (value.isEmpty()) {
        auto* job = new QKeychain::DeletePasswordJob(kService);
        job->setInsecureFallback(false);
        job->setKey(name);
        QObject::connect(job, &QKeychain::Job::finished, job, finish);
        job->start();
        return;
    }
    auto* job = new QKeychain::WritePasswordJob(kService);
    job->setInsecureFallback(false);
    job->setKey(name);
    job->setTextData(value);
    QObject::connect(job, &QKeychain::Job::finished, job, finish);
    job->start();
}

} // namespace signalbox
