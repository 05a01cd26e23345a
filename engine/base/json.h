#pragma once

#include <nlohmann/json.hpp>

#include <memory>

namespace signalbox {

using Json = nlohmann::json;

// A JSON value that several snapshots may share because nobody changes it; null means JSON null.
using SharedJson = std::shared_ptr<const Json>;

} // namespace signalbox
