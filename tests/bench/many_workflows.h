#pragma once

#include <cstddef>
#include <string>

namespace signalbox::bench {

// Makes a store at `path` with bugs "0" to `workflows` - 1 in three states, owned by a hundred people or nobody.
void prepareManyWorkflows(const std::string& path, std::size_t workflows);

// Memory of this process that is in use.
[[nodiscard]] std::size_t residentBytes();

// The work of child processes, whose memory is theirs alone; prints a number of bytes. `what`: "known" is all memory of
// a process that knows the workflows of the store at `argument`; "resident" what each of `argument` workflows takes
// that was created and fired at, without a store and its cache; "timers" the most that a process takes which fires all
// timers of the store at `argument`.
int printMemory(const std::string& what, const std::string& argument);
// What a child process printed.
[[nodiscard]] double memoryInChild(const std::string& what, const std::string& argument);

} // namespace signalbox::bench
