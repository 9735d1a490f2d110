#include "cmark_tree.hpp"

#include <cmark-gfm-core-extensions.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <csetjmp>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <new>
#include <vector>

namespace linktender::source {

namespace {

using std::chrono::nanoseconds;

/// Prose takes about 6 bytes of tree a byte of text, lists of links 35, tables of single digits over
/// 300; time is about 10 ns a byte, ten times that on an unkind machine or under a sanitizer.
constexpr std::size_t k_memory_base = std::size_t{512} << 20U;
constexpr std::size_t k_memory_factor = 32;
constexpr nanoseconds k_time_base = std::chrono::seconds{1};
constexpr nanoseconds k_time_per_byte{250};
constexpr unsigned k_allocations_per_look = 32;  ///< at the clock
constexpr std::size_t k_chunk = std::size_t{256} << 10U;
constexpr std::size_t k_kept = std::size_t{4} << 20U;  ///< of chunks, for the thread's next document

nanoseconds thread_time() noexcept {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

/// Memory that is given out piece by piece and taken back as a whole.
class Arena {
public:
    void begin(std::size_t memory, nanoseconds time) noexcept {
        limited_ = true;
        memory_left_ = memory;
        deadline_ = std::chrono::steady_clock::now() + time;
        cpu_deadline_ = thread_time() + time;
    }
    void lift_limits() noexcept { limited_ = false; }
    void clear() noexcept {
        std::size_t kept = 0;
        const auto drop = std::find_if(chunks_.begin(), chunks_.end(),
                                       [&](const Chunk& chunk) { return (kept += chunk.size) > k_kept; });
        chunks_.erase(drop, chunks_.end());
        current_ = 0;
        used_ = 0;
        last_ = nullptr;
    }
    [[nodiscard]] std::jmp_buf& exit() noexcept { return exit_; }

    [[nodiscard]] void* allocate(std::size_t size) noexcept {
        spend(size);
        const std::size_t whole = rounded(size) + k_header;
        if (chunks_.empty() || used_ + whole > chunks_[current_].size) next_chunk(whole);
        char* block = chunks_[current_].memory.get() + used_;
        used_ += whole;
        std::memcpy(block, &size, sizeof size);
        last_ = block + k_header;
        return last_;
    }
    [[nodiscard]] void* reallocate(void* old, std::size_t size) noexcept {
        if (old == nullptr) return allocate(size);
        std::size_t old_size = 0;
        std::memcpy(&old_size, static_cast<char*>(old) - k_header, sizeof old_size);
        if (size <= old_size) return old;
        if (old == last_ && used_ + rounded(size) - rounded(old_size) <= chunks_[current_].size) {
            spend(size - old_size);
            used_ += rounded(size) - rounded(old_size);
            std::memcpy(static_cast<char*>(old) - k_header, &size, sizeof size);
            return old;
        }
        void* fresh = allocate(size);
        std::memcpy(fresh, old, old_size);
        return fresh;
    }

private:
    static constexpr std::size_t k_header = 16;  ///< holds the size, keeps the alignment
    struct Chunk {
        std::unique_ptr<char[]> memory;
        std::size_t size = 0;
    };
    static constexpr std::size_t rounded(std::size_t size) noexcept { return (size + 15) & ~std::size_t{15}; }

    void spend(std::size_t size) noexcept {
        if (!limited_) return;
        if (size + k_header > memory_left_) leave();
        memory_left_ -= size + k_header;
        if (++allocations_ % k_allocations_per_look != 0 || std::chrono::steady_clock::now() < deadline_)
            return;
        // A busy machine is no fault of the document: what counts is the time of this thread.
        const nanoseconds left = cpu_deadline_ - thread_time();
        if (left <= nanoseconds::zero()) leave();
        deadline_ = std::chrono::steady_clock::now() + left;
    }
    void next_chunk(std::size_t needed) noexcept {
        if (!chunks_.empty()) ++current_;
        used_ = 0;
        if (current_ < chunks_.size() && chunks_[current_].size >= needed) return;
        const std::size_t size = std::max(k_chunk, needed);
        char* memory = new (std::nothrow) char[size];  // no owner yet: leave() runs no destructor
        if (memory == nullptr) leave();
        chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(current_),
                       Chunk{std::unique_ptr<char[]>(memory), size});
    }
    [[noreturn]] void leave() noexcept {
        if (!limited_) std::abort();  // out of memory while a tree is read, as cmark itself would
        std::longjmp(exit_, 1);       // NOLINT(cert-err52-cpp): the frames in between are C
    }

    std::vector<Chunk> chunks_;
    std::size_t current_ = 0;
    std::size_t used_ = 0;  ///< of the current chunk
    void* last_ = nullptr;
    bool limited_ = false;
    std::size_t memory_left_ = 0;
    unsigned allocations_ = 0;
    std::chrono::steady_clock::time_point deadline_;
    nanoseconds cpu_deadline_{};
    std::jmp_buf exit_{};
};

thread_local Arena t_arena;
thread_local bool t_in_use = false;

extern "C" {

void* arena_calloc(std::size_t count, std::size_t size) {
    void* block = t_arena.allocate(count * size);
    std::memset(block, 0, count * size);
    return block;
}
void* arena_realloc(void* old, std::size_t size) {
    return t_arena.reallocate(old, size);
}
void arena_free(void* /*block*/) {}

}  // extern "C"

cmark_mem g_arena_memory{arena_calloc, arena_realloc, arena_free};

cmark_syntax_extension* table_extension() {
    static cmark_syntax_extension* const extension = [] {
        cmark_gfm_core_extensions_ensure_registered();
        return cmark_find_syntax_extension("table");
    }();
    return extension;
}

/// No object here needs a destructor: the arena leaves this frame by longjmp.
cmark_node* parse_in_arena(std::string_view markdown, std::string_view appendix,
                           cmark_syntax_extension* table) noexcept {
    if (setjmp(t_arena.exit()) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
    cmark_parser* parser = cmark_parser_new_with_mem(CMARK_OPT_FOOTNOTES, &g_arena_memory);
    cmark_parser_attach_syntax_extension(parser, table);
    cmark_parser_feed(parser, markdown.data(), markdown.size());
    // It looks at the first byte of what it is fed even when there is none.
    if (!appendix.empty()) cmark_parser_feed(parser, appendix.data(), appendix.size());
    cmark_node* root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

}  // namespace

Expected<CmarkTree, ExtractError> CmarkTree::parse(std::string_view markdown, std::string_view appendix) {
    assert(!t_in_use);
    cmark_syntax_extension* table = table_extension();
    t_arena.begin(k_memory_base + k_memory_factor * markdown.size(),
                  k_time_base + k_time_per_byte * static_cast<std::int64_t>(markdown.size()));
    cmark_node* root = parse_in_arena(markdown, appendix, table);
    t_arena.lift_limits();
    t_in_use = root != nullptr;
    if (root != nullptr) return CmarkTree(root);
    t_arena.clear();
    return unexpected(ExtractError::too_complex);
}

CmarkTree::~CmarkTree() {
    if (root_ == nullptr) return;
    t_arena.clear();
    t_in_use = false;
}

std::string_view literal_of(cmark_node* node) {
    const char* literal = cmark_node_get_literal(node);
    return literal == nullptr ? std::string_view{} : std::string_view(literal);
}

std::string_view url_of(cmark_node* node) {
    const char* url = cmark_node_get_url(node);
    return url == nullptr ? std::string_view{} : std::string_view(url);
}

}  // namespace linktender::source
