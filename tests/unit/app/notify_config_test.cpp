#include "linktender/app/notify_config.hpp"

#include <cstdlib>
#include <string>

#include "linktender/app/config_file.hpp"
#include "linktender/app/settings.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace linktender;
using namespace linktender::app;
using linktender::test::TempDir;

namespace {

std::vector<NotifyTarget> read(const std::string& toml) {
    const TempDir folder;
    std::vector<NotifyTarget> targets;
    apply_notify_tables(folder.write("linktender.toml", toml), targets);
    return targets;
}

/// The complaint about a file, without its folder.
std::string complaint_of(const std::string& toml) {
    try {
        (void)read(toml);
    } catch (const ConfigError& error) {
        const std::string text = error.what();
        return text.substr(text.find("linktender.toml:") + 16);
    }
    return "none";
}

constexpr const char* k_mail = R"([[notify]]
name = "editors"
type = "mail"
url = "smtp://mail.example"
from = "links@news.example"
to = "ada@news.example"
)";

}  // namespace

TEST_CASE("notify config: a target of each kind is read", "[app]") {
    const auto targets = read(std::string(k_mail) + R"(user = "links"
password_env = "MAIL_PASSWORD"
[[notify]]
type = "feishu"
name = "chat"
archives = ["weekly", "monthly"]
language = "zh"
url_file = "feishu-url"
secret_credential = "feishu"
allow_address = ["10.0.0.0/8"]
[[notify]]
name = "ticket"
type = "gitlab"
repository = "group/sub/weekly"
token_env = "TOKEN"
url = "https://git.example/api/v4"
)");

    REQUIRE(targets.size() == 3);
    CHECK(targets[0].to == std::vector<std::string>{"ada@news.example"});
    CHECK(targets[0].password.kind == SecretSource::Kind::environment);
    CHECK(targets[1].archives.size() == 2);
    CHECK(targets[1].language == report::Language::zh);
    CHECK(targets[1].url_source.kind == SecretSource::Kind::file);
    CHECK(targets[1].url_source.name.ends_with("/feishu-url"));
    CHECK(targets[1].secret.name == "feishu");
    CHECK(targets[2].type == NotifyType::gitlab);
    CHECK(targets[2].repository == "group/sub/weekly");
    CHECK(targets[2].label == "linktender");
}

TEST_CASE("notify config: other commands pass the tables over", "[app]") {
    const TempDir folder;
    Settings settings;

    CHECK_NOTHROW(apply_config_file(folder.write("linktender.toml", k_mail), settings));
}

TEST_CASE("notify config: a complaint names line, key and what would do", "[app]") {
    struct Row {
        std::string toml;
        std::string complaint;
    };
    const auto row = GENERATE(values<Row>({
        {"[[notify]]\nname = \"a\"\n", "1: notify: a type is needed"},
        {"[[notify]]\nname = \"a\"\ntype = \"pager\"\n", "3: notify.type: one of mail, webhook"},
        {"[[notify]]\nname = \"A b\"\ntype = \"slack\"\n", "2: notify.name: a name of small letters"},
        {"[notify]\ntype = \"mail\"\n", "1: notify: a list of tables is needed"},
        {"[[notify]]\nname = \"a\"\ntype = \"slack\"\n", "1: notify: the address is needed once"},
        {"[[notify]]\nname = \"a\"\ntype = \"slack\"\nurl = \"ftp://x\"\n",
         "4: notify.url: an http or https URL"},
        {"[[notify]]\nname = \"a\"\ntype = \"slack\"\nto = \"a@b.example\"\n",
         "4: notify.to: no such key for a target of type slack"},
        {"[[notify]]\nname = \"a\"\ntype = \"github\"\ntoken_env = \"T\"\n",
         "1: notify: a repository is needed"},
        {"[[notify]]\nname = \"a\"\ntype = \"github\"\nrepository = \"a/b\"\n", "1: notify: token_file"},
        {"[[notify]]\nname = \"a\"\ntype = \"github\"\nrepository = \"../b\"\n",
         "4: notify.repository: a repository"},
        {"[[notify]]\nname = \"a\"\ntype = \"github\"\ntoken_env = \"T\"\ntoken_file = \"t\"\n",
         ": there is another source"},
        {std::string(k_mail) + "starttls = 1\n", "7: notify.starttls: true or false"},
        {std::string(k_mail) + "user = \"links\"\n", "1: notify: a user needs a password"},
        {std::string(k_mail) + "user = \"l\"\npassword_env = \"P\"\nstarttls = false\n",
         "1: notify: a password is not sent in clear"},
        {std::string(k_mail) + "allow_address = [\"ten\"]\n", "7: notify.allow_address: "},
        {std::string(k_mail) + k_mail, "8: notify.name: there is a target 'editors' already"},
        {"[[notify]]\nname = \"a\"\ntype = \"mail\"\nurl = \"smtp://h/x\"\n", "4: notify.url: smtp://HOST"},
        {"[[notify]]\nname = \"a\"\ntype = \"mail\"\nfrom = \"a@b\\r\\nBcc: c@d\"\n",
         "4: notify.from: a mail address"},
        {"[[notify]]\nname = \"a\"\ntype = \"feishu\"\nsecret_credential = \"../x\"\n",
         "4: notify.secret_credential: the name of a credential"},
    }));
    CAPTURE(row.toml);

    const std::string complaint = complaint_of(row.toml);

    CAPTURE(complaint);
    CHECK(complaint.find(row.complaint) != std::string::npos);
}

