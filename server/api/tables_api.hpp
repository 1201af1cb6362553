#pragma once

#include <functional>
#include <memory>

#include "server/documents/documents.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The tables of a paper over HTTP: rows as JSON, by ids and by the names of columns. Tables are
/// read and changes made on the pool for conversions. Thread: any.
class TablesApi {
 public:
  /// Lifetime: the services outlive it; pools and shards are stopped before it goes.
  explicit TablesApi(HttpServices& services) : services_(services) {}
  void add_to(Handlers& handlers);

 private:
  struct Change;
  using ChangePtr = std::shared_ptr<Change>;

  void read(const Exchange& exchange);    // captures: the id, the table
  void change(const Exchange& exchange);  // the same
  /// Makes the change for the head and submits it. With an If-Match it must meet that very head;
  /// else it is made again.
  void attempt(const ChangePtr& change);
  void submit(const ChangePtr& change, const ContentAt& head);
  void answer_committed(const ChangePtr& change, const Result<Version>& committed);

  HttpServices& services_;
};

}  // namespace plenary::server
