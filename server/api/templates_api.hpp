#pragma once

#include "server/http/router.hpp"
#include "server/papers/document_index.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// What new papers can be made from, and how far they are filled in. Thread: any.
class TemplatesApi {
 public:
  /// Lifetime: both outlive it.
  TemplatesApi(HttpServices& services, DocumentIndex& index) : services_(services), index_(index) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

 private:
  void list(const Exchange& exchange);
  void count(const Exchange& exchange);  // captures: the id

  HttpServices& services_;
  DocumentIndex& index_;
};

}  // namespace plenary::server
