#include "engine/formats/export_py.h"

#include <algorithm>
#include <set>

#include "engine/base/files.h"
#include "engine/base/version.h"
#include "engine/formats/base64.h"
#include "engine/formats/print_python.h"
#include "engine/formats/repro_keys.h"
#include "engine/formats/tensor_fill.h"
#include "engine/ir/affine_size.h"

namespace whittle {
namespace {

// Where a script finds the tensors that it does not write out.
enum class Rest { None, File, Script };

// As PyTorch's own reproducers have them.
std::string settings(const ReproOptions& options) {
    if (options.settings.empty()) return {};
    std::string out = "import torch._inductor.config\n\n";
    for (const InductorSetting& setting : options.settings) out += fmt::format("torch._inductor.config.{} = {}\n", setting.name, setting.value);
    return out + '\n';
}

std::string imports(Rest rest) {
    constexpr std::pair<std::string_view, bool (*)(Rest)> kAll[] = {
        {"argparse", [](Rest) { return true; }},           {"base64", [](Rest r) { return r == Rest::Script; }},
        {"json", [](Rest r) { return r != Rest::None; }},  {"os", [](Rest r) { return r == Rest::File; }},
        {"struct", [](Rest r) { return r != Rest::None; }}, {"sys", [](Rest) { return true; }},
        {"traceback", [](Rest) { return true; }}};
    std::string out = "\n";
    for (const auto& [name, needed] : kAll)
        if (needed(rest)) out += fmt::format("import {}\n", name);
    return out + "\nimport torch\nfrom torch import device\n\n";
}

// Reads safetensors with the standard library, so that the script needs nothing but PyTorch.
constexpr std::string_view kReader = R"py(

DTYPES = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16, 'I64': torch.int64, 'C64': torch.complex64, 'C128': torch.complex128,
          'I32': torch.int32, 'I16': torch.int16, 'I8': torch.int8, 'U8': torch.uint8, 'BOOL': torch.bool}


def load_safetensors(raw):
    size, = struct.unpack('<Q', raw[:8])
    header, data = json.loads(raw[8:8 + size]), bytearray(raw[8 + size:])
    tensors = {}
    for name, entry in header.items():
        if name != '__metadata__':
            dtype, (begin, end) = DTYPES[entry['dtype']], entry['data_offsets']
            flat = torch.frombuffer(data[begin:end], dtype=dtype) if end > begin else torch.empty(0, dtype=dtype)
            tensors[name] = flat.reshape(entry['shape'])
    return tensors
)py";

constexpr std::string_view kLoader = R"py(

def strided(value, strides, target):
    """The elements at these strides; along a stride of 0 the first stands for all."""
    once = value
    for dim, stride in enumerate(strides):
        if stride == 0 and value.shape[dim] > 1:
            once = once.narrow(dim, 0, 1)
    laid = torch.empty_strided(once.shape, strides, dtype=value.dtype, device=target).copy_(once)
    return laid.expand(value.shape)


def load_inputs():
    tensors = dict(VALUES)
{}    inputs = []
    for name in INPUTS:
        value = GRAPH['numbers'].get(name) if name in GRAPH['numbers'] else tensors[name]
        if name in GRAPH['strides']:
            value = strided(value, GRAPH['strides'][name], 'cpu')
        inputs.append(value)
    return inputs

)py";
// What stands in the loader's {}, by Rest.
constexpr std::string_view kReads[] = {
    "",
    "    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), DATA), 'rb') as file:\n"
    "        tensors.update(load_safetensors(file.read()))\n",
    "    tensors.update(load_safetensors(base64.b64decode(DATA_BASE64)))\n"};

constexpr std::string_view kMain = R"py(

def fresh(inputs, target):
    """Copies with the same strides, so that no run sees what another one wrote."""
    return tuple(strided(x, x.stride(), target) if isinstance(x, torch.Tensor) else x for x in inputs)


