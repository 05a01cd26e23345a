#pragma once

#include <cstddef>
#include <string>

namespace signalbox::bench {

// Makes a store at `path` with bugs "0" to `workflows` - 1 in three states, owned by a hundred people or nobody.
void prepareManyWorkflows(const std::string& path, std::size_t workflows);

// The work of child processes, whose memory is theirs alone: opens the store at `path` and prints a number of bytes.
// `what`: "known" is all memory of a process that knows the store's workflows, "resident" what each takes that was
// used.
int printMemory(const std::string& what, const std::string& path);
// What a child process printed.
[[nodiscard]] double memoryInChild(const std::string& what, const std::string& path);

} // namespace signalbox::bench
