#include "engine/ops/index_layout.h"

namespace whittle::ops {

SymInt dataDependentSize() { return SymInt::symbol("u_data"); }

namespace {
bool isMask(DType dtype) { return dtype == DType::Bool || dtype == DType::U8; }
}  // namespace

Result<IndexLayout> indexLayout(std::string_view op, const SymSizes& self,
                                std::span<const std::optional<TensorType>> indices) {
    SymSizes block;
    std::vector<bool> indexed;  // one a dimension of self
    for (const auto& index : indices) {
        if (!index) {
            indexed.push_back(false);
            continue;
        }
        SymSizes sizes = index->sizes;
        int covers = 1;
        if (isMask(index->dtype)) {
            covers = index->rank();
            for (int d = 0; d < covers; ++d) {
                const std::size_t at = indexed.size() + static_cast<std::size_t>(d);
                if (at >= self.size()) break;  // reported below
                const SymInt& size = index->sizes[static_cast<std::size_t>(d)];
                if (size.isConstant() && self[at].isConstant() && !(size == self[at]))
                    return fail(Code::Shape,
                                "{}.2: the mask {} does not match the indexed tensor, whose dimension {} is {}", op,
                                index->text(), at, self[at].text());
            }
            sizes = {dataDependentSize()};
        } else if (index->dtype != DType::I64 && index->dtype != DType::I32) {
            return fail(Code::Type, "{}.1: tensors used as indices must be int64, int32, bool or uint8, not {}", op,
                        index->text());
        }
        auto joined = broadcastSizes(block, sizes);
        if (!joined) return fail(Code::Shape, "{}.3: indexing tensors could not be broadcast together: {}", op, joined.error().message);
        block = *std::move(joined);
        indexed.insert(indexed.end(), static_cast<std::size_t>(covers), true);
    }
    if (indexed.size() > self.size())
        return fail(Code::Shape, "{}.2: too many indices for tensor of dimension {} (got {})", op, self.size(), indexed.size());
    indexed.resize(self.size(), false);

    std::size_t first = self.size(), last = 0, count = 0;
    for (std::size_t d = 0; d < indexed.size(); ++d) {
        if (!indexed[d]) continue;
        first = std::min(first, d);
        last = d;
        ++count;
    }
    const bool adjacent = count > 0 && last - first + 1 == count;
    IndexLayout out{{}, adjacent ? static_cast<int>(first) : 0, static_cast<int>(block.size())};
    for (std::size_t d = 0; d <= indexed.size(); ++d) {
        if (static_cast<int>(out.sizes.size()) == out.blockStart && d == (adjacent ? first : 0))
            out.sizes.insert(out.sizes.end(), block.begin(), block.end());
        if (d < indexed.size() && !indexed[d]) out.sizes.push_back(self[d]);
    }
    return out;
}

Result<std::vector<Tensor>> expandIndices(std::string_view op, const Sizes& self, std::span<const Tensor* const> indices) {
    std::vector<Tensor> out;
    for (const Tensor* index : indices) {
        if (!index) {
            out.emplace_back();
        } else if (isMask(index->dtype())) {
            const Tensor rows = nonzeroRows(*index);  // one column a dimension
            for (Index d = 0; d < rows.dim(1); ++d)
                out.push_back(rows.asStrided({rows.dim(0)}, {rows.dim(1)}, d).contiguous());
        } else {
            out.push_back(index->to(DType::I64).contiguous());
        }
    }
    out.resize(std::max(out.size(), self.size()));
    for (std::size_t d = 0; d < self.size(); ++d) {
        if (!out[d].defined()) continue;
        const Index count = out[d].numel();
        std::int64_t* at = out[d].mutableData<std::int64_t>();
        for (Index i = 0; i < count; ++i) {
            if (at[i] < -self[d] || at[i] >= self[d])
                return fail(Code::Run, "{}: index {} is out of bounds for dimension {} with size {}", op, at[i], d, self[d]);
            if (at[i] < 0) at[i] += self[d];
        }
    }
    return out;
}

Tensor nonzeroRows(const Tensor& tensor) {
    const Tensor flags = tensor.to(DType::Bool).contiguous();
    const bool* data = flags.data<bool>();
    std::vector<std::int64_t> rows;
    Index count = 0;
    Sizes at(flags.sizes().size(), 0);
    for (Index i = 0; i < flags.numel(); ++i) {
        if (data[i]) {
            rows.insert(rows.end(), at.begin(), at.end());
            ++count;
        }
        for (std::size_t d = at.size(); d-- > 0;) {
            if (++at[d] < flags.sizes()[d]) break;
            at[d] = 0;
        }
    }
    return Tensor::of<std::int64_t>(rows, {count, flags.rank()});
}

}  // namespace whittle::ops
