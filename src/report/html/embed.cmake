# cmake -DIN=<this folder> -DOUT=<file.cpp> -P embed.cmake
# Writes templates, style and script into a source file, with the hashes by which the page's
# Content-Security-Policy allows that style and that script and no other.

# base64 of a SHA-256, as in 'sha256-...' of CSP. Four bits a digit: three digits give two characters.
function(csp_hash result text)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  string(SHA256 digest "${text}")
  set(digest "${digest}00")
  set(base64 "")
  foreach(at RANGE 0 63 3)
    string(SUBSTRING "${digest}" ${at} 3 digits)
    math(EXPR high "0x${digits} / 64")
    math(EXPR low "0x${digits} % 64")
    string(SUBSTRING "${alphabet}" ${high} 1 first)
    string(SUBSTRING "${alphabet}" ${low} 1 second)
    string(APPEND base64 "${first}${second}")
  endforeach()
  # The last character stands for padding alone.
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${result} "sha256-${base64}=" PARENT_SCOPE)
endfunction()

string(CONCAT text
  "// Made from src/report/html; changes belong there.\n"
  "#include \"html_assets.hpp\"\n\n"
  "namespace linktender::report::html {\n\n")
foreach(asset head.mustache issue.mustache entry.mustache bundle.mustache tail.mustache style.css report.js)
  file(READ "${IN}/${asset}" content)
  string(REGEX REPLACE "\\..*$" "" name "${asset}")
  string(APPEND text "const std::string_view k_${name} = R\"_asset_(${content})_asset_\";\n")
  if(asset MATCHES "css$|js$")
    csp_hash(hash "${content}")
    string(APPEND text "const std::string_view k_${name}_hash = \"${hash}\";\n")
  endif()
endforeach()
string(APPEND text "\n}  // namespace linktender::report::html\n")
file(WRITE "${OUT}" "${text}")
