#include "parse_guard.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace linktender::page {

namespace {

constexpr std::size_t k_alignment = alignof(std::max_align_t);
constexpr std::size_t k_first_chunk = std::size_t{64} << 10U;
constexpr std::size_t k_largest_chunk = std::size_t{1} << 20U;
constexpr unsigned k_allocations_per_clock_read = 256;

constexpr std::size_t round_up(std::size_t size) noexcept {
    return (size + k_alignment - 1) & ~(k_alignment - 1);
}

std::int64_t thread_cpu_ns() noexcept {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

ParseGuard::ParseGuard(const DocumentLimits& limits)
    : budget_(limits.memory_bytes),
      deadline_ns_(thread_cpu_ns() +
                   std::chrono::duration_cast<std::chrono::nanoseconds>(limits.cpu_time).count()) {}

ParseGuard::~ParseGuard() {
    while (chunks_ != nullptr) {
        void* const previous = *static_cast<void**>(chunks_);
        std::free(chunks_);
        chunks_ = previous;
    }
}

void ParseGuard::leave(DocumentError reason) {
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
    const std::size_t room = budget_ - std::min(bytes_, budget_);
    if (at_least > room || room - at_least < header) leave(DocumentError::out_of_memory_budget);
    const std::size_t size = std::max(at_least + header, std::min(grown, room));
    void* const chunk = std::malloc(size);
    if (chunk == nullptr) leave(DocumentError::out_of_memory_budget);
    *static_cast<void**>(chunk) = chunks_;
    chunks_ = chunk;
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
