// SPDX-License-Identifier: Apache-2.0
#include "cli/trouble.hpp"

#include <array>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "cli/json_writer.hpp"
#include "cli/output.hpp"
#include "cli/printable.hpp"
#include "memosaic/error.hpp"

namespace memosaic::cli {
namespace {

std::string sentence(const std::string& subject, const std::string& what, const std::string& remedy) {
  std::string text = printable(subject);
  if (!text.empty()) text += ": ";
  text += printable(what);
  if (!remedy.empty()) text.append(": ").append(printable(remedy));
  return text;
}

struct known_error {
  std::errc code;
  const char* what;
  const char* remedy;
};

constexpr std::array known_errors{
    known_error{std::errc::no_such_file_or_directory, "no such file", "check the name, and the folder you are in"},
    known_error{std::errc::permission_denied, "permission denied", "ask its owner, or run as a user who may"},
    known_error{std::errc::operation_not_permitted, "not permitted", "ask its owner, or run as a user who may"},
    known_error{std::errc::is_a_directory, "is a folder", "name a file in it"},
    known_error{std::errc::not_a_directory, "a part of this path is a file and no folder", "check the path"},
    known_error{std::errc::no_space_on_device, "no space left on the device", "make room there, or write elsewhere"},
    known_error{std::errc::file_too_large, "would be larger than a file may be", "raise the limit with ulimit -f"},
    known_error{std::errc::read_only_file_system, "is on a read-only file system", "write elsewhere"},
    known_error{std::errc::file_exists, "exists already", "name another file, or give --force to replace it"},
    known_error{std::errc::too_many_files_open, "too many files are open", "raise the limit with ulimit -n"},
    known_error{std::errc::filename_too_long, "the name is too long", "use a shorter one"},
    known_error{std::errc::bad_file_descriptor, "is closed", "redirect it to a file or to /dev/null"},
    known_error{std::errc::text_file_busy, "is a program that is running", "stop it first, or write another file"},
    known_error{std::errc::io_error, "the device failed to read or write", "look into the system's log"},
    known_error{std::errc::bad_address, "could not be written, because an input file was truncated meanwhile",
                "try again when nobody writes that file"},
    known_error{std::errc::too_many_symbolic_link_levels, "is a symbolic link in a circle", "correct the link"},
};

trouble explain_system(const std::error_code& code, const std::string& subject) {
  for (const known_error& known : known_errors) {
    if (code == known.code) return {subject, known.what, known.remedy};
  }
  return {subject, code.message()};
}

}  // namespace

trouble::trouble(std::string subject, std::string what, std::string remedy, exit_code code)
    : std::runtime_error(sentence(subject, what, remedy)),
      subject_(std::move(subject)),
      problem_(std::move(what)),
      remedy_(std::move(remedy)),
      code_(code) {}

trouble explain(const std::exception& error, const std::string& subject) {
  if (const auto* known = dynamic_cast<const trouble*>(&error)) return *known;
  if (const auto* system = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) {
    const bool names_itself = subject.empty() && !system->path1().empty();
    return explain_system(system->code(), names_itself ? system->path1().string() : subject);
  }
  if (const auto* system = dynamic_cast<const std::system_error*>(&error))
    return explain_system(system->code(), subject);
  if (const auto* format = dynamic_cast<const format_error*>(&error)) {
    return {{}, format->what(), {}, exit_code::corrupt};
  }
  if (const auto* changed = dynamic_cast<const file_changed*>(&error)) {
    return {{}, changed->what(), "try again when nobody writes it"};
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return {subject, "there is not enough memory", "give a smaller --range, or a shorter needle"};
  }
  return {subject, error.what()};
}

complaints::complaints(output& target, std::string command, bool json)
    : target_(target), command_(std::move(command)), json_(json) {}

void complaints::tell(const trouble& what) {
  ++count_;
  if (json_) {
    json_writer json(target_);
    json.begin_object();
    json.member("schema", "memosaic.error/1");
    json.member("command", command_);
    json.member("subject", what.subject());
    json.member("problem", what.problem());
    json.member("remedy", what.remedy());
    json.member("message", what.what());
    json.member("exit_code", static_cast<std::uint64_t>(what.code()));
    json.end_object();
  } else {
    target_.write(command_);
    target_.write(": ");
    target_.write(what.what());
  }
  target_.write("\n");
  target_.flush();
}

void complaints::warn(const std::string& what) {
  if (json_) {
    json_writer json(target_);
    json.begin_object();
    json.member("schema", "memosaic.warning/1");
    json.member("command", command_);
    json.member("message", what);
    json.end_object();
  } else {
    target_.write(command_);
    target_.write(": warning: ");
    target_.write(printable(what));
  }
  target_.write("\n");
  target_.flush();
}

}  // namespace memosaic::cli
