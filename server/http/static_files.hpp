#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "server/net/http.hpp"

namespace plenary::server {

/// The web client in memory: some megabytes. More than this is some other directory.
inline constexpr std::size_t kWebBytesMax = std::size_t{64} * 1024 * 1024;

/// The files of the web client, read once. A path is looked up in that list and never on the disk,
/// so no path leads out of it. Immutable; thread: any.
class StaticFiles {
 public:
  /// No client: pages say how to get one.
  StaticFiles() = default;

  /// Reads every file below `directory`; hidden ones are left out. `app.js.br` and `app.js.gz` are
  /// `app.js` compressed. Errors, in words: kNotFound without an index.html, kTooLarge, kIo.
  [[nodiscard]] static Result<StaticFiles> load(const std::filesystem::path& directory,
                                                std::size_t bytes_max = kWebBytesMax);

  /// Answers GET and HEAD; a missing file with 404 and a page, other methods with 405.
  /// `/`, `/d/{id}`, `/log-in` and so on are the client's own pages: they get index.html.
  [[nodiscard]] HttpResponse respond(const HttpRequest& request) const;

 private:
  using Bytes = std::shared_ptr<const std::string>;
  struct File {
    Bytes plain;
    Bytes brotli;  // null: there is none
    Bytes gzip;
    std::string etag;  // of the plain bytes, without quotes
    std::string content_type;
  };
  [[nodiscard]] const File* find(std::string_view path) const;
  [[nodiscard]] static HttpResponse send(const HttpRequest& request, const std::string& path,
                                         const File& file);

  std::map<std::string, File, std::less<>> files_;  // by path: "/assets/app.js"
};

}  // namespace plenary::server
