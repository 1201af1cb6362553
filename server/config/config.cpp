#include "server/config/config.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <thread>

namespace plenary::server {
namespace {

constexpr unsigned kThreadsMax = 256;
constexpr std::size_t kMiB = std::size_t{1024} * 1024;

const std::map<std::string, storage::Durability> kDurabilities{
    {"strict", storage::Durability::kStrict}, {"relaxed", storage::Durability::kRelaxed}};
const std::map<std::string, log::Level> kLogLevels{{"debug", log::Level::kDebug},
                                                   {"info", log::Level::kInfo},
                                                   {"warning", log::Level::kWarning},
                                                   {"error", log::Level::kError}};

/// The settings as they are written, before they mean anything.
struct Words {
  std::string data_dir;
  std::string listen{ListenAddress{}.to_string()};
  bool open{false};
  std::vector<std::string> allowed_origins;
  std::string jwt_issuer;
  std::string jwt_audience{"plenary"};
  std::string jwt_key_file;
  std::string tls_certificate;
  std::string tls_key;
  bool webhooks_to_private{false};
  std::vector<std::string> trusted_proxies;
  std::string web_dir;
  std::string durability{"strict"};
  std::string log_level{"info"};
  unsigned threads{std::clamp(std::thread::hardware_concurrency(), 1u, kThreadsMax)};
  std::optional<std::size_t> frame_bytes;
  std::size_t document_units{kDocumentUnitsMax};
  std::size_t http_body_bytes{kHttpBodyBytesMax};
  std::size_t outbox_bytes{kOutboxBytesMax};
  long document_idle_seconds{std::chrono::seconds(kDocumentIdleTime).count()};
  std::uint64_t seal_ops{kSealOps};
};

/// "data-dir" → "PLENARY_DATA_DIR"
std::string environment_name(std::string_view option) {
  std::string name = "PLENARY_";
  for (const char c : option) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

/// The file without the options that the environment sets: the library would let the file win.
class FileBelowEnvironment final : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> settings = CLI::ConfigTOML::from_config(input);
    std::erase_if(settings, [](const CLI::ConfigItem& item) {
      // NOLINTNEXTLINE(concurrency-mt-unsafe): before there is a second thread
      return std::getenv(environment_name(item.name).c_str()) != nullptr;
    });
    return settings;
  }
};

template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) {
    names.push_back(name);
  }
  return names;
}

/// "http://host" or "https://host:port", as browsers send it.
std::string check_origin(const std::string& origin) {
  const std::size_t scheme = origin.starts_with("https://")  ? 8
                             : origin.starts_with("http://") ? 7
                                                             : 0;
  const bool bare = origin.find_first_of("/?# ", scheme) == std::string::npos;
  if (scheme == 0 || !bare || origin.size() == scheme) {
    return "'" + origin + "' is not an origin, such as https://example.org";
  }
  return {};
}

/// The library's help in fewer words: the footer says how the environment names a setting.
class HelpText final : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App*, std::string name) const override {
    return "\nUsage: " + name + " --data-dir DIR [OPTIONS]\n";
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_option_text().empty() ? std::string() : " " + option->get_option_text();
  }
};

/// Makes the options of one heading of the help.
class Group {
 public:
  Group(CLI::App& app, std::string heading) : app_(app), heading_(std::move(heading)) {}

  template <class Value>
  CLI::Option* option(const std::string& name, const std::string& placeholder, Value& value,
                      const std::string& help) {
    return finish(app_.add_option("--" + name, value, help)->option_text(placeholder), name);
  }
  void flag(const std::string& name, bool& value, const std::string& help) {
    finish(app_.add_flag("--" + name, value, help), name);
  }
  /// A number; the help says its default.
  template <class Value>
  void number(const std::string& name, Value& value, const CLI::Range& range,
              const std::string& help) {
    option(name, "N", value, help + " [" + std::to_string(value) + "]")->check(range);
  }

 private:
  CLI::Option* finish(CLI::Option* option, const std::string& name) {
    return option->group(heading_)->envname(environment_name(name));
  }
  CLI::App& app_;
  std::string heading_;
};

void add_place(CLI::App& app, Words& words) {
  Group group(app, "Where");
  group
      .option("data-dir", "DIR", words.data_dir,
              "Holds everything that the server knows; made if missing (required)")
      ->required();
  group
      .option("web-dir", "DIR", words.web_dir,
              "The built web client, served at / [none: the API and the socket only]")
      ->check(CLI::ExistingDirectory);
}

