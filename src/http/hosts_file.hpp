// The names that this machine's administrator gave addresses to.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace linktender::http {

/// Lower-case name to its addresses, in the file's order.
using HostsTable = std::unordered_map<std::string, std::vector<std::string>>;

/// Reads text in the form of hosts(5). Lines that say nothing sensible are passed over.
[[nodiscard]] HostsTable parse_hosts(std::string_view text);

/// A hosts file, read again when it changes. Not for use from several threads.
class HostsFile {
public:
    explicit HostsFile(std::string path = "/etc/hosts");
    /// nullptr when the name is not there.
    [[nodiscard]] const std::vector<std::string>* find(std::string_view name);

private:
    void refresh();

    std::string path_;
    HostsTable table_;
    long long changed_ns_ = -1;
};

}  // namespace linktender::http
