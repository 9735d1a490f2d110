#include "hosts_file.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "linktender/core/text.hpp"

namespace linktender::http {
namespace {

constexpr std::size_t k_most_bytes = std::size_t{16} << 20U;  // block lists reach a few MB

std::string_view take_word(std::string_view& line) {
    std::size_t from = 0;
    while (from < line.size() && core::is_ascii_space(line[from])) ++from;
    std::size_t to = from;
    while (to < line.size() && !core::is_ascii_space(line[to])) ++to;
    const std::string_view word = line.substr(from, to - from);
    line.remove_prefix(to);
    return word;
}

bool is_address(const std::string& text) {
    in6_addr bytes{};
    return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

}  // namespace

HostsTable parse_hosts(std::string_view text) {
    HostsTable table;
    for (std::string_view line : core::split(text, '\n')) {
        line = line.substr(0, line.find('#'));
        const std::string address(take_word(line));
        if (!is_address(address)) continue;
        for (std::string_view name = take_word(line); !name.empty(); name = take_word(line)) {
            table[core::to_ascii_lower(name)].push_back(address);
        }
    }
    return table;
}

HostsFile::HostsFile(std::string path) : path_(std::move(path)) {}

void HostsFile::refresh() {
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        table_.clear();
        changed_ns_ = -1;
        return;
    }
    const long long changed = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
    if (changed == changed_ns_) return;
    changed_ns_ = changed;
    std::ifstream file(path_, std::ios::binary);
    std::string text(static_cast<std::size_t>(std::min<long long>(status.st_size, k_most_bytes)), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    table_ = parse_hosts(text);
}

const std::vector<std::string>* HostsFile::find(std::string_view name) {
    refresh();
    if (name.ends_with('.')) name.remove_suffix(1);
    const auto found = table_.find(std::string(name));
    return found == table_.end() ? nullptr : &found->second;
}

}  // namespace linktender::http
