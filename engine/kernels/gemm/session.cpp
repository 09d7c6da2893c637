#include "engine/kernels/gemm/session.h"

#include <algorithm>

#include "engine/codegen/tile_unit.h"

namespace whittle::gemm {

// Tiles in order of preference: the first of a dtype and a feature is the quickest alone, the others waste less where they divide the
// sizes better. The sums take all registers but those that a step's columns and its row need: of the 32 of AVX-512, 28 + 2; of the
// 16 of AVX2, 12 + 2.
struct Session::Row {
    DType dtype;
    PanelNumber number;
    int rows, vectors, lanes;
    std::string_view feature;  ///< what the CPU needs
    std::string_view isa;      ///< how it is shown
    MatrixUnit unit = MatrixUnit::Vectors;

    /// "14x32"; with what sets tiles of the same sizes apart.
    std::string tile() const { return fmt::format("{}x{}{}", rows, vectors * lanes, number == PanelNumber::Bf16Pair ? "-pairs" : ""); }
    bool runsOn(const CpuJit& jit) const { return jit.hasFeature(feature) && (unit == MatrixUnit::Vectors || tilesAllowed()); }
};

namespace {

constexpr int kMostFree = 64;  // blocks of scratch memory; more means that sizes change with every call

}  // namespace

Session::Session(std::shared_ptr<CpuJit> jit, std::shared_ptr<ObjectCache> cache, std::shared_ptr<std::mutex> codeMutex, PackedWeights& weights, std::string tile)
    : m_jit(std::move(jit)), m_cache(std::move(cache)), m_codeMutex(std::move(codeMutex)), m_only(std::move(tile)), m_weights(weights) {}
Session::~Session() = default;

std::span<const Session::Row> Session::productRows() {
    static constexpr Row kRows[] = {
        {DType::F32, PanelNumber::F32, 14, 2, 16, "avx512f", "avx512"},
        {DType::F32, PanelNumber::F32, 8, 3, 16, "avx512f", "avx512"},
        {DType::F32, PanelNumber::F32, 6, 4, 16, "avx512f", "avx512"},
        {DType::F32, PanelNumber::F32, 6, 2, 8, "avx2", "avx2"},
        {DType::F32, PanelNumber::F32, 4, 3, 8, "avx2", "avx2"},
        {DType::F16, PanelNumber::F32, 14, 2, 16, "avx512f", "avx512"},
        {DType::F16, PanelNumber::F32, 8, 3, 16, "avx512f", "avx512"},
        {DType::F16, PanelNumber::F32, 6, 2, 8, "avx2", "avx2"},
        {DType::BF16, PanelNumber::Bf16Pair, 14, 2, 16, "avx512bf16", "avx512_bf16"},
        {DType::BF16, PanelNumber::Bf16Pair, 8, 3, 16, "avx512bf16", "avx512_bf16"},
        {DType::BF16, PanelNumber::F32, 14, 2, 16, "avx512f", "avx512"},
        {DType::BF16, PanelNumber::F32, 6, 2, 8, "avx2", "avx2"},
        {DType::F64, PanelNumber::F64, 14, 2, 8, "avx512f", "avx512"},
        {DType::F64, PanelNumber::F64, 8, 3, 8, "avx512f", "avx512"},
        {DType::F64, PanelNumber::F64, 6, 2, 4, "avx2", "avx2"},
    };
    return kRows;
}

std::span<const Session::Row> Session::rowsRows() {
    static constexpr Row kRows[] = {
        {DType::F32, PanelNumber::F32, 12, 2, 16, "avx512f", "avx512"},
        {DType::F32, PanelNumber::F32, 6, 2, 8, "avx2", "avx2"},
        {DType::BF16, PanelNumber::Bf16Pair, kTileRows, kTileVectors, 16, "amx-bf16", "amx_bf16", MatrixUnit::Tiles},
        {DType::BF16, PanelNumber::Bf16Pair, 12, 2, 16, "avx512bf16", "avx512_bf16"},
    };
    return kRows;
}

Result<Tile> Session::product(DType dtype) { return tile(productRows(), dtype, std::nullopt); }
Result<Tile> Session::rows(DType dtype, int rowStep) { return tile(rowsRows(), dtype, rowStep); }
Result<std::string> Session::claimProduct(DType dtype) { return claim(productRows(), dtype, std::nullopt); }
Result<std::string> Session::claimRows(DType dtype, int rowStep) { return claim(rowsRows(), dtype, rowStep); }

Result<CpuJit*> Session::jit() {
    if (!m_jit) {
        WHITTLE_TRY(CpuJit made, CpuJit::create(VectorIsa::Host, m_cache));
        m_jit = std::make_shared<CpuJit>(std::move(made));
    }
    return m_jit.get();
}

Result<void> Session::withJit(const std::function<Result<void>(CpuJit&)>& use) {
    const std::lock_guard lock(m_mutex);
    WHITTLE_TRY(CpuJit* const own, jit());
    const std::lock_guard codeLock(*m_codeMutex);
    return use(*own);
}

std::vector<std::string> Session::productTiles(DType dtype) { return tiles(productRows(), dtype); }
// Where there are no tiles for the dtype, it is computed in f32.
std::vector<std::string> Session::rowTiles(DType dtype) {
    std::vector<std::string> out = tiles(rowsRows(), dtype);
    return out.empty() ? tiles(rowsRows(), DType::F32) : out;
}

std::vector<std::string> Session::tiles(std::span<const Row> rows, DType dtype) {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> out;
    if (!hasCpu()) return out;
    for (const Row& row : rows)
        if (row.dtype == dtype && row.runsOn(*m_jit)) out.push_back(row.tile());
    return out;
}

Result<void> Session::hasCpu() {
    WHITTLE_TRY_VOID(jit());
    for (const char* feature : {"avx2", "fma", "f16c"})
        if (!m_jit->hasFeature(feature)) return fail(Code::Unsupported, "own matrix kernels need a CPU with AVX2, FMA and F16C; this {} lacks {}", m_jit->cpuName(), feature);
    return {};
}

Result<Session::Choice> Session::choose(std::span<const Row> rows, DType dtype, std::optional<int> rowStep) {
    if (std::ranges::find(rows, dtype, &Row::dtype) == rows.end()) return fail(Code::Unsupported, "own matrix kernels have none for {}", dtypeName(dtype));
    WHITTLE_TRY_VOID(hasCpu());
    for (const Row& row : rows) {
        if (row.dtype != dtype || !row.runsOn(*m_jit) || (!m_only.empty() && row.tile() != m_only)) continue;
        const MicroKernelShape shape{row.number, row.rows, row.vectors, row.lanes, rowStep.value_or(1), rowStep ? 1 : row.rows, row.unit};
        return Choice{shape, fmt::format("llvm-{}x{}:{}", row.rows, shape.columns(), row.isa)};
    }
    return fail(Code::Unsupported, "own matrix kernels have none for {} on {}{}", dtypeName(dtype), m_jit->cpuName(), m_only.empty() ? "" : " with the tile " + m_only);
}

const std::shared_ptr<const MicroKernel>* Session::known(const MicroKernelShape& shape) const {
    const auto found = std::ranges::find_if(m_kernels, [&](const auto& kernel) { return kernel->shape == shape; });
    return found == m_kernels.end() ? nullptr : &*found;
}

Result<Tile> Session::tile(std::span<const Row> rows, DType dtype, std::optional<int> rowStep) {
    const std::lock_guard lock(m_mutex);
    WHITTLE_TRY(Choice choice, choose(rows, dtype, rowStep));
    if (const auto* kernel = known(choice.shape)) return Tile{*kernel, std::move(choice.name)};
    const std::lock_guard codeLock(*m_codeMutex);
    WHITTLE_TRY(MicroKernel made, compileMicroKernel(*m_jit, choice.shape));
    return Tile{m_kernels.emplace_back(std::make_shared<const MicroKernel>(std::move(made))), std::move(choice.name)};
}

Result<std::string> Session::claim(std::span<const Row> rows, DType dtype, std::optional<int> rowStep) {
    const std::lock_guard lock(m_mutex);
    WHITTLE_TRY(Choice choice, choose(rows, dtype, rowStep));
    if (!known(choice.shape) && std::ranges::find(m_wanted, choice.shape, &Choice::shape) == m_wanted.end()) m_wanted.push_back(choice);
    return std::move(choice.name);
}

std::vector<WantedCode> Session::wanted() const {
    const std::lock_guard lock(m_mutex);
    std::vector<WantedCode> out;
    for (const Choice& choice : m_wanted) out.push_back({choice.name, microKernelRequest(choice.shape)});
    return out;
}

void Session::takeCode(std::span<const NativeFunction> code) {
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < std::min(code.size(), m_wanted.size()); ++i)
        m_kernels.push_back(std::make_shared<const MicroKernel>(microKernelOf(m_wanted[i].shape, code[i])));
    m_wanted.clear();
}

Scratch::Scratch(Session& session, std::size_t bytes) : m_session(session) {
    {
        const std::lock_guard lock(session.m_mutex);
        if (const auto found = session.m_free.lower_bound(bytes); found != session.m_free.end() && found->first / 4 <= bytes) {
            m_storage = std::move(found->second);
            session.m_free.erase(found);
        }
    }
    if (!m_storage) m_storage = Storage::allocate(bytes);
}

Scratch::~Scratch() {
    const std::lock_guard lock(m_session.m_mutex);
    if (m_session.m_free.size() >= kMostFree) m_session.m_free.clear();
    m_session.m_free.emplace(m_storage->bytes().size(), std::move(m_storage));
}

}  // namespace whittle::gemm
