#include "linktender/app/local_server.hpp"

#include <sys/stat.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender::app;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using linktender::test::TempDir;
using Local = asio::local::stream_protocol;

namespace {

/// A server whose loop turns on a thread of its own.
class Running {
public:
    explicit Running(const std::string& address, LocalServerLimits limits = {})
        : server_(std::make_unique<LocalServer>(
              io_, address,
              [](std::string_view path) -> std::optional<LocalAnswer> {
                  if (path != "/there") return std::nullopt;
                  return LocalAnswer{"text/plain", "hello"};
              },
              limits)),
          port_(server_->port()),
          thread_([this] { io_.run(); }) {}
    ~Running() {
        asio::post(io_, [this] { server_.reset(); });
        // Clients that are open still are dropped at the end of their patience; the test does not wait for
        // it.
        asio::post(io_, [this] { io_.stop(); });
        thread_.join();
    }
    [[nodiscard]] unsigned short port() const { return port_; }

private:
    asio::io_context io_;
    std::unique_ptr<LocalServer> server_;
    const unsigned short port_;
    std::thread thread_;
};

template <class Socket>
std::string rest_of(Socket& socket) {
    std::string text;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(text), end);
    return text;
}

std::string ask(const std::filesystem::path& path, const std::string& request) {
    asio::io_context io;
    Local::socket socket(io);
    socket.connect(Local::endpoint(path.string()));
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(request), ignored);
    return rest_of(socket);
}

}  // namespace

TEST_CASE("app: programs of this machine are answered over a UNIX socket that its group may use", "[app]") {
    const TempDir folder;
    const auto path = folder / "a.sock";
    const Running running(path.string());

    const std::string answer = ask(path, "GET /there?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");

    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"));
    CHECK(answer.ends_with("\r\n\r\nhello"));
    struct stat there {};
    REQUIRE(::stat(path.c_str(), &there) == 0);
    CHECK((there.st_mode & 0777U) == 0660U);
}

TEST_CASE("app: a loopback port answers too, and no other address is listened at", "[app]") {
    const Running running("127.0.0.1:0");
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), running.port()});
    asio::write(socket, asio::buffer(std::string("GET /there HTTP/1.0\r\n\r\n")));

    CHECK(rest_of(socket).ends_with("hello"));

    for (const char* address : {"0.0.0.0:0", "192.0.2.1:80", "[::]:0", "a.example:80", ""}) {
        CAPTURE(address);
        CHECK_THROWS_AS(LocalServer(io, address, {}), std::runtime_error);
    }
}

TEST_CASE("app: what is no request is refused in words", "[app]") {
    struct Row {
        std::string request;
        std::string status;
    };
    const auto row = GENERATE(values<Row>({
        {"GET /absent HTTP/1.1\r\n\r\n", "404 Not Found"},
        {"POST /there HTTP/1.1\r\n\r\n", "405 Method Not Allowed"},
        {"GET /there\r\n\r\n", "400 Bad Request"},
        {"GET  /there HTTP/1.1\r\n\r\n", "400 Bad Request"},
        {"\x16\x03\x01\r\n\r\n", "400 Bad Request"},
        {"GET /there HTTP/1.1\r\nX: " + std::string(5000, 'x'), "431 Request Header Fields Too Large"},
    }));
    CAPTURE(row.request);
    const TempDir folder;
    const Running running((folder / "a.sock").string());

    CHECK(ask(folder / "a.sock", row.request).starts_with("HTTP/1.1 " + row.status));
}

TEST_CASE("app: clients that say nothing keep nobody waiting for long", "[app]") {
    const TempDir folder;
    const auto path = (folder / "a.sock").string();
    const Running running(path, {.clients = 2, .patience = 300ms});
    asio::io_context io;
    std::vector<Local::socket> silent;
    for (int i = 0; i < 3; ++i) {
        silent.emplace_back(io);
        silent.back().connect(Local::endpoint(path));
    }

    CHECK(rest_of(silent[2]).empty());  // turned away: two are there
    CHECK(rest_of(silent[0]).empty());  // dropped at the end of its patience
    CHECK(rest_of(silent[1]).empty());
    CHECK(ask(path, "GET /there HTTP/1.1\r\n\r\n").ends_with("hello"));
}

TEST_CASE("app: a socket that was left behind is replaced, any other file is not", "[app]") {
    const TempDir folder;
    const auto path = (folder / "a.sock").string();
    {
        asio::io_context io;
        Local::acceptor(io, Local::endpoint(path));  // closed, its file stays
    }
    { const Running running(path); }
    CHECK_FALSE(std::filesystem::exists(path));

    folder.write("file", "precious");
    asio::io_context io;
    CHECK_THROWS_AS(LocalServer(io, (folder / "file").string(), {}), std::runtime_error);
    CHECK(linktender::test::read_file(folder / "file") == "precious");
    CHECK_THROWS_AS(LocalServer(io, (folder / std::string(200, 'x')).string(), {}), std::runtime_error);
    CHECK_THROWS_AS(LocalServer(io, (folder / "absent" / "a.sock").string(), {}), std::runtime_error);
}
