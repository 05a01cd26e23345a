# What find_package(Signalbox) gives: the target Signalbox::Engine.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(fmt)
find_dependency(spdlog)
find_dependency(nlohmann_json)
find_dependency(OpenSSL COMPONENTS Crypto)
find_dependency(SQLite3 3.40)
include("${CMAKE_CURRENT_LIST_DIR}/SignalboxTargets.cmake")
