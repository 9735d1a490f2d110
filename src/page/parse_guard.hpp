// What bounds a parse by a C library that knows no limits: an arena that counts, and two clocks.
#pragma once

#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <cstdint>

#include "linktender/page/document.hpp"

namespace linktender::page {

/// The memory of one parse and the end of it. When the byte budget or the CPU time is spent, the
/// guard leaves by `longjmp` to `exit`, so only frames without destructors may lie between the
/// `setjmp` and the parser. One thread; not movable, since the parser keeps its address.
///
/// Usage: `if (setjmp(guard.exit) == 0) { guard.begin(); parse; }`, then `guard.end()` in both cases.
///
/// The clock is read every few hundred allocations. That alone is not enough: with 200,000 open
/// elements gumbo walks their list for each character of text and allocates nothing, 28 seconds
/// for 1.7 MB. So a timer of the thread's CPU time stands behind it, which sends SIGVTALRM a little
/// after the deadline; the handler, installed once a process, leaves from where the parser is.
class ParseGuard {
public:
    explicit ParseGuard(const DocumentLimits& limits);
    ParseGuard(const ParseGuard&) = delete;
    ParseGuard& operator=(const ParseGuard&) = delete;
    ~ParseGuard();

    void begin() noexcept;
    void end() noexcept;

    /// Aligned for any type; never null. Memory is given back when the guard is destroyed.
    [[nodiscard]] void* allocate(std::size_t size);
    /// Takes back the youngest block; does nothing for others.
    void release(void* block) noexcept;

    [[nodiscard]] DocumentError reason() const noexcept { return reason_; }

    std::jmp_buf exit;  ///< public: only the parser's own caller can set it

private:
    static void on_signal(int) noexcept;
    [[noreturn]] void leave(DocumentError reason);
    void check_clock();
    void add_chunk(std::size_t at_least);

    const std::size_t budget_;
    const std::int64_t cpu_time_ns_;
    const std::int64_t deadline_ns_;
    std::size_t bytes_ = 0;  ///< taken from the heap so far
    unsigned allocations_ = 0;
    char* next_ = nullptr;  ///< free part of the newest chunk
    char* end_ = nullptr;
    char* youngest_ = nullptr;
    void* chunks_ = nullptr;  ///< each chunk begins with a pointer to the one before
    DocumentError reason_ = DocumentError::out_of_memory_budget;
    // Shared with the signal handler, which must not leave from the middle of malloc.
    volatile std::sig_atomic_t allocating_ = 0;
    volatile std::sig_atomic_t expired_ = 0;
    sigset_t old_mask_{};
};

}  // namespace linktender::page