void add_access(CLI::App& app, Words& words) {
  Group group(app, "Who may reach it");
  group.option("listen", "ADDR:PORT", words.listen,
               "IP address and port; port 0 takes a free one and prints it [" + words.listen + "]");
  group.flag("open", words.open,
             "Whoever reaches the address may read, write and delete everything:\n"
             "for tests, and behind an application that checks access itself");
  group
      .option("allowed-origin", "ORIGIN ...", words.allowed_origins,
              "Pages of this origin, such as https://example.org, may use the server,\n"
              "too, and it answers to that host name (behind a proxy, say); may be\n"
              "given more than once [only pages of its own address]")
      ->check(CLI::Validator(check_origin, ""))
      ->delimiter(',');
  group
      .option("tls-cert", "FILE", words.tls_certificate,
              "The server's certificate with its chain, in PEM form: connections are\n"
              "encrypted. Read again when it changes [none]")
      ->check(CLI::ExistingFile);
  group.option("tls-key", "FILE", words.tls_key, "Its private key, in PEM form")
      ->check(CLI::ExistingFile);
  group
      .option("trusted-proxy", "ADDR[/BITS] ...", words.trusted_proxies,
              "A proxy in front, whose X-Forwarded-For and X-Forwarded-Proto are taken for\n"
              "true; may be given more than once [none]")
      ->delimiter(',');
  group.flag("webhooks-to-private", words.webhooks_to_private,
             "Webhooks may lead to this machine and to private networks");
  group
      .option("jwt-key-file", "FILE", words.jwt_key_file,
              "Signed tokens (JWT) of an embedding application are taken for its people:\n"
              "an Ed25519 public key in PEM form (EdDSA), or a secret of 32 bytes or more\n"
              "(HS256) [none]")
      ->check(CLI::ExistingFile);
  group.option("jwt-issuer", "NAME", words.jwt_issuer, "What such a token names as its issuer");
  group.option("jwt-audience", "NAME", words.jwt_audience,
               "What such a token names as its audience [" + words.jwt_audience + "]");
}

void add_running(CLI::App& app, Words& words) {
  Group group(app, "How it runs");
  group
      .option("durability", "strict|relaxed", words.durability,
              "strict: what was acknowledged survives a power cut. relaxed: it survives\n"
              "the death of the process, but a power cut may take the last seconds [strict]")
      ->check(CLI::IsMember(names_of(kDurabilities)));
  group.number("threads", words.threads, CLI::Range(1u, kThreadsMax),
               "Threads for sockets and documents; as many as the machine has cores");
  group.option("log-level", "LEVEL", words.log_level, "debug, info, warning or error [info]")
      ->check(CLI::IsMember(names_of(kLogLevels)));
}

void add_limits(CLI::App& app, Words& words) {
  Group group(app, "Limits");
  group
      .option("max-frame-bytes", "N", words.frame_bytes,
              "One message of a client [" + std::to_string(kFrameBytesMax) + "; with --open " +
                  std::to_string(kFrameBytesMaxOpen) + "]")
      ->check(CLI::Range(std::size_t{1024}, 256 * kMiB));
  group.number("max-document-units", words.document_units, CLI::Range(std::size_t{1}, 512 * kMiB),
               "Length of a document in UTF-16 units");
  group.number("max-http-body-bytes", words.http_body_bytes,
               CLI::Range(std::size_t{1024}, 1024 * kMiB), "Body of an HTTP request");
  group.number("max-outbox-bytes", words.outbox_bytes,
               CLI::Range(kOutboxBytesPresence, 1024 * kMiB),
               "What may wait for a slow reader before it is cut off to catch up later");
  group.number("document-idle-seconds", words.document_idle_seconds, CLI::Range(1L, 86400L),
               "A document that nobody uses leaves memory after");
  group.number("seal-ops", words.seal_ops, CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 32),
               "Operations of a document that lie one by one before they are packed");
}

