#include "engine/runtime/eager_trace.h"

#include <cerrno>
#include <cstring>
#include <unordered_map>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/eager/interpreter.h"
#include "engine/kernels/eager_kernels.h"

namespace whittle {
namespace {

constexpr std::uint64_t kAlignment = 64;

// Where storages are in the memory file. An address says nothing once its storage is gone and another has it.
class Places {
public:
    Places(std::shared_ptr<const MappedPayload> payload, int fd) : m_payload(std::move(payload)), m_fd(fd), m_end(m_payload->bytes().size()) {}

    Result<std::uint64_t> placeOf(const std::shared_ptr<Storage>& storage) {
        const std::span<const std::byte> bytes = storage->bytes(), payload = m_payload->bytes();
        const auto outside = reinterpret_cast<std::uintptr_t>(bytes.data()) - reinterpret_cast<std::uintptr_t>(payload.data());
        if (outside < payload.size() && bytes.size() <= payload.size() - outside) return std::uint64_t{outside};
        Place& place = m_places[storage.get()];
        if (place.storage.lock() == storage) return place.at;
        place = {storage, (m_end + kAlignment - 1) / kAlignment * kAlignment};
        m_end = place.at;
        for (std::span<const std::byte> left = bytes; !left.empty();) {
            const ssize_t n = ::pwrite(m_fd, left.data(), left.size(), static_cast<off_t>(m_end));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return fail(Code::Io, "cannot keep what a node gave: {}", std::strerror(errno));
            left = left.subspan(static_cast<std::size_t>(n));
            m_end += static_cast<std::uint64_t>(n);
        }
        return place.at;
    }

private:
    struct Place {
        std::weak_ptr<Storage> storage;
        std::uint64_t at = 0;
    };
    std::shared_ptr<const MappedPayload> m_payload;
    int m_fd;
    std::uint64_t m_end;
    std::unordered_map<const Storage*, Place> m_places;
};

}  // namespace

Result<std::shared_ptr<const MappedPayload>> MappedPayload::map(int fd) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) return fail(Code::Io, "the job came without its data: {}", std::strerror(errno));
    const auto size = static_cast<std::size_t>(info.st_size);
    void* data = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED) return fail(Code::Io, "cannot map the job's data: {}", std::strerror(errno));
    return std::shared_ptr<const MappedPayload>(new MappedPayload(static_cast<const std::byte*>(data), size));
}

MappedPayload::~MappedPayload() {
    if (m_data) ::munmap(const_cast<std::byte*>(m_data), m_size);
}

Result<void> traceEager(const WorkerJob& job, const std::shared_ptr<const MappedPayload>& payload, int payloadFd,
                        const std::function<Result<void>(const TracedValue&)>& send) {
    Places places(payload, payloadFd);
    std::optional<Error> trouble;
    const auto tell = [&](const std::string& name, const Datum& datum) -> Result<void> {
        TracedValue value{.name = name};
        if (const Tensor* tensor = asTensor(datum); tensor && tensor->defined()) {
            WHITTLE_TRY(value.at, places.placeOf(tensor->storage()));
            value.isTensor = true;
            value.bytes = tensor->storage()->bytes().size();
            value.dtype = tensor->dtype();
            value.sizes = tensor->sizes();
            value.strides = tensor->strides();
            value.offset = tensor->offset();
        } else {
            value.number = datum;
        }
        return send(value);
    };
    CancelSource stop;
    EagerKernels kernels(job.compile.cache);
    InterpretOptions options;
    options.cancel = stop.token();
    if (job.eagerLibraries) options.kernels = &kernels;
    options.seed = job.compile.seed;
    options.afterNode = [&](const Node& node, std::span<const Datum> outputs, double) {
        for (std::size_t i = 0; i < node.outputs.size() && i < outputs.size() && !trouble; ++i) {
            if (std::holds_alternative<std::monostate>(outputs[i])) continue;
            if (Result<void> told = tell(job.graph.value(node.outputs[i]).name, outputs[i]); !told) trouble = std::move(told).error();
        }
        if (trouble) stop.cancel();
    };
    const Result<InterpretResult> run = interpret(job.graph, {}, options);
    if (trouble) return std::unexpected(*std::move(trouble));
    if (!run) return std::unexpected(run.error());
    return {};
}

Result<Datum> tracedDatum(const TracedValue& value, const std::shared_ptr<const MappedPayload>& payload) {
    if (!value.isTensor) return value.number;
    const std::span<const std::byte> all = payload->bytes();
    if (value.at > all.size() || value.bytes > all.size() - value.at)
        return fail(Code::Format, "what %{} held lies outside of the worker's memory file", value.name);
    WHITTLE_TRY(Tensor tensor, Tensor::overStorage(Storage::borrow(all.subspan(value.at, value.bytes), payload), value.dtype, value.sizes,
                                                   value.strides, value.offset));
    return Datum(std::move(tensor));
}

}  // namespace whittle
