#include "engine/store/sqlite/write_gate.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

// Less is not worth opening for: the next commits would close it again.
constexpr std::uint64_t kLeastSpareBytes = std::uint64_t{256} * 1024;

std::uint64_t freeBytesAt(const std::string& path) {
    struct statvfs disk{};
    return ::statvfs(path.c_str(), &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
}

} // namespace

WriteGate::WriteGate(std::string path, const Clock& clock)
    : m_path(std::move(path))
    , m_clock(clock)
    , m_ballast(m_path) {}

void WriteGate::open() {
    m_file = fileIdentityOf(m_path);
    m_wal = fileIdentityOf(m_path + "-wal");
    if (!m_ballast.take(0)) static_cast<void>(closeForFullDisk(Ballast::kBytes));
}

std::optional<Error> WriteGate::refusal() const {
    if (!m_isClosed) return std::nullopt;
    const MutexLock lock(m_mutex);
    return m_refusal;
}

Error WriteGate::closeForFullDisk(std::uint64_t neededBytes) {
    m_neededBytes = std::max(neededBytes, kLeastSpareBytes);
    Error error = diskFull(m_neededBytes); // before there is a little more space than there was
    m_ballast.release();
    m_isDiskFull = true;
    m_isLocked = false;
    m_lastProbe = m_clock.steadyNow();
    setRefusal(error);
    return error;
}

Error WriteGate::diskFull(std::uint64_t neededBytes) const {
    constexpr auto kWorthTrying = std::chrono::seconds{10};
    return {.code = ErrorCode::DiskFull,
            .message = fmt::format("{}: the disk is full: {} bytes are left, about {} bytes are needed", m_path,
                                   freeBytesAt(m_path), Ballast::kBytes + neededBytes),
            .advice = "Free space on the disk: changes are then taken again within 10 seconds.",
            .retryAfter = kWorthTrying};
}

Error WriteGate::closeForLock(Error error) {
    error.code = ErrorCode::Busy;
    error.retryAfter = std::chrono::seconds{1};
    m_isLocked = true;
    setRefusal(error);
    return error;
}

void WriteGate::openAfterLock() {
    if (std::exchange(m_isLocked, false)) setRefusal(std::nullopt);
}

void WriteGate::closeForGood(std::string reason) {
    m_isDiskFull = false;
    m_isLocked = false;
    setRefusal(Error{.code = ErrorCode::ReadOnly,
                     .message = fmt::format("{}: takes no writes any more: {}", m_path, reason),
                     .advice = "Open the store again, then repeat the request with its request id."});
}

Status WriteGate::checkInPlace() {
    if (fileIdentityOf(m_path) == m_file && fileIdentityOf(m_path + "-wal") == m_wal) return {};
    closeForGood("its file was removed or replaced while it was open, so what is written now would be lost");
    return fail(ErrorCode::OutcomeUnknown, refusal()->message,
                "What this program still shows is the removed file: save what you need of it before you close it.");
}

void WriteGate::probe() {
    if (!m_isClosed) return static_cast<void>(checkInPlace());
    if (!m_isDiskFull || m_clock.steadyNow() - m_lastProbe < kProbeInterval) return;
    m_lastProbe = m_clock.steadyNow();
    m_isDiskFull = !m_ballast.take(m_neededBytes);
    if (!m_isDiskFull) setRefusal(std::nullopt);
}

void WriteGate::setRefusal(std::optional<Error> refusal) {
    const MutexLock lock(m_mutex);
    m_refusal = std::move(refusal);
    m_isClosed = m_refusal.has_value();
}

} // namespace signalbox
