#include "linktender/http/blocking_client.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace linktender::http {

namespace {

/// How often the wish to end is looked at.
constexpr std::chrono::milliseconds k_patience{100};

}  // namespace

class BlockingClient::Impl {
public:
    boost::asio::io_context io{1};
    std::unique_ptr<CurlFetcher> fetcher;
};

BlockingClient::BlockingClient(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
BlockingClient::~BlockingClient() = default;

Expected<std::unique_ptr<BlockingClient>, std::string> BlockingClient::create(FetcherOptions options) {
    auto impl = std::make_unique<Impl>();
    auto fetcher = CurlFetcher::create(impl->io, std::move(options));
    if (!fetcher) return unexpected(std::move(fetcher.error()));
    impl->fetcher = std::move(*fetcher);
    return std::unique_ptr<BlockingClient>(new BlockingClient(std::move(impl)));
}

Response BlockingClient::send(Request request, const std::function<bool()>& ending) {
    std::optional<Response> answer;
    impl_->io.restart();
    impl_->fetcher->fetch(std::move(request), [&answer](Response response) { answer = std::move(response); });
    while (!answer) {
        impl_->io.run_one_for(k_patience);
        if (!answer && ending && ending()) {
            impl_->fetcher->cancel_all();
            impl_->io.run();
        }
    }
    return *std::move(answer);
}

}  // namespace linktender::http
