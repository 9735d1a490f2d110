#include "linktender/crawl/link_list.hpp"

#include <algorithm>
#include <functional>

namespace linktender::crawl {

namespace {

constexpr std::size_t k_first_slots = 64;

}  // namespace

std::string_view LinkList::operator[](std::size_t index) const noexcept {
    const Place& place = places_[index];
    return {chunks_[place.chunk].get() + place.begin, place.length};
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
    for (std::size_t i = 0; i < size(); ++i) slots_[slot_of((*this)[i])] = static_cast<std::uint32_t>(i + 1);
}

std::size_t LinkList::find(std::string_view text) const noexcept {
    if (slots_.empty()) return size();
    const std::uint32_t slot = slots_[slot_of(text.substr(0, k_longest))];
    return slot == 0 ? size() : slot - 1;
}

bool LinkList::add(std::string_view text) {
    text = text.substr(0, k_longest);
    if (size() * 2 >= slots_.size()) grow();
    const std::size_t slot = slot_of(text);
    if (slots_[slot] != 0) return false;
    if (used_ + text.size() > k_chunk) {
        chunks_.push_back(std::make_unique<char[]>(k_chunk));
        used_ = 0;
    }
    std::copy(text.begin(), text.end(), chunks_.back().get() + used_);
    places_.push_back({static_cast<std::uint32_t>(chunks_.size() - 1), static_cast<std::uint32_t>(used_),
                       static_cast<std::uint32_t>(text.size())});
    used_ += text.size();
    slots_[slot] = static_cast<std::uint32_t>(size());
    return true;
}

}  // namespace linktender::crawl
