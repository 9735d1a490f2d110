#include "linktender/app/git_pull.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "linktender/core/text.hpp"
#include "linktender/url/redact.hpp"

namespace linktender::app {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t k_kept_output = 4096;
constexpr std::size_t k_longest_message = 300;
/// Git removes its lock files when it is asked to end.
constexpr auto k_grace = 2s;
constexpr auto k_look_again = 50ms;

/// The surroundings of this process, but nobody is there to answer questions.
std::vector<std::string> surroundings() {
    std::vector<std::string> list{"GIT_TERMINAL_PROMPT=0", "LC_ALL=C"};
    if (std::getenv("GIT_SSH_COMMAND") == nullptr) list.emplace_back("GIT_SSH_COMMAND=ssh -oBatchMode=yes");
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (!text.starts_with("GIT_TERMINAL_PROMPT=") && !text.starts_with("LC_ALL="))
            list.emplace_back(text);
    }
    return list;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// One run of a program in a process group of its own, whose standard error is read. Both end with it.
class Child {
public:
    explicit Child(std::vector<std::string> arguments) {
        std::array<int, 2> pipe{};
        if (::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
            error_ = errno;
            return;
        }
        posix_spawn_file_actions_t files{};
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&files, pipe[1], STDERR_FILENO);
        posix_spawnattr_t attributes{};
        posix_spawnattr_init(&attributes);
        sigset_t signals{};
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&attributes, &signals);
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&attributes, &signals);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        auto environment = surroundings();
        error_ = ::posix_spawnp(&pid_, arguments.front().c_str(), &files, &attributes,
                                pointers(arguments).data(), pointers(environment).data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
        ::close(pipe[1]);
        err_ = pipe[0];
        if (error_ != 0) pid_ = -1;
    }
    ~Child() {
        if (running()) stop();
        if (err_ >= 0) ::close(err_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] int error() const noexcept { return error_; }
    [[nodiscard]] const std::string& output() const noexcept { return output_; }
    [[nodiscard]] bool succeeded() const noexcept { return WIFEXITED(status_) && WEXITSTATUS(status_) == 0; }

    /// Whether it runs still, after a moment.
    bool running() {
        if (pid_ < 0) return false;
        pollfd look{err_, POLLIN, 0};
        ::poll(&look, closed_ ? 0 : 1, static_cast<int>(std::chrono::milliseconds(k_look_again).count()));
        read();
        if (::waitpid(pid_, &status_, WNOHANG) == 0) return true;
        read();
        // What it started and left behind goes too.
        ::kill(-pid_, SIGKILL);
        pid_ = -1;
        return false;
    }
    void stop() {
        const auto deadline = Clock::now() + k_grace;
        ::kill(-pid_, SIGTERM);
        while (running())
            if (Clock::now() >= deadline) ::kill(-pid_, SIGKILL);
    }

private:
    void read() {
        std::array<char, 4096> buffer{};
        ssize_t size = 0;
        while ((size = ::read(err_, buffer.data(), buffer.size())) > 0) {
            const std::size_t room = k_kept_output - std::min(k_kept_output, output_.size());
            output_.append(buffer.data(), std::min(room, static_cast<std::size_t>(size)));
        }
        if (size == 0) closed_ = true;
    }

    pid_t pid_ = -1;
    int err_ = -1;
    int error_ = 0;
    int status_ = 0;
    bool closed_ = false;
    std::string output_;
};

std::string one_line(std::string_view output) {
    const std::string line = core::collapse_space(url::redact_urls(output));
    return core::truncate_utf8(core::escape_control(line), k_longest_message);
}

}  // namespace

std::optional<std::string> pull(const GitPull& git, const std::function<bool()>& ending) {
    const std::string folder = core::escape_control(git.folder.string());
    const auto deadline = Clock::now() + git.timeout;
    Child child(
        {"git", "-c", "core.hooksPath=/dev/null", "-C", git.folder.string(), "pull", "--ff-only", "--quiet"});
    if (child.error() != 0)
        return fmt::format("git pull in {}: the program git cannot be run: {}", folder,
                           std::strerror(child.error()));
    while (child.running()) {
        const bool late = Clock::now() >= deadline;
        if (!late && !(ending && ending())) continue;
        child.stop();
        return late ? fmt::format("git pull in {}: not done after {}", folder,
                                  core::format_duration(git.timeout))
                    : fmt::format("git pull in {}: given up, the daemon ends", folder);
    }
    if (child.succeeded()) return std::nullopt;
    return fmt::format("git pull in {}: {}", folder, one_line(child.output()));
}

}  // namespace linktender::app
