#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

// What libFuzzer calls with each input, and what the replay program calls with the inputs that are kept in corpus/.
// Returns: 0. Ends the process where the code under test does not keep a promise.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace signalbox::fuzz {

// As assert, and in release builds too.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::abort();
}

} // namespace signalbox::fuzz
