// The program under test, a folder of its own for its state, and a server that it may talk to.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/run_program.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_dir.hpp"

namespace linktender::test {

/// Runs `linktender` with a state folder below `folder`, so that no test sees the user's database.
inline ProgramCall linktender_call(const TempDir& folder, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LINKTENDER_PROGRAM);
    return {.arguments = std::move(arguments),
            .environment = {"XDG_STATE_HOME=" + (folder / "state").string(), "NO_COLOR=1"},
            .directory = folder.path()};
}

inline ProgramResult run_linktender(const TempDir& folder, std::vector<std::string> arguments) {
    return run_program(linktender_call(folder, std::move(arguments)));
}

/// The same for the user `nobody`: what root may read tells nothing about permissions.
inline ProgramResult linktender_as_nobody(const TempDir& folder, std::vector<std::string> arguments) {
    ProgramCall call = linktender_call(folder, std::move(arguments));
    const std::vector<std::string> drop{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    if (geteuid() == 0) call.arguments.insert(call.arguments.begin(), drop.begin(), drop.end());
    return run_program(std::move(call));
}

/// Flags that lead every host to `server` on loopback, without waiting between requests.
inline std::vector<std::string> audit_flags(const ScriptedServer& server) {
    return {"audit",
            "--connect-to",
            server.connect_to(),
            "--allow-address",
            "127.0.0.0/8",
            "--no-progress",
            "--max-retries",
            "0",
            "--host-request-interval",
            "0",
            "--robots",
            "ignore",
            "--timeout",
            "5s"};
}

inline std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace linktender::test
