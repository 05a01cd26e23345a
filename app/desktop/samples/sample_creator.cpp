#include "app/desktop/samples/sample_creator.h"

#include "model/connection/connection.h"

namespace signalbox {

SampleCreator::SampleCreator(model::Connection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection) {}

void SampleCreator::start(std::uint32_t count) {
    if (isRunning()) return;
    m_story = sampleStory(count);
    m_next = 0;
    performNext();
}

void SampleCreator::performNext() {
    if (!isRunning()) {
        Q_EMIT finished();
        return;
    }
    const SampleAct& act = m_story[m_next];
    if (act.trigger.empty()) {
        m_connection.create(createRequest(act), this, [this](const Result<CreateReply>& answer) { onAnswer(answer); });
        return;
    }
    m_connection.fire(fireRequest(act), this, [this](const Result<FireReply>& answer) { onAnswer(answer); });
}

template <typename Answer>
void SampleCreator::onAnswer(const Result<Answer>& answer) {
    if (!answer) {
        m_story.clear();
        Q_EMIT failed(answer.error());
        return;
    }
    ++m_next;
    performNext();
}

} // namespace signalbox
