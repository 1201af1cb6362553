#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/access/roles.hpp"
#include "server/access/scope.hpp"

/// The addresses of the server as data: whom each serves, how large its body may be, where it
/// works, what it weighs. The table is the only place that says so: `Admission` reads it before a
/// handler runs, and the tests walk it.
namespace plenary::server {

/// The callers that a route serves.
enum class Callers : std::uint8_t {
  kAnybody,
  kAccounts,    // people who are logged in, and tokens that manage access or administer
  kOwnAccount,  // people who are logged in; tokens may not change the account that they act for
  kFounders,    // people who may bring a paper into being; Founding decides when it knows which
  kOperators,   // programs of this machine, and administrators
  kAble,        // people with the abilities of the route in its scope
};

/// The threads that do a route's work: the shard that read the request, or a pool.
enum class Workplace : std::uint8_t { kShard, kDirectory, kPasswords, kConversions, kReading };

/// What the body of a request is, by its Content-Type.
enum class BodyKind : std::uint8_t { kJson, kPicture };

struct Route {
  std::string_view method;
  std::string_view path;       // segments; `{id}` stands for any one that is not empty
  std::string_view operation;  // its operationId in docs/openapi.yaml, and the handler's name
  Callers callers{Callers::kAnybody};
  Scope::Kind scope{Scope::Kind::kServer};  // kPaper: the one that the first {…} names
  AbilitySet abilities{};                   // kAble: all of these
  bool made{false};                         // the paper must have been written at some time
  bool people{false};                       // not under --open: it knows no people and no rights
  std::size_t body_bytes_max{0};            // 0: no body
  BodyKind body{BodyKind::kJson};
  Workplace workplace{Workplace::kShard};
  double weight{1};  // taken from an asker's budget of requests
};

/// All routes. Thread: any.
[[nodiscard]] std::span<const Route> routes();

/// The table as a JSON array, for tests and for audits of rights. Thread: any.
[[nodiscard]] std::string routes_as_json();

}  // namespace plenary::server
