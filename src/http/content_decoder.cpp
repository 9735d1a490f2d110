#include "content_decoder.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

constexpr std::size_t k_most_layers = 4;
constexpr std::size_t k_piece_bytes = 16 * 1024;
constexpr std::uint64_t k_ratio_from_bytes = std::uint64_t{1} << 20U;

using Piece = std::array<unsigned char, k_piece_bytes>;

std::string_view text_of(const Piece& piece, std::size_t size) {
    return {reinterpret_cast<const char*>(piece.data()), size};
}

}  // namespace

class ContentDecoder::Layer {
public:
    enum class Step : std::uint8_t { more_output, needs_input, finished, broken };
    struct Progress {
        Step step = Step::needs_input;
        std::size_t taken = 0;  ///< of the input
        std::size_t given = 0;  ///< of the piece
    };

    virtual ~Layer() = default;
    /// Fills at most one piece.
    [[nodiscard]] virtual Progress advance(std::string_view input, Piece& piece) = 0;

    std::uint64_t given = 0;  ///< in all
    bool finished = false;
};

namespace {

using Layer = ContentDecoder::Layer;

/// gzip (RFC 1952) and zlib (RFC 1950), told apart by their first bytes; for `deflate` also the bare
/// RFC 1951 that some servers send under that name.
class Inflater final : public Layer {
public:
    explicit Inflater(bool maybe_bare) : maybe_bare_(maybe_bare) {}
    ~Inflater() override { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    [[nodiscard]] Progress advance(std::string_view input, Piece& piece) override {
        if (!begun_ && !begin(input)) return {.step = Step::broken};
        if (finished && !next_member(input)) return {.step = Step::finished, .taken = input.size()};
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
        stream_.avail_in = static_cast<uInt>(input.size());
        stream_.next_out = piece.data();
        stream_.avail_out = static_cast<uInt>(piece.size());
        const int result = inflate(&stream_, Z_NO_FLUSH);
        Progress progress;
        progress.taken = input.size() - stream_.avail_in;
        progress.given = piece.size() - stream_.avail_out;
        finished = result == Z_STREAM_END;
        if (finished) {
            progress.step = progress.taken < input.size() ? Step::more_output : Step::finished;
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            progress.step = Step::broken;
        } else {
            progress.step = stream_.avail_out == 0 ? Step::more_output : Step::needs_input;
        }
        return progress;
    }

private:
    bool begin(std::string_view input) {
        // RFC 1950 2.2: the method is 8 in a header, and never in a bare stream that anybody writes.
        const bool bare = maybe_bare_ && (static_cast<unsigned char>(input.front()) & 15U) != Z_DEFLATED &&
                          !input.starts_with('\x1f');
        constexpr int k_either_header = 32;
        begun_ = inflateInit2(&stream_, bare ? -MAX_WBITS : MAX_WBITS + k_either_header) == Z_OK;
        return begun_;
    }

    /// RFC 1952 2.2: members may follow each other. Other bytes behind the end are passed over, as browsers
    /// do.
    bool next_member(std::string_view input) {
        if (!input.starts_with('\x1f')) return false;
        return inflateReset(&stream_) == Z_OK;
    }

    const bool maybe_bare_;
    bool begun_ = false;
    z_stream stream_{};
};

/// RFC 7932.
class BrotliLayer final : public Layer {
public:
    [[nodiscard]] Progress advance(std::string_view input, Piece& piece) override {
        if (!state_) return {.step = Step::broken};
        if (finished) return {.step = Step::finished, .taken = input.size()};
        std::size_t left = input.size();
        const auto* in = reinterpret_cast<const std::uint8_t*>(input.data());
        std::size_t room = piece.size();
        std::uint8_t* out = piece.data();
        const auto result = BrotliDecoderDecompressStream(state_.get(), &left, &in, &room, &out, nullptr);
        Progress progress;
        progress.taken = input.size() - left;
        progress.given = piece.size() - room;
        switch (result) {
            case BROTLI_DECODER_RESULT_SUCCESS:
                finished = true;
                progress.taken = input.size();
                progress.step = Step::finished;
                break;
            case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: progress.step = Step::more_output; break;
            case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: progress.step = Step::needs_input; break;
            case BROTLI_DECODER_RESULT_ERROR: progress.step = Step::broken; break;
        }
        return progress;
    }

private:
    struct Deleter {
        void operator()(BrotliDecoderState* state) const noexcept { BrotliDecoderDestroyInstance(state); }
    };
    std::unique_ptr<BrotliDecoderState, Deleter> state_{
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)};
};

std::unique_ptr<Layer> make_layer(std::string_view coding) {
    const auto is = [&](std::string_view name) { return core::equals_ignoring_ascii_case(coding, name); };
    if (is("gzip") || is("x-gzip")) return std::make_unique<Inflater>(false);
    if (is("deflate")) return std::make_unique<Inflater>(true);
    if (is("br")) return std::make_unique<BrotliLayer>();
    return nullptr;
}

}  // namespace

ContentDecoder::ContentDecoder() = default;
ContentDecoder::~ContentDecoder() = default;
ContentDecoder::ContentDecoder(ContentDecoder&&) noexcept = default;
ContentDecoder& ContentDecoder::operator=(ContentDecoder&&) noexcept = default;

bool ContentDecoder::add(std::string_view codings) {
    for (const std::string_view part : core::split(codings, ',')) {
        const std::string_view coding = core::trim(part);
        if (coding.empty() || core::equals_ignoring_ascii_case(coding, "identity")) continue;
        auto layer = make_layer(coding);
        if (!layer || layers_.size() == k_most_layers) return false;
        layers_.insert(layers_.begin(), std::move(layer));
    }
    return true;
}

ContentDecoder::Result ContentDecoder::decode(std::string_view bytes, std::size_t ratio, const Sink& sink) {
    received_ += bytes.size();
    return run(0, bytes, ratio, sink);
}

// As deep as there are layers.
ContentDecoder::Result ContentDecoder::run(std::size_t index, std::string_view bytes, std::size_t ratio,
                                           const Sink& sink) {
    if (bytes.empty()) return Result::go_on;
    if (index == layers_.size()) return sink(bytes) ? Result::go_on : Result::stopped;
    Layer& layer = *layers_[index];
    Piece piece;
    for (;;) {
        const Layer::Progress progress = layer.advance(bytes, piece);
        bytes.remove_prefix(progress.taken);
        layer.given += progress.given;
        if (layer.given > k_ratio_from_bytes && layer.given / received_ >= ratio) return Result::bomb;
        const Result result = run(index + 1, text_of(piece, progress.given), ratio, sink);
        if (result != Result::go_on) return result;
        if (progress.step == Layer::Step::broken) return Result::broken;
        if (progress.step != Layer::Step::more_output) return Result::go_on;
    }
}

bool ContentDecoder::is_complete() const noexcept {
    return received_ == 0 ||
           std::all_of(layers_.begin(), layers_.end(), [](const auto& layer) { return layer->finished; });
}

}  // namespace linktender::http
