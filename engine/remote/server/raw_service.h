#pragma once

#include "engine/remote/signalbox.grpc.pb.h"

namespace signalbox {

template <typename Base, template <typename> typename... Layers>
struct Layered {
    using Type = Base;
};
template <typename Base, template <typename> typename First, template <typename> typename... Rest>
struct Layered<Base, First, Rest...> {
    using Type = First<typename Layered<Base, Rest...>::Type>;
};

// The protocol's service in bytes. Where gRPC reads the messages, it answers one that it cannot read by itself, as if
// there were no such method, and nobody hears of it.
using RawService = Layered<
    v1::WorkflowService::Service, v1::WorkflowService::WithRawCallbackMethod_Definitions,
    v1::WorkflowService::WithRawCallbackMethod_Deploy, v1::WorkflowService::WithRawCallbackMethod_Create,
    v1::WorkflowService::WithRawCallbackMethod_Fire, v1::WorkflowService::WithRawCallbackMethod_Cancel,
    v1::WorkflowService::WithRawCallbackMethod_Terminate, v1::WorkflowService::WithRawCallbackMethod_Migrate,
    v1::WorkflowService::WithRawCallbackMethod_Remove, v1::WorkflowService::WithRawCallbackMethod_SetTimer,
    v1::WorkflowService::WithRawCallbackMethod_MoveTimer, v1::WorkflowService::WithRawCallbackMethod_CancelTimer,
    v1::WorkflowService::WithRawCallbackMethod_ActOnEffects, v1::WorkflowService::WithRawCallbackMethod_Respond,
    v1::WorkflowService::WithRawCallbackMethod_Timers, v1::WorkflowService::WithRawCallbackMethod_Effects,
    v1::WorkflowService::WithRawCallbackMethod_Get, v1::WorkflowService::WithRawCallbackMethod_List,
    v1::WorkflowService::WithRawCallbackMethod_Enumerate, v1::WorkflowService::WithRawCallbackMethod_History,
    v1::WorkflowService::WithRawCallbackMethod_Explain, v1::WorkflowService::WithRawCallbackMethod_Preview,
    v1::WorkflowService::WithRawCallbackMethod_Statistics, v1::WorkflowService::WithRawCallbackMethod_Watch>::Type;

} // namespace signalbox
