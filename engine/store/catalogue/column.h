#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace signalbox {

// Memory of long columns in large pages: the system gives a million rows their memory a page at a time, and with small
// ones that takes longer than filling it. It is only ever advice: without large pages all else is the same.
template <typename T>
class ColumnAllocator {
public:
    using value_type = T;

    ColumnAllocator() = default;
    template <typename U>
    ColumnAllocator(const ColumnAllocator<U>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        const std::size_t pages = (bytes + kPageBytes - 1) / kPageBytes;
        void* const memory = isLong(count) ? std::aligned_alloc(kPageBytes, pages * kPageBytes) : std::malloc(bytes);
        if (memory == nullptr) throw std::bad_alloc();
        if (isLong(count)) ::madvise(memory, pages * kPageBytes, MADV_HUGEPAGE);
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t) { std::free(memory); }

    bool operator==(const ColumnAllocator&) const = default;

private:
    static constexpr std::size_t kPageBytes = std::size_t{2} << 20;
    static bool isLong(std::size_t count) { return count * sizeof(T) >= kPageBytes / 2; }
};

template <typename T>
using Column = std::vector<T, ColumnAllocator<T>>;

} // namespace signalbox
