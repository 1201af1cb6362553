#include "protocol/releases/manifest.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::releases {
namespace {

constexpr std::size_t kLanguageBytesMax = 35;
constexpr std::uint64_t kFileBytesMax = std::uint64_t{1} << 53U;  // beyond it JSON is not exact

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

template <class Allowed>
bool consists_of(std::string_view text, std::size_t most, const Allowed& allowed) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), allowed);
}

bool is_slug(std::string_view text) {
  return consists_of(text, kManifestNameBytesMax,
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_file_name(std::string_view text) {
  return !text.starts_with('.') && consists_of(text, kManifestNameBytesMax, [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
  });
}

bool is_media_type(std::string_view text) {
  return consists_of(text, kManifestNameBytesMax, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_language_tag(std::string_view text) {
  return consists_of(text, kLanguageBytesMax,
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_hash(std::string_view text) {
  return text.size() == std::size_t{2} * crypto_hash_sha256_BYTES &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_words(std::string_view text) {
  return text.size() <= kManifestTextBytesMax && utf::is_utf8(text);
}

int number_at(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// "2026-12-01T10:00:00Z", with a day and a time that a calendar has.
bool is_instant(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
  if (text.size() != kShape.size() ||
      !std::equal(text.begin(), text.end(), kShape.begin(),
                  [](char c, char shape) { return shape == '0' ? is_digit(c) : c == shape; })) {
    return false;
  }
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number_at(text, 0) * 100 + number_at(text, 2);
  const int month = number_at(text, 5);
  const int day = number_at(text, 8);
  if (month < 1 || month > 12 || day < 1 || day > kDays[static_cast<std::size_t>(month - 1)]) {
    return false;
  }
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return (month != 2 || day < 29 || leap) && number_at(text, 11) < 24 && number_at(text, 14) < 60 &&
         number_at(text, 17) < 60;
}

Result<void> wrong(std::string_view member, std::string_view must) {
  return Error{Errc::kMalformed,
               "“" + std::string(member) + "” of the manifest must be " + std::string(must)};
}

Result<void> check_files(const std::vector<ManifestFile>& files) {
  if (files.empty()) {
    return wrong("files", "a list of at least one file");
  }
  if (files.size() > kManifestFilesMax) {
    return Error{Errc::kTooLarge, "the manifest has more than 1,000 files"};
  }
  std::set<std::string_view> names;
  for (const ManifestFile& file : files) {
    if (!is_file_name(file.name)) {
      return wrong("name", "the name of a file, of letters, digits and ._-");
    }
    if (!names.insert(file.name).second) {
      return Error{Errc::kMalformed, "the manifest names the file " + file.name + " twice"};
    }
    if (!is_media_type(file.type)) {
      return wrong("type", "a media type");
    }
    if (file.bytes > kFileBytesMax) {
      return Error{Errc::kTooLarge, "a file of the manifest has more bytes than a number can say"};
    }
    if (!is_hash(file.sha256)) {
      return wrong("sha256", "64 hexadecimal digits in lower case");
    }
  }
  return {};
}

json::Value value_of(const ManifestFile& file) {
  return {{"bytes", file.bytes}, {"name", file.name}, {"sha256", file.sha256}, {"type", file.type}};
}

json::Value value_of(const Manifest& manifest) {
  json::Value value = {{"plenary", 1},
                       {"consultation", manifest.consultation},
                       {"release", manifest.release},
                       {"title", manifest.title},
                       {"released", manifest.released},
                       {"files", json::Value::array()}};
  for (const ManifestFile& file : manifest.files) {
    value["files"].push_back(value_of(file));
  }
  if (manifest.replaces) {
    value["replaces"] = *manifest.replaces;
  }
  const auto add = [&value](const char* name, const std::string& text) {
    if (!text.empty()) {
      value[name] = text;
    }
  };
  add("note", manifest.note);
  add("language", manifest.language);
  add("previous", manifest.previous);
  return value;
}

}  // namespace

Result<void> check(const Manifest& manifest) {
  if (!is_slug(manifest.consultation)) {
    return wrong("consultation", "a name of a-z, 0-9 and -");
  }
  if (manifest.release < 1 || manifest.release > kReleaseMax) {
    return wrong("release", "a number from 1 to 1,000,000");
  }
  if (manifest.title.empty() || !is_words(manifest.title)) {
    return wrong("title", "a text of at most 10,000 bytes");
  }
  if (!is_instant(manifest.released)) {
    return wrong("released", "an instant like 2026-12-01T10:00:00Z");
  }
  if (manifest.replaces && (*manifest.replaces < 1 || *manifest.replaces >= manifest.release)) {
    return wrong("replaces", "the number of an earlier release");
  }
  if (!is_words(manifest.note)) {
    return wrong("note", "a text of at most 10,000 bytes");
  }
  if (!manifest.language.empty() && !is_language_tag(manifest.language)) {
    return wrong("language", "a language tag like en or zh-Hant");
  }
  if (manifest.previous.empty() != (manifest.release == 1) ||
      (!manifest.previous.empty() && !is_hash(manifest.previous))) {
    return wrong("previous", "the SHA-256 of the manifest before, and only release 1 has none");
  }
  return check_files(manifest.files);
}

std::string canonical(const Manifest& manifest) {
  return json::to_string(value_of(manifest));
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();  // the library ends it with a zero
  return hex;
}

std::string manifest_hash(const Manifest& manifest) {
  return sha256_of(canonical(manifest));
}

std::string to_file(const SignedManifest& signed_manifest) {
  return json::to_string({{"key", signed_manifest.key},
                          {"manifest", value_of(signed_manifest.manifest)},
                          {"signature", signed_manifest.signature}}) +
         "\n";
}

}  // namespace plenary::releases
