// Models and digests for the tests of messages.
#pragma once

#include <string>
#include <vector>

#include "linktender/core/time.hpp"
#include "linktender/notify/digest.hpp"
#include "linktender/report/model.hpp"

namespace linktender::notify::test {

/// Night `number` at 02:30 UTC, from 2026-11-01 on.
[[nodiscard]] core::TimePoint night(int number);

/// A link with one check each night from the first to `nights.size()`: `+` good, `-` 404, `b` blocked, `m`
/// moved, `.` none that night. Its state and its history are those that the ladder of options gives.
[[nodiscard]] report::Link lived(std::string url, const std::string& nights,
                                 const verdict::LadderOptions& ladder = {});

/// One issue that uses each link once, line by line. The run is that of night `number`.
[[nodiscard]] report::Model model_of(std::vector<report::Link> links, int number);

/// Of an archive `weekly`: three broken links, one recovered, one moved, one certificate, a host incident.
[[nodiscard]] Digest sample_digest();
/// Texts that try to break out of every format.
[[nodiscard]] Digest hostile_digest();
/// `count` newly broken links with long texts.
[[nodiscard]] Digest large_digest(std::size_t count);

}  // namespace linktender::notify::test
