#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace plenary::server {

/// The server's counters, in Prometheus' terms. Each step of a keystroke has one metric. Never
/// holds anyone's text. Thread: any; each call is a few atomic additions.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  void session_opened();
  void session_closed();
  void session_cut_off();  // too slow
  void frame_received(std::size_t bytes);
  void bytes_sent(std::size_t bytes);
  void document_opened();
  void document_loaded(double seconds);
  void document_closed();
  void document_failed();  // by an exception
  void op_committed();
  void op_duplicate();
  void refused(std::string_view code);
  void acknowledged(double seconds);
  void committed_batch(std::size_t documents, std::size_t ops, double seconds);
  void commit_queue_depth(std::size_t waiting);
  void store_takes_writes(bool takes);
  void background_depth(std::size_t waiting);
  void read_memory(std::size_t answer_bytes, std::size_t past_bytes);
  void snapshot_written(double seconds);
  void http_request(std::string_view method, unsigned status, double seconds);

  /// The text exposition format, with the process's resident memory and processor time of now.
  [[nodiscard]] std::string render() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace plenary::server
