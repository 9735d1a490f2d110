#include "parse_guard.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <ctime>

namespace linktender::page {

namespace {

constexpr std::size_t k_alignment = alignof(std::max_align_t);
constexpr std::size_t k_first_chunk = std::size_t{64} << 10U;
constexpr std::size_t k_largest_chunk = std::size_t{1} << 20U;
constexpr unsigned k_allocations_per_clock_read = 256;
// The signal comes later than the clock would stop a parser that allocates, so it is the exception.
constexpr std::int64_t k_timer_grace_ns = 20'000'000;
constexpr std::int64_t k_second_ns = 1'000'000'000;

constexpr std::size_t round_up(std::size_t size) noexcept {
    return (size + k_alignment - 1) & ~(k_alignment - 1);
}

std::int64_t thread_cpu_ns() noexcept {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::int64_t{now.tv_sec} * k_second_ns + now.tv_nsec;
}

/// One timer a thread, made when first needed. Where the system grants none, `set` does nothing
/// and the clock in the allocator is all there is.
class ThreadCpuTimer {
public:
    ThreadCpuTimer() noexcept {
        sigevent event{};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGVTALRM;
        event._sigev_un._tid = gettid();  // the C library names this field nowhere
        made_ = timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer_) == 0;
    }
    ThreadCpuTimer(const ThreadCpuTimer&) = delete;
    ThreadCpuTimer& operator=(const ThreadCpuTimer&) = delete;
    ~ThreadCpuTimer() {
        if (made_) timer_delete(timer_);
    }

    /// Rings once after `ns` of CPU time; 0 stops it.
    void set(std::int64_t ns) noexcept {
        if (!made_) return;
        itimerspec when{};
        when.it_value = {.tv_sec = ns / k_second_ns, .tv_nsec = ns % k_second_ns};
        timer_settime(timer_, 0, &when, nullptr);
    }

private:
    timer_t timer_{};
    bool made_ = false;
};

ThreadCpuTimer& thread_timer() noexcept {
    thread_local ThreadCpuTimer timer;
    return timer;
}

/// The parse that runs on this thread; what the signal handler ends.
constinit thread_local ParseGuard* volatile t_running = nullptr;

}  // namespace

ParseGuard::ParseGuard(const DocumentLimits& limits)
    : budget_(limits.memory_bytes),
      cpu_time_ns_(std::chrono::nanoseconds(limits.cpu_time).count()),
      deadline_ns_(thread_cpu_ns() + cpu_time_ns_) {}

ParseGuard::~ParseGuard() {
    while (chunks_ != nullptr) {
        void* const previous = *static_cast<void**>(chunks_);
        std::free(chunks_);
        chunks_ = previous;
    }
}

void ParseGuard::begin() noexcept {
    static const bool installed = [] {
        struct sigaction action {};
        action.sa_handler = on_signal;
        // The handler does not return, so the signal must not stay blocked behind it.
        action.sa_flags = SA_NODEFER | SA_RESTART;
        return sigaction(SIGVTALRM, &action, nullptr) == 0;
    }();
    sigset_t signal;
    sigemptyset(&signal);
    sigaddset(&signal, SIGVTALRM);
    pthread_sigmask(SIG_UNBLOCK, &signal, &old_mask_);
    t_running = this;
    if (installed) thread_timer().set(cpu_time_ns_ + k_timer_grace_ns);
}

void ParseGuard::end() noexcept {
    t_running = nullptr;
    thread_timer().set(0);
    pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

void ParseGuard::on_signal(int) noexcept {
    ParseGuard* const guard = t_running;
    if (guard == nullptr) return;
    if (guard->allocating_ != 0) {
        guard->expired_ = 1;
        return;
    }
    guard->leave(DocumentError::out_of_time);
}

void ParseGuard::leave(DocumentError reason) {
    t_running = nullptr;
    reason_ = reason;
    std::longjmp(exit, 1);
}

void ParseGuard::check_clock() {
    if (++allocations_ % k_allocations_per_clock_read == 0 && thread_cpu_ns() > deadline_ns_)
        leave(DocumentError::out_of_time);
}

void ParseGuard::add_chunk(std::size_t at_least) {
    constexpr std::size_t header = round_up(sizeof(void*));
    // Chunks grow with what was used, so that a small page takes little and a large one few steps.
    const std::size_t grown = std::clamp(bytes_, k_first_chunk, k_largest_chunk);
    const std::size_t room = budget_ - bytes_;
    if (at_least > room || room - at_least < header) leave(DocumentError::out_of_memory_budget);
    const std::size_t size = std::max(at_least + header, std::min(grown, room));
    allocating_ = 1;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    void* const chunk = std::malloc(size);
    if (chunk != nullptr) {
        *static_cast<void**>(chunk) = chunks_;
        chunks_ = chunk;
    }
    std::atomic_signal_fence(std::memory_order_seq_cst);
    allocating_ = 0;
    if (expired_ != 0) leave(DocumentError::out_of_time);
    if (chunk == nullptr) leave(DocumentError::out_of_memory_budget);
    bytes_ += size;
    next_ = static_cast<char*>(chunk) + header;
    end_ = static_cast<char*>(chunk) + size;
}

void* ParseGuard::allocate(std::size_t size) {
    check_clock();
    if (size > budget_) leave(DocumentError::out_of_memory_budget);
    const std::size_t rounded = std::max(round_up(size), k_alignment);
    if (static_cast<std::size_t>(end_ - next_) < rounded) add_chunk(rounded);
    youngest_ = next_;
    next_ += rounded;
    return youngest_;
}

void ParseGuard::release(void* block) noexcept {
    if (block == nullptr || block != youngest_) return;
    next_ = youngest_;
    youngest_ = nullptr;
}

}  // namespace linktender::page
