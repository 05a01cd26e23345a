#pragma once

#include <pwd.h>
#include <unistd.h>

#include <string>

namespace signalbox {

// Who acts, as the log keeps it: whoever runs this program.
inline std::string operatorName() {
    const passwd* const user = getpwuid(getuid());
    return user != nullptr ? std::string("operator ") + user->pw_name : "operator " + std::to_string(getuid());
}

} // namespace signalbox
