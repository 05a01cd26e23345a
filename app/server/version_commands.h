#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox {

// What signalboxd does with the definitions of a store. A dry run opens it for reading only, also beside a program that
// has it open, and tells what it would do. Requires: a QCoreApplication, for their scripts.
// Returns: the exit status: 0 done, 1 the definition has errors, or workflows were left, 2 a file or the store cannot
// be used, or the arguments make no sense.

struct DeployArguments {
    std::string store;
    std::string file;
    std::string reason;
    bool isDryRun = false;
    bool allowNetworkFileSystem = false;
};

// Brings a definition into the store as a new version of its name. Prints what is wrong with it to standard error; and
// how it differs from the version before.
int deployCommand(const DeployArguments& arguments);

struct MigrateArguments {
    std::string store;
    std::string definition;          // name
    std::uint32_t toVersion = 0;     // 0: the newest
    std::uint32_t fromVersion = 0;   // 0: every other one
    std::vector<std::string> states; // "OLD=NEW"
    std::vector<std::string> ids;    // none: all workflows that have not ended
    std::string reason;
    bool isDryRun = false;
    bool allowNetworkFileSystem = false;
};

// Moves workflows to another version of their definition. Prints what did not go over as it was, with counts.
int migrateCommand(const MigrateArguments& arguments);

} // namespace signalbox
