// The words that Whittle's own reproducer scripts use for what Python code alone does not say; print_repro.cpp
// writes them, fx_text.cpp reads them.
#pragma once

#include <array>
#include <string_view>

#include "engine/ir/graph.h"

namespace whittle::repro {

inline constexpr std::string_view kGraph = "GRAPH";  ///< the dict with the keys below
inline constexpr std::string_view kData = "DATA";    ///< name of the file with all other tensors
inline constexpr std::string_view kDataBase64 = "DATA_BASE64";  ///< the content of such a file, where the script holds it
inline constexpr std::string_view kValues = "VALUES";  ///< dict of input: what fills it (tensor_fill.h)
inline constexpr std::string_view kName = "name";
inline constexpr std::string_view kSymbols = "symbols";  ///< symbol: (min, max, hint)
inline constexpr std::string_view kInputs = "inputs";    ///< input: (kind, target), user inputs left out
inline constexpr std::string_view kOutputs = "outputs";  ///< (kind, target) of every output, absent when all are plain
inline constexpr std::string_view kSizes = "sizes";      ///< input: {axis: (a, symbol, b)} or, a number, (a, symbol, b); for the script alone
inline constexpr std::string_view kNumbers = "numbers";  ///< input: number
inline constexpr std::string_view kStrides = "strides";  ///< input: strides of its data, when not row-major

struct InputWord {
    std::string_view word;
    InputKind kind;
    bool persistent;
};
inline constexpr std::array<InputWord, 4> kInputWords{{{"parameter", InputKind::Parameter, true},
                                                       {"buffer", InputKind::Buffer, true},
                                                       {"non_persistent_buffer", InputKind::Buffer, false},
                                                       {"constant", InputKind::Constant, true}}};

struct OutputWord {
    std::string_view word;
    OutputKind kind;
};
inline constexpr std::array<OutputWord, 3> kOutputWords{{{"user", OutputKind::User},
                                                         {"buffer_mutation", OutputKind::BufferMutation},
                                                         {"input_mutation", OutputKind::InputMutation}}};

}  // namespace whittle::repro
