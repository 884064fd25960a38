// SPDX-License-Identifier: Apache-2.0
#include "errors.hpp"

#include <cerrno>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>

#include "bindings.hpp"
#include "memosaic/error.hpp"

namespace memosaic::python {
namespace {

// Made once, and kept as long as the process, like the types that CPython itself raises.
PyObject* format_error_type = nullptr;
PyObject* file_changed_type = nullptr;

/// A path as Python writes paths; nothing without one.
nb::object path_object(const std::string& path) {
  if (path.empty()) return nb::none();
  return nb::steal(PyUnicode_DecodeFSDefaultAndSize(path.data(), static_cast<Py_ssize_t>(path.size())));
}

void set_format_error(const format_error& error) {
  const nb::object value = nb::handle(format_error_type)(error.what());
  value.attr("path") = path_object(error.path());
  value.attr("offset") = error.offset();
  PyErr_SetObject(format_error_type, value.ptr());
}

void set_file_changed(const file_changed& error) {
  // The path is OSError's to show, so that it is taken off what the message begins with.
  std::string text = error.what();
  if (text.starts_with(error.path() + ": ")) text.erase(0, error.path().size() + 2);
  const nb::object value = nb::handle(file_changed_type)(ESTALE, text.c_str(), path_object(error.path()));
  PyErr_SetObject(file_changed_type, value.ptr());
}

/// OSError makes itself the subclass that the number stands for, as FileNotFoundError.
void set_system_error(const std::error_code& code, const std::string& path) {
  const nb::handle type(PyExc_OSError);
  const std::string text = code.message();
  const nb::object value =
      path.empty() ? type(code.value(), text.c_str()) : type(code.value(), text.c_str(), path_object(path));
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(value.ptr())), value.ptr());
}

void set_error_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (nb::python_error& raised) {
    raised.restore();
  } catch (const nb::builtin_exception& raised) {
    PyObject* type = PyExc_RuntimeError;
    switch (raised.type()) {
      case nb::exception_type::index_error:
        type = PyExc_IndexError;
        break;
      case nb::exception_type::value_error:
        type = PyExc_ValueError;
        break;
      case nb::exception_type::type_error:
        type = PyExc_TypeError;
        break;
      case nb::exception_type::buffer_error:
        type = PyExc_BufferError;
        break;
      case nb::exception_type::key_error:
        type = PyExc_KeyError;
        break;
      case nb::exception_type::stop_iteration:
        type = PyExc_StopIteration;
        break;
      default:
        break;
    }
    PyErr_SetString(type, raised.what());
  } catch (const buffer_pinned& refused) {
    PyErr_SetString(PyExc_BufferError, refused.what());
  } catch (const format_error& wrong) {
    set_format_error(wrong);
  } catch (const file_changed& changed) {
    set_file_changed(changed);
  } catch (const std::filesystem::filesystem_error& refused) {
    set_system_error(refused.code(), refused.path1().native());
  } catch (const std::system_error& refused) {
    set_system_error(refused.code(), {});
  } catch (const std::out_of_range& outside) {
    PyErr_SetString(PyExc_IndexError, outside.what());
  } catch (const std::invalid_argument& wrong) {
    PyErr_SetString(PyExc_ValueError, wrong.what());
  } catch (const std::length_error& large) {
    PyErr_SetString(PyExc_ValueError, large.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& other) {
    PyErr_SetString(PyExc_RuntimeError, other.what());
  }
}

}  // namespace

void set_error(const std::exception_ptr& error) noexcept {
  try {
    set_error_of(error);
  } catch (nb::python_error& raised) {
    raised.restore();
  } catch (...) {
    PyErr_NoMemory();
  }
}

void bind_errors(nb::module_& module) {
  format_error_type =
      PyErr_NewExceptionWithDoc("memosaic.FormatError",
                                "Bytes that are no valid file, number or format of the kind that was asked for.\n\n"
                                "`path` is the file, or None, and `offset` where in the input the first wrong byte is.",
                                PyExc_ValueError, nullptr);
  file_changed_type =
      PyErr_NewExceptionWithDoc("memosaic.FileChangedError",
                                "A file was truncated, replaced or rewritten while it was in use; `filename` is its "
                                "path.",
                                PyExc_OSError, nullptr);
  if (format_error_type == nullptr || file_changed_type == nullptr) throw nb::python_error();
  nb::handle(format_error_type).attr("path") = nb::none();
  nb::handle(format_error_type).attr("offset") = 0;
  module.attr("FormatError") = nb::handle(format_error_type);
  module.attr("FileChangedError") = nb::handle(file_changed_type);
  nb::register_exception_translator([](const std::exception_ptr& error, void*) { set_error(error); });
}

}  // namespace memosaic::python
