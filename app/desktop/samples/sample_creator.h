#pragma once

#include <QObject>

#include "app/desktop/samples/sample_story.h"

#include <cstddef>
#include <vector>

namespace signalbox {

namespace model {
class Connection;
}

// Creates sample workflows through a connection while the window stays usable: one act after the other, each a turn
// like an operator's.
class SampleCreator : public QObject {
    Q_OBJECT
public:
    explicit SampleCreator(model::Connection& connection, QObject* parent = nullptr);

    bool isRunning() const { return m_next < m_story.size(); }
    // Does nothing while it runs.
    void start(std::uint32_t count);

Q_SIGNALS:
    void finished();
    void failed(const signalbox::Error& error);

private:
    void performNext();
    template <typename Answer>
    void onAnswer(const Result<Answer>& answer);

    model::Connection& m_connection;
    std::vector<SampleAct> m_story;
    std::size_t m_next = 0;
};

} // namespace signalbox
