#include "tests/support/fault_vfs.h"

#include <sqlite3.h>

#include <cassert>
#include <cstddef>
#include <string>
#include <utility>

namespace signalbox {

namespace {

// The system's file stands behind it in the memory that SQLite provides.
struct FaultFile {
    sqlite3_file base;
    FaultVfs* faults; // null: this file never fails
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<FaultFile*>(file) + 1);
}

sqlite3_vfs* system(sqlite3_vfs* vfs) {
    return static_cast<std::pair<sqlite3_vfs*, FaultVfs*>*>(vfs->pAppData)->first;
}

int answer(sqlite3_file* file, FaultVfs::Call call) {
    FaultVfs* faults = reinterpret_cast<FaultFile*>(file)->faults;
    return faults != nullptr ? faults->pass(call) : SQLITE_OK;
}

int closeFile(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}
int readFile(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), to, size, at);
}
int writeFile(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    const int code = answer(file, FaultVfs::Call::Write);
    return code != SQLITE_OK ? code : real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}
int syncFile(sqlite3_file* file, int flags) {
    const int code = answer(file, FaultVfs::Call::Sync);
    return code != SQLITE_OK ? code : real(file)->pMethods->xSync(real(file), flags);
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int checkReservedLock(sqlite3_file* file, int* result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
int controlFile(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sectorSize(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int deviceCharacteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int mapShared(sqlite3_file* file, int page, int size, int extend, volatile void** to) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, to);
}
int lockShared(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shareBarrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int unmapShared(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods kMethods{.iVersion = 2,
                                  .xClose = closeFile,
                                  .xRead = readFile,
                                  .xWrite = writeFile,
                                  .xTruncate = truncateFile,
                                  .xSync = syncFile,
                                  .xFileSize = sizeOfFile,
                                  .xLock = lockFile,
                                  .xUnlock = unlockFile,
                                  .xCheckReservedLock = checkReservedLock,
                                  .xFileControl = controlFile,
                                  .xSectorSize = sectorSize,
                                  .xDeviceCharacteristics = deviceCharacteristics,
                                  .xShmMap = mapShared,
                                  .xShmLock = lockShared,
                                  .xShmBarrier = shareBarrier,
                                  .xShmUnmap = unmapShared,
                                  .xFetch = nullptr,
                                  .xUnfetch = nullptr};

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    auto* fault = reinterpret_cast<FaultFile*>(file);
    fault->base.pMethods = nullptr;
    const bool isWal = (flags & SQLITE_OPEN_WAL) != 0;
    fault->faults = isWal ? static_cast<std::pair<sqlite3_vfs*, FaultVfs*>*>(vfs->pAppData)->second : nullptr;
    const int code = system(vfs)->xOpen(system(vfs), name, real(file), flags, outFlags);
    if (real(file)->pMethods != nullptr) fault->base.pMethods = &kMethods;
    return code;
}

struct Registration {
    sqlite3_vfs vfs{};
    std::pair<sqlite3_vfs*, FaultVfs*> parts;
    std::string name;
};

// SQLite keeps its list of file systems per process, so there is one of these at a time.
Registration* registered = nullptr;

} // namespace

FaultVfs::FaultVfs() {
    assert(registered == nullptr);
    registered = new Registration;
    registered->name = name();
    registered->parts = {sqlite3_vfs_find(nullptr), this};
    registered->vfs = *registered->parts.first;
    registered->vfs.zName = registered->name.c_str();
    registered->vfs.pNext = nullptr;
    registered->vfs.pAppData = &registered->parts;
    registered->vfs.szOsFile += static_cast<int>(sizeof(FaultFile));
    registered->vfs.xOpen = openFile;
    sqlite3_vfs_register(&registered->vfs, 0);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&registered->vfs);
    delete registered;
    registered = nullptr;
}

void FaultVfs::failFrom(Call call, int nth, int code) {
    m_code = code;
    m_failAt[index(call)] = m_counts[index(call)] + nth;
}

void FaultVfs::heal() {
    m_failAt[0] = m_failAt[1] = 0;
}

int FaultVfs::pass(Call call) {
    const int count = ++m_counts[index(call)];
    const int failAt = m_failAt[index(call)];
    return failAt != 0 && count >= failAt ? m_code.load() : SQLITE_OK;
}

} // namespace signalbox
