#pragma once

#include <string>
#include <string_view>

namespace popcert::proof {

/// A name for the files of a certificate, without extension: "popcert-<CA>-<first characters of the code>", made of
/// characters that every file system takes. Both arguments are text for people.
std::string file_name(std::string_view ca_name, std::string_view verification_code);

}  // namespace popcert::proof
