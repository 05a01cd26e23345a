# What find_package(Signalbox) gives: the target Signalbox::Engine; and Signalbox::Effects, where libcurl is installed.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(fmt)
find_dependency(spdlog)
find_dependency(nlohmann_json)
find_dependency(OpenSSL COMPONENTS Crypto)
find_dependency(SQLite3 3.40)
include("${CMAKE_CURRENT_LIST_DIR}/SignalboxTargets.cmake")

find_package(CURL QUIET)
if(CURL_FOUND AND EXISTS "${CMAKE_CURRENT_LIST_DIR}/SignalboxEffectsTargets.cmake")
    include("${CMAKE_CURRENT_LIST_DIR}/SignalboxEffectsTargets.cmake")
endif()
