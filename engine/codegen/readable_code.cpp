#include "engine/codegen/readable_code.h"

#include <charconv>
#include <optional>
#include <unordered_map>

#include <llvm/IR/AssemblyAnnotationWriter.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Support/FormattedStream.h>

namespace whittle {
namespace {

using LineOf = std::unordered_map<const llvm::Instruction*, int>;

// Is asked before each instruction is printed, and so knows on which line it is about to stand.
class LineNoter final : public llvm::AssemblyAnnotationWriter {
public:
    explicit LineNoter(LineOf lineOf) : m_lineOf(std::move(lineOf)) {}
    void emitInstructionAnnot(const llvm::Instruction* one, llvm::formatted_raw_ostream& stream) override {
        const std::size_t at = stream.getLine();
        if (lines.size() <= at) lines.resize(at + 1, 0);
        lines[at] = m_lineOf[one];
    }
    std::vector<int> lines;

private:
    LineOf m_lineOf;
};

std::string_view trimmed(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(" \t") - first + 1);
}

bool isInstruction(std::string_view line) {
    const std::string_view text = trimmed(line);
    return !text.empty() && text.front() != '.' && text.front() != '#' && text.back() != ':';
}

// ".loc 1 7 0 is_stmt 0"
std::optional<int> locLine(std::string_view line) {
    const std::string_view text = trimmed(line);
    constexpr std::string_view kLoc = ".loc";
    if (!text.starts_with(kLoc)) return std::nullopt;
    std::string_view rest = trimmed(text.substr(kLoc.size()));
    rest = trimmed(rest.substr(std::min(rest.find_first_of(" \t"), rest.size())));
    int out = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), out);
    return out;
}

template <class Each>
void forEachLine(std::string_view text, Each each) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

LinedText takeLines(llvm::Module& module) {
    LinedText out;
    llvm::raw_string_ostream stream(out.text);
    llvm::NamedMDNode* flags = module.getModuleFlagsMetadata();
    if (!flags) {
        module.print(stream, nullptr);
        return out;
    }
    LineOf lineOf;
    for (const llvm::Function& function : module)
        for (const llvm::Instruction& one : llvm::instructions(function)) lineOf[&one] = one.getDebugLoc() ? static_cast<int>(one.getDebugLoc().getLine()) : 0;
    llvm::StripDebugInfo(module);
    module.eraseNamedMetadata(flags);  // askForLines() made them, nobody else does
    LineNoter noter(std::move(lineOf));
    module.print(stream, &noter);
    out.lines = std::move(noter.lines);
    return out;
}

std::vector<int> assemblyLines(std::string_view text, std::string_view lined) {
    std::vector<std::pair<std::string_view, int>> told;  // instructions in order, with their lines
    int now = 0;
    forEachLine(lined, [&](std::string_view line) {
        if (const auto loc = locLine(line)) now = *loc;
        else if (isInstruction(line)) told.emplace_back(trimmed(line), now);
    });
    std::vector<int> out;
    std::size_t next = 0;
    bool isSame = true;
    forEachLine(text, [&](std::string_view line) {
        out.push_back(0);
        if (!isInstruction(line)) return;
        isSame = isSame && next < told.size() && told[next].first == trimmed(line);
        if (isSame) out.back() = told[next++].second;
    });
    return isSame && next == told.size() ? out : std::vector<int>();
}

}  // namespace whittle
