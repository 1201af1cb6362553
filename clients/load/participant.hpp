#pragma once

#include "clients/load/connection.hpp"
#include "clients/load/document.hpp"
#include "clients/load/frame_fields.hpp"
#include "clients/load/statistics.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace plenary::load {

/// The progress of a participant. It only moves forward, except that kFailed ends it.
enum class Stage : std::uint8_t {
  kConnecting,
  kGreeted,  // handshake answered
  kCreated,  // this one's create is acknowledged
  kSubscribing,
  kReady,
  kFailed,
};

class Participant;

/// Looks up the participant that a frame's `src` names.
class Directory {
 public:
  virtual ~Directory() = default;
  [[nodiscard]] virtual Participant* find_source(std::string_view source) = 0;
  /// The op of `editor` that was in flight is acknowledged or refused.
  virtual void on_settled(Participant& editor) = 0;
};

/// One client of one document: an editor with at most one op in flight, as the stock client has, or
/// a reader. Checks that it gets every version once, in order, with acknowledgements in their
/// place.
class Participant final : public ConnectionHandler {
 public:
  /// All references must outlive the participant. `source` is the client id that it asks for.
  Participant(EventLoop& loop, Directory& directory, Document& document, const Options& options,
              Statistics& statistics, std::uint32_t index, std::string source);

  void connect(const sockaddr_in& address, const WebSocketUrl& url);
  /// Requires: stage() is kGreeted.
  void create_document();
  /// Requires: stage() is kGreeted or kCreated, and the document exists.
  void subscribe();
  /// Submits a random insert or delete that counts from `due_ns`. Requires: ready and not
  /// in_flight().
  void submit(std::int64_t due_ns);
  /// Asks for the snapshot; fetched_version() is -1 until it is here.
  void fetch();

  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] bool in_flight() const { return in_flight_; }
  [[nodiscard]] std::int64_t version() const { return version_; }
  [[nodiscard]] std::int64_t fetched_version() const { return fetched_version_; }
  [[nodiscard]] const Document& document() const { return document_; }
  /// Its place among all participants.
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] std::uint64_t acknowledged() const { return acknowledged_; }

  void on_open() override;
  void on_message(std::string_view text, std::int64_t arrived_ns) override;
  void on_closed(std::string_view reason) override;

 private:
  struct SentOp {
    std::int64_t sequence = 0;
    std::int64_t due_ns = 0;
    std::int64_t effect = 0;  // on the document's length
  };
  // Others may hear of an op long after its author; so many of an author's ops are remembered.
  static constexpr std::size_t kRememberedOps = 1024;

  void on_error(std::string_view text);
  void on_acknowledged(const FrameFields& fields, std::int64_t arrived_ns);
  void on_op(const FrameFields& fields, std::int64_t arrived_ns);
  void advance(const FrameFields& fields, Participant& author);
  void settle(std::int64_t arrived_ns);
  void write_op(const SentOp& op);
  [[nodiscard]] const SentOp& sent_op(std::int64_t sequence) const;
  [[nodiscard]] std::uint64_t random_below(std::uint64_t bound);

  Directory& directory_;
  Document& document_;
  const Options& options_;
  Statistics& statistics_;
  Connection connection_;
  std::uint32_t index_;
  std::string source_;
  Stage stage_ = Stage::kConnecting;
  bool in_flight_ = false;
  std::int64_t version_ = 1;
  std::int64_t sequence_ = 1;  // of the newest op; a create would be 1
  std::int64_t fetched_version_ = -1;
  std::int64_t fetch_sent_ns_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::vector<SentOp> sent_;
  std::minstd_rand random_;
  std::string frame_;
};

}  // namespace plenary::load
