#include "model/actions/action_call.h"

namespace signalbox::model {

QString callOf(const CallText& calls, const ActionRequest& request, const Caller& caller) {
    const ActRequest act{.id = request.id, .expectedRevision = request.seen, .caller = caller};
    switch (request.kind) {
    case ActionKind::Fire:
        return calls.of(FireRequest{.id = request.id,
                                    .trigger = request.trigger,
                                    .arguments = request.arguments,
                                    .expectedRevision = request.seen,
                                    .createFrom = {},
                                    .caller = caller});
    case ActionKind::Cancel:
        return calls.ofCancel(act);
    case ActionKind::Terminate:
        return calls.ofTerminate(act);
    case ActionKind::Remove:
        return calls.ofRemove(act);
    }
    Q_UNREACHABLE();
}

} // namespace signalbox::model
