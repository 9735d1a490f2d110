// Takes the content codings off a body: RFC 9110 8.4. libcurl does it too, but takes a compressed body that
// ends too early for a whole one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace linktender::http {

/// One body, from its first byte to its last. Bounded: what any layer gives out is held against what came in.
class ContentDecoder {
public:
    /// For Accept-Encoding. zstd is left out: hardly a server has it that has not the others.
    static constexpr const char* k_accepted = "gzip, deflate, br";

    enum class Result : std::uint8_t { go_on, stopped, broken, bomb };
    /// Takes decoded bytes; false when no more are wanted.
    using Sink = std::function<bool(std::string_view)>;

    ContentDecoder();
    ~ContentDecoder();
    ContentDecoder(ContentDecoder&&) noexcept;
    ContentDecoder& operator=(ContentDecoder&&) noexcept;

    /// The codings of a Content-Encoding field in the order in which they were applied. False when one is not
    /// known or there are too many: the body cannot be read then.
    [[nodiscard]] bool add(std::string_view codings);
    /// True when bytes come out as they go in.
    [[nodiscard]] bool is_identity() const noexcept { return layers_.empty(); }

    /// `ratio`: how many bytes may come out for each that came in so far, beyond the first MiB.
    [[nodiscard]] Result decode(std::string_view bytes, std::size_t ratio, const Sink& sink);
    /// True when every coding has come to its end; also of a body without a byte.
    [[nodiscard]] bool is_complete() const noexcept;

    /// One coding. Gives out pieces of a bounded size.
    class Layer;

private:
    [[nodiscard]] Result run(std::size_t layer, std::string_view bytes, std::size_t ratio, const Sink& sink);

    std::vector<std::unique_ptr<Layer>> layers_;  ///< the last applied first
    std::uint64_t received_ = 0;
};

}  // namespace linktender::http
