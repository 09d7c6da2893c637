// A trace controller that reads the recorded logs, for tests of models and views.
#pragma once

#include "tests/views/models/models_support.h"
#include "views/models/text.h"
#include "views/models/trace_controller.h"

namespace whittle::test {

inline QString tracePath(const char* name) { return fromPath(sample(std::string("torch_trace/") + name)); }

struct TraceFixture {
    JobRunner jobs;
    QTemporaryDir folder;
    TraceController trace{jobs};

    TraceFixture() { trace.setGraphFolder(folder.filePath("graphs")); }
    void open(const QString& path) {
        trace.open(path);
        QTRY_VERIFY(!trace.isBusy());
    }
    void open(const char* name) { open(tracePath(name)); }
    void select(const char* label, const char* compile) {
        const TraceTarget target = trace.content()->find(label, compile);
        QVERIFY2(target.isSubject(), compile);
        trace.select(target);
        QTRY_VERIFY(trace.compile() && trace.compile()->of == target);
    }
    /// The row whose first cell is this, anywhere; -1: none.
    static int rowOf(const TraceTable& table, const QString& name) {
        for (int row = 0; row < table.count(); ++row)
            if (table.row(row).cells.value(0) == name) return row;
        return -1;
    }
    static QStringList namesBelow(const TraceTable& table, const QString& name) {
        QStringList out;
        for (const int child : table.children(rowOf(table, name))) out << table.row(child).cells.value(0);
        return out;
    }
};

}  // namespace whittle::test
