#include "engine/base/core_files.h"

#include <sys/resource.h>

namespace signalbox {

void leaveNoCore() {
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
}

} // namespace signalbox
