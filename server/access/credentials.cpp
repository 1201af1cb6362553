#include "server/access/credentials.hpp"

#include "protocol/base/ascii.hpp"

namespace plenary::server {
namespace {

bool same_word(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != lower[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

Credentials read_credentials(std::string_view cookie, std::string_view authorization) {
  Credentials credentials;
  constexpr std::string_view kScheme = "bearer";
  if (authorization.size() > kScheme.size() &&
      same_word(authorization.substr(0, kScheme.size()), kScheme) &&
      authorization[kScheme.size()] == ' ') {
    credentials.bearer = ascii::trimmed(authorization.substr(kScheme.size()), " ");
  }
  while (!cookie.empty()) {
    const std::size_t end = cookie.find(';');
    const std::string_view pair = ascii::trimmed(cookie.substr(0, end), " ");
    cookie = end == std::string_view::npos ? std::string_view() : cookie.substr(end + 1);
    const std::size_t equals = pair.find('=');
    // The first of two: a page below ours could add one behind, not before.
    if (equals != std::string_view::npos && pair.substr(0, equals) == kSessionCookie &&
        credentials.session.empty()) {
      credentials.session = pair.substr(equals + 1);
    }
  }
  return credentials;
}

Identity Doorman::identify(const Credentials& credentials) const {
  if (directory_ == nullptr) {
    return Identity::everybody();
  }
  if (credentials.bearer.find('.') != std::string::npos) {
    auto vouched = verify_jwt(credentials.bearer, issuers_, clock_->now());
    return vouched ? *std::move(vouched) : Identity{};
  }
  if (!credentials.bearer.empty()) {
    return directory_->identify_token(credentials.bearer);
  }
  return credentials.session.empty() ? Identity{}
                                     : directory_->identify_session(credentials.session);
}

}  // namespace plenary::server
