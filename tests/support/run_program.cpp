#include "support/run_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace linktender::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t k_max_output = 64 * 1024 * 1024;

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

/// Standard input as a file in memory, so that neither side can block or break on a pipe.
int make_input(std::string_view bytes) {
    const int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0) fail("memfd_create", errno);
    while (!bytes.empty()) {
        const auto written = write(file, bytes.data(), bytes.size());
        if (written <= 0) fail("standard input", errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

std::string_view name_of(std::string_view assignment) {
    return assignment.substr(0, assignment.find('='));
}

std::vector<std::string> merged_environment(const std::vector<std::string>& changes) {
    std::vector<std::string> merged = changes;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const bool changed = std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
            return name_of(change) == name_of(*entry);
        });
        if (!changed) merged.emplace_back(*entry);
    }
    return merged;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> out;
    for (auto& string : strings) out.push_back(string.data());
    out.push_back(nullptr);
    return out;
}

/// Appends what is there; false at the end of the stream.
bool take(int pipe, std::string& into) {
    std::array<char, 65536> buffer{};
    const auto size = read(pipe, buffer.data(), buffer.size());
    if (size < 0) return errno == EAGAIN || errno == EINTR;
    const auto room = k_max_output - std::min(k_max_output, into.size());
    into.append(buffer.data(), std::min(static_cast<std::size_t>(size), room));
    return size > 0;
}

void close_pipe(int& pipe) {
    if (pipe >= 0) close(pipe);
    pipe = -1;
}

}  // namespace

Program::Program(ProgramCall call) : call_(std::move(call)), deadline_(steady_clock::now() + call_.timeout) {
    try {
        start();
    } catch (...) {
        close_pipes();
        throw;
    }
}

Program::~Program() {
    if (!ended_) kill_now();
    close_pipes();
}

void Program::close_pipes() {
    close_pipe(out_);
    close_pipe(err_);
}

void Program::start() {
    auto arguments = call_.arguments;
    auto environment = merged_environment(call_.environment);
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) fail("pipe2", errno);
    out_ = out[0];
    err_ = err[0];
    const int input = make_input(call_.input);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    if (!call_.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, call_.directory.c_str());
    const int error = posix_spawnp(&pid_, arguments.at(0).c_str(), &actions, nullptr,
                                   pointers(arguments).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    close(input);
    close(out[1]);
    close(err[1]);
    if (error != 0) {
        ended_ = true;
        fail(arguments.at(0), error);
    }
    fcntl(out_, F_SETFL, O_NONBLOCK);
    fcntl(err_, F_SETFL, O_NONBLOCK);
}

void Program::signal(int number) const {
    if (!ended_) ::kill(pid_, number);
}

void Program::kill_now() {
    ::kill(pid_, SIGKILL);
    reap(true);
}

/// True when the program has ended.
bool Program::reap(bool wait) {
    int status = 0;
    if (!ended_ && waitpid(pid_, &status, wait ? 0 : WNOHANG) == pid_) {
        ended_ = true;
        if (WIFEXITED(status)) result_.exit_code = WEXITSTATUS(status);
        if (WIFSIGNALED(status)) result_.signal = WTERMSIG(status);
    }
    return ended_;
}

void Program::read_once(milliseconds patience) {
    std::array<pollfd, 2> pipes{{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};  // poll skips what is closed (-1)
    if (poll(pipes.data(), pipes.size(), static_cast<int>(patience.count())) <= 0) return;
    if (pipes[0].revents != 0 && !take(out_, result_.out)) close_pipe(out_);
    if (pipes[1].revents != 0 && !take(err_, result_.err)) close_pipe(err_);
}

bool Program::wait_for_output(std::string_view text) {
    const auto seen = [&] {
        return result_.out.find(text) != std::string::npos || result_.err.find(text) != std::string::npos;
    };
    while (!seen()) {
        if ((out_ < 0 && err_ < 0) || steady_clock::now() >= deadline_) return false;
        if (reap(false)) {
            read_once(milliseconds{0});
            return seen();
        }
        read_once(milliseconds{10});
    }
    return true;
}

ProgramResult Program::finish() {
    while (!reap(false)) {
        if (steady_clock::now() >= deadline_) {
            result_.timed_out = true;
            kill_now();
            break;
        }
        read_once(milliseconds{10});
    }
    // What it wrote last; a grandchild that still holds the pipes is not waited for.
    for (std::size_t before = 0, after = 1; before != after;) {
        before = result_.out.size() + result_.err.size();
        read_once(milliseconds{0});
        after = result_.out.size() + result_.err.size();
    }
    return result_;
}

}  // namespace linktender::test
