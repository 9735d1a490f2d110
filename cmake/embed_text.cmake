# cmake -DOUT=<file.cpp> -DFILE=<text> -DHEADER=<name.hpp> -DNAMESPACE=<a::b> -DFUNCTION=<f> -P embed_text.cmake
# Writes a text file into a source file as a function that returns it.
file(READ "${FILE}" content)
get_filename_component(name "${FILE}" NAME)
file(WRITE "${OUT}"
  "// Made from ${name}; changes belong there.\n"
  "#include \"${HEADER}\"\n\n"
  "namespace ${NAMESPACE} {\n\n"
  "std::string_view ${FUNCTION}() noexcept {\n"
  "    return R\"_text_(${content})_text_\";\n}\n\n"
  "}  // namespace ${NAMESPACE}\n")
