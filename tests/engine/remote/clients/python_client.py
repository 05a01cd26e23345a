"""A client of a workflow server in another language, made from the protocol alone.

Arguments: PROTO_ROOT TARGET ROOTS_FILE TOKEN WORK_FOLDER. Makes the stubs into the folder, drives the server, and says
"ok" at the end; whatever is not as it should be ends it with an exception.
"""

import json
import subprocess
import sys

import grpc

root, target, roots_file, token, folder = sys.argv[1:]
subprocess.run(
    ["protoc", f"--proto_path={root}", f"--python_out={folder}", f"--grpc_out={folder}",
     "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", "engine/remote/signalbox.proto"],
    check=True)
sys.path.insert(0, folder)

from engine.remote import signalbox_pb2 as pb  # noqa: E402
from engine.remote import signalbox_pb2_grpc as rpc  # noqa: E402

with open(roots_file, "rb") as file:
    credentials = grpc.composite_channel_credentials(
        grpc.ssl_channel_credentials(file.read()), grpc.access_token_call_credentials(token))
workflows = rpc.WorkflowServiceStub(grpc.secure_channel(target, credentials))


def expect(what, wanted, got):
    if wanted != got:
        raise AssertionError(f"{what}: {got!r} instead of {wanted!r}")


session = workflows.Statistics(pb.StatisticsRequest()).session
expect("role", pb.ROLE_OPERATOR, session.role)

watch = workflows.Watch(pb.WatchRequest())
first = next(watch)
expect("position of an empty store", 0, first.position.seq)

caller = pb.Caller(reason="a step reports", request_id="python-1")
fire = pb.FireRequest(
    id="BUG-1", trigger="Assign", arguments_json=json.dumps({"assignee": "joe"}),
    create_from=pb.DefinitionRef(name="bug"), caller=caller)
reply = workflows.Fire(fire)
expect("outcome", pb.OUTCOME_TRANSITIONED, reply.outcome)
expect("state", "Assigned", reply.state)
expect("the same request id", reply.seq, workflows.Fire(fire).seq)

refused = workflows.Fire(pb.FireRequest(id="BUG-1", trigger="Resolve"))
expect("outcome of what is not permitted", pb.OUTCOME_REJECTED, refused.outcome)
if "Close" not in refused.refusal.permitted:
    raise AssertionError(f"permitted: {refused.refusal.permitted}")

seen = []
while len(seen) < 2:
    seen += next(watch).changes
expect("watched", [1, 2], [change.seq for change in seen])
expect("who", "otto", seen[1].caller.principal)
watch.cancel()

try:
    workflows.Fire(pb.FireRequest(id="BUG-1", trigger="Close", expected_revision=40))
    raise AssertionError("a stale revision was taken")
except grpc.RpcError as error:
    expect("code", grpc.StatusCode.ABORTED, error.code())
    trailer = dict(error.trailing_metadata())["grpc-status-details-bin"]
    details = pb.StatusDetails.FromString(trailer)
    detail = pb.ErrorDetail()
    details.details[0].Unpack(detail)
    expect("reason", pb.REASON_STALE_REVISION, detail.reason)
    expect("revision", 1, detail.current_revision)

explained = workflows.Explain(pb.ExplainRequest(id="BUG-1"))
permitted = {each.name for each in explained.triggers if each.permission == pb.PERMISSION_PERMITTED}
expect("permitted", True, "Close" in permitted)

history = workflows.History(pb.HistoryRequest(id="BUG-1"))
expect("history", [pb.CHANGE_KIND_FIRED, pb.CHANGE_KIND_CREATED], [change.kind for change in history.changes])
rows = workflows.List(pb.ListRequest(filter=pb.ListFilter(assignee="joe"))).rows
expect("list", ["BUG-1"], [row.id for row in rows])
structure = json.loads(workflows.Definitions(pb.DefinitionsRequest()).definitions[0].structure_json)
expect("structure", "bug", structure["name"])

try:
    workflows.Terminate(pb.ActRequest(id="BUG-1"))
    raise AssertionError("an operator has terminated")
except grpc.RpcError as error:
    expect("code", grpc.StatusCode.PERMISSION_DENIED, error.code())

print("ok")
