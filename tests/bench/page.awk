# Writes one article of about 30 KB as sites build them: a head of 10 KB, then menu, prose, lists and links.
# `@N@` stands where a page's own number goes. The same page every time.
#
#   awk -f page.awk

function pick(n) { seed = (seed * 16807) % 2147483647; return seed % n }

function sentence(   words, i, text) {
  words = 7 + pick(12)
  for (i = 0; i < words; ++i) {
    text = text (i ? " " : "") word[1 + pick(word_count)]
    if (i > 2 && i < words - 2 && pick(9) == 0) text = text ","
  }
  return toupper(substr(text, 1, 1)) substr(text, 2) "."
}

function paragraph(   i, text, extra) {
  for (i = 3 + pick(3); i > 0; --i) {
    text = text (text ? " " : "") sentence()
    extra = pick(8)
    if (extra == 0) text = text " See <a href=\"/notes/" pick(500) "?from=text&amp;v=2\">" word[1 + pick(word_count)] " notes</a>."
    if (extra == 1) text = text " That is <strong>" word[1 + pick(word_count)] "</strong> &mdash; mostly."
    if (extra == 2) text = text " Run <code>make " word[1 + pick(word_count)] "</code> first."
  }
  return "<p class=\"text\">" text "</p>\n"
}

function head(   i, html) {
  html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Field report @N@ - Harbour Notes</title>\n"
  html = html "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
  html = html "<meta name=\"description\" content=\"What was measured on day @N@ &amp; what it means.\">\n"
  html = html "<meta name=\"author\" content=\"Mina Lindqvist\">\n<meta name=\"robots\" content=\"index, follow\">\n"
  html = html "<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"Field report @N@\">\n"
  html = html "<meta property=\"og:site_name\" content=\"Harbour Notes\">\n<meta property=\"og:locale\" content=\"en_GB\">\n"
  html = html "<meta property=\"og:image\" content=\"/media/cover-1200x630.jpg\">\n"
  html = html "<meta property=\"og:description\" content=\"What was measured that day.\">\n"
  html = html "<meta property=\"article:published_time\" content=\"2023-05-04T09:30:00+00:00\">\n"
  html = html "<meta name=\"twitter:card\" content=\"summary_large_image\">\n<meta name=\"theme-color\" content=\"#1b3a4b\">\n"
  html = html "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed.xml\" title=\"All notes\">\n"
  for (i = 1; i <= 10; ++i)
    html = html "<link rel=\"icon\" sizes=\"" 16 * i "x" 16 * i "\" type=\"image/png\" href=\"/static/icon-" 16 * i ".png?v=3\">\n"
  html = html "<script type=\"application/ld+json\">\n{\"@context\": \"https://schema.org\", \"@type\": \"Article\", "
  html = html "\"headline\": \"Field report @N@\", \"datePublished\": \"2023-05-04\", \"author\": {\"@type\": \"Person\", "
  html = html "\"name\": \"Mina Lindqvist\"}, \"publisher\": {\"@type\": \"Organization\", \"name\": \"Harbour Notes\"}}\n</script>\n<style>\n"
  for (i = 1; i <= 45; ++i)
    html = html ".c" i " > .inner:first-child { padding: " i % 7 "px 0 1em; color: #4a4a" 10 + i "; }\n"
  html = html "</style>\n<script>\n(function (w) {\n  var q = w.queue = w.queue || [];\n"
  for (i = 1; length(html) < 10000; ++i)
    html = html "  q.push({event: 'view" i "', when: Date.now() - " pick(900) ", deep: i < 4 && !w.closed, mark: \"<i>\"});\n"
  return html "})(window);\n</script>\n</head>\n"
}

function body(size,   i, j, html) {
  html = "<body class=\"note single\">\n<header><a class=\"logo\" href=\"/\"><img src=\"/static/logo.svg\" alt=\"Harbour Notes\"></a>\n<nav><ul class=\"menu\">\n"
  for (i = 1; i <= 28; ++i)
    html = html "<li class=\"item item-" i "\"><a href=\"/topic/" i "/?from=menu&amp;x=1\">" word[i] " " word[i + 20] "</a></li>\n"
  html = html "</ul></nav></header>\n<main><article>\n<h1>Field report @N@</h1>\n<p class=\"by\">By <a rel=\"author\" href=\"/people/mina\">Mina Lindqvist</a>, <time datetime=\"2023-05-04\">4 May 2023</time></p>\n"
  for (i = 1; length(html) < size - 1400; ++i) {
    if (i % 5 == 0) html = html "<h2 id=\"part-" i "\">" sentence() "</h2>\n"
    html = html paragraph()
    if (i % 4 == 0) {
      html = html "<ul>\n"
      for (j = 0; j < 4; ++j) html = html "<li>" sentence() "</li>\n"
      html = html "</ul>\n"
    }
    if (i % 6 == 0)
      html = html "<figure><img loading=\"lazy\" src=\"/media/" i ".jpg\" width=\"800\" height=\"450\" alt=\"\"><figcaption>" sentence() "</figcaption></figure>\n"
  }
  html = html "</article>\n<aside><h2>More</h2><ol>\n"
  for (i = 1; i <= 8; ++i) html = html "<li><a href=\"/notes/" 100 + i "\">" word[i + 9] " and " word[i + 30] "</a></li>\n"
  return html "</ol></aside></main>\n<footer><p>Harbour Notes. Text may be copied with its source.</p></footer>\n<script src=\"/static/app.js\" defer></script>\n</body>\n</html>\n"
}

BEGIN {
  seed = 20230504
  word_count = split("water harbour current measure morning signal station northern table rope wind paper channel " \
    "slow figure record bottom stone depth reading mark tide boat small number result winter method needle copper " \
    "weather ship answer simple before after under between where which through every until again early quiet bridge " \
    "engine follow carry begin leave return letter garden window market the a of in and with from some many most", word, " ")
  top = head()
  printf "%s%s", top, body(30600 - length(top))
}
