// A value or the reason there is none. One name for it, so that std::expected can take over.
#pragma once

#include <tl/expected.hpp>

namespace linktender {

template <class T, class E>
using Expected = tl::expected<T, E>;

template <class E>
[[nodiscard]] constexpr tl::unexpected<std::decay_t<E>> unexpected(E&& error) {
    return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace linktender
