#pragma once

#include "protocol/base/result.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The pictures of a paper over HTTP. All of it works on pools. Thread: any.
class PicturesApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit PicturesApi(HttpServices& services) : services_(services) {}
  void add_to(Handlers& handlers);

 private:
  [[nodiscard]] Answer list(const Exchange& exchange);        // captures: the id
  [[nodiscard]] Answer add(const Exchange& exchange);         // the same
  [[nodiscard]] Answer read(const Exchange& exchange);        // and the picture
  [[nodiscard]] Answer add_screen(const Exchange& exchange);  // the same

  HttpServices& services_;
};

}  // namespace plenary::server
