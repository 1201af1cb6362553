#include "server/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/router.hpp"

namespace plenary::server {
namespace {

/// Nothing but what comes with the client runs or loads, and no other site shows it in a frame.
constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'";

/// The build puts a hash of the content into the names in here.
constexpr std::string_view kHashedFolder = "/assets/";
constexpr const char* kForEver = "public, max-age=31536000, immutable";

constexpr std::string_view kNoClientPage = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plenary is running</title>
<h1>Plenary is running</h1>
<p>This server was started without its web client. Build it with <code>./dev web</code>, then start
the server with <code>--web-dir clients/web/dist</code>.</p>
<p>Programs find the documents at <a href="/api/v1/documents">/api/v1/documents</a> and the ShareDB
socket at <code>/sync</code>.</p>
</html>
)";

constexpr std::string_view kNotFoundPage = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found</title>
<h1>There is nothing at this address</h1>
<p>It may have been mistyped. <a href="/">All documents</a></p>
</html>
)";

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kContentTypes{{
    {".css", "text/css; charset=utf-8"},
    {".gif", "image/gif"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/vnd.microsoft.icon"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".webmanifest", "application/manifest+json"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".xml", "application/xml"},
}};

std::string content_type_of(const std::filesystem::path& name) {
  const std::string extension = name.extension().string();
  for (const auto& [known, type] : kContentTypes) {
    if (extension == known) {
      return std::string(type);
    }
  }
  return "application/octet-stream";
}

bool is_page(const std::string& content_type) {
  return content_type.starts_with("text/html");
}

/// The pages that the client draws by itself; those with a secret have it behind a #.
constexpr std::array<std::string_view, 8> kClientPages{
    "/", "/set-up", "/log-in", "/invitation", "/reset", "/s", "/account", "/people"};

/// One of those, or a document's page or that of its history (`/d/{id}`, `/d/{id}/history`), with
/// or without a slash at the end.
bool is_client_route(std::string_view path) {
  constexpr std::string_view kDocument = "/d/";
  constexpr std::string_view kHistory = "/history";
  if (std::find(kClientPages.begin(), kClientPages.end(), path) != kClientPages.end()) {
    return true;
  }
  if (!path.starts_with(kDocument)) {
    return false;
  }
  std::string_view id = path.substr(kDocument.size());
  if (id.ends_with('/')) {
    id.remove_suffix(1);
  }
  if (id.ends_with(kHistory)) {
    id.remove_suffix(kHistory.size());
  }
  return !id.empty() && id.find('/') == std::string_view::npos;
}

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return std::nullopt;
  }
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return stream.bad() ? std::nullopt : std::optional(std::move(bytes));
}

/// Every file below a directory by its path from there, "/assets/app.js"; hidden ones left out.
Result<std::map<std::string, std::string>> read_all(const std::filesystem::path& directory,
                                                    std::size_t bytes_max) {
  std::map<std::string, std::string> contents;
  std::size_t bytes = 0;
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(directory, error);
  const std::filesystem::recursive_directory_iterator end;
  for (; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(error)) {
      continue;
    }
    // Asked before reading: a disk image in the wrong directory must not fill the memory.
    bytes += at->file_size(error);
    if (bytes > bytes_max) {
      return Error{Errc::kTooLarge, directory.string() + " holds more than " +
                                        std::to_string(bytes_max) +
                                        " bytes: that is not the web client"};
    }
    auto content = read_whole(at->path());
    if (!content) {
      return Error{Errc::kIo, at->path().string() + " cannot be read"};
    }
    contents["/" + at->path().lexically_relative(directory).generic_string()] = *std::move(content);
  }
  if (error) {
    return Error{Errc::kIo, directory.string() + " cannot be read: " + error.message()};
  }
  return contents;
}

HttpResponse page(unsigned status, std::string_view html) {
  return {status,
          {{"content-type", "text/html; charset=utf-8"},
           {"content-security-policy", kPagePolicy},
           {"cache-control", kAskAgain}},
          std::make_shared<const std::string>(html)};
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& directory,
                                      std::size_t bytes_max) {
  auto contents = read_all(directory, bytes_max);
  if (!contents) {
    return contents.error();
  }
  StaticFiles files;
  for (auto& [path, content] : *contents) {
    const bool brotli = path.ends_with(".br");
    const bool compressed = brotli || path.ends_with(".gz");
    const std::string of = compressed ? path.substr(0, path.size() - 3) : path;
    auto bytes = std::make_shared<const std::string>(std::move(content));
    if (compressed && contents->contains(of)) {
      (brotli ? files.files_[of].brotli : files.files_[of].gzip) = std::move(bytes);
      continue;
    }
    File& file = files.files_[path];
    file.etag = content_hash(*bytes);
    file.content_type = content_type_of(path);
    file.plain = std::move(bytes);
  }
  if (files.find("/index.html") == nullptr) {
    return Error{Errc::kNotFound, directory.string() +
                                      " has no index.html: build the web client with ./dev web and "
                                      "name the folder of what it built"};
  }
  return files;
}

HttpResponse StaticFiles::respond(const HttpRequest& request) const {
  const std::string path = is_client_route(request.path) ? "/index.html" : request.path;
  const File* const file = find(path);
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (file == nullptr && files_.empty() && is_client_route(request.path) && reads) {
    return page(200, kNoClientPage);
  }
  if (file == nullptr) {
    return page(404, kNotFoundPage);
  }
  return reads ? send(request, path, *file) : explain_methods(request.method, {"GET"});
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

HttpResponse StaticFiles::send(const HttpRequest& request, const std::string& path,
                               const File& file) {
  HttpResponse response{200, {{"content-type", file.content_type}}, file.plain};
  response.body_is_shared = true;
  response.headers.emplace_back("cache-control",
                                path.starts_with(kHashedFolder) ? kForEver : kAskAgain);
  if (is_page(file.content_type)) {
    response.headers.emplace_back("content-security-policy", kPagePolicy);
  }
  std::string etag = file.etag;
  if (file.brotli != nullptr || file.gzip != nullptr) {
    response.headers.emplace_back("vary", "accept-encoding");
    const std::string_view accepted = header(request, "accept-encoding");
    for (const auto& [coding, bytes] : {std::pair("br", &file.brotli), {"gzip", &file.gzip}}) {
      if (*bytes != nullptr && accepts_encoding(accepted, coding)) {
        response.headers.emplace_back("content-encoding", coding);
        response.body = *bytes;
        etag += std::string("-") + coding;
        break;
      }
    }
  }
  return with_etag(request, std::move(response), "\"" + etag + "\"");
}

}  // namespace plenary::server
