#include "server/api/audit.hpp"

#include "server/access/directory.hpp"
#include "server/api/service.hpp"
#include "server/ops/log.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {

void note_in_audit(const HttpServices& services, const Identity& who, const char* what,
                   const std::string& paper) {
  if (services.directory == nullptr) {
    return;
  }
  if (const auto noted = services.directory->note(who, what, paper); !noted) {
    log::error("audit_not_written", {{"what", what}, {"detail", noted.error().detail}});
  }
}

void note_in_audit_later(const HttpServices& services, const Identity& who, const char* what,
                         const std::string& paper) {
  if (services.directory != nullptr) {
    services.pools.directory.post(
        [&services, who, what, paper] { note_in_audit(services, who, what, paper); });
  }
}

}  // namespace plenary::server
