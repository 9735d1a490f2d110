// Many fixed strings looked for in one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::verdict {

/// Which literals of a set a text holds.
using LiteralHits = std::vector<bool>;

/// An Aho-Corasick automaton that ignores ASCII case, behind a filter of the literals' first bytes that
/// looks at every second to fourth place only, and so passes over most of a text many times faster. `add`
/// everything, `build` once, then `scan` from any thread: linear in the text, whatever the text and the
/// literals are.
class LiteralSet {
public:
    /// What all literals of a set may measure together: the table has a row a byte.
    static constexpr std::size_t k_max_total_bytes = 64 * 1024;

    /// The literal's number; the same for the same literal. `literal` is not empty.
    std::size_t add(std::string_view literal);
    [[nodiscard]] std::size_t total_bytes() const noexcept { return total_bytes_; }
    void build();
    /// Flags by number. `build` came before.
    [[nodiscard]] LiteralHits scan(std::string_view text) const;

private:
    [[nodiscard]] std::uint32_t class_of(char byte) const noexcept;
    void number_bytes();
    void grow_trie();
    void close_transitions();
    void fill_filter();
    [[nodiscard]] std::size_t next_probe(std::string_view text, std::size_t at) const noexcept;
    [[nodiscard]] bool passes(std::uint32_t first_bytes) const noexcept;
    void note(std::uint32_t node, LiteralHits& hits) const;

    std::map<std::string, std::size_t, std::less<>> numbers_;
    std::size_t total_bytes_ = 0;
    std::array<std::uint8_t, 256> class_of_{};  ///< bytes that no literal has share class 0
    std::uint32_t classes_ = 1;
    std::vector<std::uint32_t> next_;     ///< node * classes_ + class -> node; node 0 is the root
    std::vector<std::uint32_t> literal_;  ///< node -> number + 1 of the literal that ends there, or 0
    std::vector<std::uint32_t> suffix_;   ///< node -> nearest proper suffix where a literal ends, or 0
    std::vector<std::uint32_t> depth_;    ///< node -> how many bytes lead there
    std::size_t prefix_ = 0;              ///< how many bytes the filter looks at: at most 4
    std::size_t stride_ = 1;              ///< it looks at every so many bytes: literals are longer than that
    std::uint32_t prefix_mask_ = 0;
    std::array<std::uint64_t, 256> filter_{};  ///< a bit for each hash of what may stand at a probe
};

}  // namespace linktender::verdict