class Model(torch.nn.Module):
    """The graph as its user has it: the weights in a module, sizes that are inputs read off the tensors that have them."""

    def __init__(self, inputs):
        super().__init__()
        self.repro, self.places, self.users = Repro(), [], []
        for name, value in zip(INPUTS, inputs):
            kind = GRAPH['inputs'].get(name, ('user', ''))[0]
            if isinstance(value, torch.Tensor) and kind == 'parameter':
                self.register_parameter('w_' + name, torch.nn.Parameter(value, requires_grad=False))
                self.places.append('w_' + name)
            elif isinstance(value, torch.Tensor) and kind != 'user':
                self.register_buffer('w_' + name, value)
                self.places.append('w_' + name)
            elif size_source(name):
                self.places.append(size_source(name))
            else:
                self.places.append(len(self.users))
                self.users.append(name)
        where = {name: i for i, name in enumerate(self.users)}
        self.places = [(where[p[0]],) + p[1:] if isinstance(p, tuple) else p for p in self.places]

    def arguments(self, inputs):
        values = dict(zip(INPUTS, inputs))
        return tuple(values[name] for name in self.users)

    def run(self, *arguments):
        values = []
        for place in self.places:
            if isinstance(place, int):
                values.append(arguments[place])
            elif isinstance(place, str):
                values.append(getattr(self, place))
            else:
                values.append(place[2] * arguments[place[0]].shape[place[1]] + place[3])
        return self.repro(*values)

    forward = run  # Whittle reads the first method of that name as the graph


def user_sizes():
    """Input, axis and (a, symbol, b) for each size a * symbol + b of a tensor that may differ in the next call; None for others that may."""
    return [(name, axis, size) for name in INPUTS if name not in GRAPH['inputs'] and isinstance(GRAPH['sizes'].get(name), dict)
            for axis, size in GRAPH['sizes'][name].items()]


def size_source(name):
    """For a number that is a * symbol + b: the input and the axis that have the symbol as their size, a and b."""
    wanted = GRAPH['sizes'].get(name)
    if isinstance(wanted, tuple):
        for source, axis, size in user_sizes():
            if size == (1, wanted[1], 0):
                return (source, axis, wanted[0], wanted[2])
    return None


def dynamic_shapes(model):
    """What torch.export is to keep dynamic, with the relations between the sizes; None when all are fixed."""
    if not user_sizes():
        return None
    symbols, shapes = {}, {name: {} for name in model.users}
    for name, axis, size in user_sizes():
        if size is None:
            shapes[name][axis] = torch.export.Dim.AUTO
            continue
        factor, symbol, rest = size
        if symbol not in symbols:
            low, high, _ = GRAPH['symbols'].get(symbol, (None, None, None))
            limits = {} if low is None or low <= 2 else {'min': low}
            if high is not None and high < 2 ** 31:
                limits['max'] = high
            symbols[symbol] = torch.export.Dim('d%d' % len(symbols), **limits)
        dim = symbols[symbol]
        dim = dim if factor == 1 else factor * dim
        shapes[name][axis] = dim if rest == 0 else dim + rest
    return {'arguments': tuple(shapes[name] or None for name in model.users)}


def export_model(model, arguments):
    return torch.export.export(model, arguments, dynamic_shapes=dynamic_shapes(model), strict=False)


def compile_aoti(model, arguments):
    package = torch._inductor.aoti_compile_and_package(export_model(model, arguments))
    return torch._inductor.aoti_load_package(package)


def compile_jit(model, arguments, backend='inductor'):
    torch._dynamo.reset()
    sizes = [(model.users.index(name), axis) for name, axis, _ in user_sizes()]
    way = torch.compile(model, backend=backend, fullgraph=True, dynamic=None if sizes else False)

    def call(*arguments):
        for place, axis in sizes:
            torch._dynamo.maybe_mark_dynamic(arguments[place], axis)
        return way(*arguments)
    return call


BACKENDS = {'aoti': compile_aoti, 'compile': compile_jit}


