#pragma once

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/basics.h"
#include "engine/workflow_definitions.h"

namespace signalbox::wire {

// Definitions and their versions.

void encode(const DefinitionSource& value, v1::DefinitionSource& message);
void encode(const Definition& value, v1::Definition& message);
void encode(const DeployRequest& value, v1::DeployRequest& message);
void encode(const DeployReply& value, v1::DeployReply& message);
void encode(const MigrateRequest& value, v1::MigrateRequest& message);
void encode(const MigrateReply& value, v1::MigrateReply& message);

[[nodiscard]] DefinitionSource decode(const v1::DefinitionSource& message);
[[nodiscard]] Definition decode(const v1::Definition& message, Faults& faults);
[[nodiscard]] DeployRequest decode(const v1::DeployRequest& message, Faults& faults);
[[nodiscard]] DeployReply decode(const v1::DeployReply& message, Faults& faults);
[[nodiscard]] MigrateRequest decode(const v1::MigrateRequest& message, Faults& faults);
[[nodiscard]] MigrateReply decode(const v1::MigrateReply& message, Faults& faults);

} // namespace signalbox::wire
