#include "engine/remote/wire/methods.h"

#include "engine/remote/signalbox.pb.h"

namespace signalbox::wire {

// From the file itself, so that none is forgotten.
std::vector<std::string> methodNames() {
    const google::protobuf::ServiceDescriptor& service = *v1::Session::descriptor()->file()->service(0);
    std::vector<std::string> names;
    for (int i = 0; i < service.method_count(); ++i)
        names.emplace_back(service.method(i)->name());
    return names;
}

} // namespace signalbox::wire
