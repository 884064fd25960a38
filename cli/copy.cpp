// SPDX-License-Identifier: Apache-2.0
#include "cli/copy.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "cli/descriptors.hpp"
#include "cli/interruptible_output.hpp"
#include "cli/json_writer.hpp"
#include "cli/progress.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/file/file.hpp"

namespace memosaic::cli {
namespace {

namespace fs = std::filesystem;

// Between two pieces progress is told and Ctrl-C is heard; inside one, the kernel works alone.
constexpr std::uint64_t piece_size = std::uint64_t{4} << 20U;
constexpr std::size_t skip_size = std::size_t{256} << 10U;

/// Whose fault an error of a transfer is; it does not say itself.
bool is_targets_fault(const std::error_code& code) {
  for (const std::errc known : {std::errc::no_space_on_device, std::errc::file_too_large, std::errc::broken_pipe,
                                std::errc::read_only_file_system, std::errc::operation_not_permitted}) {
    if (code == known) return true;
  }
  return false;
}

/// The source, opened, and which of its bytes are wanted.
class copy_source {
 public:
  copy_source(const std::string& path, const byte_range& range)
      : name_(path == "-" ? "standard input" : path),
        file_(path == "-" ? file::borrow(0, "standard input") : file(path)),
        start_(range.start) {
    if (range.stop) length_ = *range.stop - range.start;
    if (!file_.is_regular()) {
      skip(range.start);
      return;
    }
    const std::uint64_t position = path == "-" ? std::min(position_of(fd()).value_or(0), file_.size()) : 0;
    const std::uint64_t size = file_.size() - position;
    if (range.start > size || range.stop.value_or(0) > size) {
      const std::uint64_t beyond = range.start > size ? range.start : *range.stop;
      throw trouble(
          name_, "the range reaches to " + hex_number(beyond) + ", beyond the end of the file at " + hex_number(size),
          "give a range that lies inside, or A: for all to the end");
    }
    start_ = position + range.start;
    length_ = range.stop.value_or(size) - range.start;
    move_to(fd(), start_, name_);
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] int fd() const noexcept { return file_.fd(); }
  [[nodiscard]] bool is_regular() const noexcept { return file_.is_regular(); }
  [[nodiscard]] std::uint64_t start() const noexcept { return start_; }

  /// How many bytes there are to copy; nothing if only the end of a stream tells.
  [[nodiscard]] std::optional<std::uint64_t> length() const noexcept { return length_; }

  /// Errors: `trouble`, saying that the source had only `copied` of its bytes.
  [[noreturn]] void ended_early(std::uint64_t copied) const {
    throw trouble(
        name_, "ended after " + std::to_string(copied) + " bytes of the range, which has " + std::to_string(*length_),
        "give a shorter range, or A: for all to the end");
  }

 private:
  void skip(std::uint64_t count) {
    std::vector<std::byte> scratch(static_cast<std::size_t>(std::min<std::uint64_t>(count, skip_size)));
    while (count > 0) {
      const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(count, scratch.size()));
      const std::size_t read = file_.read_next(std::span(scratch).first(most));
      if (read == 0) {
        throw trouble(name_, "ended before the range starts, at " + hex_number(start_),
                      "give a range that starts inside");
      }
      count -= read;
    }
  }

  std::string name_;
  file file_;
  std::uint64_t start_;
  std::optional<std::uint64_t> length_;
};

/// One copy under way.
class copier {
 public:
  copier(const copy_source& source, std::string target_name, console& with)
      : source_(source),
        target_name_(std::move(target_name)),
        shown_(with.progress, "copy " + source.name(), source.length()) {}

  /// All that is wanted, to where `target` stands.
  void copy_all(int target) { copy_run(target, source_.length()); }

  /// The same for a regular source and a new, empty target: holes are left out.
  void copy_stored(output_file& target) {
    const std::uint64_t start = source_.start();
    const std::uint64_t stop = start + *source_.length();
    std::uint64_t at = start;
    while (const auto run = next_stored_run(source_.fd(), at, stop)) {
      move_to(source_.fd(), run->start, source_.name());
      move_to(target.fd(), run->start - start, target_name_);
      copied_ = run->start - start;
      copy_run(target.fd(), run->stop - run->start);
      at = run->stop;
    }
    copied_ = *source_.length();
    target.resize(copied_);
  }

  [[nodiscard]] std::uint64_t copied() const noexcept { return copied_; }

 private:
  void copy_run(int target, std::optional<std::uint64_t> length) {
    std::uint64_t rest = length.value_or(UINT64_MAX);
    while (rest > 0) {
      const io_progress moved = move(target, std::min(rest, piece_size));
      rest -= moved.size;
      copied_ += moved.size;
      shown_.advance(copied_);
      if (moved.stop == io_stop::source_not_ready) wait_until_readable(source_.fd());
      if (moved.stop == io_stop::target_not_ready) wait_until_writable(target);
      if (moved.stop != io_stop::end) continue;
      if (length) source_.ended_early(copied_);
      return;
    }
  }

