#include "app/workbench/window_bench.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QFile>

namespace whittle {
namespace {

constexpr double kFrameMs = 16;         // 60 frames a second
constexpr double kOpenMs = 2000;        // from file to first picture
constexpr double kSearchMs = 20;
constexpr double kRecolourMs = 50;
constexpr double kMostMegabytes = 600;
constexpr int kFrames = 100;
constexpr int kMostFolds = 40;
constexpr QSize kScreen(1920, 1080);

// Of one at least.
double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

// The most that was resident at once; nothing where the system does not tell.
std::optional<double> peakMegabytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return std::nullopt;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:")) return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return std::nullopt;
}

class Bench {
public:
    Bench(MainWindow& window, TimedApplication& application) : m_window(window), m_application(application), m_canvas(window.graphView().canvas()) {}

    int run(const QString& file) {
        m_window.resize(kScreen);
        m_window.show();
        settle();
        m_application.forgetLongest();
        if (!open(file)) return 2;
        unfoldAll();
        frames("pan, all of it in sight", 0);
        frames("pan at zoom 0.3", 0.3);
        frames("pan in full detail", 1);
        zooms();
        folds();
        searches();
        colours();
        tell("longest event handler", m_application.longest().milliseconds, kFrameMs, "ms", qPrintable(m_application.longest().what));
        if (const std::optional<double> peak = peakMegabytes()) tell("peak memory", *peak, kMostMegabytes, "MB", "");
        else tellNothing("peak memory", "this system does not tell");
        return m_isWithin ? 0 : 1;
    }

private:
    void settle() {
        do QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        while (!m_window.isIdle());
        QCoreApplication::processEvents();
    }

    void tell(const char* what, double figure, double bound, const char* unit, const char* note) {
        const bool isWithin = figure <= bound;
        m_isWithin = m_isWithin && isWithin;
        std::printf("%-28s %9.1f %-3s at most %6.0f  %s%s%s\n", what, figure, unit, bound, isWithin ? "ok" : "TOO MUCH", *note ? "  " : "", note);
        std::fflush(stdout);
    }

    // Of what could not be measured nobody may say that it is quick.
    void tellNothing(const char* what, const char* why) {
        m_isWithin = false;
        std::printf("%-28s not measured: %s\n", what, why);
    }

    void tellFrames(const char* what, const std::vector<double>& times, double bound) {
        if (times.empty()) return tellNothing(what, "there was nothing to do it with");
        const std::string note = std::to_string(times.size()) + " times, median " + QString::number(percentile(times, 0.5), 'f', 1).toStdString() + " ms; this is the 95th percentile";
        tell(what, percentile(times, 0.95), bound, "ms", note.c_str());
    }

    bool open(const QString& file) {
        QElapsedTimer wall;
        wall.start();
        const double start = processMilliseconds();
        m_window.openFile(file);
        settle();
        if (m_window.document().state() != Document::State::Open || !m_window.graph().scene()) {
            std::fprintf(stderr, "whittle-workbench: %s\n", qPrintable(m_window.document().errorText()));
            return false;
        }
        m_canvas.viewport()->repaint();
        const double took = processMilliseconds() - start;
        const GraphScene& scene = *m_window.graph().scene();
        std::printf("%s: %zu nodes, %d modules, %dx%d\n", qPrintable(m_window.document().title()), scene.graph().nodes().size(), scene.itemCount() - scene.count(), kScreen.width(), kScreen.height());
        tell("file to first picture", static_cast<double>(wall.elapsed()), kOpenMs, "ms", qPrintable(QStringLiteral("on the wall; %1 ms of processor time in all threads").arg(took, 0, 'f', 0)));
        return true;
    }

    double paint(const std::function<void()>& change) {
        const double start = threadMilliseconds();
        change();
        m_canvas.viewport()->repaint();
        return threadMilliseconds() - start;
    }

    void setZoom(double zoom) {
        m_canvas.fit();
        while (zoom > 0 && m_canvas.zoom() < zoom / 1.1) m_canvas.zoomIn();
        while (zoom > 0 && m_canvas.zoom() > zoom * 1.3) m_canvas.zoomOut();
        QCoreApplication::processEvents();
    }

    void frames(const char* what, double zoom) {
        setZoom(zoom);
        const layout::Rect bounds = m_window.graph().scene()->drawing().bounds;
        std::vector<double> times;
        for (int i = 0; i < kFrames; ++i) {
            const double part = static_cast<double>(i) / kFrames;
            const QPointF place(bounds.centreX() + 40 * (i % 7), bounds.y + static_cast<float>(part) * bounds.height);
            times.push_back(paint([&] { m_canvas.centreOn(place); }));
        }
        tellFrames(what, times, kFrameMs);
    }

    void zooms() {
        setZoom(0);
        std::vector<double> times;
        int depth = 0;
        for (; m_canvas.zoom() < 2 && depth < kFrames; ++depth) times.push_back(paint([&] { m_canvas.zoomIn(); }));
        for (; depth > 0; --depth) times.push_back(paint([&] { m_canvas.zoomOut(); }));
        tellFrames("zoom", times, kFrameMs);
    }

    void unfoldAll() {
        const double start = processMilliseconds();
        m_window.graph().setAllOpen(true);
        settle();
        m_canvas.viewport()->repaint();
        std::printf("%-28s %9.1f ms\n", "unfold all modules", processMilliseconds() - start);
    }

    // A worker lays out; what counts is when the picture is there.
    void folds() {
        setZoom(1);
        GraphController& graph = m_window.graph();
        if (!graph.hasGroups()) {
            std::printf("%-28s nothing to measure: the graph has no modules\n", "fold or unfold");
            return;
        }
        std::vector<double> times;
        for (int i = 0; i < kMostFolds; ++i) {
            const SceneRef scene = graph.scene();
            const int groups = scene->itemCount() - scene->count();
            const int group = scene->count() + i * 37 % groups;
            const double start = processMilliseconds();
            graph.setOpen(group, !scene->isOpen(group));
            settle();
            m_canvas.viewport()->repaint();
            times.push_back(processMilliseconds() - start);
        }
        tellFrames("fold or unfold", times, kFrameMs);
    }

    void searches() {
        std::vector<double> times;
        for (const char* query : {"add", "op:view", "shape:*64*", "users>2 -op:view", "/^mm_?[0-9]*$/", ""}) {
            const double start = threadMilliseconds();
            m_window.graph().setQuery(QLatin1String(query));
            times.push_back(threadMilliseconds() - start);
            settle();
        }
        tellFrames("search", times, kSearchMs);
    }

    void colours() {
        std::vector<double> times;
        for (const char* key : {"dtype", "bytes", "users", "dtype", ""}) {
            const double start = processMilliseconds();
            m_window.graph().setColorBy(QLatin1String(key));
            settle();
            m_canvas.viewport()->repaint();
            times.push_back(processMilliseconds() - start);
        }
        tellFrames("colour by something else", times, kRecolourMs);
    }

    MainWindow& m_window;
    TimedApplication& m_application;
    GraphCanvas& m_canvas;
    bool m_isWithin = true;
};

}  // namespace

int benchWindow(MainWindow& window, TimedApplication& application, const QString& file) { return Bench(window, application).run(file); }

}  // namespace whittle
