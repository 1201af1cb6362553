#include "server/access/jwt.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/json/reader.hpp"
#include "server/access/directory_change.hpp"
#include "server/access/secrets.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

using json::Value;

constexpr int kDepthMax = 8;
constexpr std::size_t kHs256KeyBytesMin = 32;
constexpr double kSecondsMax = 1e11;  // the year 5138: milliseconds stay exact

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header and payload, with the dot
};

std::optional<Parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last || token.find('.', first + 1) != last ||
      token.size() > kJwtBytesMax) {
    return std::nullopt;
  }
  return Parts{token.substr(0, first), token.substr(first + 1, last - first - 1),
               token.substr(last + 1), token.substr(0, last)};
}

/// Strict base64url without padding: one text for the bytes, and no other.
std::optional<std::string> decode_base64(std::string_view text) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                       text.data(), text.size(), nullptr, &size, &end, kVariant);
  if (failed != 0 || end != text.data() + text.size()) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

/// Whether a key occurs twice in any object: two readers could take different ones of them.
bool repeats_a_key(json::Reader& reader) {
  if (reader.peek() == json::Kind::kArray) {
    reader.begin_array();
    bool repeats = false;
    while (reader.next_element()) {
      repeats = repeats_a_key(reader) || repeats;
    }
    return repeats;
  }
  if (reader.peek() != json::Kind::kObject) {
    reader.skip();
    return false;
  }
  reader.begin_object();
  std::set<std::string> keys;
  std::string key;
  bool repeats = false;
  while (reader.next_member(key)) {
    repeats = !keys.insert(key).second || repeats;
    repeats = repeats_a_key(reader) || repeats;
  }
  return repeats;
}

