# A room is a folder, a namespace and a layer. The order below is the order of use:
# a room sees only the rooms before it. tests/layering reads the #includes and holds
# the sources to it; linking a room's tests with the rooms before it only does the same.
set(LINKTENDER_ROOMS core url page source http verdict store crawl report notify app)

# linktender_room(<name> SOURCES <file>... [LIBRARIES <target>...])
function(linktender_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(linktender_${name} OBJECT ${ROOM_SOURCES})
  target_include_directories(linktender_${name} PUBLIC "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(linktender_${name}
    PRIVATE linktender_compiler
    PUBLIC fmt::fmt spdlog::spdlog tl::expected Threads::Threads ${ROOM_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY LINKTENDER_FOREIGN ${ROOM_LIBRARIES})
endfunction()

# linktender_link_rooms(<target> <last room>): links the rooms from the first to <last room>.
function(linktender_link_rooms target last)
  foreach(room IN LISTS LINKTENDER_ROOMS)
    target_link_libraries(${target} PRIVATE linktender_${room})
    if(room STREQUAL last)
      break()
    endif()
  endforeach()
endfunction()
