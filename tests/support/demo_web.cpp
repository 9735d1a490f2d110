// A web of made-up sites on loopback, for the quickstart and for benchmarks.
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/demo_sites.hpp"
#include "support/scripted_server.hpp"

namespace linktender::test {
namespace {

constexpr std::string_view k_help =
    R"(usage: linktender-demo-web [OPTION VALUE]...
Serves made-up sites for every host name, by HTTP and HTTPS, on free ports of 127.0.0.1.

  --port-file FILE    when ready, write lines http_port=, https_port=, ca_file=, pid= here
  --flags-file FILE   when ready, write the flags here, one a line, with which curl or
                      linktender finds the sites of the sample archive in this server
  --ca-dir DIR        where the authority's certificate goes (ca.pem); default: the folder
                      of the port file, or the current one
  --port N            port for HTTP; default: a free one
  --tls-port N        port for HTTPS; default: a free one
  --latency MS-MS     wait before each answer, between these two; default 0-0
  --page-bytes N      size of an ordinary page; default 6000
  --lifetime SECONDS  end after this time; default 600
  --help              print this
Ends on SIGTERM and SIGINT.
)";

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Options {
    std::filesystem::path port_file;
    std::filesystem::path flags_file;
    std::filesystem::path ca_dir;
    std::uint16_t port = 0;
    std::uint16_t tls_port = 0;
    unsigned lifetime = 600;
    DemoOptions sites;
    bool help = false;
};

unsigned number(std::string_view text, unsigned maximum) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > maximum) {
        throw UsageError("not a number up to " + std::to_string(maximum) + ": " + std::string(text));
    }
    return value;
}

void set_latency(DemoOptions& sites, std::string_view range) {
    constexpr unsigned k_max_latency = 60'000;
    const auto dash = range.find('-');
    const auto to = dash == std::string_view::npos ? range : range.substr(dash + 1);
    sites.latency_from = std::chrono::milliseconds(number(range.substr(0, dash), k_max_latency));
    sites.latency_to = std::chrono::milliseconds(number(to, k_max_latency));
    if (sites.latency_to < sites.latency_from) throw UsageError("a latency's end lies before its start");
}

Options parse(const std::vector<std::string_view>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto name = arguments[i];
        if (name == "--help") {
            options.help = true;
            return options;
        }
        if (i + 1 == arguments.size())
            throw UsageError("unknown, or without its value: " + std::string(name));
        const auto value = arguments[++i];
        if (name == "--port-file") {
            options.port_file = value;
        } else if (name == "--flags-file") {
            options.flags_file = value;
        } else if (name == "--ca-dir") {
            options.ca_dir = value;
        } else if (name == "--port") {
            options.port = static_cast<std::uint16_t>(number(value, 65535));
        } else if (name == "--tls-port") {
            options.tls_port = static_cast<std::uint16_t>(number(value, 65535));
        } else if (name == "--latency") {
            set_latency(options.sites, value);
        } else if (name == "--page-bytes") {
            options.sites.page_bytes = number(value, 64 * 1024 * 1024);
        } else if (name == "--lifetime") {
            options.lifetime = number(value, 24 * 60 * 60);
        } else {
            throw UsageError("unknown: " + std::string(name));
        }
    }
    if (options.ca_dir.empty()) options.ca_dir = options.port_file.parent_path();
    if (options.ca_dir.empty()) options.ca_dir = ".";
    return options;
}

/// Whoever waits for the file finds all of it or nothing.
void write_whole(const std::filesystem::path& file, std::string_view text) {
    auto unfinished = file;
    unfinished += ".part";
    std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error("cannot write " + file.string());
    std::filesystem::rename(unfinished, file);
}

/// One mapping a host, and not one for all: an archive's link to an address of an inner network must go there
/// and nowhere else, so that whoever refuses it can be seen to.
std::string flags(const ScriptedServer& plain, const ScriptedServer& secure, const RefusedPort& refused,
                  const std::filesystem::path& certificate) {
    std::string out;
    for (const auto& host : demo_hosts()) {
        out +=
            "--connect-to\n" + plain.connect_to(host) + "\n--connect-to\n" + secure.connect_to(host) + "\n";
    }
    for (const auto* port : {":80", ":443"}) {
        out.append("--connect-to\n").append(k_refused_host).append(port).append(":127.0.0.1:");
        out.append(std::to_string(refused.port())).append("\n");
    }
    return out + "--cacert\n" + certificate.string() + "\n";
}

/// Many clients keep many connections; the soft limit is often 1024.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

sigset_t block_end_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void serve(const Options& options) {
    raise_descriptor_limit();
    const sigset_t signals = block_end_signals();  // before any thread starts, so that all of them inherit it
    const auto authority = std::make_shared<CertificateAuthority>();
    set_demo_faults(*authority);
    ServerOptions server;
    server.handler = demo_sites(options.sites);
    server.max_recorded = 0;
    server.port = options.port;
    const ScriptedServer plain(server);
    server.tls = authority;
    server.port = options.tls_port;
    const ScriptedServer secure(server);
    const RefusedPort refused;

    std::filesystem::create_directories(options.ca_dir);
    const auto certificate = std::filesystem::absolute(options.ca_dir / "ca.pem");
    write_whole(certificate, authority->pem());
    if (!options.flags_file.empty())
        write_whole(options.flags_file, flags(plain, secure, refused, certificate));
    const auto ports = "http_port=" + std::to_string(plain.port()) +
                       "\nhttps_port=" + std::to_string(secure.port()) + "\nca_file=" + certificate.string() +
                       "\npid=" + std::to_string(getpid()) + "\n";
    if (!options.port_file.empty()) write_whole(options.port_file, ports);
    std::cout << ports << std::flush;

    const timespec lifetime{static_cast<time_t>(options.lifetime), 0};
    sigtimedwait(&signals, nullptr, &lifetime);
}

int run(const std::vector<std::string_view>& arguments) {
    try {
        const auto options = parse(arguments);
        if (options.help) {
            std::cout << k_help;
        } else {
            serve(options);
        }
        return 0;
    } catch (const UsageError& error) {
        std::cerr << "linktender-demo-web: " << error.what() << "\n" << k_help;
        return 3;
    } catch (const std::exception& error) {
        std::cerr << "linktender-demo-web: " << error.what() << "\n";
        return 1;
    }
}

}  // namespace
}  // namespace linktender::test

int main(int argc, char* argv[]) {
    return linktender::test::run(std::vector<std::string_view>(argv + 1, argv + argc));
}
