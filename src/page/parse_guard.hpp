// What bounds a parse by a C library that knows no limits: an arena that counts, and a clock.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdint>

#include "linktender/page/document.hpp"

namespace linktender::page {

/// The memory of one parse. `allocate` leaves by `longjmp` to `exit` when the byte budget or the
/// CPU time is spent, so only frames without destructors may lie between `setjmp` and it.
/// One thread; not movable, since the parser keeps its address.
class ParseGuard {
public:
    explicit ParseGuard(const DocumentLimits& limits);
    ParseGuard(const ParseGuard&) = delete;
    ParseGuard& operator=(const ParseGuard&) = delete;
    ~ParseGuard();

    /// Aligned for any type; never null. Memory is given back when the guard is destroyed.
    [[nodiscard]] void* allocate(std::size_t size);
    /// Takes back the youngest block; does nothing for others.
    void release(void* block) noexcept;

    [[nodiscard]] DocumentError reason() const noexcept { return reason_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    // Set by whoever starts the parse; a member function cannot call setjmp for its caller.
    std::jmp_buf exit;

private:
    [[noreturn]] void leave(DocumentError reason);
    void check_clock();
    void add_chunk(std::size_t at_least);

    std::size_t budget_;
    std::int64_t deadline_ns_;
    std::size_t bytes_ = 0;  ///< taken from the heap so far
    unsigned allocations_ = 0;
    char* next_ = nullptr;  ///< free part of the newest chunk
    char* end_ = nullptr;
    char* youngest_ = nullptr;
    void* chunks_ = nullptr;  ///< each chunk begins with a pointer to the one before
    DocumentError reason_ = DocumentError::out_of_memory_budget;
};

}  // namespace linktender::page
