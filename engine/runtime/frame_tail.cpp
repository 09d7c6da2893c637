// The kernel that a library calls with each part of its result (lowerTail), bound for one run.
#include <algorithm>

#include "engine/ops/check.h"
#include "engine/ops/layout.h"
#include "engine/runtime/frame.h"
#include "engine/schedule/lowering.h"

namespace whittle {

Result<BoundTail> Frame::bindTail(const Thunk& thunk) {
    const LoopKernel& kernel = *thunk.step.kernel;
    const ValueId source = m_program.graph.node(thunk.step.nodes.front()).output();
    const PartNames part = partNames(m_program.graph);
    // A name that the kernel does without (one column) goes behind the others.
    const std::size_t unused = kernel.symbols.size();
    CompiledTail::Places places{.source = 0, .row = unused, .column = unused, .rows = unused, .columns = unused, .step = unused};
    std::vector<std::int64_t> symbols;
    for (const std::string& name : kernel.symbols) {
        const std::pair<const std::string&, std::size_t&> own[] = {{part.row, places.row}, {part.column, places.column}, {part.rows, places.rows}, {part.columns, places.columns}, {part.step, places.step}};
        const auto known = std::ranges::find_if(own, [&](const auto& one) { return one.first == name; });
        if (known != std::end(own)) known->second = symbols.size();
        WHITTLE_TRY(const std::int64_t one, known != std::end(own) ? Result<std::int64_t>(0) : value(SymInt::symbol(name)));
        symbols.push_back(one);
    }
    symbols.push_back(0);
    std::vector<void*> pointers;
    Tensor out;
    for (const LoopBuffer& buffer : kernel.buffers) {
        if (buffer.value == source) {
            places.source = pointers.size();
            pointers.push_back(nullptr);
            continue;
        }
        WHITTLE_TRY(const Sizes sizes, values(buffer.sizes));
        if (buffer.role == LoopBuffer::Role::Input) {
            WHITTLE_TRY(Tensor read, operandOf(buffer, sizes).context("running kernel {} for {}", kernel.name, describeNode(node(thunk))));
            pointers.push_back(const_cast<std::byte*>(read.data<std::byte>()));  // read only
            m_held.push_back(std::move(read));
        } else {
            out = memoryFor(buffer.value, buffer.dtype, sizes);
            if (buffer.order == MemoryOrder::ChannelsLast) out = out.asStrided(sizes, ops::channelsLastStrides(sizes), 0);
            pointers.push_back(out.mutableData<std::byte>());
        }
    }
    return BoundTail{CompiledTail(thunk.code->run, std::move(pointers), std::move(symbols), places), std::move(out)};
}

}  // namespace whittle
