#pragma once

#include "app/server/settings/serve_settings.h"
#include "engine/effects/secret_source.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Secrets as a service has them: a file each in a folder, which an orchestrator mounts, or variables of the
// environment. Read anew each time, so that one that is replaced holds from then on.  Thread-safety: any thread.
class SecretPlaces final : public SecretSource {
public:
    using Environment = std::function<std::optional<std::string>(const std::string& name)>;

    SecretPlaces(SecretSettings settings, Environment environment);

    // The folder goes first. Of a file, its text without the line's end.  Errors: NotFound; Io; InvalidArgument: a name
    // that is not made of letters, digits, '-', '_' and '.', or begins with a dot.
    [[nodiscard]] Result<std::string> secret(std::string_view name) const override;

private:
    [[nodiscard]] Result<std::string> fromFolder(const std::string& name) const;

    const SecretSettings m_settings;
    const Environment m_environment;
};

} // namespace signalbox
