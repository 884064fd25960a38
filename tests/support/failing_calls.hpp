#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cerrno>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "support/counting_calls.hpp"

namespace memosaic::test {

/// The k-th call of all, or of those with one name, fails with a given error. All others reach the system.
class failing_calls : public counting_calls {
 public:
  failing_calls(std::size_t number, int error) : number_(number), error_(error) {}
  failing_calls(std::string_view name, std::size_t number, int error) : number_(number), error_(error), name_(name) {}

  /// Whether there were enough calls for one to fail; the name of the call that did.
  [[nodiscard]] bool failed() const { return !failed_.empty(); }
  [[nodiscard]] const std::string& failed_call() const { return failed_; }

 protected:
  int error_of(std::size_t number, std::string_view name) noexcept override {
    if ((name_.empty() ? number : name == name_ ? made(name) : 0) != number_) return 0;
    failed_ = name;
    return error_;
  }

 private:
  std::size_t number_;
  int error_;
  std::string name_;
  std::string failed_;
};

/// All calls with one name fail, as where the system does not know the call.
class refusing_calls : public counting_calls {
 public:
  refusing_calls(std::set<std::string_view> names, int error) : names_(std::move(names)), error_(error) {}

 protected:
  int error_of(std::size_t, std::string_view name) noexcept override { return names_.count(name) != 0 ? error_ : 0; }

 private:
  std::set<std::string_view> names_;
  int error_;
};

}  // namespace memosaic::test
