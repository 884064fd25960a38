#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

#include "cli/console.hpp"
#include "cli/output.hpp"
#include "cli/trouble.hpp"

namespace memosaic::test {

/// An output into a nameless file, whose text can be read back.
class captured_output {
 public:
  cli::output& out() { return out_; }

  /// All that was written so far.
  std::string text() {
    out_.flush();
    std::string content(static_cast<std::size_t>(::lseek(::fileno(file_.get()), 0, SEEK_END)), '\0');
    const auto count = ::pread(::fileno(file_.get()), content.data(), content.size(), 0);
    if (count != static_cast<::ssize_t>(content.size())) throw std::system_error(errno, std::generic_category());
    return content;
  }

 private:
  struct closer {
    void operator()(FILE* file) const { ::fclose(file); }
  };
  std::unique_ptr<FILE, closer> file_{::tmpfile()};
  cli::output out_{::fileno(file_.get()), "captured output"};
};

/// What a command talks to in a test.
class captured_console {
 public:
  explicit captured_console(bool json = false, bool color = false) : errors_(err_.out(), "memosaic test", json) {
    with_.color = color;
  }

  cli::console& with() { return with_; }
  std::string answer() { return out_.text(); }
  std::string complaints() { return err_.text(); }

 private:
  captured_output out_;
  captured_output err_;
  cli::complaints errors_;
  cli::console with_{out_.out(), errors_};
};

}  // namespace memosaic::test
