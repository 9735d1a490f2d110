#include "page/pdf_title.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include "support/catch.hpp"

using namespace linktender;
using namespace std::string_literals;

namespace {

struct Row {
    std::string text;
    std::string title;
};

std::string file(const std::string& objects) {
    return "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n" + objects + "\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
}

std::string information(const std::string& title) {
    return file("1 0 obj\n<< /Type /Catalog >>\nendobj\n5 0 obj\n<< /Producer (x) /Title " + title +
                " >>\nendobj");
}

std::string xmp(const std::string& packet) {
    return file(
        "4 0 obj\n<< /Type /Metadata /Subtype /XML /Length 9 >>\nstream\n<x:xmpmeta "
        "xmlns:x=\"adobe:ns:meta/\">" +
        packet + "</x:xmpmeta>\nendstream\nendobj");
}

}  // namespace

TEST_CASE("page: the title of a PDF is read from every kind of string", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"(On Loops)", "On Loops"},
        {"( On \\\n Loops )", "On Loops"},
        {"(On (inner) Loops)", "On (inner) Loops"},
        {"(On \\( Loops \\))", "On ( Loops )"},
        {"(a\\tb\\nc\\101\\53\\1)", ""},
        {"(a\\tb\\nc \\101\\53)", "a b c A+"},
        {"(caf\xE9 \x8Dx\x8E)", "café “x”"},
        {"(\\215x\\216 \\204 \\240)", "“x” — €"},
        {"<4F6E204C6F6F7073>", "On Loops"},
        {"<4F 6E\n20 4C 6F 6F 70 7>", "On Loopp"},
        {"<FEFF7F168BD156685468 62A5>", "编译器周报"},
        {"(\xFE\xFF\0O\0n\x7F\x16)"s, "On编"},
        {"(\xFE\xFF\\000O\\000n)", "On"},
        {"<FEFF001B0065006E001B004F006E>", "On"},
        {"(\xFF\xFEO\0n\0)"s, "On"},
        {"(\xEF\xBB\xBF编译器)", "编译器"},
        {"(编译器周报)", "编译器周报"},
        {"<FEFFD83DDE00>", "😀"},
        {"<FEFFD83D>", ""},
        {"()", ""},
        {"5 0 R", ""},
        {"(never ends", ""},
        {"<4F6E", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::pdf_title(information(row.text)) == row.title);
}

TEST_CASE("page: what stands where a title should is not always one", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"(untitled)", ""},
        {"(Microsoft Word - On Loops)", "On Loops"},
        {"(Microsoft Word - thesis_final.doc)", ""},
        {"(paper.dvi)", ""},
        {"(PowerPoint Presentation)", ""},
        {"(\xB1\xE0\xD2\xEB\xC6\xF7)", ""},
        {"(\x01\x02\x03)", ""},
        {"(\x7F)", ""},
        {"<8F21A0C3D9E1FF02B3C4>", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::pdf_title(information(row.text)) == row.title);
}

TEST_CASE("page: bookmarks and other dictionaries do not name a PDF", "[page]") {
    const auto row = GENERATE(values<Row>({
        {"7 0 obj << /Title (Chapter 1) /Parent 6 0 R /Dest [3 0 R /Fit] >> endobj", ""},
        {"7 0 obj << /Title (Chapter 1) /A << /S /URI >> /Author (x) >> endobj", ""},
        {"7 0 obj << /Title (Alone) >> endobj", ""},
        {"7 0 obj << /Inner << /Title (Deep) /Producer (x) >> >> endobj", ""},
        {"7 0 obj << /Creator (x) /Title (A) >> endobj 8 0 obj << /Creator (x) /Title (B) >> endobj", "B"},
        {"7 0 obj << /Creator (/Title) /Title (A) >> endobj", "A"},
        {"7 0 obj << /Creator (x) % /Title (No)\n /Title (A) >> endobj", "A"},
        {"7 0 obj << /Length 3 >> stream << /Producer (x) /Title (In a stream) >> endstream endobj", ""},
        {"7 0 obj << /Broken [ << endobj 8 0 obj << /Creator (x) /Title (A) >> endobj", "A"},
        {"7 0 obj << /Creator (x) /Title (A)", ""},
    }));
    CAPTURE(row.text);

    CHECK(page::pdf_title(file(row.text)) == row.title);
}

TEST_CASE("page: the document's XMP names a PDF without a plain title", "[page]") {
    const std::string pdf = "<rdf:Description xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"/>";
    const std::string title =
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">编译器 &amp; 周报</rdf:li></rdf:Alt></dc:title>";
    const auto row = GENERATE_COPY(values<Row>({
        {xmp(pdf + title), "编译器 & 周报"},
        {xmp("<dc:format>application/pdf</dc:format>" + title), "编译器 & 周报"},
        {xmp(title), ""},
        {xmp(title) + xmp(pdf + "<dc:title><rdf:li>Second</rdf:li></dc:title>"), "Second"},
        {xmp(pdf + "<dc:title><rdf:Alt></rdf:Alt></dc:title>"), ""},
        {xmp(pdf + "<dc:title><rdf:li"), ""},
        {xmp(pdf + title) + information("(Plain)"), "Plain"},
        {xmp(pdf + title) + information("(untitled)"), "编译器 & 周报"},
    }));
    CAPTURE(row.text);

    CHECK(page::pdf_title(row.text) == row.title);
}

TEST_CASE("page: a PDF that is encrypted, elsewhere or none has no title", "[page]") {
    const std::string plain = information("(On Loops)");

    CHECK(page::pdf_title(plain) == "On Loops");
    CHECK(page::pdf_title("junk before\n" + plain) == "On Loops");
    CHECK(page::pdf_title(plain + std::string(100'000, ' ') + "trailer << /Encrypt 9 0 R >>").empty());
    CHECK(page::pdf_title("%PDF-1.4\n" + std::string(70'000, ' ') + plain.substr(9)).empty());
    CHECK(page::pdf_title("<< /Producer (x) /Title (On Loops) >>").empty());
    CHECK(page::pdf_title("").empty());
}

TEST_CASE("page: hostile PDFs cost what their length costs", "[page]") {
    const auto piece = GENERATE(values<std::string>({"<<", "[", "(", "((\\", "<", "/Title (", "stream ", "%",
                                                     "<x:xmpmeta", "<< /Producer (x) /Title (a) >> ", "\\"}));
    CAPTURE(piece);
    std::string bytes = "%PDF-1.4\n";
    while (bytes.size() < 200'000) bytes += piece;
    const auto start = std::chrono::steady_clock::now();

    const std::string title = page::pdf_title(bytes);

    CHECK(title.size() <= 512);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}