def as_list(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def observe(call, arguments):
    """What a run gives and what it leaves in its arguments, each with a name."""
    torch.manual_seed(SEED)
    outputs = as_list(call(*arguments))
    return ([('output %d' % i, x) for i, x in enumerate(outputs)] +
            [('argument %d after the run' % i, x) for i, x in enumerate(arguments) if isinstance(x, torch.Tensor)])


# By dtype, relative and absolute alike; what is not here is compared exactly.
TOLERANCES = {torch.float64: 1e-7, torch.complex128: 1e-7, torch.float32: 1e-4, torch.complex64: 1e-4, torch.float16: 1e-2, torch.bfloat16: 1e-2}


def differences(expected, actual, args):
    if len(expected) != len(actual):
        return ['eager gives %d outputs, compiled %d' % (len(expected), len(actual))]
    found = []
    for (name, want), (_, got) in zip(expected, actual):
        if isinstance(want, torch.Tensor) and isinstance(got, torch.Tensor):
            usual = TOLERANCES.get(want.dtype, 0)
            rtol = args.rtol if usual and args.rtol is not None else usual
            atol = args.atol if usual and args.atol is not None else usual
            try:
                torch.testing.assert_close(got, want, rtol=rtol, atol=atol, equal_nan=True, check_stride=False)
            except AssertionError as error:
                found.append('%s: %s' % (name, error))
        elif type(want) != type(got) or want != got:
            found.append('%s: eager gives %r, compiled %r' % (name, want, got))
    return found


def main():
    parser = argparse.ArgumentParser(description='Runs the graph eagerly and compiled, and compares. '
                                     'Exit status: 0 they agree, 1 the failure reproduces, 2 it cannot be told.')
    parser.add_argument('--backend', choices=sorted(BACKENDS), default=BACKEND, help='default: ' + BACKEND)
    parser.add_argument('--device', default='cpu', help='where the inputs live (default: cpu)')
    parser.add_argument('--rtol', type=float, default=RTOL)
    parser.add_argument('--atol', type=float, default=ATOL)
    args = parser.parse_args()
    torch._inductor.config.fallback_random = True  # so that compiled code draws the numbers that eager draws
    inputs = load_inputs()

    def made():
        copies = fresh(inputs, args.device)
        model = Model(copies).eval()
        return model, model.arguments(copies)

    expected, refusal = None, None
    with torch.no_grad():
        try:
            expected = observe(*made())
        except Exception as error:
            traceback.print_exc()
            refusal = '%s: %s' % (type(error).__name__, str(error).split('\n', 1)[0])
            print('eager raises %s' % refusal, flush=True)
        try:
            compiled = BACKENDS[args.backend](*made())
            actual = observe(compiled, made()[1])
        except Exception:
            traceback.print_exc()
            if refusal:
                print('CANNOT TELL: the graph already fails in eager mode, and backend %s raises too' % args.backend)
                return 2
            print('REPRODUCES: eager runs, backend %s raises (PyTorch %s)' % (args.backend, torch.__version__))
            return 1
    if refusal:
        print('REPRODUCES: eager raises, backend %s returns (PyTorch %s)' % (args.backend, torch.__version__))
        return 1
    found = differences(expected, actual, args)
    for line in found:
        print(line)
    if found:
        print('REPRODUCES: backend %s differs from eager in %d of %d results (PyTorch %s)'
              % (args.backend, len(found), len(expected), torch.__version__))
        return 1
    print('AGREES: backend %s gives what eager gives, %d results (PyTorch %s)'
          % (args.backend, len(expected), torch.__version__))
    return 0
)py";

constexpr std::string_view kEntry = R"py(

if __name__ == '__main__':
    sys.exit(main())
)py";

// One comment line whatever the text holds: a line break in a message must not start a line of code.
std::string commentLine(std::string_view text, std::size_t longest = 400) {
    std::string out = "# ";
    for (const char c : text.substr(0, longest)) out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    while (out.back() == ' ') out.pop_back();
    return out + '\n';
}

std::string header(const Graph& graph, const ReproOptions& options) {
    std::string out = "#!/usr/bin/env python3\n";
    out += commentLine(fmt::format("Reproducer written by Whittle {}: {} operators, {} inputs.", kVersion, graph.nodes().size(),
                                   graph.inputs().size()));
    if (const auto& failure = options.failure) {
        out += commentLine(fmt::format("Failure:   {}{}{}", failureKindName(failure->kind),
                                       failure->phase.empty() ? "" : " in " + failure->phase,
                                       failure->node.empty() ? "" : ", at node " + failure->node));
        out += commentLine("Signature: " + failure->signature);
        out += commentLine("Message:   " + failure->message);
        std::string_view detail = failure->detail;
        for (int i = 0; i < 12 && !detail.empty(); ++i) {
            const std::size_t end = std::min(detail.find('\n'), detail.size());
            out += commentLine("           " + std::string(detail.substr(0, end)));
            detail.remove_prefix(std::min(end + 1, detail.size()));
        }
    }
    if (!options.foundBy.empty()) out += commentLine("Found by:  " + options.foundBy);
    out += "#\n# Run with PyTorch 2.6 or newer; --backend aoti is AOTInductor, --backend compile is torch.compile:\n";
    out += commentLine(fmt::format("    python {} --backend {}", options.scriptFile, options.backend));
    out += "# Exit status: 0 they agree, 1 the failure reproduces, 2 it cannot be told.\n";
    static constexpr std::string_view kOwn[] = {"aten", "prims", "torch", "math", "_operator", "higher_order"};
    std::set<std::string_view> libraries;
    for (const Node& node : graph.nodes()) libraries.insert(std::string_view(node.op).substr(0, node.op.find('.')));
    for (const std::string_view own : kOwn) libraries.erase(own);
    for (const std::string_view space : libraries)
        out += commentLine(fmt::format("Import the library that registers the operators torch.ops.{} before running.", space));
    return out;
}

