// Whether a text is well-formed XML, as far as our renderers go: elements, attributes, references.
#pragma once

#include <string>
#include <string_view>

namespace linktender::report::test {

/// What is wrong and where; empty when nothing is. Knows no comments, CDATA, DTD or processing
/// instructions but the first line, so that any of those is a complaint.
[[nodiscard]] std::string xml_problem(std::string_view xml);

}  // namespace linktender::report::test
