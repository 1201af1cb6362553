#include "server/access/directory_change.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

/// With a paper's id behind it: the audit of that paper.
constexpr const char* kPaperAuditKind = "audit/";

/// Entries of one millisecond keep their order.
std::string audit_id(Timestamp at) {
  static std::atomic<std::uint32_t> count{0};
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%013llx-%08x",
                                 static_cast<unsigned long long>(at.ms), ++count);
  return {text.data(), static_cast<std::size_t>(size)};
}

bool is_unprintable(char16_t unit) {
  const bool control = unit < 0x20 || (unit >= 0x7f && unit < 0xa0);
  const bool line_end = unit == 0x2028 || unit == 0x2029;
  const bool turns = (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069);
  return control || line_end || turns;
}

}  // namespace

void Directory::Change::audit(std::string what, std::string about, std::string paper,
                              std::string detail) {
  const AuditEntry entry{
      audit_id(now_),   now_, by_, std::move(what), std::move(about), std::move(paper),
      std::move(detail)};
  records_.push_back({std::string(AuditEntry::kKind), entry.key(), encode_row(entry)});
  if (!entry.paper.empty()) {
    records_.push_back({paper_audit(entry.paper), entry.key(), encode_row(entry)});
  }
}

std::string paper_audit(const std::string& paper) {
  return kPaperAuditKind + paper;
}

std::string author_of(const std::string& account) {
  return "a-" + account;
}

Result<std::string> clean_line(std::string_view text, std::string_view what, bool may_be_empty) {
  const std::string_view line = ascii::trimmed(text, " ");
  const auto refuse = [what](const std::string& why) {
    return Error{Errc::kMalformed, std::string(what) + " " + why};
  };
  if (line.empty() && !may_be_empty) {
    return refuse("must not be empty");
  }
  if (line.size() > kPersonalNameBytesMax) {
    return refuse("is longer than " + std::to_string(kPersonalNameBytesMax) + " bytes");
  }
  if (!utf::is_utf8(line)) {
    return refuse("holds half of a character");
  }
  const std::u16string units = utf::to_utf16(line);
  if (std::any_of(units.begin(), units.end(), is_unprintable)) {
    return refuse("must be one line without control characters");
  }
  return std::string(line);
}

Result<std::string> fold_email(std::string_view email) {
  std::string folded(ascii::trimmed(email, " "));
  for (char& c : folded) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const std::size_t at = folded.find('@');
  const bool has_one_at = at != std::string::npos && at == folded.rfind('@');
  const bool printable = std::all_of(folded.begin(), folded.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != ',';
  });
  if (!has_one_at || at == 0 || at + 1 == folded.size() || !printable ||
      folded.size() > kEmailBytesMax || !utf::is_utf8(folded)) {
    return Error{Errc::kMalformed, "this is not an e-mail address"};
  }
  return folded;
}

Error no_such(std::string_view what) {
  return {Errc::kNotFound, "there is no such " + std::string(what)};
}

Error too_many(std::string_view what, std::size_t limit) {
  return {Errc::kTooLarge, "there are " + std::to_string(limit) + " " + std::string(what) +
                               " already, and that is the most"};
}

}  // namespace plenary::server
