"""Does what grpcurl does with the options that copied commands use, made from the protocol alone.

Arguments: PROTO_ROOT, then those of grpcurl. Prints the answer as JSON; an error ends it with 1.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

options = argparse.ArgumentParser(prefix_chars="-", allow_abbrev=False)
options.add_argument("root")
options.add_argument("-H", action="append", default=[])
options.add_argument("-d", required=True)
for flag in ("-plaintext", "-unix"):
    options.add_argument(flag, action="store_true")
for flag in ("-cacert", "-cert", "-key", "-authority"):
    options.add_argument(flag)
options.add_argument("address")
options.add_argument("method")
given = options.parse_args()

with tempfile.TemporaryDirectory() as folder:
    described = os.path.join(folder, "descriptors")
    subprocess.run(["protoc", f"--proto_path={given.root}", "--include_imports", f"--descriptor_set_out={described}",
                    "engine/remote/signalbox.proto"], check=True)
    with open(described, "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
pool = descriptor_pool.DescriptorPool()
for each in files.file:
    pool.Add(each)
service, name = given.method.split("/")
method = pool.FindServiceByName(service).FindMethodByName(name)
factory = message_factory.MessageFactory(pool)
request_type = factory.GetPrototype(method.input_type)
reply_type = factory.GetPrototype(method.output_type)


def content(path):
    if path is None:
        return None
    with open(path, "rb") as file:
        return file.read()


target = f"unix:{given.address}" if given.unix else given.address
settings = [("grpc.ssl_target_name_override", given.authority)] if given.authority else []
if given.plaintext:
    channel = grpc.insecure_channel(target, settings)
else:
    credentials = grpc.ssl_channel_credentials(content(given.cacert), content(given.key), content(given.cert))
    channel = grpc.secure_channel(target, credentials, settings)
request = json_format.Parse(sys.stdin.read() if given.d == "@" else given.d, request_type())
call = channel.unary_unary(f"/{given.method}", request_type.SerializeToString, reply_type.FromString)
metadata = [tuple(part.strip() for part in header.split(":", 1)) for header in given.H]
try:
    print(json_format.MessageToJson(call(request, metadata=metadata, timeout=30)))
except grpc.RpcError as error:
    sys.exit(f"ERROR:\n  Code: {error.code().name}\n  Message: {error.details()}")
