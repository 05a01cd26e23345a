#include "tests/fuzz/fuzz_target.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

// Stands in for libFuzzer where the compiler has none: every input of a folder, then inputs made from them at random,
// the same ones each time.
//
//     signalbox_fuzz_NAME FOLDER COUNT

namespace {

using Input = std::vector<std::uint8_t>;

constexpr std::size_t kLongest = 4096;

std::vector<Input> readFolder(const std::filesystem::path& folder) {
    std::vector<Input> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

class Mutator {
public:
    explicit Mutator(const std::vector<Input>& inputs) : m_inputs(inputs) {}

    Input next() {
        Input input = any();
        for (std::size_t changes = 1 + below(8); changes > 0; --changes)
            change(input);
        return input;
    }

private:
    std::size_t below(std::size_t bound) { return m_random() % bound; }
    Input any() { return m_inputs.empty() ? Input{} : m_inputs[below(m_inputs.size())]; }
    std::uint8_t byte() { return static_cast<std::uint8_t>(m_random()); }

    void change(Input& input) {
        const auto at = static_cast<std::ptrdiff_t>(below(input.size() + 1));
        switch (below(5)) {
        case 0:
            if (!input.empty()) input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
            break;
        case 1:
            input.insert(input.begin() + at, byte());
            break;
        case 2:
            input.resize(static_cast<std::size_t>(at));
            break;
        case 3:
            if (!input.empty()) input[below(input.size())] = byte();
            break;
        default: {
            const Input other = any();
            input.insert(input.begin() + at, other.begin(), other.end());
        }
        }
        if (input.size() > kLongest) input.resize(kLongest);
    }

    const std::vector<Input>& m_inputs;
    std::mt19937_64 m_random{20'26};
};

void run(const Input& input) {
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::vector<Input> inputs = readFolder(argv[1]);
    for (const Input& input : inputs)
        run(input);
    Mutator mutator(inputs);
    const long count = std::stol(argv[2]);
    for (long i = 0; i < count; ++i)
        run(mutator.next());
    std::printf("%zu inputs and %ld made from them\n", inputs.size(), count);
    return 0;
}
