// SPDX-License-Identifier: Apache-2.0
#include "cli/interruptible_output.hpp"

#include "cli/input.hpp"
#include "cli/interrupt.hpp"

namespace memosaic::cli {

interruptible_output::interruptible_output(const std::filesystem::path& path, output_file::existing what,
                                           std::filesystem::perms permissions) {
  const signals_held held;
  file_.emplace(path, what, permissions);
  set_unfinished_file(file_->unfinished_path());
}

interruptible_output::~interruptible_output() {
  const signals_held held;
  file_.reset();
  forget_unfinished_file();
}

void interruptible_output::publish() {
  require_no_damage();
  file_->flush();
  const signals_held held;
  file_->publish();
  forget_unfinished_file();
}

}  // namespace memosaic::cli
