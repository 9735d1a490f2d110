#include "linktender/crawl/link_list.hpp"

#include <functional>

namespace linktender::crawl {

namespace {

constexpr std::size_t k_first_slots = 64;

}  // namespace

std::string_view LinkList::operator[](std::size_t index) const noexcept {
    const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
}

/// The slot that holds the text, or the free one where it belongs.
std::size_t LinkList::slot_of(std::string_view text) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = std::hash<std::string_view>()(text) & mask;
    while (slots_[slot] != 0 && (*this)[slots_[slot] - 1] != text) slot = (slot + 1) & mask;
    return slot;
}

void LinkList::grow() {
    slots_.assign(slots_.empty() ? k_first_slots : slots_.size() * 2, 0);
    for (std::size_t i = 0; i < ends_.size(); ++i)
        slots_[slot_of((*this)[i])] = static_cast<std::uint32_t>(i + 1);
}

bool LinkList::add(std::string_view text) {
    if (ends_.size() * 2 >= slots_.size()) grow();
    const std::size_t slot = slot_of(text);
    if (slots_[slot] != 0) return false;
    bytes_ += text;
    ends_.push_back(bytes_.size());
    slots_[slot] = static_cast<std::uint32_t>(ends_.size());
    return true;
}

}  // namespace linktender::crawl