std::string optionalInt(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "None"; }

std::string number(const Datum& datum) {
    if (const auto* value = std::get_if<std::int64_t>(&datum)) return std::to_string(*value);
    if (const auto* value = std::get_if<bool>(&datum)) return *value ? "True" : "False";
    return py::literal(std::get<double>(datum), py::Infinity::Call);
}

// A dict printed one entry a line; empty ones stay on the line.
std::string dict(std::string_view key, const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string out = fmt::format("    {}: {{", py::quote(key));
    for (const auto& [name, value] : entries) out += fmt::format("\n        {}: {},", py::quote(name), value);
    return out + (entries.empty() ? "},\n" : "\n    },\n");
}

using Entries = std::vector<std::pair<std::string, std::string>>;

// "(a, 'symbol', b)" for a * symbol + b, which torch.export has names for; "None" for what it has none for.
std::string linearSize(const SymInt& size) {
    const auto affine = affineSize(size);
    if (!affine || affine->factor < 1) return "None";
    return fmt::format("({}, {}, {})", affine->factor, py::quote(affine->symbol), affine->rest);
}

// The sizes of an input that differ from call to call: by axis for a tensor. Empty when there are none.
std::string changingSizes(const Type& type) {
    if (const NumberType* number = asNumberType(type)) return number->expr.isConstant() ? std::string() : linearSize(number->expr);
    const TensorType* tensor = asTensorType(type);
    std::string axes;
    for (std::size_t axis = 0; tensor && axis < tensor->sizes.size(); ++axis)
        if (!tensor->sizes[axis].isConstant()) axes += fmt::format("{}{}: {}", axes.empty() ? "" : ", ", axis, linearSize(tensor->sizes[axis]));
    return axes.empty() ? axes : '{' + axes + '}';
}

std::string table(const Graph& graph, const py::Names& names) {
    Entries symbols, inputs, sizes, numbers, strides;
    for (const auto& [symbol, info] : graph.symbols)
        symbols.emplace_back(symbol, fmt::format("({}, {}, {})", optionalInt(info.min), optionalInt(info.max), optionalInt(info.hint)));
    for (const GraphInput& input : graph.inputs()) {
        const std::string& name = names.of(input.value);
        if (const std::string changing = changingSizes(graph.type(input.value)); !changing.empty()) sizes.emplace_back(name, changing);
        for (const auto& row : repro::kInputWords)
            if (row.kind == input.kind && (row.kind != InputKind::Buffer || row.persistent == input.persistent))
                inputs.emplace_back(name, fmt::format("({}, {})", py::quote(row.word), py::quote(input.target)));
        if (const Tensor* tensor = asTensor(input.data)) {
            if (tensor->isContiguous()) continue;
            std::string list;
            for (const Index stride : tensor->strides()) list += std::to_string(stride) + ", ";
            if (list.size() > 2 && tensor->rank() > 1) list.resize(list.size() - 2);
            strides.emplace_back(name, '(' + list + ')');
        } else if (input.data.index() != 0) {
            numbers.emplace_back(name, number(input.data));
        }
    }
    std::string out = "# What Whittle knows beyond the code; it opens this script as a graph again.\nGRAPH = {\n";
    out += fmt::format("    {}: {},\n", py::quote(repro::kName), py::quote(graph.name));
    out += dict(repro::kSymbols, symbols) + dict(repro::kInputs, inputs) + dict(repro::kSizes, sizes) + dict(repro::kNumbers, numbers) + dict(repro::kStrides, strides);
    if (std::any_of(graph.outputs().begin(), graph.outputs().end(), [](const GraphOutput& o) { return o.kind != OutputKind::User; })) {
        out += fmt::format("    {}: [", py::quote(repro::kOutputs));
        for (const GraphOutput& output : graph.outputs())
            for (const auto& row : repro::kOutputWords)
                if (row.kind == output.kind) out += fmt::format("({}, {}), ", py::quote(row.word), py::quote(output.target));
        out += "],\n";
    }
    return out + "}\n";
}

