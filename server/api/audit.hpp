#pragma once

#include <string>

#include "server/access/identity.hpp"

/// Entries of the audit about papers. Under --open there is no audit, and nothing is written. A
/// failure goes to the journal: the action itself is done.
namespace plenary::server {

struct HttpServices;

/// Writes an entry. `what`: a word of the audit, such as "milestone.add"; it outlives the call.
/// Blocking.
void note_in_audit(const HttpServices& services, const Identity& who, const char* what,
                   const std::string& paper);

/// Has an entry written on the pool for the directory. Thread: any.
void note_in_audit_later(const HttpServices& services, const Identity& who, const char* what,
                         const std::string& paper);

}  // namespace plenary::server
