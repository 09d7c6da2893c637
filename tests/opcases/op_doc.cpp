#include "tests/opcases/op_doc.h"

#include <algorithm>

#include "tests/opcases/op_list.h"

namespace whittle::test {
namespace {

// Names in the order of the table of dtypes; "floats", "integers" and "all" where a kind is complete.
std::string dtypesText(const std::set<DType>& dtypes) {
    int known = 0;
    std::string out;
    for (int i = 0; i < kDTypeCount; ++i)
        if (dtypes.contains(DType(i))) {
            out += (known++ ? " " : "") + std::string(dtypeName(DType(i)));
        }
    return known == kDTypeCount ? "all" : out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
    return out;
}

}  // namespace

Result<std::map<std::string, OpEvidence>> readEvidence(const std::filesystem::path& folder) {
    std::map<std::string, OpEvidence> out;
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->path().filename() == "opcases.json") files.push_back(at->path());
    if (error) return fail(Code::Io, "cannot list {}: {}", folder.string(), error.message());
    for (const auto& file : files) {
        WHITTLE_TRY(const std::vector<OpCase> cases, readOpCases(file));
        for (const OpCase& one : cases) {
            OpEvidence& evidence = out[one.op];
            ++evidence.cases;
            evidence.refusals += one.fails;
            if (!one.fails && !one.tensors.empty() && one.unreadable.empty())
                if (const Tensor* first = asTensor(one.tensors[0])) evidence.dtypes.insert(first->dtype());
        }
    }
    return out;
}

std::string opsPage(const std::map<std::string, OpEvidence>& evidence) {
    std::map<std::string_view, std::vector<const OpDef*>> families;
    std::map<std::string_view, std::vector<std::string_view>> twins;  // functional name -> in-place names
    for (const OpDef* op : allOps()) {
        if (op->functional.empty()) families[opFamily(op->name)].push_back(op);
        else twins[op->functional].push_back(op->name);
    }
    std::string out =
        "# Operators\n\n"
        "Written by the test `engine/ops/ops_doc` (run its program with `--update`), never by hand. Schemas are PyTorch's.\n\n"
        "*Runs*: **loops** is lowered to loops of ours and fused; **decomposition** is rewritten into other operators;\n"
        "**kernel** runs as a kernel of its own in a compiled graph too, or as a library's where one takes it. Every operator that\n"
        "is not a decomposition has a reference kernel. *Dtypes* are those of the first tensor in recorded PyTorch cases that we\n"
        "reproduce, *cases* how many there are and how many of them must be refused.\n";
    for (const auto& [family, ops] : families) {
        out += fmt::format("\n## {}\n\n| operator | what it does | runs | dtypes | cases |\n|---|---|---|---|---|\n", family);
        for (const OpDef* op : ops) {
            const auto found = evidence.find(std::string(op->name));
            const OpEvidence proof = found == evidence.end() ? OpEvidence() : found->second;
            std::string what(op->summary);
            if (const auto twin = twins.find(op->name); twin != twins.end())
                what += fmt::format(" In place: `{}`.", fmt::join(twin->second, "`, `"));
            out += fmt::format("| `{}` | {} | {} | {} | {} |\n", escaped(op->schema), escaped(what), howItRuns(*op),
                               dtypesText(proof.dtypes), proof.cases ? fmt::format("{}, {} refused", proof.cases, proof.refusals) : "");
        }
    }
    return out;
}

}  // namespace whittle::test
