# cmake -DOUT=<file.cpp> -DFILES=<a.toml|b.toml> -P embed_rules.cmake
# Writes the rule files into a source file, so that the program knows them wherever it runs.
string(REPLACE "|" ";" files "${FILES}")
# Strings are joined, never lists: rules hold semicolons.
string(CONCAT text
  "// Made from config/rules.d; changes belong there.\n"
  "#include \"builtin_rule_files.hpp\"\n\n"
  "namespace linktender::verdict {\n\n"
  "std::vector<RuleSet::File> builtin_rule_files() {\n"
  "    return {\n")
foreach(path IN LISTS files)
  get_filename_component(name "${path}" NAME)
  file(READ "${path}" content)
  string(APPEND text "        {\"rules.d/${name}\", R\"_toml_(${content})_toml_\"},\n")
endforeach()
string(APPEND text "    };\n}\n\n}  // namespace linktender::verdict\n")
file(WRITE "${OUT}" "${text}")
