#include "engine/base/keeper_protocol.h"

#include <cstring>

namespace whittle {
namespace {

// Fields in order, numbers as eight bytes, texts behind their length: both sides are one program.
class Writer {
public:
    Writer& number(std::uint64_t value) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        m_bytes.append(bytes, sizeof bytes);
        return *this;
    }
    Writer& text(std::string_view value) {
        number(value.size());
        m_bytes += value;
        return *this;
    }
    Writer& texts(const std::vector<std::string>& values) {
        number(values.size());
        for (const std::string& value : values) text(value);
        return *this;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}
    std::uint64_t number() {
        std::uint64_t value = 0;
        if (m_left.size() < sizeof value) return broken();
        std::memcpy(&value, m_left.data(), sizeof value);
        m_left.remove_prefix(sizeof value);
        return value;
    }
    int integer() { return static_cast<int>(number()); }
    std::string text() {
        const std::uint64_t size = number();
        if (size > m_left.size()) return broken(), std::string();
        std::string value(m_left.substr(0, size));
        m_left.remove_prefix(size);
        return value;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> values;
        for (std::uint64_t left = number(); left > 0 && m_ok; --left) values.push_back(text());
        return values;
    }
    bool whole() const { return m_ok && m_left.empty(); }

private:
    std::uint64_t broken() {
        m_ok = false;
        m_left = {};
        return 0;
    }
    std::string_view m_left;
    bool m_ok = true;
};

}  // namespace

std::string commandFrame(const KeptCommand& command) {
    Writer out;
    out.texts(command.words).texts(command.environment).text(command.folder.native());
    out.number(static_cast<std::uint64_t>(command.time.count())).number(command.memoryBytes).number(command.pattern ? 1 : 0);
    if (command.pattern) out.number(static_cast<std::uint64_t>(command.pattern->stream)).text(command.pattern->pattern);
    return out.take();
}

std::optional<KeptCommand> parseCommand(std::string_view frame) {
    Reader in(frame);
    KeptCommand command;
    command.words = in.texts();
    command.environment = in.texts();
    command.folder = in.text();
    command.time = std::chrono::milliseconds(static_cast<std::int64_t>(in.number()));
    command.memoryBytes = in.number();
    if (in.number() != 0) {
        const auto stream = static_cast<OutputPattern::Stream>(in.number());
        command.pattern = OutputPattern{stream, in.text()};
    }
    if (!in.whole() || command.words.empty()) return std::nullopt;
    return command;
}

std::string endFrame(const KeptEnd& end) {
    Writer out;
    out.number(static_cast<std::uint64_t>(end.end.status)).number(static_cast<std::uint64_t>(end.end.signal)).number(end.end.byUs ? 1 : 0);
    out.number(static_cast<std::uint64_t>(end.limit)).number(static_cast<std::uint64_t>(end.notStarted));
    out.number(static_cast<std::uint64_t>(end.leftBehind)).text(end.out).text(end.err).number(end.matched ? 1 : 0);
    if (end.matched) out.text(*end.matched);
    return out.take();
}

std::optional<KeptEnd> parseEnd(std::string_view frame) {
    Reader in(frame);
    KeptEnd end;
    end.end.status = in.integer();
    end.end.signal = in.integer();
    end.end.byUs = in.number() != 0;
    end.limit = static_cast<KeptEnd::Limit>(in.number());
    end.notStarted = in.integer();
    end.leftBehind = in.integer();
    end.out = in.text();
    end.err = in.text();
    if (in.number() != 0) end.matched = in.text();
    if (!in.whole()) return std::nullopt;
    return end;
}

}  // namespace whittle
