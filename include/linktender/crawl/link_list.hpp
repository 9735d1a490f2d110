// Very many URLs in little memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace linktender::crawl {

/// Distinct texts in the order of their first `add`: the text itself and about 20 bytes each, and no
/// allocation of its own for any. An archive of a million links is held in it whole.
class LinkList {
public:
    /// False when the text is there already.
    bool add(std::string_view text);
    [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
    [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }
    /// Valid until the next `add`.
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept;

private:
    [[nodiscard]] std::size_t slot_of(std::string_view text) const noexcept;
    void grow();

    std::string bytes_;
    std::vector<std::uint64_t> ends_;   ///< where each text ends in bytes_
    std::vector<std::uint32_t> slots_;  ///< open addressing; index + 1, 0 for free
};

}  // namespace linktender::crawl
