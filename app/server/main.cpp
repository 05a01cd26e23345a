#include <QCoreApplication>

#include "app/server/definition_commands.h"
#ifdef SIGNALBOX_SERVES
#include "app/server/server_options.h"
#endif
#include "app/server/store_commands.h"
#include "app/server/version_commands.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace signalbox {
namespace {

constexpr int kUsage = 2;

struct Arguments {
    std::string store;
    std::string backup;
    bool allowNetworkFileSystem = false;
    std::vector<std::string> definitions;
    SimulateArguments simulate;
    DeployArguments deploy;
    MigrateArguments migrate;
    std::int64_t mostSeconds = 3600;
};

void addStoreCommands(CLI::App& app, Arguments& arguments, int& status) {
    auto* verify = app.add_subcommand(
        "verify", "Read every row of a store: pages, checksums, hash chain, gaps. Exit 0 if whole, 1 if not");
    verify->add_option("STORE", arguments.store, "Store file")->required();
    verify->final_callback([&] { status = verifyCommand(arguments.store, arguments.allowNetworkFileSystem); });
    auto* backup = app.add_subcommand(
        "backup", "Copy a store into one new file, beside a program that writes to it, and verify the copy");
    backup->add_option("STORE", arguments.store, "Store file")->required();
    backup->add_option("FILE", arguments.backup, "Where the backup goes; there must be nothing yet")->required();
    backup->final_callback(
        [&] { status = backupCommand(arguments.store, arguments.backup, arguments.allowNetworkFileSystem); });
    auto* doctor = app.add_subcommand(
        "doctor", "Look at each part of a store, also beside a program that writes to it, and print a line for each:"
                  " header, integrity, rows, chain, watermark, orphans. Exit 0 if whole, 1 if not, 2 if it cannot be"
                  " read");
    doctor->add_option("STORE", arguments.store, "Store file")->required();
    doctor->final_callback([&] { status = doctorCommand(arguments.store, arguments.allowNetworkFileSystem); });
    for (CLI::App* command : {verify, backup, doctor})
        command->add_flag("--allow-network-file-system", arguments.allowNetworkFileSystem,
                          "Open a store on what looks like a network file system");
    auto* restore = app.add_subcommand(
        "restore", "Put a backup in a store's place. What was there is kept under a dated name. A store restored from"
                   " itself goes on with what is left of it");
    restore->add_option("BACKUP", arguments.backup, "Backup, or any store")->required();
    restore->add_option("STORE", arguments.store, "Store file")->required();
    restore->final_callback([&] { status = restoreCommand(arguments.backup, arguments.store); });
}

void addDefinitionCommands(CLI::App& app, Arguments& arguments, int& status) {
    auto* check = app.add_subcommand("check", "Read SCXML definitions and tell all that is wrong with them, as"
                                              " file:line:column: severity: text. Exit 0 if clean, 1 on errors");
    check->add_option("FILE", arguments.definitions, "Definition, an SCXML file")->required();
    check->final_callback([&] { status = checkCommand(arguments.definitions); });

    SimulateArguments& simulate = arguments.simulate;
    auto* command = app.add_subcommand(
        "simulate", "Run a definition in memory on a virtual clock; no effect leaves. Prints JSON lines: the start, one"
                    " per event, the end");
    command->add_option("FILE", simulate.file, "Definition, an SCXML file")->required();
    command->add_option("--events", simulate.events,
                        "JSON lines {\"event\":\"name\",\"data\":{...},\"after_ms\":N}, or - for standard input");
    command
        ->add_option("--max-time", arguments.mostSeconds, "How long the clock runs on after the last event, in seconds")
        ->capture_default_str()
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{100LL * 366 * 24 * 3600}));
    command->add_flag("--evict", simulate.evicts, "Rebuild the workflow from its snapshot after every turn");
    command->final_callback([&] {
        simulate.atMost = std::chrono::seconds{arguments.mostSeconds};
        status = simulateCommand(simulate);
    });
}

// What both have in common.
template <typename CommandArguments>
void addVersionOptions(CLI::App& command, CommandArguments& arguments) {
    command.add_option("--reason", arguments.reason, "Why, for the log");
    command.add_flag("--dry-run", arguments.isDryRun,
                     "Only tell what it would do: the store is opened for reading, also beside a program that has it"
                     " open");
    command.add_flag("--allow-network-file-system", arguments.allowNetworkFileSystem,
                     "Open a store on what looks like a network file system");
}

void addDeployCommand(CLI::App& app, DeployArguments& arguments, int& status) {
    auto* command = app.add_subcommand(
        "deploy", "Bring a definition into a store as a new version of its name, and tell how it differs from the one"
                  " before. Exit 0 if done, 1 if it has errors, 2 if a file cannot be used");
    command->add_option("STORE", arguments.store, "Store file")->required();
    command->add_option("FILE", arguments.file, "Definition, an SCXML file")->required();
    addVersionOptions(*command, arguments);
    command->final_callback([&] { status = deployCommand(arguments); });
}

void addMigrateCommand(CLI::App& app, MigrateArguments& arguments, int& status) {
    auto* command = app.add_subcommand(
        "migrate", "Move workflows to another version of their definition, and tell what does not go over as it is."
                   " Timers that are due fire meanwhile. Exit 0 if done, 1 if workflows were left, 2 if the store"
                   " cannot be used");
    command->add_option("STORE", arguments.store, "Store file")->required();
    command->add_option("--definition", arguments.definition, "Its name")->required();
    command->add_option("--to", arguments.toVersion, "Version to move to; the newest unless it is given");
    command->add_option("--from", arguments.fromVersion, "Move only workflows of this version");
    command->add_option("--map", arguments.states, "OLD=NEW: where a state goes that has another name there")
        ->allow_extra_args(false);
    command->add_option("ID", arguments.ids, "Workflows; all that have not ended unless one is named");
    addVersionOptions(*command, arguments);
    command->final_callback([&] { status = migrateCommand(arguments); });
}

int run(int argc, char** argv) {
    // Scripts of definitions run in it; there is no event loop.
    const QCoreApplication qt(argc, argv);
    CLI::App app("Serves Signalbox stores, and looks after them and their definitions, without a window.",
                 "signalboxd");
    app.set_version_flag("--version", "signalboxd " SIGNALBOX_VERSION);
    app.require_subcommand(1);
    Arguments arguments;
    int status = 0;
    addStoreCommands(app, arguments, status);
    addDefinitionCommands(app, arguments, status);
    addDeployCommand(app, arguments.deploy, status);
    addMigrateCommand(app, arguments.migrate, status);
#ifdef SIGNALBOX_SERVES
    const SystemClock clock;
    ServerArguments server;
    addServerCommands(app, server, clock, status);
#endif
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    return status;
}

} // namespace
} // namespace signalbox

int main(int argc, char** argv) {
    try {
        return signalbox::run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs("signalboxd: ", stderr);
        std::fputs(error.what(), stderr);
        std::fputs("\n", stderr);
        return 1;
    }
}