  [[nodiscard]] io_progress move(int target, std::uint64_t size) const {
    try {
      return transfer(source_.fd(), target, size);
    } catch (const fs::filesystem_error& error) {
      if (target == 1) throw output_error("write", target_name_, error.code());
      throw explain(error, is_targets_fault(error.code()) ? target_name_ : source_.name() + " to " + target_name_);
    }
  }

  const copy_source& source_;
  std::string target_name_;
  progress shown_;
  std::uint64_t copied_ = 0;
};

[[noreturn]] void refuse_existing(const std::string& target) {
  throw trouble(target, "exists already", "name another file, or give --force to replace it", exit_code::conflict);
}

/// Where a regular target really lies: a symbolic link is followed, so that the link stays.
fs::path place_of(const std::string& target) {
  if (!fs::is_symlink(fs::symlink_status(target))) return target;
  if (fs::exists(target)) return fs::canonical(target);
  throw trouble(target, "is a symbolic link to nothing", "remove it, or name the file itself");
}

std::uint64_t copy_to_new(const copy_options& options, const copy_source& source, console& with) {
  const fs::path place = place_of(options.target);
  const bool exists = fs::exists(place);
  if (exists && !options.force) refuse_existing(options.target);
  if (place.has_parent_path() && !fs::exists(place.parent_path())) {
    throw trouble(options.target, "the folder " + place.parent_path().string() + " does not exist", "create it first");
  }
  // Of what is replaced, the library keeps the permissions.
  const bool has_permissions = source.is_regular() && options.source != "-";
  const fs::perms permissions = has_permissions ? fs::status(options.source).permissions() : fs::perms{0666};
  try {
    interruptible_output target(place, options.force ? output_file::existing::replace : output_file::existing::keep,
                                permissions);
    copier work(source, options.target, with);
    if (source.is_regular()) {
      work.copy_stored(target.file());
    } else {
      work.copy_all(target.file().fd());
    }
    target.publish();
    return work.copied();
  } catch (const fs::filesystem_error& error) {
    if (error.code() == std::errc::file_exists) refuse_existing(options.target);
    throw;
  }
}

std::uint64_t copy_into(const copy_options& options, const copy_source& source, console& with) {
  if (!fs::exists(options.target)) {
    throw trouble(options.target, "does not exist, so nothing can be written into it", "leave --at out to create it");
  }
  if (!fs::is_regular_file(options.target)) {
    throw trouble(options.target, "is not a regular file, and has no offset to write at", "leave --at out");
  }
  if (fs::equivalent(options.source == "-" ? "/dev/stdin" : options.source, options.target)) {
    throw trouble(options.target, "is source and target at once", "copy the range into another file first");
  }
  if (const std::uint64_t size = fs::file_size(options.target); *options.at > size) {
    throw trouble(options.target, "--at " + hex_number(*options.at) + " is beyond its end at " + hex_number(size),
                  "give an offset up to its end, where bytes are appended");
  }
  descriptor target = open_existing(options.target);
  move_to(target.fd(), *options.at, options.target);
  copier work(source, options.target, with);
  work.copy_all(target.fd());
  flush_to_device(target.fd(), options.target);
  target.close(options.target);
  return work.copied();
}

std::uint64_t copy_straight(const copy_options& options, const copy_source& source, console& with) {
  if (options.target == "-") {
    copier work(source, "standard output", with);
    work.copy_all(with.out.fd());
    return work.copied();
  }
  if (fs::is_block_file(options.target) && !options.force) {
    throw trouble(options.target, "is a disk or another block device, and what is on it would be lost",
                  "give --force if it is the right one", exit_code::conflict);
  }
  descriptor target = open_existing(options.target);
  copier work(source, options.target, with);
  work.copy_all(target.fd());
  if (fs::is_block_file(options.target)) flush_to_device(target.fd(), options.target);
  target.close(options.target);
  return work.copied();
}

std::uint64_t copy_by_kind(const copy_options& options, const copy_source& source, console& with) {
  if (options.at) return copy_into(options, source, with);
  if (options.target == "-") return copy_straight(options, source, with);
  const fs::file_status status = fs::status(options.target);
  if (fs::is_directory(status)) {
    const fs::path inside = fs::path(options.target) / fs::path(options.source).filename();
    throw trouble(options.target, "is a folder", "name the file, as in " + inside.string());
  }
  const bool special = fs::exists(status) && !fs::is_regular_file(status);
  return special ? copy_straight(options, source, with) : copy_to_new(options, source, with);
}

}  // namespace

exit_code copy(const copy_options& options, console& with) {
  if (options.target == "-" && options.at) {
    throw trouble("--at", "standard output has no offset to write at", "leave --at out, or name a file");
  }
  if (options.target == "-" && options.form != answer_form::text) {
    throw trouble("--json", "standard output receives the bytes", "leave --json out, or name a file as the target");
  }
  const copy_source source(options.source, options.range);
  const std::uint64_t copied = copy_by_kind(options, source, with);
  if (options.form != answer_form::text) {
    json_writer json(with.out);
    json.begin_object();
    json.member("schema", "memosaic.copy/1");
    json.path("source", source.name());
    json.path("target", options.target);
    json.member("bytes", copied);
    if (options.at) json.offset("at", *options.at);
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
