#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <exception>
#include <stdexcept>
#include <string>

#include "cli/exit_code.hpp"

namespace memosaic::cli {

class output;

/// Why a command cannot go on, as one sentence: `<subject>: <what is wrong>: <remedy>`.
///
/// `subject` is the path or the argument at fault and may be empty; so may `remedy`. They are kept as they came, and
/// made printable when they are shown.
class trouble : public std::runtime_error {
 public:
  trouble(std::string subject, std::string what, std::string remedy = {}, exit_code code = exit_code::trouble);

  [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  [[nodiscard]] const std::string& remedy() const noexcept { return remedy_; }
  [[nodiscard]] exit_code code() const noexcept { return code_; }

 private:
  std::string subject_;
  std::string problem_;
  std::string remedy_;
  exit_code code_;
};

/// What an exception of the library or of the system means to the person at the keyboard. `subject` names the file
/// for those that do not name one themselves.
[[nodiscard]] trouble explain(const std::exception& error, const std::string& subject = {});

/// Where complaints go: standard error, as text or, with --json, as one JSON document each.
class complaints {
 public:
  complaints(output& target, std::string command, bool json);

  void tell(const trouble& what);

  /// Something that is said and does not stop the command, or count.
  void warn(const std::string& what);

  /// Whether nothing has been told yet.
  [[nodiscard]] bool none() const noexcept { return count_ == 0; }

 private:
  output& target_;
  std::string command_;  ///< as in "memosaic find"
  bool json_;
  unsigned count_ = 0;
};

}  // namespace memosaic::cli