void describe(CLI::App& app, Words& words) {
  app.set_help_flag("--help,-h", "Print this and leave");
  app.set_version_flag("--version", "plenaryd " + std::string(version()), "Print the version");
  app.formatter(std::make_shared<HelpText>());
  app.get_formatter()->column_width(34);
  add_place(app, words);
  add_access(app, words);
  add_running(app, words);
  add_limits(app, words);
  app.set_config("--config", "",
                 "A TOML file with any of these settings: data-dir = \"/srv/plenary\"")
      ->option_text("FILE")
      ->group("How it runs")
      ->envname(environment_name("config"));
  app.config_formatter(std::make_shared<FileBelowEnvironment>());
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.footer(
      "Each setting can also come from the environment (--data-dir is PLENARY_DATA_DIR) or from\n"
      "the file of --config. The command line wins over the environment, that over the file.");
}

/// Errors: kMalformed, kRejected, in words.
Result<Config> mean(const Words& words) {
  const auto listen = parse_listen_address(words.listen);
  if (!listen) {
    return Error{listen.error().code, "--listen: " + listen.error().detail};
  }
  if (words.tls_certificate.empty() != words.tls_key.empty()) {
    return Error{Errc::kRejected, "--tls-cert and --tls-key go together"};
  }
  const bool is_private = !words.tls_certificate.empty() || !words.trusted_proxies.empty();
  if (!words.open && !listen->is_loopback() && !is_private) {
    return Error{Errc::kRejected,
                 "--listen " + listen->to_string() +
                     " can be reached from other machines, and passwords would cross the network "
                     "for everybody to read. Give --tls-cert and --tls-key, or name the proxy that "
                     "encrypts with --trusted-proxy, or listen on 127.0.0.1; or add --open if that "
                     "is what you want: then whoever reaches it may read, write and delete "
                     "everything."};
  }
  if (words.jwt_key_file.empty() != words.jwt_issuer.empty()) {
    return Error{Errc::kRejected,
                 "--jwt-key-file and --jwt-issuer go together: the key says whether a token is the "
                 "issuer's"};
  }
  Config config;
  config.data_dir = words.data_dir;
  config.listen = *listen;
  config.open = words.open;
  config.allowed_origins = words.allowed_origins;
  config.jwt_issuer = words.jwt_issuer;
  config.jwt_audience = words.jwt_audience;
  if (!words.jwt_key_file.empty()) {
    config.jwt_key_file = words.jwt_key_file;
  }
  if (!words.tls_certificate.empty()) {
    config.tls_certificate = words.tls_certificate;
    config.tls_key = words.tls_key;
  }
  config.trusted_proxies = words.trusted_proxies;
  config.webhooks_to_private = words.webhooks_to_private;
  if (!words.web_dir.empty()) {
    config.web_dir = words.web_dir;
  }
  config.durability = kDurabilities.at(words.durability);
  config.log_level = kLogLevels.at(words.log_level);
  config.threads = words.threads;
  config.limits.frame_bytes_max =
      words.frame_bytes.value_or(words.open ? kFrameBytesMaxOpen : kFrameBytesMax);
  config.limits.document_units_max = words.document_units;
  config.limits.http_body_bytes_max = words.http_body_bytes;
  config.limits.outbox_bytes_max = words.outbox_bytes;
  config.limits.seal_ops = words.seal_ops;
  config.limits.document_idle_time = std::chrono::seconds(words.document_idle_seconds);
  return config;
}

/// The library leaves two empty lines between headings.
std::string help_of(const CLI::App& app) {
  std::string text = app.help();
  while (text.find("\n\n\n") != std::string::npos) {
    text.erase(text.find("\n\n\n"), 1);
  }
  return text;
}

Farewell refuse(const std::string& why) {
  return {"plenaryd: " + why + "\nplenaryd --help lists the settings.\n", 2};
}

}  // namespace

std::variant<Config, Farewell> read_config(int argc, const char* const* argv) {
  CLI::App app("Plenary's server: many people write one document at once, and nothing is lost.",
               "plenaryd");
  Words words;
  describe(app, words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Farewell{help_of(app), 0};
  } catch (const CLI::CallForVersion& asked) {
    return Farewell{std::string(asked.what()) + "\n", 0};
  } catch (const CLI::ParseError& error) {
    return refuse(error.what());
  }
  auto config = mean(words);
  if (!config) {
    return refuse(config.error().detail);
  }
  return *std::move(config);
}

std::string_view version() {
  return PLENARY_VERSION;
}

}  // namespace plenary::server
