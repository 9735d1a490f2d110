// Very many URLs in little memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace linktender::crawl {

/// Distinct texts in the order of their first `add`: the text itself and about 20 bytes each, no
/// allocation of its own for any, and nothing that is copied as it grows but the index. An archive of a
/// million links is held in it whole. A text has at most 64 KiB; what is beyond is not there.
class LinkList {
public:
    static constexpr std::size_t k_longest = 64 * 1024;

    /// False when the text is there already.
    bool add(std::string_view text);
    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
    /// Valid as long as the list.
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept;
    /// Where the text stands; `size()` when it does not.
    [[nodiscard]] std::size_t find(std::string_view text) const noexcept;

private:
    static constexpr std::size_t k_chunk = std::size_t{1} << 20U;
    struct Place {
        std::uint32_t chunk = 0;
        std::uint32_t begin = 0;
        std::uint32_t length = 0;
    };

    [[nodiscard]] std::size_t slot_of(std::string_view text) const noexcept;
    void grow();

    std::vector<std::unique_ptr<char[]>> chunks_;
    std::size_t used_ = k_chunk;  ///< of the last chunk
    std::vector<Place> places_;
    std::vector<std::uint32_t> slots_;  ///< open addressing; index + 1, 0 for free
};

}  // namespace linktender::crawl
