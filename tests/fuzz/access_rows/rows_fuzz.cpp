#include <cstdint>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "server/access/credentials.hpp"
#include "server/access/rows.hpp"

// Any bytes as each row of the directory, and as headers that say who somebody is.

namespace plenary::server {
namespace {

template <class Row>
void check_row(std::string_view bytes) {
  if (const auto row = decode_row<Row>(bytes)) {
    const std::string written = encode_row(*row);
    const auto again = decode_row<Row>(written);
    PLENARY_ASSERT(again && encode_row(*again) == written, "a row survives being written");
  }
}

void check(std::string_view bytes) {
  check_row<Account>(bytes);
  check_row<Group>(bytes);
  check_row<Invitation>(bytes);
  check_row<PasswordReset>(bytes);
  check_row<LogInSession>(bytes);
  check_row<Grant>(bytes);
  check_row<ShareLink>(bytes);
  check_row<Ownership>(bytes);
  check_row<ApiToken>(bytes);
  check_row<AuditEntry>(bytes);
  const Credentials credentials = read_credentials(bytes, bytes);
  PLENARY_ASSERT(credentials.session.find(';') == std::string::npos, "a cookie ends at its end");
}

}  // namespace
}  // namespace plenary::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plenary::server::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