std::optional<Value> decode_object(std::string_view part) {
  const auto text = decode_base64(part);
  if (!text || !utf::is_utf8(*text)) {
    return std::nullopt;
  }
  json::Reader reader(*text, kDepthMax);
  const bool repeats = repeats_a_key(reader);
  if (!reader.finish() || repeats) {
    return std::nullopt;
  }
  auto value = json::parse(*text, kDepthMax);
  return value && value->is_object() ? std::optional(*std::move(value)) : std::nullopt;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_signed(const Parts& parts, const std::string& signature, const JwtIssuer& issuer) {
  if (issuer.algorithm == JwtAlgorithm::kEdDsa) {
    return signature.size() == crypto_sign_BYTES &&
           issuer.key.size() == crypto_sign_PUBLICKEYBYTES &&
           crypto_sign_verify_detached(bytes_of(signature), bytes_of(parts.signed_text),
                                       parts.signed_text.size(), bytes_of(issuer.key)) == 0;
  }
  if (signature.size() != crypto_auth_hmacsha256_BYTES) {
    return false;
  }
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> expected{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(issuer.key), issuer.key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(parts.signed_text), parts.signed_text.size());
  crypto_auth_hmacsha256_final(&state, expected.data());
  return sodium_memcmp(expected.data(), signature.data(), expected.size()) == 0;
}

/// Seconds since 1970, perhaps with a fraction, as an instant; nothing if it is no such number.
std::optional<Timestamp> time_of(const Value& claim) {
  if (!claim.is_number()) {
    return std::nullopt;
  }
  const double seconds = claim.get<double>();
  if (!(seconds >= 0 && seconds <= kSecondsMax)) {
    return std::nullopt;
  }
  return Timestamp{static_cast<std::int64_t>(seconds * 1000)};
}

/// When the token ends, if it holds now.
std::optional<Timestamp> end_of(const Value& claims, Timestamp now) {
  const std::int64_t leeway = std::chrono::milliseconds(kJwtLeeway).count();
  for (const char* since : {"nbf", "iat"}) {
    const auto claim = claims.find(since);
    if (claim == claims.end()) {
      continue;
    }
    const auto time = time_of(*claim);
    if (!time || time->ms > now.ms + leeway) {
      return std::nullopt;
    }
  }
  const auto claim = claims.find("exp");
  const auto time = claim == claims.end() ? std::nullopt : time_of(*claim);
  if (!time || now.ms >= time->ms + leeway) {
    return std::nullopt;
  }
  return Timestamp{time->ms + leeway};
}

bool is_for(const Value& claims, const std::string& audience) {
  const auto claim = claims.find("aud");
  if (claim == claims.end()) {
    return false;
  }
  if (claim->is_array()) {
    return std::any_of(claim->begin(), claim->end(),
                       [&](const Value& one) { return one.is_string() && one == audience; });
  }
  return claim->is_string() && *claim == audience;
}

std::optional<VouchedRole> role_in(const std::string& paper, const Value& claim) {
  VouchedRole vouched{paper, Role::kNone, false};
  const Value* name = &claim;
  if (claim.is_object()) {
    const auto role = claim.find("role");
    const auto history = claim.find("history");
    if (role == claim.end() || (history != claim.end() && !history->is_boolean())) {
      return std::nullopt;
    }
    name = &*role;
    vouched.history = history != claim.end() && history->get<bool>();
  }
  const auto role = name->is_string() ? parse_role(name->get<std::string>()) : std::nullopt;
  if (!role || paper.size() > kNameBytesMax) {
    return std::nullopt;
  }
  vouched.role = *role;
  return vouched;
}

/// Nothing if the claim is there and cannot be understood: half a set of roles is a wrong one.
std::optional<std::vector<VouchedRole>> roles_in(const Value& claims) {
  std::vector<VouchedRole> roles;
  const auto papers = claims.find("papers");
  if (papers == claims.end()) {
    return roles;
  }
  if (!papers->is_object() || papers->size() > kJwtPapersMax) {
    return std::nullopt;
  }
  for (const auto& [paper, claim] : papers->items()) {
    auto vouched = role_in(paper, claim);
    if (!vouched) {
      return std::nullopt;
    }
    roles.push_back(*std::move(vouched));
  }
  return roles;
}

std::optional<Identity> identity_in(const Value& claims, const JwtIssuer& issuer, Timestamp now) {
  const std::string subject = json::text_or_empty(claims, "sub");
  const auto end = end_of(claims, now);
  auto roles = roles_in(claims);
  if (subject.empty() || subject.size() > kNameBytesMax || !end || !roles ||
      !is_for(claims, issuer.audience)) {
    return std::nullopt;
  }
  Identity who{.kind = Identity::Kind::kVouched};
  // The zero byte cannot be in an issuer's name (check_issuer), so no two pairs give one text.
  who.name = "j-" + hash_secret(issuer.issuer + std::string(1, '\0') + subject).id;
  if (auto name = clean_line(json::text_or_empty(claims, "name"), "the name")) {
    who.display_name = *std::move(name);
  }
  who.vouched = *std::move(roles);
  who.expires_at = end;
  return who;
}

std::optional<Identity> verify(std::string_view token, const std::vector<JwtIssuer>& issuers,
                               Timestamp now) {
  const auto parts = split(token);
  const auto header = parts ? decode_object(parts->header) : std::nullopt;
  const auto claims = header ? decode_object(parts->payload) : std::nullopt;
  const auto signature = claims ? decode_base64(parts->signature) : std::nullopt;
  if (!signature || header->contains("crit")) {
    return std::nullopt;
  }
  const std::string issuer_name = json::text_or_empty(*claims, "iss");
  const std::string algorithm = json::text_or_empty(*header, "alg");
  for (const JwtIssuer& issuer : issuers) {
    const char* expected = issuer.algorithm == JwtAlgorithm::kHs256 ? "HS256" : "EdDSA";
    if (issuer.issuer == issuer_name && algorithm == expected &&
        is_signed(*parts, *signature, issuer)) {
      return identity_in(*claims, issuer, now);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<void> check_issuer(const JwtIssuer& issuer) {
  const auto refuse = [](const char* why) { return Error{Errc::kMalformed, why}; };
  if (issuer.issuer.empty() || issuer.audience.empty() ||
      issuer.issuer.find('\0') != std::string::npos) {
    return refuse("signed tokens need an issuer and an audience");
  }
  if (issuer.algorithm == JwtAlgorithm::kHs256 && issuer.key.size() < kHs256KeyBytesMin) {
    return refuse("the key for HS256 has fewer than 32 bytes: it could be guessed");
  }
  if (issuer.algorithm == JwtAlgorithm::kEdDsa && issuer.key.size() != crypto_sign_PUBLICKEYBYTES) {
    return refuse("the key for EdDSA is not the 32 bytes of an Ed25519 public key");
  }
  return {};
}

Result<Identity> verify_jwt(std::string_view token, const std::vector<JwtIssuer>& issuers,
                            Timestamp now) {
  auto who = verify(token, issuers, now);
  if (!who) {
    return Error{Errc::kRejected, "the token is not valid"};
  }
  return *std::move(who);
}

}  // namespace plenary::server
