<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>whittle</name>
    <message numerus="yes">
        <source>%n guards more held before</source>
        <translation>
            <numerusform>%n guard more held before</numerusform>
            <numerusform>%n guards more held before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guards behind it were not asked</source>
        <translation>
            <numerusform>%n guard behind it was not asked</numerusform>
            <numerusform>%n guards behind it were not asked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guards fail</source>
        <translation>
            <numerusform>%n guard fails</numerusform>
            <numerusform>%n guards fail</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::CachePage</name>
    <message numerus="yes">
        <source>%1 of %2 entries, %n to the limit; the one asked first is above</source>
        <translation>
            <numerusform>%1 of %2 entries, %n to the limit; the one asked first is above</numerusform>
            <numerusform>%1 of %2 entries, %n to the limit; the one asked first is above</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::CompileTimePage</name>
    <message numerus="yes">
        <source>Compiled in %1 with %n passes</source>
        <translation>
            <numerusform>Compiled in %1 with %n pass</numerusform>
            <numerusform>Compiled in %1 with %n passes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::ConsoleModel</name>
    <message numerus="yes">
        <source>%n bytes more are not kept here; a program gets all of them.</source>
        <translation>
            <numerusform>%n byte more is not kept here; a program gets all of them.</numerusform>
            <numerusform>%n bytes more are not kept here; a program gets all of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::ConsoleView</name>
    <message numerus="yes">
        <source>%n requests copied.</source>
        <translation>
            <numerusform>%n request copied.</numerusform>
            <numerusform>%n requests copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::CurvePlot</name>
    <message numerus="yes">
        <source>%1 after %Ln candidates</source>
        <translation>
            <numerusform>%1 after %Ln candidate</numerusform>
            <numerusform>%1 after %Ln candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln operator</numerusform>
            <numerusform>%Ln operators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::DimsController</name>
    <message numerus="yes">
        <source>The program refutes %n of your statements</source>
        <translation>
            <numerusform>The program refutes %n of your statements</numerusform>
            <numerusform>The program refutes %n of your statements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n sizes may vary</source>
        <translation>
            <numerusform>%1 of %n size may vary</numerusform>
            <numerusform>%1 of %n sizes may vary</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::FoldDepthButton</name>
    <message numerus="yes">
        <source>%Ln cards</source>
        <translation>
            <numerusform>%Ln card</numerusform>
            <numerusform>%Ln cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphCanvas</name>
    <message numerus="yes">
        <source>%n boxes</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more, see the inspector</source>
        <translation>
            <numerusform>and %n more, see the inspector</numerusform>
            <numerusform>and %n more, see the inspector</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n equal blocks, %1, %2, %3, %4; %5</source>
        <translation>
            <numerusform>%n equal block, %1, %2, %3, %4; %5</numerusform>
            <numerusform>%n equal blocks, %1, %2, %3, %4; %5</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphContent</name>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln operator</numerusform>
            <numerusform>%Ln operators</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators each, %1 in all</source>
        <translation>
            <numerusform>%Ln operator each, %1 in all</numerusform>
            <numerusform>%Ln operators each, %1 in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphDifference</name>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln removed</numerusform>
            <numerusform>%Ln removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No difference in %Ln nodes</source>
        <translation>
            <numerusform>No difference in %Ln node</numerusform>
            <numerusform>No difference in %Ln nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln the same</source>
        <translation>
            <numerusform>%Ln the same</numerusform>
            <numerusform>%Ln the same</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GuardsPage</name>
    <message numerus="yes">
        <source>%1 of %n guards</source>
        <translation>
            <numerusform>%1 of %n guard</numerusform>
            <numerusform>%1 of %n guards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guards, %1 in all</source>
        <translation>
            <numerusform>%n guard, %1 in all</numerusform>
            <numerusform>%n guards, %1 in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::HighlightNote</name>
    <message numerus="yes">
        <source>%Ln boxes shown alone; Escape shows the whole graph</source>
        <translation>
            <numerusform>%Ln box shown alone; Escape shows the whole graph</numerusform>
            <numerusform>%Ln boxes shown alone; Escape shows the whole graph</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::InspectorView</name>
    <message numerus="yes">
        <source>… and %n more characters; copied, the value is whole</source>
        <translation>
            <numerusform>… and %n more character; copied, the value is whole</numerusform>
            <numerusform>… and %n more characters; copied, the value is whole</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::KernelsPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::LogView</name>
    <message numerus="yes">
        <source>%n command lines copied.</source>
        <translation>
            <numerusform>%n command line copied.</numerusform>
            <numerusform>%n command lines copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MagnitudePlot</name>
    <message numerus="yes">
        <source>%n elements differ from float64</source>
        <translation>
            <numerusform>%n element differs from float64</numerusform>
            <numerusform>%n elements differ from float64</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MainWindow</name>
    <message numerus="yes">
        <source>Reducing the %n operators that %1 needs</source>
        <translation>
            <numerusform>Reducing the %n operator that %1 needs</numerusform>
            <numerusform>Reducing the %n operators that %1 needs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are %n bookmarks, which is the most that can be kept.</source>
        <translation>
            <numerusform>There is %n bookmark, which is the most that can be kept.</numerusform>
            <numerusform>There are %n bookmarks, which is the most that can be kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reducing %n operators alone</source>
        <translation>
            <numerusform>Reducing %n operator alone</numerusform>
            <numerusform>Reducing %n operators alone</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyController</name>
    <message numerus="yes">
        <source>Ready to reduce %Ln operators.</source>
        <translation>
            <numerusform>Ready to reduce %Ln operator.</numerusform>
            <numerusform>Ready to reduce %Ln operators.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The original failed in %1 of %2 runs; %Ln runs without the failure made a candidate one that does not fail.</source>
        <translation>
            <numerusform>The original failed in %1 of %2 runs; %Ln run without the failure made a candidate one that does not fail.</numerusform>
            <numerusform>The original failed in %1 of %2 runs; %Ln runs without the failure made a candidate one that does not fail.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is left failed in %1 of %Ln runs.</source>
        <translation>
            <numerusform>What is left failed in %1 of %Ln run.</numerusform>
            <numerusform>What is left failed in %1 of %Ln runs.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyForm</name>
    <message numerus="yes">
        <source>%1: %Ln candidates in %2, begun with %3, signature %4.</source>
        <translation>
            <numerusform>%1: %Ln candidate in %2, begun with %3, signature %4.</numerusform>
            <numerusform>%1: %Ln candidates in %2, begun with %3, signature %4.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifySettingsPage</name>
    <message numerus="yes">
        <source>%Ln operators to reduce.</source>
        <translation>
            <numerusform>%Ln operator to reduce.</numerusform>
            <numerusform>%Ln operators to reduce.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::NumericsController</name>
    <message numerus="yes">
        <source>Comparing: %1 of %n values</source>
        <translation>
            <numerusform>Comparing: %1 of %n value</numerusform>
            <numerusform>Comparing: %1 of %n values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n values are wrong</source>
        <translation>
            <numerusform>%1 of %n value is wrong</numerusform>
            <numerusform>%1 of %n values are wrong</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n values agree</source>
        <translation>
            <numerusform>The one value agrees</numerusform>
            <numerusform>All %n values agree</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; it reaches %n outputs.</source>
        <translation>
            <numerusform>; it reaches %n output.</numerusform>
            <numerusform>; it reaches %n outputs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes go wrong by themselves.</source>
        <translation>
            <numerusform>%n node goes wrong by itself.</numerusform>
            <numerusform>%n nodes go wrong by themselves.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::PaletteModel</name>
    <message numerus="yes">
        <source>%n more: type on to narrow it down.</source>
        <translation>
            <numerusform>%n more: type on to narrow it down.</numerusform>
            <numerusform>%n more: type on to narrow it down.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::ProfileController</name>
    <message numerus="yes">
        <source>on %n threads</source>
        <translation>
            <numerusform>on %n thread</numerusform>
            <numerusform>on %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::ProfilePanel</name>
    <message numerus="yes">
        <source>%n spans of threads are not shown: no more than %1 of a run are kept.</source>
        <translation>
            <numerusform>%n span of threads is not shown: no more than %1 of a run are kept.</numerusform>
            <numerusform>%n spans of threads are not shown: no more than %1 of a run are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::ReportMaker</name>
    <message numerus="yes">
        <source>The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n threads.</source>
        <translation>
            <numerusform>The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n thread.</numerusform>
            <numerusform>The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n threads.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n single edits, each of which ends the failure</source>
        <translation>
            <numerusform>%n single edit, which ends the failure</numerusform>
            <numerusform>%n single edits, each of which ends the failure</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other failures met on the way</source>
        <translation>
            <numerusform>%n other failure met on the way</numerusform>
            <numerusform>%n other failures met on the way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StagesPanel</name>
    <message numerus="yes">
        <source>%n rewrites by %1</source>
        <translation>
            <numerusform>%n rewrite by %1</numerusform>
            <numerusform>%n rewrites by %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StanceController</name>
    <message numerus="yes">
        <source>%n calls to warm up leave none for the stance.</source>
        <translation>
            <numerusform>%n call to warm up leaves none for the stance.</numerusform>
            <numerusform>%n calls to warm up leave none for the stance.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stances</source>
        <translation>
            <numerusform>%n stance</numerusform>
            <numerusform>%n stances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StanceOptionsBar</name>
    <message numerus="yes">
        <source>%1 of %n stances</source>
        <translation>
            <numerusform>%1 of %n stance</numerusform>
            <numerusform>%1 of %n stances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StatusLine</name>
    <message numerus="yes">
        <source>%n tasks ▴</source>
        <translation>
            <numerusform>%n task ▴</numerusform>
            <numerusform>%n tasks ▴</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks are going on</source>
        <translation>
            <numerusform>%n task is going on</numerusform>
            <numerusform>%n tasks are going on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StudyController</name>
    <message numerus="yes">
        <source>%n nodes run on reference kernels: %1</source>
        <translation>
            <numerusform>%n node runs on reference kernels: %1</numerusform>
            <numerusform>%n nodes run on reference kernels: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TableExport</name>
    <message numerus="yes">
        <source>%n rows copied.</source>
        <translation>
            <numerusform>%n row copied.</numerusform>
            <numerusform>%n rows copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceContent</name>
    <message numerus="yes">
        <source>%Ln compiles</source>
        <translation>
            <numerusform>%Ln compile</numerusform>
            <numerusform>%Ln compiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln logs</source>
        <translation>
            <numerusform>%Ln log</numerusform>
            <numerusform>%Ln logs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln debug folders</source>
        <translation>
            <numerusform>%Ln debug folder</numerusform>
            <numerusform>%Ln debug folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kernel choices</source>
        <translation>
            <numerusform>%Ln kernel choice</numerusform>
            <numerusform>%Ln kernel choices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceDescriber</name>
    <message numerus="yes">
        <source>%n values</source>
        <translation>
            <numerusform>%n value</numerusform>
            <numerusform>%n values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n check</numerusform>
            <numerusform>%n checks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceListings</name>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n candidate</numerusform>
            <numerusform>%n candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not told</source>
        <translation>
            <numerusform>%n not told</numerusform>
            <numerusform>%n not told</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TracePanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceTimelinePlot</name>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n span</numerusform>
            <numerusform>%n spans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::UserUndo</name>
    <message numerus="yes">
        <source>unfold %Ln modules</source>
        <translation>
            <numerusform>unfold %Ln module</numerusform>
            <numerusform>unfold %Ln modules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fold %Ln modules</source>
        <translation>
            <numerusform>fold %Ln module</numerusform>
            <numerusform>fold %Ln modules</numerusform>
        </translation>
    </message>
</context>
</TS>
