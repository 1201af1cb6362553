#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/config/listen_address.hpp"
#include "server/limits.hpp"
#include "server/ops/log.hpp"
#include "storage/key_value_store.hpp"

namespace plenary::server {

/// The settings of the operator. Everything else is decided in the code.
struct Config {
  std::filesystem::path data_dir;
  ListenAddress listen;
  bool open{false};                          // everybody who reaches the address may do everything
  std::vector<std::string> allowed_origins;  // "https://example.org"
  /// The application that may vouch for people by signed tokens; none without the file.
  std::string jwt_issuer;
  std::string jwt_audience;
  std::optional<std::filesystem::path> jwt_key_file;
  /// In PEM form; both or none: then connections are in the clear.
  std::optional<std::filesystem::path> tls_certificate;
  std::optional<std::filesystem::path> tls_key;
  bool webhooks_to_private{false};           // webhooks may name this machine and private networks
  std::vector<std::string> trusted_proxies;  // addresses and networks
  std::optional<std::filesystem::path> web_dir;  // the built web client
  storage::Durability durability{storage::Durability::kStrict};
  log::Level log_level{log::Level::kInfo};
  unsigned threads{1};  // shards
  Limits limits;
};

/// A text to print instead of running: the help, the version, or a mistake in the settings.
struct Farewell {
  std::string text;
  int status{0};  // of the process; not 0: the text is for standard error
};

/// Reads the settings: each from the command line, else from the environment (--data-dir is
/// PLENARY_DATA_DIR), else from the TOML file that --config names, else the default. Refuses
/// combinations that would be a mistake. Reads the file and the environment; touches nothing else.
[[nodiscard]] std::variant<Config, Farewell> read_config(int argc, const char* const* argv);

/// "0.1.0"
[[nodiscard]] std::string_view version();

}  // namespace plenary::server