Result<void> checkSpellings(const Graph& graph) {
    Result<void> ok;
    for (const Node& node : graph.nodes()) {
        if (!py::hasSpelling(node.op))
            return fail(Code::Unsupported, "node '{}': operator {} has no spelling in PyTorch, so no reproducer can be written",
                        node.name, node.op);
        for (const NamedArg& arg : node.args)
            forEachGraph(arg.value, [&](const GraphRef& inner) {
                if (ok) ok = checkSpellings(*inner);
            });
    }
    return ok;
}

Result<void> checkPrintable(const Graph& graph) {
    WHITTLE_TRY_VOID(checkSpellings(graph));
    for (const GraphInput& input : graph.inputs())
        if (input.data.index() == 0)
            return fail(Code::NotFound, "input '{}' has no data, so the reproducer could not run; give the graph inputs first",
                        graph.value(input.value).name);
    return {};
}

// In lines: editors and mail break long ones.
std::string dataText(const Graph& graph) {
    const std::string text = base64(safetensorsBytes(reproTensors(graph)));
    std::string out = fmt::format("\n\n# The inputs: a safetensors file of its own.\n{} = (\n", repro::kDataBase64);
    constexpr std::size_t kLine = 120;
    for (std::size_t at = 0; at < text.size(); at += kLine) out += fmt::format("    '{}'\n", std::string_view(text).substr(at, kLine));
    return out + ")\n";
}

}  // namespace

NamedTensors reproTensors(const Graph& graph) {
    const py::Names names(graph);
    NamedTensors out;
    for (const GraphInput& input : graph.inputs())
        if (const Tensor* tensor = asTensor(input.data); tensor && describeFill(*tensor).how == Fill::Opaque)
            out.emplace_back(names.of(input.value), tensor->contiguous());
    return out;
}

Result<std::string> printRepro(const Graph& graph, const ReproOptions& options) {
    WHITTLE_TRY_VOID(checkPrintable(graph));
    const py::Names names(graph);
    std::string values;
    bool readsFile = false;
    for (const GraphInput& input : graph.inputs()) {
        const Tensor* tensor = asTensor(input.data);
        if (!tensor) continue;
        const TensorFill fill = describeFill(*tensor);
        readsFile = readsFile || fill.how == Fill::Opaque;
        if (fill.how != Fill::Opaque)
            values += fmt::format("    {}: {},\n", py::quote(names.of(input.value)), fillExpression(fill, *tensor));
    }
    std::string out = header(graph, options);
    const Rest rest = !readsFile ? Rest::None : options.data == ReproData::Beside ? Rest::File : Rest::Script;
    out += imports(rest);
    out += settings(options);
    out += fmt::format("{} = {}\n", repro::kData, py::quote(rest == Rest::File ? options.dataFile : ""));
    out += fmt::format("RTOL = {}\nATOL = {}\n",
                       options.tolerance ? py::literal(options.tolerance->rtol, py::Infinity::Call) : "None",
                       options.tolerance ? py::literal(options.tolerance->atol, py::Infinity::Call) : "None");
    out += fmt::format("SEED = {}\nBACKEND = {}\n", options.seed, py::quote(options.backend));
    out += table(graph, names);
    out += "INPUTS = [";
    for (const GraphInput& input : graph.inputs()) out += py::quote(names.of(input.value)) + ", ";
    if (!graph.inputs().empty()) out.resize(out.size() - 2);
    out += values.empty() ? "]\nVALUES = {}\n" : "]\nVALUES = {\n" + values + "}\n";
    out += "\n\nclass Repro(torch.nn.Module):\n" + py::forward(graph, names, 4, py::Infinity::Call);
    if (rest != Rest::None) out += kReader;
    out += fmt::format(fmt::runtime(kLoader), kReads[static_cast<std::size_t>(rest)]);
    out += kMain;
    if (rest == Rest::Script) out += dataText(graph);
    out += kEntry;
    return out;
}

Result<void> writeRepro(const Graph& graph, const std::filesystem::path& path, const ReproOptions& options) {
    WHITTLE_TRY(const std::string script, printRepro(graph, options));
    if (const NamedTensors tensors = reproTensors(graph); options.data == ReproData::Beside && !tensors.empty())
        WHITTLE_TRY_VOID(writeSafetensors(path.parent_path() / options.dataFile, tensors));
    return writeFileAtomic(path, script);
}

}  // namespace whittle
