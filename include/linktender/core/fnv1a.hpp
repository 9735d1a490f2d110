// Tells texts apart, the same in every process and version. Whoever wants two to look alike can have it so.
#pragma once

#include <cstdint>
#include <string_view>

namespace linktender::core {

/// FNV-1a of 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/
class Fnv1a {
public:
    constexpr Fnv1a& add(std::string_view bytes) noexcept {
        for (const char byte : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
        return *this;
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return hash_; }

private:
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace linktender::core
