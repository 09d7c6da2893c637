#include "app/workbench/window_bench.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>

#include "engine/layout/trial_graph.h"

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
        tellHandlers("opening");
        layouts();
        unfoldAll();
        frames("pan, all of it in sight", 0);
        frames("pan at zoom 0.3", 0.3);
        frames("pan in full detail", 1);
        zooms();
        tellHandlers("unfolding, panning, zooming");
        folds();
        tellHandlers("folding");
        searches();
        tellHandlers("searching");
        colours();
        tellHandlers("colouring");
        walks();
        tellHandlers("selecting");
        tellPeak("peak memory, opened");
        compiles();
        tellPeak("peak memory, compiled");
        tellHandlers("compiling");
        stages();
        tellHandlers("switching stages");
        compares();
        tellHandlers("comparing values");
        tellPeak("peak memory, compared");
        tell("longest event handler", m_longest.milliseconds, kFrameMs, "ms", qPrintable(m_longest.what));
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

    // Of all so far: what is kept of the steps before counts.
    void tellPeak(const char* when) {
        if (const std::optional<double> peak = peakMegabytes()) tell(when, *peak, kMostMegabytes, "MB", "");
        else tellNothing(when, "this system does not tell");
    }

    // As an event handler of the window, which the application times.
    void handle(const std::function<void()>& act) {
        QMetaObject::invokeMethod(&m_window, act, Qt::QueuedConnection);
        settle();
    }
    void trigger(const char* action) {
        handle([&] { m_window.actions().action(QLatin1String(action))->trigger(); });
    }

    void tellHandlers(const char* during) {
        const TimedApplication::Longest longest = m_application.longest();
        std::printf("  its longest event handler: %.1f ms, %s, while %s\n", longest.milliseconds, qPrintable(longest.what), during);
        std::fflush(stdout);
        if (longest.milliseconds > m_longest.milliseconds) m_longest = longest;
        m_application.forgetLongest();
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
        trigger("view.unfold-all");
        m_canvas.viewport()->repaint();
        std::printf("%-28s %9.1f ms\n", "unfold all modules", processMilliseconds() - start);
    }

    // Of graphs that are nobody's, for their sizes: from nothing, everything unfolded. The best of three.
    void layouts() {
        static constexpr struct { const char* what; int blocks; double bound; } kLayouts[] = {{"lay out 20,000 nodes", 910, 100}, {"lay out 100,000 nodes", 4546, 250}};
        for (const auto& [what, blocks, bound] : kLayouts) {
            const layout::TrialGraph graph = layout::trialTransformer(blocks);
            double best = std::numeric_limits<double>::infinity();
            for (int round = 0; round < 3; ++round) {
                const double start = threadMilliseconds();
                layout::Tree tree = layout::trialTree(graph);
                const std::vector<bool> open(tree.groups.size(), true);
                const auto nest = layout::NestedLayout::make(std::move(tree));
                if (nest && (*nest)->draw(open)) best = std::min(best, threadMilliseconds() - start);
            }
            tell(what, best, bound, "ms", "in modules, all of them open; one thread, from nothing");
        }
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
            handle([&] { graph.setOpen(group, !scene->isOpen(group)); });
            m_canvas.viewport()->repaint();
            times.push_back(processMilliseconds() - start);
        }
        tellFrames("fold or unfold", times, kFrameMs);
    }

    void searches() {
        std::vector<double> times;
        for (const char* query : {"add", "op:view", "shape:*64*", "users>2 -op:view", "/^mm_?[0-9]*$/", ""}) {
            handle([&] {
                const double start = threadMilliseconds();
                m_window.graphView().search().setText(QLatin1String(query));
                times.push_back(threadMilliseconds() - start);
            });
        }
        tellFrames("search", times, kSearchMs);
    }

    void colours() {
        std::vector<double> times;
        for (const char* key : {"dtype", "bytes", "users", "dtype", ""}) {
            const double start = processMilliseconds();
            handle([&] { m_window.graph().setColorBy(QLatin1String(key)); });
            m_canvas.viewport()->repaint();
            times.push_back(processMilliseconds() - start);
        }
        tellFrames("colour by something else", times, kRecolourMs);
    }

    // By keys, from box to box and from hit to hit; and by what is highlighted around them.
    void walks() {
        handle([this] { m_window.graphView().search().setText(QStringLiteral("op:mm")); });
        m_canvas.setFocus();
        for (const Qt::Key key : {Qt::Key_Home, Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_End, Qt::Key_Up}) handle([this, key] { press(key); });
        for (const char* action : {"go.next-hit", "go.next-hit", "go.feeding", "go.fed", "go.all", "view.fold-all", "view.unfold-all", "view.fit"}) trigger(action);
        handle([this] { m_window.graphView().search().setText({}); });
    }

    void press(Qt::Key key) {
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, Qt::NoModifier);
            QCoreApplication::sendEvent(&m_canvas, &event);
        }
    }

    // In a process of its own, as always; here it is shown.
    void compiles() {
        QElapsedTimer wall;
        wall.start();
        trigger("compile.start");
        const bool isDone = m_window.study().state() == StudyController::State::Done;
        if (!isDone) return tellNothing("compile and measure", "the graph could not be compiled");
        std::printf("%-28s %9.1f ms  on the wall\n", "compile and measure", static_cast<double>(wall.elapsed()));
    }

    void stages() {
        const int count = static_cast<int>(m_window.stages().stages().size());
        for (int i = 1; i < count; ++i) trigger("compile.next-stage");
        trigger("compile.compare");
        trigger("compile.compare-nothing");
        handle([this] { m_window.stages().setCurrent(0); });
    }

    void compares() {
        QElapsedTimer wall;
        wall.start();
        trigger("compile.values");
        if (m_window.numerics().state() != NumericsController::State::Done) return tellNothing("compare all values", qPrintable(m_window.numerics().errorText()));
        std::printf("%-28s %9.1f ms  on the wall; %zu values\n", "compare all values", static_cast<double>(wall.elapsed()), m_window.numerics().values().size());
    }

    MainWindow& m_window;
    TimedApplication& m_application;
    TimedApplication::Longest m_longest;
    GraphCanvas& m_canvas;
    bool m_isWithin = true;
};

}  // namespace

int benchWindow(MainWindow& window, TimedApplication& application, const QString& file) { return Bench(window, application).run(file); }

}  // namespace whittle
