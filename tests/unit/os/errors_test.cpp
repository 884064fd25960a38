// SPDX-License-Identifier: Apache-2.0
#include "os/errors.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "os/descriptor.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

namespace errors_test {
using namespace memosaic;

TEST(Errors, CarryCodePathAndWhatWasDone) {
  try {
    os::throw_error(EACCES, "cannot open", "/some/where");
    FAIL();
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::permission_denied);
    EXPECT_EQ(error.code().value(), EACCES);
    EXPECT_EQ(error.path1(), "/some/where");
    EXPECT_NE(std::string(error.what()).find("cannot open"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("/some/where"), std::string::npos);
  }
}

TEST(Errors, NameDescriptorsAsTheSystemDoes) {
  const test::temporary_file file;
  const os::descriptor opened(static_cast<int>(os::current().open(file.path().c_str()).value));
  EXPECT_EQ(os::name_of(opened.fd()), file.path());
  const os::descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(os::name_of(socket.fd()).string().rfind("socket:[", 0), 0u);
}

TEST(Errors, NameDescriptorsByNumberWhenTheSystemDoesNotTell) {
  EXPECT_EQ(os::name_of(-1), "descriptor -1");
  const test::failing_calls calls("read_link", 1, ENOENT);
  EXPECT_EQ(os::name_of(0), "descriptor 0");
}

}  // namespace errors_test
