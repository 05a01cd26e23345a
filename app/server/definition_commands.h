#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace signalbox {

// What signalboxd does with definitions, without a store. Requires: a QCoreApplication, for their scripts.
// Returns: the exit status: 0 done, 1 a definition has errors, 2 a file or an event cannot be read.

// Prints what is wrong with each file, or suspicious, to standard error: "file:line:column: severity: text".
int checkCommand(const std::vector<std::string>& files);

struct SimulateArguments {
    std::string file;
    std::string events; // a file of JSON lines, "-" for standard input; empty: none
    std::chrono::seconds atMost{3600};
    bool evicts = false;
};

// Runs a definition in memory on a virtual clock and prints one JSON line for the start, one per event, one at the end.
int simulateCommand(const SimulateArguments& arguments);

} // namespace signalbox
