// The tables behind the message catalogue; one function for each language.
#pragma once

#include <span>
#include <string_view>

namespace linktender::report {

struct Message {
    std::string_view key;
    std::string_view text;
};

/// Sorted by key.
[[nodiscard]] std::span<const Message> messages_en() noexcept;
[[nodiscard]] std::span<const Message> messages_zh() noexcept;

}  // namespace linktender::report
