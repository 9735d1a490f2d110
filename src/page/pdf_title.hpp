// The title of a PDF, where its first bytes hold it plainly.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace linktender::page {

/// How far into the file the title is looked for.
inline constexpr std::size_t k_pdf_title_bytes = std::size_t{64} * 1024;

/// From `/Title` of the information dictionary (a literal or hexadecimal string in PDFDocEncoding, or in
/// UTF-16 or UTF-8 behind a BOM), else from `dc:title` of the document's XMP. In one line; empty when the
/// file is encrypted, keeps both in compressed streams or further behind, or the title is none: a file name,
/// `untitled`, bytes in an encoding that is not said. Linear; takes any bytes.
[[nodiscard]] std::string pdf_title(std::string_view file);

}  // namespace linktender::page
