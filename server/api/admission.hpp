#pragma once

#include <optional>

#include "protocol/base/document_key.hpp"
#include "server/access/access.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

struct HttpServices;

/// Somebody who asks about a paper.
struct Asked {
  DocumentKey document;
  Identity who;
};

/// The paper that the first capture names, if whoever asks may do that to it. Else the exchange is
/// answered: 404 to those who may not read it, whether there is one or not, 403 to the others.
/// Thread: any.
[[nodiscard]] std::optional<Asked> admit(const HttpServices& services, const Exchange& exchange,
                                         Ability ability);

/// The same as a value, for a paper named by its id: nothing, if it may be done.
[[nodiscard]] std::optional<HttpResponse> refusal(const HttpServices& services, const Identity& who,
                                                  Ability ability, const std::string& paper);

/// The same where the paper must have been made: administrators have a right to papers without an
/// owner, which those that never were are, too. Blocking: reads the store.
[[nodiscard]] std::optional<HttpResponse> refusal_of_made(const HttpServices& services,
                                                          const Identity& who, Ability ability,
                                                          const std::string& paper);

/// The same answer for whoever may not know, as a value.
[[nodiscard]] HttpResponse no_such_document();
[[nodiscard]] HttpResponse not_allowed();

}  // namespace plenary::server
