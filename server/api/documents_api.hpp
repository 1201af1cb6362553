#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "server/access/access.hpp"
#include "server/api/admission.hpp"
#include "server/api/creation.hpp"
#include "server/documents/documents.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/papers/document_index.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Documents over HTTP as things that are made, listed, renamed and deleted: each function answers
/// one kind of request. Their content is ContentApi's. Decides nothing about content or versions:
/// that is for the documents' actors. Thread: any.
class DocumentsApi {
 public:
  /// Lifetime: the services outlive it; pools and shards are stopped before it goes.
  explicit DocumentsApi(HttpServices& services);

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  /// Lifetime: that of this. Thread: any.
  [[nodiscard]] DocumentIndex& index() { return index_; }

 private:
  void create(Exchange exchange);
  void list(const Exchange& exchange);
  void show(const Exchange& exchange);  // captures: the id, as in all below
  void change(Exchange exchange);
  void remove(const Exchange& exchange);

  using Answer = std::function<void(HttpResponse)>;

  /// Makes the sender the owner, then the document.
  void found(Exchange exchange, Creation creation);
  void give_pictures(Exchange exchange, const Asked& asked, Creation creation);
  void submit_creation(Exchange exchange, const Asked& asked, Creation creation);
  void list_page(const Exchange& exchange, const PageRequest& wanted);
  void answer_page(const Exchange& exchange, const Identity& who, const Page& page);

  /// Does `then` with the document as it is now, on its shard; answers 404 if it does not exist.
  void with_existing(const DocumentKey& key, Answer answer,
                     std::function<void(const ContentAt&, Answer)> then);
  /// Answers with the document object, read anew.
  void answer_document(const Asked& asked, const HttpRequest& request, Answer answer);
  /// Answers 201 with it, and with what its creation changed.
  void answer_created(const Asked& asked, const HttpRequest& request,
                      std::vector<std::string> changes, Answer answer);
  void answer_as(const Asked& asked, const HttpRequest& request, unsigned status,
                 std::vector<std::string> changes, Answer answer);
  void change_properties(const Asked& asked, PaperChange change, Answer answer);
  void answer_view(DocumentView view, const Asked& asked, const HttpRequest& request,
                   unsigned status, Answer answer);
  /// Adds the role of `who`, and takes away what they may not see.
  void fit_to(DocumentView& view, const Identity& who) const;

  HttpServices& services_;
  DocumentIndex index_;
};

}  // namespace plenary::server
