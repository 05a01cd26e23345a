#pragma once

#include <string>

namespace signalbox {

// What signalboxd does to a store at rest, and beside a program that has it open. Each prints what it did, or what is
// wrong and what to do about it.  Returns: the exit status: 0 done, 1 something is wrong with the store; the doctor
// has 2.

// Reads every row of the store.
int verifyCommand(const std::string& path, bool allowNetworkFileSystem);
// Looks at each part of the store, and prints a line for each: "ok" and what it is like, or what is wrong and what to
// do. Returns: 0 whole, 1 something is wrong, 2 it cannot be read: no store is there, it is another program's, or
// newer.
int doctorCommand(const std::string& path, bool allowNetworkFileSystem);
// Copies the store into a new file that is verified before it counts.
int backupCommand(const std::string& path, const std::string& target, bool allowNetworkFileSystem);
// Puts a backup in the store's place, and keeps aside what was there.
int restoreCommand(const std::string& backup, const std::string& path);

} // namespace signalbox