TEST_CASE("notify config: a secret in the file is refused and not repeated", "[app]") {
    for (const char* key : {"token", "secret", "password"}) {
        const std::string type = key == std::string("password") ? "mail"
                                 : key == std::string("token")  ? "github"
                                                                : "feishu";
        const std::string complaint = complaint_of("[[notify]]\nname = \"a\"\ntype = \"" + type + "\"\n" +
                                                   key + " = \"open-sesame\"\n");

        CAPTURE(complaint);
        CHECK(complaint.find("secrets have no place in this file") != std::string::npos);
        CHECK(complaint.find("sesame") == std::string::npos);
    }
    CHECK(
        complaint_of("[[notify]]\nname = \"a\"\ntype = \"slack\"\nurl = \"open-sesame\"\n").find("sesame") ==
        std::string::npos);
}

TEST_CASE("secret: it is read from a file, the environment or a credential when it is needed", "[app]") {
    const TempDir folder;
    const auto file = folder.write("token", "  open sesame\n");
    REQUIRE(::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1) == 0);
    REQUIRE(::setenv("LINKTENDER_TEST_SECRET", "barley", 1) == 0);

    CHECK(read_secret({SecretSource::Kind::file, file.string()}) == "open sesame");
    CHECK(read_secret({SecretSource::Kind::credential, "token"}) == "open sesame");
    CHECK(read_secret({SecretSource::Kind::environment, "LINKTENDER_TEST_SECRET"}) == "barley");
    CHECK(read_secret({}) == "");
}

TEST_CASE("secret: what is missing, empty or no line is said by its place alone", "[app]") {
    const TempDir folder;
    const auto error = [&](SecretSource::Kind kind, const std::string& name) {
        const auto secret = read_secret({kind, name});
        return secret ? "none" : secret.error();
    };
    ::unsetenv("CREDENTIALS_DIRECTORY");

    CHECK(error(SecretSource::Kind::file, (folder / "no").string()).find("cannot be read") !=
          std::string::npos);
    CHECK(error(SecretSource::Kind::file, folder.path().string()) != "none");
    CHECK(error(SecretSource::Kind::file, folder.write("empty", " \n").string()).find("is empty") !=
          std::string::npos);
    for (const std::string& text : {std::string("two\nlines"), std::string(5000, 'x')}) {
        const std::string said = error(SecretSource::Kind::file, folder.write("bad", text).string());
        CHECK(said.find("holds no secret of one line") != std::string::npos);
        CHECK(said.find("lines\n") == std::string::npos);
    }
    CHECK(error(SecretSource::Kind::environment, "LINKTENDER_NOT_SET").find("is not set") !=
          std::string::npos);
    CHECK(error(SecretSource::Kind::credential, "x").find("LoadCredential=") != std::string::npos);
}
