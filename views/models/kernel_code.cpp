#include "views/models/kernel_code.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include "views/models/text.h"

namespace whittle {
namespace {

constexpr qint64 kMostOfFile = 8 << 20;  // no program that somebody wrote is longer

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

using Nodes = std::vector<std::int32_t>;

// A record of a kernel or of a part of one: what they have alike.
struct Texts {
    QString name;
    const std::string* loopIr;
    const std::vector<std::string>* loopNodes;
    const std::string *emittedIr, *llvmIr, *assembly;
    const CodeLines* lines;
    QString sameAs;  // in whose name the texts are; empty: its own
};

template <class Record>
Texts textsOf(const Record& record) {
    return {.name = toQString(record.tail.empty() ? record.name : record.tail), .loopIr = &record.loopIr, .loopNodes = &record.loopNodes, .emittedIr = &record.emittedIr,
            .llvmIr = &record.llvmIr, .assembly = &record.assembly, .lines = &record.lines, .sameAs = toQString(record.sameCodeAs)};
}

// Code that several kernels share stands with the first: "k0_gelu", or "linear.tail_k1" of a part.
void findShared(const CompileReport& report, Texts& texts) {
    const std::string name = texts.sameAs.toStdString();
    const auto take = [&](const auto& record) {
        texts.emittedIr = &record.emittedIr;
        texts.llvmIr = &record.llvmIr;
        texts.assembly = &record.assembly;
        texts.lines = &record.lines;
    };
    for (const KernelRecord& kernel : report.kernels) {
        if (kernel.name == name && !kernel.llvmIr.empty()) return take(kernel);
        for (const CodeRecord& part : kernel.parts)
            if (kernel.name + "." + part.name == name && !part.llvmIr.empty()) return take(part);
    }
}

// The user's lines of a kernel, by file.
struct SourceFile {
    QString path;
    std::map<int, std::pair<QString, Nodes>> lines;  // by number: the code that the graph knows, and the nodes
};

std::vector<SourceFile> sourceFiles(const Graph& graph, const KernelRow& row) {
    std::vector<SourceFile> out;
    for (const NodeId id : row.nodes) {
        const Origin& origin = *graph.node(id).origin;
        if (origin.file.empty() || origin.line <= 0) continue;
        const QString path = toQString(origin.file);
        auto file = std::ranges::find(out, path, &SourceFile::path);
        if (file == out.end()) file = out.insert(out.end(), {.path = path, .lines = {}});
        auto& [code, nodes] = file->lines[origin.line];
        code = toQString(origin.code);
        nodes.push_back(id.index());
    }
    return out;
}

// Null where the file is not here, or is another one by now.
TextLinesRef wholeFile(const SourceFile& file) {
    const QFileInfo info(file.path);
    if (!info.isAbsolute() || !info.isFile() || info.size() > kMostOfFile) return nullptr;
    QFile opened(file.path);
    if (!opened.open(QIODevice::ReadOnly)) return nullptr;
    auto text = std::make_shared<const TextLines>(QString::fromUtf8(opened.readAll()));
    for (const auto& [number, line] : file.lines)
        if (number > text->count() || (!line.first.isEmpty() && !text->line(number - 1).contains(line.first.trimmed()))) return nullptr;
    return text;
}

void addSource(CodeUnit& unit, const SourceFile& file) {
    CodePage page{.kind = CodePage::Kind::Source, .title = QFileInfo(file.path).fileName(), .note = {}, .language = CodeLanguage::Python, .text = wholeFile(file)};
    std::vector<Nodes> nodes;
    if (page.text) {
        nodes.resize(static_cast<std::size_t>(page.text->count()));
        for (const auto& [number, line] : file.lines) nodes[static_cast<std::size_t>(number) - 1] = line.second;
        page.firstLine = file.lines.begin()->first - 1;
    } else {
        QStringList lines;
        std::vector<int> numbers;
        for (const auto& [number, line] : file.lines) {
            lines << (line.first.isEmpty() ? tr("(the file does not tell the line)") : line.first);
            numbers.push_back(number);
            nodes.push_back(line.second);
        }
        page.note = tr("%1 is not on this machine, or has changed: these are the lines that the graph knows").arg(file.path);
        page.text = std::make_shared<const TextLines>(lines.join(u'\n'), std::move(numbers));
    }
    unit.links.addSource(std::move(nodes));
    unit.pages.push_back(std::move(page));
}

void addCode(CodeUnit& unit, CodePage::Kind kind, QString title, CodeLanguage language, const std::string& text, std::vector<int> loopLines) {
    if (text.empty()) return;
    unit.pages.push_back({.kind = kind, .title = std::move(title), .note = {}, .language = language, .text = std::make_shared<const TextLines>(toQString(text))});
    unit.links.addCode(std::move(loopLines));
}

CodeUnit makeUnit(const KernelContent& content, const KernelRow& row, Texts texts) {
    CodeUnit unit{.name = texts.name, .pages = {}, .links = {}};
    std::vector<Nodes> loopNodes;
    for (const std::string& name : *texts.loopNodes) {
        Nodes& nodes = loopNodes.emplace_back();
        for (const NodeId id : name.empty() ? std::vector<NodeId>() : content.opened(name)) nodes.push_back(id.index());
    }
    unit.links.setLoopNodes(std::move(loopNodes));
    for (const SourceFile& file : sourceFiles(content.graph(), row)) addSource(unit, file);
    if (!texts.sameAs.isEmpty()) findShared(content.study().report, texts);
    std::vector<int> own(static_cast<std::size_t>(std::ranges::count(*texts.loopIr, '\n')));
    std::iota(own.begin(), own.end(), 1);
    const std::size_t sources = unit.pages.size();
    addCode(unit, CodePage::Kind::LoopIr, tr("Loop IR"), CodeLanguage::LoopIr, *texts.loopIr, std::move(own));
    addCode(unit, CodePage::Kind::EmittedIr, tr("LLVM IR as emitted"), CodeLanguage::LlvmIr, *texts.emittedIr, texts.lines->emittedIr);
    addCode(unit, CodePage::Kind::LlvmIr, tr("LLVM IR, optimised"), CodeLanguage::LlvmIr, *texts.llvmIr, texts.lines->llvmIr);
    addCode(unit, CodePage::Kind::Assembly, tr("Assembly"), CodeLanguage::Assembly, *texts.assembly, texts.lines->assembly);
    if (!texts.sameAs.isEmpty())
        for (std::size_t i = sources; i < unit.pages.size(); ++i)
            if (unit.pages[i].kind != CodePage::Kind::LoopIr) unit.pages[i].note = tr("Shared with %1, which was compiled first and gave it its name").arg(texts.sameAs);
    return unit;
}

bool hasCode(const Texts& texts) { return !texts.loopIr->empty() || !texts.llvmIr->empty() || !texts.sameAs.isEmpty(); }

QString noCodeText(const KernelRecord& kernel) {
    if (kernel.kind == "view") return tr("This step computes nothing: its result is another tensor's memory, seen with other sizes and strides.");
    if (kernel.kind == "eager") return tr("This node runs on its reference kernel, a part of Whittle: no code is made for it.");
    if (kernel.kind == "host") return tr("This step handles numbers only: no code is made for it.");
    if (kernel.kind == "fault") return tr("A fault was planted here: no code is made for it.");
    return tr("%1 makes the code of this kernel itself and does not show it.").arg(toQString(kernel.kind));
}

}  // namespace

Result<KernelCodeRef> KernelCode::build(const KernelContentRef& content, int kernel, const CancelToken& cancel) {
    const KernelRecord& record = content->study().report.kernels[static_cast<std::size_t>(kernel)];
    const KernelRow& row = content->row(kernel);
    auto out = std::make_shared<KernelCode>();
    out->kernel = kernel;
    if (const Texts own = textsOf(record); hasCode(own)) out->units.push_back(makeUnit(*content, row, own));
    for (const CodeRecord& part : record.parts) {
        WHITTLE_TRY_VOID(cancel.check());
        if (const Texts texts = textsOf(part); hasCode(texts)) out->units.push_back(makeUnit(*content, row, texts));
    }
    if (out->units.empty()) {
        out->none = noCodeText(record);
        out->units.push_back(makeUnit(*content, row, textsOf(record)));
    }
    return out;
}

}  // namespace whittle
