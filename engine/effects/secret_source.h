#pragma once

#include "engine/base/error.h"

#include <string>
#include <string_view>

namespace signalbox {

// Where passwords and keys lie: by name, outside of definitions, stores and logs.
class SecretSource {
public:
    virtual ~SecretSource() = default;

    // The secret of this name, as it is now. May read a file, but does not wait for a person.
    // Errors: NotFound: there is none; Io, Busy: it could not be read now.  Thread-safety: any thread.
    [[nodiscard]] virtual Result<std::string> secret(std::string_view name) const = 0;
};

} // namespace signalbox
