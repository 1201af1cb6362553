#include "storage/run_column.hpp"

#include "storage/fields.hpp"

namespace plenary::storage {
namespace {

/// A shorter run costs more as a group of its own than in a list.
constexpr std::uint64_t kRunLeast = 3;

}  // namespace

void RunWriter::add(std::uint64_t value) {
  if (times_ > 0 && value != value_) {
    end_run();
  }
  value_ = value;
  times_ += 1;
}

void RunWriter::end_run() {
  if (times_ < kRunLeast) {
    list_.insert(list_.end(), times_, value_);
  } else {
    end_list();
    FieldWriter writer(out_);
    writer.varint((times_ << 1) | 1);
    writer.varint(value_);
  }
  times_ = 0;
}

void RunWriter::end_list() {
  if (list_.empty()) {
    return;
  }
  FieldWriter writer(out_);
  writer.varint(std::uint64_t{list_.size()} << 1);
  for (const std::uint64_t value : list_) {
    writer.varint(value);
  }
  list_.clear();
}

std::string RunWriter::finish() {
  end_run();
  end_list();
  return std::move(out_);
}

void RunReader::begin_group() {
  const std::uint64_t head = number();
  is_run_ = (head & 1) != 0;
  left_ = head >> 1;
  if (is_run_) {
    value_ = number();
  }
  if (left_ == 0 || failed_) {
    fail();
  }
}

std::uint64_t RunReader::number() {
  FieldReader reader(std::string_view(at_, static_cast<std::size_t>(end_ - at_)));
  const std::uint64_t value = reader.varint();
  if (reader.failed()) {
    fail();
    return 0;
  }
  at_ = end_ - reader.rest().size();
  return value;
}

/// From here on there is a run of zeros without end.
void RunReader::fail() {
  failed_ = true;
  at_ = end_;
  is_run_ = true;
  value_ = 0;
  left_ = ~std::uint64_t{0};
}

}  // namespace plenary::storage
