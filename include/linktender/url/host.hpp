// Questions about hosts: which registrable domain they belong to, how they read for people.
#pragma once

#include <string>
#include <string_view>

namespace linktender::url {

/// The registrable domain by the Public Suffix List (`a.b.example.co.uk` -> `example.co.uk`), the
/// host itself when it has none (a public suffix, a single label, an IP address). `host` is a
/// serialised host as `Url::host()` gives it; a trailing dot is ignored. Any thread.
[[nodiscard]] std::string registrable_domain(std::string_view host);

/// `xn--` labels shown in Unicode by UTS 46, where that is possible. For display only.
[[nodiscard]] std::string to_unicode(std::string_view host);

}  // namespace linktender::url
