// Runs a program as a person at a shell would, for tests of the command line.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::test {

struct ProgramCall {
    std::vector<std::string> arguments;      ///< the program first; found in PATH when it has no slash
    std::vector<std::string> environment{};  ///< `NAME=value`, added to or in place of what this process has
    std::string input{};                     ///< standard input, a file to the program
    std::filesystem::path directory{};       ///< to run in; empty: this process's
    std::chrono::milliseconds timeout = std::chrono::seconds{60};  ///< from the start; then it is killed
};

struct ProgramResult {
    int exit_code = -1;  ///< -1 when a signal ended it
    int signal = 0;      ///< that signal, else 0
    bool timed_out = false;
    std::string out;  ///< each cut at 64 MiB
    std::string err;
};

/// One process from its start to its end. Not thread-safe; one thread uses it.
class Program {
public:
    /// Starts it. Throws `std::runtime_error` when it cannot be started.
    explicit Program(ProgramCall call);
    /// Kills it when it still runs.
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    /// Sends a signal; nothing when the program has ended.
    void signal(int number) const;
    /// Reads until `text` stands in either output; false when the program ends or its time is over first.
    [[nodiscard]] bool wait_for_output(std::string_view text);
    /// Waits for the end, or kills when the time is over.
    [[nodiscard]] ProgramResult finish();

private:
    void start();
    void close_pipes();
    void read_once(std::chrono::milliseconds patience);
    bool reap(bool wait);
    void kill_now();

    const ProgramCall call_;
    const std::chrono::steady_clock::time_point deadline_;
    pid_t pid_ = -1;
    bool ended_ = false;
    int out_ = -1;
    int err_ = -1;
    ProgramResult result_;
};

[[nodiscard]] inline ProgramResult run_program(ProgramCall call) {
    return Program(std::move(call)).finish();
}

}  // namespace linktender::test
