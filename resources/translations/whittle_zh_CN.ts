<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save session</source>
        <translation>保存会话(&amp;S)</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>会话另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Copy graph as text</source>
        <translation>将图复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>F&amp;orward</source>
        <translation>前进(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Next hit</source>
        <translation>下一个匹配(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous hit</source>
        <translation>上一个匹配(&amp;P)</translation>
    </message>
    <message>
        <source>To a p&amp;roducer</source>
        <translation>到生产者(&amp;R)</translation>
    </message>
    <message>
        <source>To a &amp;user</source>
        <translation>到使用者(&amp;U)</translation>
    </message>
    <message>
        <source>To the &amp;left</source>
        <translation>向左(&amp;L)</translation>
    </message>
    <message>
        <source>To the ri&amp;ght</source>
        <translation>向右(&amp;G)</translation>
    </message>
    <message>
        <source>Command pale&amp;tte…</source>
        <translation>命令面板(&amp;T)…</translation>
    </message>
    <message>
        <source>To &amp;a node…</source>
        <translation>到节点(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>Fo&amp;ld or unfold module</source>
        <translation>折叠或展开模块(&amp;L)</translation>
    </message>
    <message>
        <source>Fold all &amp;modules</source>
        <translation>折叠所有模块(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Unfold all modules</source>
        <translation>展开所有模块(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Colour key</source>
        <translation>颜色图例(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;As the desktop</source>
        <translation>跟随桌面(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Minify</source>
        <translation>最小化(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;About Whittle</source>
        <translation>关于 Whittle(&amp;A)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Export graph…</source>
        <translation>导出图(&amp;E)…</translation>
    </message>
    <message>
        <source>Copy se&amp;lection as text</source>
        <translation>将选中项复制为文本(&amp;L)</translation>
    </message>
    <message>
        <source>Copy selection as &amp;Markdown</source>
        <translation>将选中项复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Highlight what f&amp;eeds the selection</source>
        <translation>突出显示选中项的来源(&amp;E)</translation>
    </message>
    <message>
        <source>Highlight what the selection fee&amp;ds</source>
        <translation>突出显示选中项的去向(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Ways from the selection to…</source>
        <translation>从选中项的路径到(&amp;W)…</translation>
    </message>
    <message>
        <source>Colour b&amp;y…</source>
        <translation>着色依据(&amp;Y)…</translation>
    </message>
    <message>
        <source>&amp;Compile</source>
        <translation>编译(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Compile and measure</source>
        <translation>编译并测量(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Stop compiling</source>
        <translation>停止编译(&amp;S)</translation>
    </message>
    <message>
        <source>To the &amp;next stage</source>
        <translation>到下一阶段(&amp;N)</translation>
    </message>
    <message>
        <source>To the stage &amp;before</source>
        <translation>到上一阶段(&amp;B)</translation>
    </message>
    <message>
        <source>Compare with the stage be&amp;fore</source>
        <translation>与上一阶段比较(&amp;F)</translation>
    </message>
    <message>
        <source>Co&amp;mpare with nothing</source>
        <translation>不比较(&amp;M)</translation>
    </message>
    <message>
        <source>Compare with a f&amp;ile…</source>
        <translation>与文件比较(&amp;I)…</translation>
    </message>
    <message>
        <source>S&amp;how only what is highlighted</source>
        <translation>只显示突出显示的部分(&amp;H)</translation>
    </message>
    <message>
        <source>Show ever&amp;ything again</source>
        <translation>重新显示全部(&amp;Y)</translation>
    </message>
    <message>
        <source>Compare &amp;values</source>
        <translation>比较值(&amp;V)</translation>
    </message>
    <message>
        <source>Stop c&amp;omparing values</source>
        <translation>停止比较值(&amp;O)</translation>
    </message>
    <message>
        <source>Take the &amp;whole graph again</source>
        <translation>重新使用整个图(&amp;W)</translation>
    </message>
    <message>
        <source>Export &amp;timeline…</source>
        <translation>导出时间线(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Open a reduction…</source>
        <translation>打开缩减(&amp;O)…</translation>
    </message>
    <message>
        <source>Ta&amp;ke over</source>
        <translation>接管(&amp;K)</translation>
    </message>
</context>
<context>
    <name>ExportFormat</name>
    <message>
        <source>PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG 图片</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>All nodes for graphviz</source>
        <translation>供 Graphviz 使用的全部节点</translation>
    </message>
    <message>
        <source>All nodes as text</source>
        <translation>全部节点（文本）</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>1 node</source>
        <translation>1 个节点</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
</context>
<context>
    <name>GraphOverlay</name>
    <message>
        <source>Dtype</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>Memory of results</source>
        <translation>结果内存</translation>
    </message>
    <message>
        <source>Number of users</source>
        <translation>使用者数量</translation>
    </message>
</context>
<context>
    <name>NumericsOverlay</name>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
</context>
<context>
    <name>Oracle</name>
    <message>
        <source>Whittle&apos;s own compiler</source>
        <translation>Whittle 自己的编译器</translation>
    </message>
    <message>
        <source>your PyTorch</source>
        <translation>您的 PyTorch</translation>
    </message>
    <message>
        <source>any program</source>
        <translation>任意程序</translation>
    </message>
    <message>
        <source>AOTInductor: export, compile, load, run</source>
        <translation>AOTInductor：导出、编译、加载、运行</translation>
    </message>
    <message>
        <source>torch.compile</source>
        <translation>torch.compile</translation>
    </message>
    <message>
        <source>must do the same</source>
        <translation>必须一致</translation>
    </message>
    <message>
        <source>may do anything</source>
        <translation>可以任意</translation>
    </message>
    <message>
        <source>is left out</source>
        <translation>不运行</translation>
    </message>
    <message>
        <source>a PyTorch script</source>
        <translation>PyTorch 脚本</translation>
    </message>
    <message>
        <source>an archive for torch.export.load</source>
        <translation>供 torch.export.load 用的归档</translation>
    </message>
    <message>
        <source>its program alone, as JSON</source>
        <translation>仅程序本身，JSON 格式</translation>
    </message>
    <message>
        <source>Whittle&apos;s text</source>
        <translation>Whittle 文本</translation>
    </message>
    <message>
        <source>FX text, without data</source>
        <translation>FX 文本，不含数据</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>torch: the Python with the PyTorch to judge, 2.6 or newer</source>
        <translation>torch：装有待检验 PyTorch 的 Python，2.6 或更新</translation>
    </message>
    <message>
        <source>Compiler</source>
        <translation>编译器</translation>
    </message>
    <message>
        <source>torch: aoti, AOTInductor (export, compile, load, run); compile, torch.compile</source>
        <translation>torch：aoti 即 AOTInductor（导出、编译、加载、运行）；compile 即 torch.compile</translation>
    </message>
    <message>
        <source>Eager mode</source>
        <translation>Eager 模式</translation>
    </message>
    <message>
        <source>torch: same, eager must do for a candidate what it does for the original; any</source>
        <translation>torch：same 表示候选图的 eager 行为必须与原图相同；any 表示任意</translation>
    </message>
    <message>
        <source>Inductor&apos;s options</source>
        <translation>Inductor 选项</translation>
    </message>
    <message>
        <source>torch: NAME=VALUE, an option of torch._inductor.config as cpp.simdlen=256, set before anything is compiled; repeatable</source>
        <translation>torch：NAME=VALUE，torch._inductor.config 的选项，如 cpp.simdlen=256，在编译前设置；可重复</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>with --oracle command: the program and its arguments, as words without a shell; the candidate&apos;s
file stands where {} does, else it is the last argument</source>
        <translation>用于 --oracle command：程序及其参数，按单词给出，不经 shell；候选文件
放在 {} 处，否则作为最后一个参数</translation>
    </message>
    <message>
        <source>It is given</source>
        <translation>输入形式</translation>
    </message>
    <message>
        <source>with --oracle command: what the file is, as export --to writes it</source>
        <translation>用于 --oracle command：文件的形式，与 export --to 写出的相同</translation>
    </message>
    <message>
        <source>Fails when</source>
        <translation>失败条件</translation>
    </message>
    <message>
        <source>with --oracle command: exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, timeout or memory</source>
        <translation>用于 --oracle command：exit==N、exit!=N、stderr~REGEX、stdout~REGEX、signal、timeout 或 memory</translation>
    </message>
    <message>
        <source>Planted fault</source>
        <translation>植入的错误</translation>
    </message>
    <message>
        <source>developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]</source>
        <translation>开发者：植入编译器错误，OP=KIND[@RATE][,OP=KIND]</translation>
    </message>
    <message>
        <source>none, or gelu=wrong_result</source>
        <translation>无，或 gelu=wrong_result</translation>
    </message>
    <message>
        <source>with --oracle engine: same, a candidate&apos;s eager run must do what the original&apos;s does (run to its end, or raise);
irrelevant, it is not run, and no results are compared</source>
        <translation>用于 --oracle engine：same 表示候选图的 eager 运行须与原图一致（运行结束或报错）；
irrelevant 表示不运行，也不比较结果</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>seconds a candidate may take</source>
        <translation>每个候选图可用的秒数</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>内存限制</translation>
    </message>
    <message>
        <source>megabytes a candidate may use</source>
        <translation>每个候选图可用的兆字节数</translation>
    </message>
</context>
<context>
    <name>OverlayShades</name>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>真或假</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>has to be an object</source>
        <translation>必须是对象</translation>
    </message>
    <message>
        <source>parts.%1 has to be an object, not %2</source>
        <translation>parts.%1 必须是对象，而不是%2</translation>
    </message>
    <message>
        <source>has to be %1, not %2</source>
        <translation>必须是%1，而不是%2</translation>
    </message>
    <message>
        <source>has more than %1 letters</source>
        <translation>超过 %1 个字符</translation>
    </message>
    <message>
        <source>has to be from %1 to %2, not %3</source>
        <translation>必须在 %1 到 %2 之间，而不是 %3</translation>
    </message>
    <message>
        <source>has to be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>has to hold texts only</source>
        <translation>只能包含文本</translation>
    </message>
    <message>
        <source>has to hold true and false only</source>
        <translation>只能包含真和假</translation>
    </message>
</context>
<context>
    <name>whittle</name>
    <message>
        <source>Opens graphs that PyTorch captured, and cuts failing ones down to the smallest that still fails.</source>
        <translation>打开 PyTorch 捕获的图，并把出错的图缩减到仍会出错的最小图。</translation>
    </message>
    <message>
        <source>Reduce FILE at once, with journal and result in DIR.</source>
        <translation>立即缩减 FILE，日志和结果放在 DIR。</translation>
    </message>
    <message>
        <source>With --minify: go on from the journal in DIR.</source>
        <translation>与 --minify 一起：从 DIR 中的日志继续。</translation>
    </message>
    <message>
        <source>Who says that a candidate fails: %1.</source>
        <translation>由谁判断候选图出错：%1。</translation>
    </message>
    <message>
        <source>Which failures count: exact, kind or a regular expression.</source>
        <translation>哪些错误算数：exact、kind 或正则表达式。</translation>
    </message>
    <message>
        <source>Candidates tried at once.</source>
        <translation>同时尝试的候选图数。</translation>
    </message>
    <message>
        <source>Runs without the failure that make a candidate one that does not fail.</source>
        <translation>多少次无错运行后判定候选图不出错。</translation>
    </message>
    <message>
        <source>Seconds for the whole reduction.</source>
        <translation>整个缩减可用的秒数。</translation>
    </message>
    <message>
        <source>light, dark or system.</source>
        <translation>light、dark 或 system。</translation>
    </message>
    <message>
        <source>Size of the window, as 1360x860.</source>
        <translation>窗口大小，如 1360x860。</translation>
    </message>
    <message>
        <source>Write a picture of the window to FILE.png when all is done, and end.</source>
        <translation>全部完成后将窗口图片写入 FILE.png 并退出。</translation>
    </message>
    <message>
        <source>Show these docks only: %1 or none.</source>
        <translation>只显示这些停靠窗：%1 或 none。</translation>
    </message>
    <message>
        <source>Select the node of this name.</source>
        <translation>选中此名称的节点。</translation>
    </message>
    <message>
        <source>Search for this text.</source>
        <translation>搜索此文本。</translation>
    </message>
    <message>
        <source> (see --help)</source>
        <translation>（参见 --help）</translation>
    </message>
    <message>
        <source>one FILE at a time</source>
        <translation>一次只能打开一个 FILE</translation>
    </message>
    <message>
        <source>--oracle is one of %1</source>
        <translation>--oracle 必须是 %1 之一</translation>
    </message>
    <message>
        <source>--%1 is a number from %2 to %3</source>
        <translation>--%1 是 %2 到 %3 的数字</translation>
    </message>
    <message>
        <source>--minify needs a FILE</source>
        <translation>--minify 需要一个 FILE</translation>
    </message>
    <message>
        <source>--theme is light, dark or system</source>
        <translation>--theme 是 light、dark 或 system</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT, from 320x240 to 8192x8192</source>
        <translation>--size 是 宽x高，从 320x240 到 8192x8192</translation>
    </message>
    <message>
        <source>--docks knows %1 and none, not &apos;%2&apos;</source>
        <translation>--docks 只接受 %1 和 none，而不是“%2”</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>user input</source>
        <translation>用户输入</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>%1 of data</source>
        <translation>%1 数据</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Module type</source>
        <translation>模块类型</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Name in file</source>
        <translation>文件中的名称</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>原为</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>由其生成</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Whittle does not know this operator; it can be shown but not run.</source>
        <translation>Whittle 不认识此算子；可以显示但不能运行。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>调用栈</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>In</source>
        <translation>位于</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Fed by</source>
        <translation>输入自</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>输出到</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>, traced with %1</source>
        <translation>，以 %1 追踪</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Language of the window: %1 or system.</source>
        <translation>窗口语言：%1 或 system。</translation>
    </message>
    <message>
        <source>--language is one of %1, or system</source>
        <translation>--language 必须是 %1 之一，或 system</translation>
    </message>
    <message>
        <source>--minify needs a graph, not a session</source>
        <translation>--minify 需要图，而不是会话</translation>
    </message>
    <message>
        <source>Compile and measure FILE at once.</source>
        <translation>立即编译并测量 FILE。</translation>
    </message>
    <message>
        <source>Of what is known of kernels show this: %1.</source>
        <translation>内核信息中显示：%1。</translation>
    </message>
    <message>
        <source>--tab is one of %1</source>
        <translation>--tab 必须是 %1 之一</translation>
    </message>
    <message>
        <source>--compile needs a FILE</source>
        <translation>--compile 需要一个 FILE</translation>
    </message>
    <message>
        <source>%Ln boxes feed %1</source>
        <translation>%Ln 个方框流入 %1</translation>
    </message>
    <message>
        <source>%1 feeds %Ln boxes</source>
        <translation>%1 流入 %Ln 个方框</translation>
    </message>
    <message>
        <source>No way leads from %1 to %2, nor back</source>
        <translation>%1 与 %2 之间没有路径</translation>
    </message>
    <message>
        <source>%Ln boxes on the ways between %1 and %2</source>
        <translation>%1 与 %2 之间路径上有 %Ln 个方框</translation>
    </message>
    <message>
        <source>(the file does not tell the line)</source>
        <translation>（文件未给出行号）</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or has changed: these are the lines that the graph knows</source>
        <translation>%1 不在此机器上或已更改：以下是图中已知的行</translation>
    </message>
    <message>
        <source>Loop IR</source>
        <translation>循环 IR</translation>
    </message>
    <message>
        <source>LLVM IR as emitted</source>
        <translation>LLVM IR（生成时）</translation>
    </message>
    <message>
        <source>LLVM IR, optimised</source>
        <translation>LLVM IR（优化后）</translation>
    </message>
    <message>
        <source>Assembly</source>
        <translation>汇编</translation>
    </message>
    <message>
        <source>Shared with %1, which was compiled first and gave it its name</source>
        <translation>与先编译并命名的 %1 共用</translation>
    </message>
    <message>
        <source>This step computes nothing: its result is another tensor&apos;s memory, seen with other sizes and strides.</source>
        <translation>此步骤不计算：其结果是另一张量的内存，以不同的大小和步长查看。</translation>
    </message>
    <message>
        <source>This node runs on its reference kernel, a part of Whittle: no code is made for it.</source>
        <translation>此节点由 Whittle 自带的参考内核运行：不生成代码。</translation>
    </message>
    <message>
        <source>This step handles numbers only: no code is made for it.</source>
        <translation>此步骤只处理标量：不生成代码。</translation>
    </message>
    <message>
        <source>A fault was planted here: no code is made for it.</source>
        <translation>此处植入了错误：不生成代码。</translation>
    </message>
    <message>
        <source>%1 makes the code of this kernel itself and does not show it.</source>
        <translation>%1 自行生成此内核的代码且不显示。</translation>
    </message>
    <message>
        <source>Kernel time</source>
        <translation>内核时间</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>L%1 cache</source>
        <translation>L%1 缓存</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 bf16</source>
        <translation>%1 bf16</translation>
    </message>
    <message>
        <source>%1 f32</source>
        <translation>%1 f32</translation>
    </message>
    <message>
        <source>%1: %2, at letter %3</source>
        <translation>%1：%2，位于第 %3 个字符</translation>
    </message>
    <message>
        <source>There is no field “%1”; there are %2. Text with a colon stands in quotes.</source>
        <translation>没有字段“%1”；可用的有 %2。含冒号的文本请加引号。</translation>
    </message>
    <message>
        <source>There is no number “%1”; there are %2.</source>
        <translation>没有数值“%1”；可用的有 %2。</translation>
    </message>
    <message>
        <source>“%1” is no number to compare %2 with.</source>
        <translation>“%1”不是可与 %2 比较的数字。</translation>
    </message>
    <message>
        <source>“%1” is no unit; there are ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, k and M.</source>
        <translation>“%1”不是单位；可用 ns、us、ms、s、B、kB、MB、GB、KiB、MiB、GiB、k 和 M。</translation>
    </message>
    <message>
        <source>%1 is not counted in %2.</source>
        <translation>%1 不以 %2 计量。</translation>
    </message>
    <message>
        <source>both words, anywhere</source>
        <translation>两个词，任意位置</translation>
    </message>
    <message>
        <source>operators that begin so; also name, type, module, weight</source>
        <translation>以此开头的算子；还有 name、type、module、weight</translation>
    </message>
    <message>
        <source>results of such a shape; ? is one letter</source>
        <translation>此形状的结果；? 代表一个字符</translation>
    </message>
    <message>
        <source>results of this dtype</source>
        <translation>此数据类型的结果</translation>
    </message>
    <message>
        <source>what this line of the source does</source>
        <translation>此源代码行所做的</translation>
    </message>
    <message>
        <source>a regular expression; also behind a field</source>
        <translation>正则表达式；也可跟在字段后</translation>
    </message>
    <message>
        <source>all but these</source>
        <translation>除此之外</translation>
    </message>
    <message>
        <source>read by more than eight; also inputs</source>
        <translation>使用者多于八个；还有 inputs</translation>
    </message>
    <message>
        <source>large results</source>
        <translation>大的结果</translation>
    </message>
    <message>
        <source>what was measured, by the name of its colouring</source>
        <translation>测量值，按其着色名称</translation>
    </message>
    <message>
        <source>text with blanks or colons</source>
        <translation>含空格或冒号的文本</translation>
    </message>
    <message>
        <source>%1: %2 (%3), %4 GFLOP/s at %5 FLOP/B</source>
        <translation>%1：%2 (%3)，%4 GFLOP/s，%5 FLOP/B</translation>
    </message>
    <message>
        <source>, %1 of what %2 allows</source>
        <translation>，达到 %2 上限的 %1</translation>
    </message>
    <message>
        <source>This expression takes too long; make it simpler.</source>
        <translation>此表达式耗时过长；请简化。</translation>
    </message>
    <message>
        <source>Compare every value of FILE, compiled against eager and float64, at once.</source>
        <translation>立即比较 FILE 的每个值：编译对 eager 和 float64。</translation>
    </message>
    <message>
        <source>Colour boxes by dtype, bytes or users; with --compile by time or kernel too.</source>
        <translation>方框着色依据：dtype、bytes 或 users；与 --compile 一起还可用 time 或 kernel。</translation>
    </message>
    <message>
        <source>With --compile: show what this pass made, beside what it was given.</source>
        <translation>与 --compile 一起：显示此 pass 的结果，旁边为其输入。</translation>
    </message>
    <message>
        <source>Measure how quick the window is with FILE, and end: status 1 when a figure is out of its bounds.</source>
        <translation>测量窗口处理 FILE 的速度并退出：有数值超出界限时状态为 1。</translation>
    </message>
    <message>
        <source>--compare needs a FILE</source>
        <translation>--compare 需要一个 FILE</translation>
    </message>
    <message>
        <source>--stage goes with --compile</source>
        <translation>--stage 须与 --compile 一起使用</translation>
    </message>
    <message>
        <source>there is no pass &apos;%1&apos; (see docs/compiler.md)</source>
        <translation>没有名为“%1”的 pass（参见 docs/compiler.md）</translation>
    </message>
    <message>
        <source>--bench needs a FILE</source>
        <translation>--bench 需要一个 FILE</translation>
    </message>
    <message>
        <source>A PT2 archive, export JSON, .wtl, FX text, reproducer script or .whittle session; or the folder of a reduction, to watch or resume it.</source>
        <translation>PT2 归档、导出 JSON、.wtl、FX 文本、复现脚本或 .whittle 会话；或一次缩减的文件夹，用于观看或继续。</translation>
    </message>
</context>
<context>
    <name>whittle::ActionLog</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What was done in %1.</source>
        <translation>在 %1 中所做的操作。</translation>
    </message>
    <message>
        <source>The command has nothing that does the same.</source>
        <translation>命令行没有对应的操作。</translation>
    </message>
</context>
<context>
    <name>whittle::AliveModel</name>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>The value, as the compiler&apos;s texts name it</source>
        <translation>该值，与编译器文本中的名称相同</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>That it holds, as a part of all that is there</source>
        <translation>其占用的字节，及占当前全部的比例</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Weights and inputs are given, results go to the caller, intermediates share an arena</source>
        <translation>权重和输入由外部给出，结果交给调用者，中间值共用一块内存</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>That makes it, after the passes</source>
        <translation>生成它的节点（各 pass 之后）</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>The first kernel that it is there for</source>
        <translation>需要它的第一个内核</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>止</translation>
    </message>
    <message>
        <source>The last kernel that it is there for</source>
        <translation>需要它的最后一个内核</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Intermediates</source>
        <translation>中间值</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>whittle::AliveTable</name>
    <message>
        <source>Tensors in memory at the cursor</source>
        <translation>光标处内存中的张量</translation>
    </message>
    <message>
        <source>Put the cursor into the timeline to see what is in memory there.</source>
        <translation>将光标置于时间线中，即可查看此时内存中的内容。</translation>
    </message>
    <message>
        <source>In memory during %1: %2</source>
        <translation>%1 运行期间的内存：%2</translation>
    </message>
    <message>
        <source>Memory at the cursor</source>
        <translation>光标处的内存</translation>
    </message>
</context>
<context>
    <name>whittle::Breadcrumbs</name>
    <message>
        <source>Modules around the selection</source>
        <translation>选中项所在的模块</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select %1</source>
        <translation>选择 %1</translation>
    </message>
    <message>
        <source>Modules further out</source>
        <translation>更外层的模块</translation>
    </message>
</context>
<context>
    <name>whittle::BusyPanel</name>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>whittle::CandidatesPage</name>
    <message>
        <source>&amp;Force this candidate</source>
        <translation>强制使用此候选(&amp;F)</translation>
    </message>
    <message>
        <source>Take &amp;back</source>
        <translation>撤回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Measure candidates</source>
        <translation>测量候选(&amp;M)</translation>
    </message>
    <message>
        <source>Choices and their candidates</source>
        <translation>选择及其候选</translation>
    </message>
    <message>
        <source>Compiles and measures again with this candidate (Enter)</source>
        <translation>用此候选重新编译并测量 (Enter)</translation>
    </message>
    <message>
        <source>Leaves the choice to the compiler again</source>
        <translation>重新由编译器选择</translation>
    </message>
    <message>
        <source>Compiles again and runs every candidate that was not measured before; takes seconds</source>
        <translation>重新编译并运行所有未测量过的候选；需数秒</translation>
    </message>
    <message>
        <source>No node of this graph is known to a library, so there was nothing to choose.</source>
        <translation>没有库认识此图的任何节点，因此无可选择。</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 由 %2</translation>
    </message>
    <message>
        <source>Forced: %1</source>
        <translation>强制：%1</translation>
    </message>
</context>
<context>
    <name>whittle::ChoicesModel</name>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>被拒：%1</translation>
    </message>
    <message>
        <source>Node and candidates</source>
        <translation>节点与候选</translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation>实现</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>In the graph</source>
        <translation>在图中</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>by estimate</source>
        <translation>按估计</translation>
    </message>
    <message>
        <source>by measurement</source>
        <translation>按测量</translation>
    </message>
    <message>
        <source>by a measurement of before</source>
        <translation>按先前的测量</translation>
    </message>
    <message>
        <source>forced</source>
        <translation>强制</translation>
    </message>
    <message>
        <source>nothing else can run</source>
        <translation>没有其他可运行的</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1  (%2, %3)</source>
        <translation>%1 （%2，%3）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>whittle::CodePane</name>
    <message>
        <source>%1: which text</source>
        <translation>%1：哪种文本</translation>
    </message>
    <message>
        <source>Find in this text</source>
        <translation>在此文本中查找</translation>
    </message>
    <message>
        <source>%1: find</source>
        <translation>%1：查找</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>上一处 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>下一处 (F3)</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1: what to know of it</source>
        <translation>%1：相关说明</translation>
    </message>
</context>
<context>
    <name>whittle::CodeView</name>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Line %1 of %2: %3</source>
        <translation>第 %1 行，共 %2 行：%3</translation>
    </message>
</context>
<context>
    <name>whittle::ColorBy</name>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>Operator family</source>
        <translation>算子类别</translation>
    </message>
    <message>
        <source>Colour: %1 ▾</source>
        <translation>颜色：%1 ▾</translation>
    </message>
    <message>
        <source>Colour by: %1</source>
        <translation>着色依据：%1</translation>
    </message>
    <message>
        <source>Colour ▾</source>
        <translation>颜色 ▾</translation>
    </message>
    <message>
        <source>What the boxes are coloured by (Ctrl+B): %1</source>
        <translation>方框的着色依据 (Ctrl+B)：%1</translation>
    </message>
</context>
<context>
    <name>whittle::ColorKey</name>
    <message>
        <source>Colour key</source>
        <translation>颜色图例</translation>
    </message>
    <message>
        <source>not known to Whittle</source>
        <translation>Whittle 不认识</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>Logarithmic; %1 has the colour in the middle</source>
        <translation>对数刻度；%1 为中间颜色</translation>
    </message>
    <message>
        <source>NaN or infinite</source>
        <translation>NaN 或无穷</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>whittle::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Type a command or a file, or @ and a node</source>
        <translation>输入命令或文件，或 @ 加节点名</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>匹配的命令</translation>
    </message>
</context>
<context>
    <name>whittle::CompileTimeModel</name>
    <message>
        <source>Phase or pass</source>
        <translation>阶段或 pass</translation>
    </message>
    <message>
        <source>In the order in which they run; passes are a part of the phase above them</source>
        <translation>按运行顺序；各 pass 属于其上方的阶段</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Of the clock on the wall, threads together</source>
        <translation>实际经过的时间，各线程合计</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Of the whole compilation</source>
        <translation>占整个编译的比例</translation>
    </message>
    <message>
        <source>Rewrites</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>That the pass made</source>
        <translation>该 pass 所做的改写</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>In a sentence</source>
        <translation>一句话说明</translation>
    </message>
    <message>
        <source>Holds the graph to its schemas and types</source>
        <translation>按模式与类型检查图</translation>
    </message>
    <message>
        <source>Starts LLVM, which later compilations of the process find running</source>
        <translation>启动 LLVM，同一进程的后续编译可直接使用</translation>
    </message>
    <message>
        <source>Rewrites the graph; each pass is a row below</source>
        <translation>改写图；每个 pass 为下方一行</translation>
    </message>
    <message>
        <source>Chooses who computes each product, convolution and attention</source>
        <translation>选择由谁计算每个矩阵乘、卷积与注意力</translation>
    </message>
    <message>
        <source>Turns operators into loops, joins them to kernels and plans memory</source>
        <translation>将算子降为循环，合并为内核并规划内存</translation>
    </message>
    <message>
        <source>Makes machine code, or finds it in the cache</source>
        <translation>生成机器码，或在缓存中找到</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
</context>
<context>
    <name>whittle::CompileTimePage</name>
    <message>
        <source>Show what the pass &amp;rewrote</source>
        <translation>显示该 pass 的改写(&amp;R)</translation>
    </message>
    <message>
        <source>Compile time by phase and pass</source>
        <translation>按阶段和 pass 的编译时间</translation>
    </message>
    <message numerus="yes">
        <source>Compiled in %1 with %n passes</source>
        <translation>
            <numerusform>编译用时 %1，共 %n 个 pass</numerusform>
        </translation>
    </message>
    <message>
        <source>Time of the compilation</source>
        <translation>编译用时</translation>
    </message>
</context>
<context>
    <name>whittle::CurvePlot</name>
    <message>
        <source>Operators left over candidates tried</source>
        <translation>剩余算子数随已尝试候选图变化</translation>
    </message>
    <message>
        <source>No candidate yet</source>
        <translation>尚无候选图</translation>
    </message>
    <message>
        <source>Operators left</source>
        <translation>剩余算子</translation>
    </message>
    <message>
        <source>over candidates tried</source>
        <translation>随已尝试候选图</translation>
    </message>
    <message>
        <source>Waiting for the first candidate…</source>
        <translation>等待第一个候选图…</translation>
    </message>
    <message>
        <source>No candidate was tried.</source>
        <translation>没有尝试任何候选图。</translation>
    </message>
    <message>
        <source>The curve appears when a reduction runs.</source>
        <translation>缩减运行时会出现曲线。</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message numerus="yes">
        <source>%1 after %Ln candidates</source>
        <translation>
            <numerusform>%Ln 个候选图后剩 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln 个算子</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::DifferenceModel</name>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
</context>
<context>
    <name>whittle::ErrorPanel</name>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出了什么问题</translation>
    </message>
    <message>
        <source>&amp;Open another file…</source>
        <translation>打开其他文件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Copy the message</source>
        <translation>复制消息(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Back to %1</source>
        <translation>返回 %1(&amp;B)</translation>
    </message>
    <message>
        <source>%1 could not be opened</source>
        <translation>无法打开 %1</translation>
    </message>
</context>
<context>
    <name>whittle::ErrorPlot</name>
    <message>
        <source>Error along the graph</source>
        <translation>沿图的误差</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>eager</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>error against float64, in execution order</source>
        <translation>相对 float64 的误差，按执行顺序</translation>
    </message>
    <message>
        <source>first wrong</source>
        <translation>首个错误值</translation>
    </message>
    <message>
        <source>first NaN</source>
        <translation>首个 NaN</translation>
    </message>
    <message>
        <source>first infinity</source>
        <translation>首个无穷</translation>
    </message>
    <message>
        <source>%1: error %2, eager %3</source>
        <translation>%1：误差 %2，eager %3</translation>
    </message>
</context>
<context>
    <name>whittle::FieldBox</name>
    <message>
        <source>Choose the program</source>
        <translation>选择程序</translation>
    </message>
    <message>
        <source>Choose the program for: %1</source>
        <translation>为以下项选择程序：%1</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>%1 s, as usual</source>
        <translation>%1 秒，默认</translation>
    </message>
</context>
<context>
    <name>whittle::GraphCanvas</name>
    <message>
        <source>Double-click to fold</source>
        <translation>双击折叠</translation>
    </message>
    <message>
        <source>Double-click to unfold</source>
        <translation>双击展开</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message numerus="yes">
        <source>%n boxes</source>
        <translation>
            <numerusform>%n 个方框</numerusform>
        </translation>
    </message>
    <message>
        <source>fed by %1, read by %2</source>
        <translation>输入自 %1，输出到 %2</translation>
    </message>
    <message>
        <source>module %1, %2, %3; %4</source>
        <translation>模块 %1，%2，%3；%4</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>%1 %2, %3. %4 of %5; %6</source>
        <translation>%1 %2，%3。第 %4 个，共 %5 个；%6</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, see the inspector</source>
        <translation>
            <numerusform>以及另外 %n 个，见检查器</numerusform>
        </translation>
    </message>
    <message>
        <source>Drawn elsewhere; click to go to: %1</source>
        <translation>绘制在别处；点击前往：%1</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>复制名称(&amp;N)</translation>
    </message>
    <message>
        <source>Copy &amp;operator</source>
        <translation>复制算子(&amp;O)</translation>
    </message>
    <message>
        <source>Copy &amp;type</source>
        <translation>复制类型(&amp;T)</translation>
    </message>
    <message>
        <source>Copy &amp;source line</source>
        <translation>复制源代码行(&amp;S)</translation>
    </message>
    <message>
        <source>F&amp;old</source>
        <translation>折叠(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Unfold</source>
        <translation>展开(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>; %1: %2</source>
        <translation>；%1：%2</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Highlight what f&amp;eeds it</source>
        <translation>突出显示其来源(&amp;E)</translation>
    </message>
    <message>
        <source>Highlight what it fee&amp;ds</source>
        <translation>突出显示其去向(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Ways to…</source>
        <translation>路径到(&amp;W)…</translation>
    </message>
</context>
<context>
    <name>whittle::GraphComparison</name>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>input %1 is gone</source>
        <translation>输入 %1 已消失</translation>
    </message>
    <message>
        <source>input %1 is new</source>
        <translation>输入 %1 是新的</translation>
    </message>
    <message>
        <source>outputs differ</source>
        <translation>输出不同</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>移除 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>新增 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>更改 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No difference in %n nodes</source>
        <translation>
            <numerusform>%n 个节点无差异</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>相同 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphContent</name>
    <message>
        <source>no result</source>
        <translation>无结果</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 以及另外 %2 个</translation>
    </message>
    <message>
        <source>output %1</source>
        <translation>输出 %1</translation>
    </message>
    <message>
        <source>(unnamed)</source>
        <translation>（未命名）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln 个算子</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
</context>
<context>
    <name>whittle::GraphScene</name>
    <message>
        <source>%1 inputs</source>
        <translation>%1 个输入</translation>
    </message>
    <message>
        <source>%1 users</source>
        <translation>%1 个使用者</translation>
    </message>
</context>
<context>
    <name>whittle::GraphView</name>
    <message>
        <source>Why the graph is not shown</source>
        <translation>图未显示的原因</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Graph %1</source>
        <translation>图 %1</translation>
    </message>
    <message>
        <source>The graph could not be arranged.

%1</source>
        <translation>无法排布此图。

%1</translation>
    </message>
    <message>
        <source>It is being written already.</source>
        <translation>该文件正在写入。</translation>
    </message>
</context>
<context>
    <name>whittle::HeatMap</name>
    <message>
        <source>Heat map of the slice</source>
        <translation>切片的热图</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>没有可显示的内容</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
    <message>
        <source>one element of each %1 × %2 is shown</source>
        <translation>每 %1 × %2 个元素显示一个</translation>
    </message>
</context>
<context>
    <name>whittle::HighlightNote</name>
    <message>
        <source>What is highlighted</source>
        <translation>突出显示的内容</translation>
    </message>
    <message>
        <source>Select the other end of the ways; Escape stops</source>
        <translation>请选择路径的另一端；Esc 取消</translation>
    </message>
    <message>
        <source>%1; Escape clears</source>
        <translation>%1；Esc 清除</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>Show everything again (Escape)</source>
        <translation>重新显示全部 (Esc)</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>只显示这些</translation>
    </message>
    <message>
        <source>As a graph of their own (Ctrl+Shift+O)</source>
        <translation>作为单独的图 (Ctrl+Shift+O)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln boxes shown alone; Escape shows the whole graph</source>
        <translation>
            <numerusform>只显示 %Ln 个方框；Esc 显示整个图</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::InspectorView</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>&amp;Copy value</source>
        <translation>复制值(&amp;C)</translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation>未打开文件</translation>
    </message>
    <message>
        <source>Open a graph to inspect its nodes.</source>
        <translation>打开一个图以检查其节点。</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Select a node to see its details.</source>
        <translation>选择一个节点以查看详情。</translation>
    </message>
</context>
<context>
    <name>whittle::KernelCodePage</name>
    <message>
        <source>Left text</source>
        <translation>左侧文本</translation>
    </message>
    <message>
        <source>Right text</source>
        <translation>右侧文本</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>The kernel&apos;s functions in machine code</source>
        <translation>内核在机器码中的函数</translation>
    </message>
    <message>
        <source>Reading its texts…</source>
        <translation>正在读取文本…</translation>
    </message>
    <message>
        <source>Select a kernel, or a node of the graph, to read its code.</source>
        <translation>选择一个内核或图中的节点以查看其代码。</translation>
    </message>
    <message>
        <source>Point at a line to see what belongs to it; click to keep it</source>
        <translation>指向一行以查看其对应内容；点击固定</translation>
    </message>
    <message>
        <source>What the line belongs to</source>
        <translation>此行所属的内容</translation>
    </message>
</context>
<context>
    <name>whittle::KernelTable</name>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
</context>
<context>
    <name>whittle::KernelsModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>In the order in which they run</source>
        <translation>按运行顺序</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Its name, as in the compiler&apos;s texts</source>
        <translation>其名称，与编译器文本中相同</translation>
    </message>
    <message>
        <source>By</source>
        <translation>由</translation>
    </message>
    <message>
        <source>Who computes it, and how</source>
        <translation>由谁以及如何计算</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Median of the measured runs</source>
        <translation>测量运行的中位数</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Of the time of all kernels</source>
        <translation>占所有内核时间</translation>
    </message>
    <message>
        <source>Of roof</source>
        <translation>达上限</translation>
    </message>
    <message>
        <source>The least time that the machine allows for its work, as a part of its time</source>
        <translation>机器允许的最短时间占其用时的比例</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Every operand read once, every result written once</source>
        <translation>每个操作数读一次，每个结果写一次</translation>
    </message>
    <message>
        <source>GB/s</source>
        <translation>GB/s</translation>
    </message>
    <message>
        <source>Those bytes over the time</source>
        <translation>这些字节除以时间</translation>
    </message>
    <message>
        <source>GFLOP/s</source>
        <translation>GFLOP/s</translation>
    </message>
    <message>
        <source>Operations over the time; in loops a function like exp counts as many additions as it takes</source>
        <translation>运算量除以时间；循环中 exp 之类的函数按其等效加法数计</translation>
    </message>
    <message>
        <source>FLOP/B</source>
        <translation>FLOP/B</translation>
    </message>
    <message>
        <source>Arithmetic intensity: operations a byte</source>
        <translation>算术强度：每字节运算数</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Of the opened graph, that it computes</source>
        <translation>所打开图中由其计算的节点</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>The user&apos;s lines that these come from</source>
        <translation>其来源的用户代码行</translation>
    </message>
    <message>
        <source>%1 of what %2 allows</source>
        <translation>达到 %2 上限的 %1</translation>
    </message>
</context>
<context>
    <name>whittle::KernelsPanel</name>
    <message>
        <source>Kernels, candidates and code</source>
        <translation>内核、候选与代码</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>正在编译</translation>
    </message>
    <message>
        <source>Stop compiling</source>
        <translation>停止编译</translation>
    </message>
    <message>
        <source>Compile and measure again (F5)</source>
        <translation>重新编译并测量 (F5)</translation>
    </message>
    <message>
        <source>Stopped; these are the results of before</source>
        <translation>已停止；这些是先前的结果</translation>
    </message>
    <message>
        <source>Kernels (%1)</source>
        <translation>内核 (%1)</translation>
    </message>
    <message>
        <source>Candidates (%1)</source>
        <translation>候选 (%1)</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>What to know of this compilation</source>
        <translation>关于此次编译需知</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::KeyRecorder</name>
    <message>
        <source>Press the new key, or Esc</source>
        <translation>按下新按键，或 Esc</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
</context>
<context>
    <name>whittle::LogView</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export script…</source>
        <translation>导出脚本(&amp;E)…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Log of what was done</source>
        <translation>操作日志</translation>
    </message>
    <message>
        <source>Nothing was done yet. What you open, reduce and export is listed here as command lines that do the same.</source>
        <translation>尚无操作。您打开、缩减和导出的内容会以等效的命令行列在这里。</translation>
    </message>
    <message>
        <source>The command lines of the selected rows, or all of them (Ctrl+C)</source>
        <translation>所选行的命令行，或全部 (Ctrl+C)</translation>
    </message>
    <message>
        <source>All of them as a shell script that does the same again</source>
        <translation>全部导出为可重复执行的 shell 脚本</translation>
    </message>
    <message numerus="yes">
        <source>%n command lines copied.</source>
        <translation>
            <numerusform>已复制 %n 条命令行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export script</source>
        <translation>导出脚本</translation>
    </message>
    <message>
        <source>Shell scripts (*.sh)</source>
        <translation>Shell 脚本 (*.sh)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Script written to %1</source>
        <translation>脚本已写入 %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
</context>
<context>
    <name>whittle::MagnitudePlot</name>
    <message>
        <source>Sizes of numbers and errors</source>
        <translation>数值与误差的大小</translation>
    </message>
    <message numerus="yes">
        <source>%n elements differ from float64</source>
        <translation>
            <numerusform>%n 个元素与 float64 不同</numerusform>
        </translation>
    </message>
    <message>
        <source>No value is selected</source>
        <translation>未选择值</translation>
    </message>
    <message>
        <source>Select a value to see how large its numbers and errors are.</source>
        <translation>选择一个值以查看其数值和误差的大小。</translation>
    </message>
    <message>
        <source>numbers: compiled (filled), eager (outline)</source>
        <translation>数值：编译（填充），eager（轮廓）</translation>
    </message>
    <message>
        <source>errors against float64: none</source>
        <translation>相对 float64 的误差：无</translation>
    </message>
    <message>
        <source>errors against float64</source>
        <translation>相对 float64 的误差</translation>
    </message>
    <message>
        <source>from 1e%1 to 1e%2: compiled %3, eager %4</source>
        <translation>从 1e%1 到 1e%2：编译 %3，eager %4</translation>
    </message>
</context>
<context>
    <name>whittle::MainWindow</name>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Minify</source>
        <translation>最小化</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Whittle</source>
        <translation>Whittle</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>已打开 %1</translation>
    </message>
    <message>
        <source>%1 operators</source>
        <translation>%1 个算子</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 个权重</translation>
    </message>
    <message>
        <source>Minified %1</source>
        <translation>已最小化 %1</translation>
    </message>
    <message>
        <source>Minifying: %1 left</source>
        <translation>正在最小化：剩余 %1</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Minifying…</source>
        <translation>正在最小化…</translation>
    </message>
    <message>
        <source>Arranging…</source>
        <translation>正在排布…</translation>
    </message>
    <message>
        <source>No file opened yet</source>
        <translation>尚未打开任何文件</translation>
    </message>
    <message>
        <source>&amp;Forget all</source>
        <translation>全部清除(&amp;F)</translation>
    </message>
    <message>
        <source>Open a graph or a session</source>
        <translation>打开图或会话</translation>
    </message>
    <message>
        <source>Graphs and sessions (*.pt2 *.json *.wtl *.py *.txt *.whittle)</source>
        <translation>图和会话 (*.pt2 *.json *.wtl *.py *.txt *.whittle)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Dock</source>
        <translation>停靠窗</translation>
    </message>
    <message>
        <source>About Whittle</source>
        <translation>关于 Whittle</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Whittle %1&lt;/h3&gt;&lt;p&gt;A graph debugging and minification workbench for tensor compilers.&lt;/p&gt;&lt;p&gt;Licensed under the Apache License 2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Whittle %1&lt;/h3&gt;&lt;p&gt;面向张量编译器的图调试与最小化工作台。&lt;/p&gt;&lt;p&gt;以 Apache License 2.0 许可。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The language changes when Whittle is started again.</source>
        <translation>重新启动 Whittle 后语言生效。</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Compare with another file</source>
        <translation>与其他文件比较</translation>
    </message>
    <message>
        <source>Graphs (*.pt2 *.json *.wtl *.py *.txt)</source>
        <translation>图 (*.pt2 *.json *.wtl *.py *.txt)</translation>
    </message>
    <message>
        <source>Export graph</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写入 %1…</translation>
    </message>
    <message>
        <source>%1 was not written.</source>
        <translation>%1 未写入。</translation>
    </message>
    <message>
        <source>Numerics</source>
        <translation>数值</translation>
    </message>
    <message numerus="yes">
        <source>Reducing the %n operators that %1 needs</source>
        <translation>
            <numerusform>正在缩减 %1 所需的 %n 个算子</numerusform>
        </translation>
    </message>
    <message>
        <source>Docks that share a place</source>
        <translation>共享位置的停靠窗</translation>
    </message>
    <message>
        <source>Compared %1 with %2</source>
        <translation>已将 %1 与 %2 比较</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>已导出 %1</translation>
    </message>
    <message>
        <source>Compiled %1</source>
        <translation>已编译 %1</translation>
    </message>
    <message>
        <source>Compared the values of %1</source>
        <translation>已比较 %1 的值</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>性能剖析</translation>
    </message>
    <message>
        <source>Export the timeline for trace viewers</source>
        <translation>导出时间线供追踪查看器使用</translation>
    </message>
    <message>
        <source>Trace events, for Perfetto and chrome://tracing (*.json)</source>
        <translation>追踪事件，用于 Perfetto 和 chrome://tracing (*.json)</translation>
    </message>
    <message>
        <source>%1 has ended before the reduction was through: it can be resumed here.</source>
        <translation>%1 在缩减完成前已结束：可在此继续。</translation>
    </message>
    <message>
        <source>Paused: %1 left</source>
        <translation>已暂停：剩 %1</translation>
    </message>
    <message>
        <source>Open the folder of a reduction</source>
        <translation>打开一次缩减的文件夹</translation>
    </message>
</context>
<context>
    <name>whittle::MemoryPlot</name>
    <message>
        <source>Memory over the time of the run</source>
        <translation>运行期间的内存</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>%1 in %2; at most %3, in %4</source>
        <translation>%2 中 %1；最多 %3，在 %4 中</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Peak %1</source>
        <translation>峰值 %1</translation>
    </message>
</context>
<context>
    <name>whittle::MinifyController</name>
    <message>
        <source>Checking that the graph fails, and fails again…</source>
        <translation>检查图是否出错、是否再次出错…</translation>
    </message>
    <message>
        <source>Looking where results go wrong…</source>
        <translation>查找结果从何处出错…</translation>
    </message>
    <message>
        <source>Trying the operator that the failure names…</source>
        <translation>尝试错误中提到的算子…</translation>
    </message>
    <message>
        <source>Halving the graph…</source>
        <translation>对图进行二分…</translation>
    </message>
    <message>
        <source>Looking for the operators that are needed…</source>
        <translation>查找必需的算子…</translation>
    </message>
    <message>
        <source>Naming and ordering what is left…</source>
        <translation>对剩余部分命名和排序…</translation>
    </message>
    <message>
        <source>Finding out how often what is left fails…</source>
        <translation>测定剩余部分出错的频率…</translation>
    </message>
    <message>
        <source>Looking for the part of the compiler that fails…</source>
        <translation>查找编译器中出错的部分…</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>正在收尾…</translation>
    </message>
    <message>
        <source>Making what is left simpler: %1</source>
        <translation>简化剩余部分：%1</translation>
    </message>
    <message>
        <source>Open a graph that fails, then reduce it here.</source>
        <translation>打开一个会出错的图，然后在此缩减。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping: the best graph so far is being exported…</source>
        <translation>正在停止：导出目前最好的图…</translation>
    </message>
    <message>
        <source>The reduction could not run.</source>
        <translation>无法运行缩减。</translation>
    </message>
    <message>
        <source>The graph does not fail, so there is nothing to reduce</source>
        <translation>此图不出错，因此没有可缩减的内容</translation>
    </message>
    <message>
        <source>Stopped early, and the best graph so far still fails with %1</source>
        <translation>提前停止，目前最好的图仍以 %1 出错</translation>
    </message>
    <message>
        <source>Stopped before the graph was seen to fail</source>
        <translation>在看到图出错之前已停止</translation>
    </message>
    <message>
        <source>Too flaky to judge</source>
        <translation>过于不稳定，无法判断</translation>
    </message>
    <message>
        <source>1-minimal: whatever else is taken away, the %1 goes too.</source>
        <translation>1-最小：再去掉任何部分，%1 都会消失。</translation>
    </message>
    <message>
        <source>Reduced; still fails with %1.</source>
        <translation>已缩减；仍以 %1 出错。</translation>
    </message>
    <message>
        <source>Original: %1</source>
        <translation>原图：%1</translation>
    </message>
    <message>
        <source>What is left: %1</source>
        <translation>剩余：%1</translation>
    </message>
    <message>
        <source>In the compiler: %1</source>
        <translation>在编译器中：%1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>说明：%1</translation>
    </message>
    <message>
        <source>%1 reduces this graph now: %2</source>
        <translation>%1 正在缩减此图：%2</translation>
    </message>
    <message>
        <source>Waiting for %1 to end and hand over…</source>
        <translation>等待 %1 结束并移交…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Pausing: what runs comes to its end first…</source>
        <translation>正在暂停：先让运行中的候选图结束…</translation>
    </message>
    <message numerus="yes">
        <source>Ready to reduce %Ln operators.</source>
        <translation>
            <numerusform>可以缩减 %Ln 个算子。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The original failed in %1 of %2 runs; %Ln runs without the failure made a candidate one that does not fail.</source>
        <translation>
            <numerusform>原图在 %2 次运行中出错 %1 次；候选图无错运行 %Ln 次即判定为不出错。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is left failed in %1 of %Ln runs.</source>
        <translation>
            <numerusform>剩余部分在 %Ln 次运行中出错 %1 次。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyForm</name>
    <message>
        <source>A reduction needs a folder for its journal and its result.</source>
        <translation>缩减需要一个文件夹存放日志和结果。</translation>
    </message>
    <message>
        <source>This folder holds a reduction of another graph: choose a new one.</source>
        <translation>此文件夹存有另一个图的缩减：请另选一个。</translation>
    </message>
    <message>
        <source>The reduction in the output folder was begun with the oracle &apos;%1&apos;.</source>
        <translation>输出文件夹中的缩减是用判定器“%1”开始的。</translation>
    </message>
    <message>
        <source>The reduction in the output folder was begun with &apos;%1&apos;.</source>
        <translation>输出文件夹中的缩减是以“%1”开始的。</translation>
    </message>
    <message>
        <source>Holds an unfinished reduction of this graph</source>
        <translation>存有此图未完成的缩减</translation>
    </message>
    <message>
        <source>Holds a finished reduction of this graph</source>
        <translation>存有此图已完成的缩减</translation>
    </message>
    <message>
        <source>%1 is reducing this graph here now</source>
        <translation>%1 正在此处缩减此图</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln candidates in %2, begun with %3, signature %4.</source>
        <translation>
            <numerusform>%1：%2 内 %Ln 个候选图，以 %3 开始，特征为 %4。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyResultTabs</name>
    <message>
        <source>Results of the reduction</source>
        <translation>缩减结果</translation>
    </message>
    <message>
        <source>The reduced graph appears here as text.</source>
        <translation>缩减后的图会以文本显示在这里。</translation>
    </message>
    <message>
        <source>Reduced graph as text</source>
        <translation>缩减后的图（文本）</translation>
    </message>
    <message>
        <source>Reduced graph</source>
        <translation>缩减后的图</translation>
    </message>
    <message>
        <source>Reproducer</source>
        <translation>复现</translation>
    </message>
    <message>
        <source>Other failures</source>
        <translation>其他错误</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>More about the result</source>
        <translation>结果详情</translation>
    </message>
    <message>
        <source>Reproducer folder</source>
        <translation>复现文件夹</translation>
    </message>
    <message>
        <source>Open r&amp;eport</source>
        <translation>打开报告(&amp;E)</translation>
    </message>
    <message>
        <source>report.html: the whole reduction on one page</source>
        <translation>report.html：一页展示整个缩减</translation>
    </message>
    <message>
        <source>Open f&amp;older</source>
        <translation>打开文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Copy &amp;issue text</source>
        <translation>复制问题文本(&amp;I)</translation>
    </message>
    <message>
        <source>issue.md, to paste where the compiler&apos;s bugs are told</source>
        <translation>issue.md，可粘贴到编译器的问题反馈处</translation>
    </message>
    <message>
        <source>Copy &amp;path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Other failures met on the way</source>
        <translation>途中遇到的其他错误</translation>
    </message>
    <message>
        <source>Open &amp;example</source>
        <translation>打开示例(&amp;E)</translation>
    </message>
    <message>
        <source>Opens the first graph that failed so, to look at it or to reduce it next</source>
        <translation>打开第一个这样出错的图，以便查看或接着缩减</translation>
    </message>
    <message>
        <source>No candidate failed in another way.</source>
        <translation>没有候选图以其他方式出错。</translation>
    </message>
    <message>
        <source>Candidates that fail in another way than the original are kept here when the reduction ends.</source>
        <translation>缩减结束时，与原图出错方式不同的候选图保存在这里。</translation>
    </message>
    <message>
        <source>Other failures (%1)</source>
        <translation>其他错误 (%1)</translation>
    </message>
    <message>
        <source>When the reduction ends, its reproducer is here: a script that a PyTorch user can run, the graph, its inputs, a report and an issue text.</source>
        <translation>缩减结束时，复现内容在这里：PyTorch 用户可运行的脚本、图及其输入、报告和问题文本。</translation>
    </message>
    <message>
        <source>%1: %2
Input data: %3 → %4</source>
        <translation>%1：%2
输入数据：%3 → %4</translation>
    </message>
</context>
<context>
    <name>whittle::MinifyRunPage</name>
    <message>
        <source>operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Operators of the original, and of the best graph so far</source>
        <translation>原图与目前最好图的算子数</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Inputs, weights included</source>
        <translation>输入数，含权重</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>Elements of all input data</source>
        <translation>所有输入数据的元素数</translation>
    </message>
    <message>
        <source>elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Time of the whole job, before it was resumed included</source>
        <translation>整个任务的时间，含恢复之前</translation>
    </message>
    <message>
        <source>candidates</source>
        <translation>候选图</translation>
    </message>
    <message>
        <source>Different smaller graphs that were asked about</source>
        <translation>已查询的不同更小图的数量</translation>
    </message>
    <message>
        <source>from the store</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>Candidates whose answer an earlier reduction had found</source>
        <translation>答案由早先的缩减得到的候选图</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Proposals that led to a graph already asked about</source>
        <translation>得到已查询过的图的提议</translation>
    </message>
    <message>
        <source>other failures</source>
        <translation>其他错误</translation>
    </message>
    <message>
        <source>Failures of candidates that are not the original&apos;s</source>
        <translation>与原图不同的候选图错误</translation>
    </message>
    <message>
        <source>State of the reduction</source>
        <translation>缩减状态</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>从这里继续</translation>
    </message>
    <message>
        <source>&amp;Copy error</source>
        <translation>复制错误(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New reduction…</source>
        <translation>新的缩减(&amp;N)…</translation>
    </message>
    <message>
        <source>Back to the settings</source>
        <translation>返回设置</translation>
    </message>
    <message>
        <source>End with the best graph so far</source>
        <translation>以目前最好的图结束</translation>
    </message>
    <message>
        <source>Take &amp;over</source>
        <translation>接管(&amp;O)</translation>
    </message>
    <message>
        <source>Ask the other process to end, and go on here</source>
        <translation>请另一进程结束，并在此继续</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Let the machine rest: what runs comes to its end, and nothing else begins</source>
        <translation>让机器休息：运行中的候选图结束后，不再开始新的</translation>
    </message>
    <message>
        <source>S&amp;top watching</source>
        <translation>停止观看(&amp;T)</translation>
    </message>
    <message>
        <source>Back to the settings; the other process goes on</source>
        <translation>返回设置；另一进程继续运行</translation>
    </message>
</context>
<context>
    <name>whittle::MinifySettingsPage</name>
    <message>
        <source>Who says that it fails</source>
        <translation>由谁判断出错</translation>
    </message>
    <message>
        <source>The oracle: it is asked about every candidate</source>
        <translation>判定器：对每个候选图进行询问</translation>
    </message>
    <message>
        <source>Oracle</source>
        <translation>判定器</translation>
    </message>
    <message>
        <source>&amp;Oracle</source>
        <translation>判定器(&amp;O)</translation>
    </message>
    <message>
        <source>Which failures count</source>
        <translation>哪些错误算数</translation>
    </message>
    <message>
        <source>the same kind and signature</source>
        <translation>相同类型和特征</translation>
    </message>
    <message>
        <source>the same kind</source>
        <translation>相同类型</translation>
    </message>
    <message>
        <source>what matches a pattern</source>
        <translation>匹配模式的</translation>
    </message>
    <message>
        <source>How alike a candidate&apos;s failure must be to the original&apos;s; all others are kept aside and listed</source>
        <translation>候选图的错误须与原图多相似；其他错误另行保存并列出</translation>
    </message>
    <message>
        <source>Failures that count</source>
        <translation>算数的错误</translation>
    </message>
    <message>
        <source>regular expression, as: wrong value|SIGSEGV</source>
        <translation>正则表达式，如：wrong value|SIGSEGV</translation>
    </message>
    <message>
        <source>An ECMAScript regular expression, searched in &quot;kind: signature&quot; and in the message</source>
        <translation>ECMAScript 正则表达式，在“类型: 特征”和消息中查找</translation>
    </message>
    <message>
        <source>Pattern of the failures that count</source>
        <translation>算数错误的模式</translation>
    </message>
    <message>
        <source>&amp;Fails with</source>
        <translation>错误为(&amp;F)</translation>
    </message>
    <message>
        <source>as often as it takes</source>
        <translation>按需</translation>
    </message>
    <message>
        <source> times</source>
        <translation> 次</translation>
    </message>
    <message>
        <source>How many runs without the failure make a candidate one that does not fail. Left alone it is one, or as many as the original&apos;s failure rate asks for</source>
        <translation>多少次无错运行后判定候选图不出错。不设置则为一次，或按原图的出错率决定</translation>
    </message>
    <message>
        <source>&amp;Repeat</source>
        <translation>重复(&amp;R)</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>The job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Holds the journal, the best graph so far and, at the end, the reproducer</source>
        <translation>存放日志、目前最好的图，以及最后的复现</translation>
    </message>
    <message>
        <source>Choose the output folder</source>
        <translation>选择输出文件夹</translation>
    </message>
    <message>
        <source>Choose the output folder; one with a journal of this graph is resumed</source>
        <translation>选择输出文件夹；若存有此图的日志则恢复</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>输出文件夹</translation>
    </message>
    <message>
        <source>Output fo&amp;lder</source>
        <translation>输出文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Candidates tried at once; the result is the same for any number</source>
        <translation>同时尝试的候选图数；结果与数量无关</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>并行任务(&amp;J)</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>并行任务</translation>
    </message>
    <message>
        <source>no time limit</source>
        <translation>无时间限制</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Seconds for the whole job, which then ends with the best graph so far</source>
        <translation>整个任务的秒数，之后以目前最好的图结束</translation>
    </message>
    <message>
        <source>Stop after seconds</source>
        <translation>多少秒后停止</translation>
    </message>
    <message>
        <source>any number of candidates</source>
        <translation>不限候选图数</translation>
    </message>
    <message>
        <source> candidates</source>
        <translation> 个候选图</translation>
    </message>
    <message>
        <source>Candidates to try, after which the job ends with the best graph so far</source>
        <translation>尝试的候选图数，之后以目前最好的图结束</translation>
    </message>
    <message>
        <source>Stop after candidates</source>
        <translation>多少候选图后停止</translation>
    </message>
    <message>
        <source>Stop &amp;after</source>
        <translation>停止于(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;New folder</source>
        <translation>新文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>Begin anew in a folder of its own, and leave what is in this one</source>
        <translation>在新文件夹中重新开始，保留当前文件夹的内容</translation>
    </message>
    <message>
        <source>Command line that does the same</source>
        <translation>等效的命令行</translation>
    </message>
    <message>
        <source>The command line that does the same</source>
        <translation>等效的命令行</translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation>复制命令行</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>命令行(&amp;C)</translation>
    </message>
    <message>
        <source>There is none while something is wrong above.</source>
        <translation>上方设置有误时没有命令行。</translation>
    </message>
    <message>
        <source>Open a graph to see the command.</source>
        <translation>打开一个图以查看命令。</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>See what is marked in red.</source>
        <translation>请看红色标记处。</translation>
    </message>
    <message>
        <source>Cut the graph down to the smallest one that still fails</source>
        <translation>把图缩减到仍会出错的最小图</translation>
    </message>
    <message>
        <source>Go on from the journal in the folder</source>
        <translation>从文件夹中的日志继续</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>观看(&amp;W)</translation>
    </message>
    <message>
        <source>See the reduction of the other process as it goes, and take it over if you like</source>
        <translation>观看另一进程正在进行的缩减，需要时可接管</translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators to reduce.</source>
        <translation>
            <numerusform>有 %Ln 个算子可缩减。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::NodeList</name>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
</context>
<context>
    <name>whittle::NodeMinify</name>
    <message>
        <source>A reduction is running: stop it first.</source>
        <translation>缩减正在运行：请先停止。</translation>
    </message>
    <message>
        <source>The settings of the reduction need a look before it can start.</source>
        <translation>请先检查缩减的设置，然后才能开始。</translation>
    </message>
</context>
<context>
    <name>whittle::NodePropertiesModel</name>
    <message>
        <source>Property</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>whittle::NotesView</name>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Notes about what you see. They are kept in the session.</source>
        <translation>记录所见。笔记保存在会话中。</translation>
    </message>
</context>
<context>
    <name>whittle::NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Close the notice</source>
        <translation>关闭通知</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsController</name>
    <message>
        <source>Open a graph to compare its values</source>
        <translation>打开一个图以比较其中的值</translation>
    </message>
    <message>
        <source>Nothing compared yet</source>
        <translation>尚未比较</translation>
    </message>
    <message numerus="yes">
        <source>Comparing: %1 of %n values</source>
        <translation>
            <numerusform>正在比较：%1 / %n 个值</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing: compiling…</source>
        <translation>正在比较：编译中…</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>未比较</translation>
    </message>
    <message>
        <source>The compiled run fails in %1: %2</source>
        <translation>编译运行在 %1 出错：%2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n values are wrong</source>
        <translation>
            <numerusform>%n 个值中有 %1 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n values agree</source>
        <translation>
            <numerusform>全部 %n 个值一致</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt;b&gt;First wrong:&lt;/b&gt; %1: right inputs, wrong result</source>
        <translation>&lt;b&gt;首个错误值：&lt;/b&gt;%1：输入正确，结果错误</translation>
    </message>
    <message>
        <source>, in kernel %1</source>
        <translation>，位于内核 %1</translation>
    </message>
    <message>
        <source>, seen with every value kept apart; kernel %1 computes it</source>
        <translation>，在各值分开保留时发现；由内核 %1 计算</translation>
    </message>
    <message numerus="yes">
        <source>; it reaches %n outputs.</source>
        <translation>
            <numerusform>；影响到 %n 个输出。</numerusform>
        </translation>
    </message>
    <message>
        <source>; it reaches no output.</source>
        <translation>；未影响到任何输出。</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes go wrong by themselves.</source>
        <translation>
            <numerusform>有 %n 个节点自身出错。</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt;b&gt;First NaN:&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;首个 NaN：&lt;/b&gt;%1</translation>
    </message>
    <message>
        <source>&lt;b&gt;First infinity:&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;首个无穷：&lt;/b&gt;%1</translation>
    </message>
    <message>
        <source>%1; eager has it too.</source>
        <translation>%1；eager 也有。</translation>
    </message>
    <message>
        <source>&lt;b&gt;The compiled run fails&lt;/b&gt; in %1: %2</source>
        <translation>&lt;b&gt;编译运行出错&lt;/b&gt;，在 %1：%2</translation>
    </message>
    <message>
        <source> at %1</source>
        <translation>，位于 %1</translation>
    </message>
    <message>
        <source>; the largest error against float64 is %1, at %2</source>
        <translation>；相对 float64 的最大误差为 %1，位于 %2</translation>
    </message>
    <message>
        <source>with the settings as they come</source>
        <translation>采用默认设置</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsModel</name>
    <message>
        <source>NaN begins</source>
        <translation>开始出现 NaN</translation>
    </message>
    <message>
        <source>infinity begins</source>
        <translation>开始出现无穷</translation>
    </message>
    <message>
        <source>goes wrong</source>
        <translation>开始出错</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>as fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>kept apart</source>
        <translation>分开</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Place of the node in execution order</source>
        <translation>节点在执行顺序中的位置</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>By the rule that the minifier judges outputs by</source>
        <translation>按最小化判断输出的规则</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Largest error of the compiled run against float64, by the largest number there</source>
        <translation>编译运行相对 float64 的最大误差，除以其中最大的数</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>The same error in the run kept as baseline</source>
        <translation>保留为基线的运行的同一误差</translation>
    </message>
    <message>
        <source>Eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>The same error of the eager run</source>
        <translation>eager 运行的同一误差</translation>
    </message>
    <message>
        <source>Max abs</source>
        <translation>最大绝对差</translation>
    </message>
    <message>
        <source>Largest absolute difference of compiled and eager</source>
        <translation>编译与 eager 的最大绝对差</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
    <message>
        <source>Largest difference of compiled and eager in units in the last place</source>
        <translation>编译与 eager 的最大差异，以末位单位计</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Elements that are NaN in the compiled run</source>
        <translation>编译运行中为 NaN 的元素</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>Elements that are infinite in the compiled run</source>
        <translation>编译运行中为无穷的元素</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Of the compiled run&apos;s finite numbers</source>
        <translation>编译运行的有限数</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Which compilation the compiled numbers are from: fused as it always is, or with every value kept apart</source>
        <translation>编译数值来自哪次编译：照常融合，或各值分开保留</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsView</name>
    <message>
        <source>What was found</source>
        <translation>比较结论</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Run the graph compiled, eagerly and in float64 and compare every value (F6)</source>
        <translation>分别以编译、eager 和 float64 运行此图并比较每个值 (F6)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Minify this</source>
        <translation>最小化此值</translation>
    </message>
    <message>
        <source>Reduce what the selected value needs, as long as it stays wrong</source>
        <translation>缩减选中值所需的部分，只要它仍然出错</translation>
    </message>
    <message>
        <source>Compare (F6)</source>
        <translation>比较 (F6)</translation>
    </message>
    <message>
        <source>Filter by name, operator, module, source or kernel</source>
        <translation>按名称、算子、模块、源代码或内核筛选</translation>
    </message>
    <message>
        <source>Filter of the values</source>
        <translation>值的筛选</translation>
    </message>
    <message>
        <source>Only bad</source>
        <translation>仅异常</translation>
    </message>
    <message>
        <source>Only values that are wrong, or where NaN or infinity begins</source>
        <translation>仅显示错误的值，或开始出现 NaN 或无穷的值</translation>
    </message>
    <message>
        <source>Compared values</source>
        <translation>已比较的值</translation>
    </message>
    <message>
        <source>Open a graph to compare its values.</source>
        <translation>打开一个图以比较其中的值。</translation>
    </message>
    <message>
        <source>Nothing compared yet. A comparison runs the graph compiled, eagerly and in float64, in a process of its own, and finds the first value that goes wrong.</source>
        <translation>尚未比较。比较会在单独的进程中分别以编译、eager 和 float64 运行此图，并找出首个出错的值。</translation>
    </message>
    <message>
        <source>The graph could not be compared: %1</source>
        <translation>无法比较此图：%1</translation>
    </message>
    <message>
        <source>Forget baseline</source>
        <translation>清除基线</translation>
    </message>
    <message>
        <source>Keep as baseline</source>
        <translation>保留为基线</translation>
    </message>
    <message>
        <source>The baseline ran %1</source>
        <translation>基线的运行方式：%1</translation>
    </message>
    <message>
        <source>Show this run beside those that follow, with other settings</source>
        <translation>在后续采用其他设置的运行旁显示此次运行</translation>
    </message>
</context>
<context>
    <name>whittle::OverviewMap</name>
    <message>
        <source>Overview map</source>
        <translation>概览图</translation>
    </message>
    <message>
        <source>The whole graph; click or drag to go there</source>
        <translation>整个图；点击或拖动前往</translation>
    </message>
</context>
<context>
    <name>whittle::PaletteModel</name>
    <message numerus="yes">
        <source>%n more: type on to narrow it down.</source>
        <translation>
            <numerusform>另有 %n 项：继续输入以缩小范围。</numerusform>
        </translation>
    </message>
    <message>
        <source>No node or module of this name.</source>
        <translation>没有此名称的节点或模块。</translation>
    </message>
    <message>
        <source>No graph is open, so there are no nodes to go to.</source>
        <translation>没有打开图，因此没有可前往的节点。</translation>
    </message>
    <message>
        <source>Nothing of this name. Begin with @ for nodes of the graph.</source>
        <translation>没有此名称的项目。以 @ 开头查找图的节点。</translation>
    </message>
</context>
<context>
    <name>whittle::ProfileController</name>
    <message numerus="yes">
        <source>on %n threads</source>
        <translation>
            <numerusform>在 %n 个线程上</numerusform>
        </translation>
    </message>
    <message>
        <source>its threads are the library&apos;s own</source>
        <translation>使用库自己的线程</translation>
    </message>
    <message>
        <source>%1 of the run</source>
        <translation>占运行的 %1</translation>
    </message>
    <message>
        <source>Recorded run: %1</source>
        <translation>已记录的运行：%1</translation>
    </message>
    <message>
        <source>Most memory at once: %1, in %2</source>
        <translation>同时占用的最大内存：%1，在 %2 中</translation>
    </message>
    <message>
        <source>Compiled in %1</source>
        <translation>编译用时 %1</translation>
    </message>
</context>
<context>
    <name>whittle::ProfilePanel</name>
    <message>
        <source>Run and compile time</source>
        <translation>运行与编译时间</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Compile time</source>
        <translation>编译时间</translation>
    </message>
    <message>
        <source>The kernel at the cursor</source>
        <translation>光标处的内核</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>正在编译</translation>
    </message>
    <message>
        <source>Zoom in (+, or the wheel)</source>
        <translation>放大（+ 或滚轮）</translation>
    </message>
    <message>
        <source>Zoom out (−, or the wheel)</source>
        <translation>缩小（− 或滚轮）</translation>
    </message>
    <message>
        <source>The whole run (0)</source>
        <translation>整个运行 (0)</translation>
    </message>
    <message>
        <source>Copy the profile as text</source>
        <translation>将剖析结果复制为文本</translation>
    </message>
    <message>
        <source>Export the timeline for trace viewers…</source>
        <translation>导出时间线供追踪查看器使用…</translation>
    </message>
    <message>
        <source>Stop compiling</source>
        <translation>停止编译</translation>
    </message>
    <message>
        <source>Compile and measure again (F5)</source>
        <translation>重新编译并测量 (F5)</translation>
    </message>
    <message>
        <source>Weights and inputs</source>
        <translation>权重与输入</translation>
    </message>
    <message>
        <source>Whether memory shows what the run is given too, which may dwarf what it makes</source>
        <translation>内存图是否也显示运行所给定的内容，其大小可能远超运行所生成的</translation>
    </message>
    <message>
        <source>The run was not recorded: it was not asked for, or its record does not fit the kernels.</source>
        <translation>运行未被记录：未要求运行，或记录与内核不符。</translation>
    </message>
    <message>
        <source>Stopped; these are the results of before</source>
        <translation>已停止；这些是先前的结果</translation>
    </message>
    <message numerus="yes">
        <source>%n spans of threads are not shown: no more than %1 of a run are kept.</source>
        <translation>
            <numerusform>有 %n 个线程片段未显示：每次运行最多保留 %1 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Click a kernel, or go from one to the next with ← and →. The wheel zooms, dragging moves.</source>
        <translation>点击一个内核，或用 ← 和 → 在内核间移动。滚轮缩放，拖动平移。</translation>
    </message>
</context>
<context>
    <name>whittle::RestoreOffers</name>
    <message>
        <source>a session without a graph</source>
        <translation>没有图的会话</translation>
    </message>
    <message>
        <source>Whittle ended unexpectedly with %1 open. It was kept at %2.</source>
        <translation>Whittle 意外结束，当时打开着 %1。已于 %2 保存。</translation>
    </message>
    <message>
        <source>Last time you had %1 open, until %2.</source>
        <translation>上次您打开着 %1，直到 %2。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>丢弃(&amp;D)</translation>
    </message>
</context>
<context>
    <name>whittle::RewritesModel</name>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
</context>
<context>
    <name>whittle::RooflinePlot</name>
    <message>
        <source>Roofline: operations a second over operations a byte</source>
        <translation>Roofline：每秒运算数对每字节运算数</translation>
    </message>
    <message>
        <source>Kernels: %1</source>
        <translation>内核：%1</translation>
    </message>
    <message>
        <source>Nothing was measured</source>
        <translation>没有测量结果</translation>
    </message>
    <message>
        <source>%1; selected: %2</source>
        <translation>%1；已选：%2</translation>
    </message>
    <message>
        <source>GFLOP/s</source>
        <translation>GFLOP/s</translation>
    </message>
    <message>
        <source>FLOP a byte</source>
        <translation>每字节 FLOP</translation>
    </message>
    <message>
        <source>Kernels without counted operations: %1</source>
        <translation>未计运算量的内核：%1</translation>
    </message>
    <message>
        <source>%1, %2 GB/s</source>
        <translation>%1，%2 GB/s</translation>
    </message>
    <message>
        <source>%1, %2 GFLOP/s</source>
        <translation>%1，%2 GFLOP/s</translation>
    </message>
    <message>
        <source>The roofline shows kernels whose time was measured and whose operations are counted. There are none.</source>
        <translation>Roofline 显示已测时间且已计运算量的内核。目前没有。</translation>
    </message>
</context>
<context>
    <name>whittle::SearchBar</name>
    <message>
        <source>Search the graph</source>
        <translation>搜索图</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一个匹配</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>上一个匹配 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一个匹配</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>下一个匹配 (F3)</translation>
    </message>
    <message>
        <source>no hit</source>
        <translation>无匹配</translation>
    </message>
    <message>
        <source>Search: words, op:conv*, /regex/, users&gt;8</source>
        <translation>搜索：词语、op:conv*、/regex/、users&gt;8</translation>
    </message>
    <message>
        <source>Words that must all match, fields, expressions and numbers; the button beside lists them (Ctrl+F)</source>
        <translation>须全部匹配的词、字段、表达式和数字；旁边的按钮列出它们 (Ctrl+F)</translation>
    </message>
    <message>
        <source>What can be typed</source>
        <translation>可输入的内容</translation>
    </message>
    <message>
        <source>mistake</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>whittle::Session</name>
    <message>
        <source>The session cannot be opened: %1.</source>
        <translation>无法打开会话：%1。</translation>
    </message>
    <message>
        <source>The session cannot be saved: %1.</source>
        <translation>无法保存会话：%1。</translation>
    </message>
</context>
<context>
    <name>whittle::ShortcutList</name>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>%1 is a key of the view itself (“%2”) and cannot be given to something else.</source>
        <translation>%1 是视图自身的按键（“%2”），不能分配给其他操作。</translation>
    </message>
    <message>
        <source>%1 is the key of “%2” (%3), which would lose it.</source>
        <translation>%1 是“%2”（%3）的按键，它将失去此按键。</translation>
    </message>
    <message>
        <source>A key of the view itself; it stays as it is.</source>
        <translation>视图自身的按键；保持不变。</translation>
    </message>
    <message>
        <source>Changed; at first it has no key.</source>
        <translation>已更改；最初没有按键。</translation>
    </message>
    <message>
        <source>Changed; at first it is %1.</source>
        <translation>已更改；最初为 %1。</translation>
    </message>
</context>
<context>
    <name>whittle::ShortcutsDialog</name>
    <message>
        <source>Follow the edges</source>
        <translation>沿边移动</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>Shift+arrows, wheel, drag</source>
        <translation>Shift+方向键、滚轮、拖动</translation>
    </message>
    <message>
        <source>Page up and down</source>
        <translation>上下翻页</translation>
    </message>
    <message>
        <source>First and last box</source>
        <translation>第一个和最后一个方框</translation>
    </message>
    <message>
        <source>Zoom to the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Ctrl+wheel, pinch</source>
        <translation>Ctrl+滚轮、双指捏合</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Fold or unfold the module</source>
        <translation>折叠或展开模块</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Into a module, and out of it</source>
        <translation>进入模块和退出模块</translation>
    </message>
    <message>
        <source>Enter, Backspace</source>
        <translation>Enter、Backspace</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>&amp;Change key</source>
        <translation>更改按键(&amp;C)</translation>
    </message>
    <message>
        <source>Take it &amp;over</source>
        <translation>接管(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;No key</source>
        <translation>无按键(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>Reset &amp;all</source>
        <translation>全部重置(&amp;A)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>按名称或按键搜索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>What stands against the key</source>
        <translation>按键的冲突</translation>
    </message>
    <message>
        <source>Press the key for “%1”.</source>
        <translation>请按下“%1”的按键。</translation>
    </message>
    <message>
        <source>No action of this name or key.</source>
        <translation>没有此名称或按键的操作。</translation>
    </message>
    <message>
        <source>Clear the highlight, then the selection</source>
        <translation>清除突出显示，然后清除选择</translation>
    </message>
    <message>
        <source>Ways from the selection</source>
        <translation>从选中项出发的路径</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Shift+点击</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>将选中项复制为文本</translation>
    </message>
</context>
<context>
    <name>whittle::StageController</name>
    <message>
        <source>As opened</source>
        <translation>打开时</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>%1 之后</translation>
    </message>
    <message>
        <source>By kernel</source>
        <translation>按内核</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>缩减后</translation>
    </message>
</context>
<context>
    <name>whittle::StageDisplay</name>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>被替换</translation>
    </message>
    <message>
        <source>made</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
</context>
<context>
    <name>whittle::StagesModel</name>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Rewrites</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
</context>
<context>
    <name>whittle::StagesPanel</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Rewrites of the pass</source>
        <translation>此 pass 的改写</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Why the other file is not shown</source>
        <translation>另一文件未显示的原因</translation>
    </message>
    <message>
        <source>To the stage before</source>
        <translation>到上一阶段</translation>
    </message>
    <message>
        <source>To the next stage</source>
        <translation>到下一阶段</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Stages to compare with</source>
        <translation>可比较的阶段</translation>
    </message>
    <message>
        <source>The stage that the one of the list is held against: it stands to the left, with what was removed, added and changed marked in both</source>
        <translation>与列表所选阶段比较的阶段：位于左侧，两边都标出移除、新增和更改之处</translation>
    </message>
    <message>
        <source>Compare with another file…</source>
        <translation>与其他文件比较…</translation>
    </message>
    <message>
        <source>What the stage brought</source>
        <translation>此阶段带来的变化</translation>
    </message>
    <message>
        <source>What there is to know of the compilation</source>
        <translation>编译的相关信息</translation>
    </message>
    <message>
        <source>Compile and measure</source>
        <translation>编译并测量</translation>
    </message>
    <message>
        <source>Compare with nothing</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>Compare with the stage before</source>
        <translation>与上一阶段比较</translation>
    </message>
    <message>
        <source>Compare with: %1</source>
        <translation>比较对象：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n rewrites by %1</source>
        <translation>
            <numerusform>%1 的 %n 次改写</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed nothing</source>
        <translation>%1 没有更改</translation>
    </message>
    <message>
        <source>Compile the graph to see what each pass makes of it, and which nodes become one kernel.</source>
        <translation>编译此图以查看每个 pass 的结果，以及哪些节点合为一个内核。</translation>
    </message>
</context>
<context>
    <name>whittle::StartPanel</name>
    <message>
        <source>Open a graph that PyTorch captured</source>
        <translation>打开 PyTorch 捕获的图</translation>
    </message>
    <message>
        <source>A PT2 archive or export JSON, a Whittle text graph (.wtl), an FX text or a reproducer script (.py). Drop a file anywhere in this window.</source>
        <translation>PT2 归档或导出 JSON、Whittle 文本图 (.wtl)、FX 文本或复现脚本 (.py)。可将文件拖放到此窗口的任意位置。</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Samples that come with Whittle</source>
        <translation>Whittle 自带的示例</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
</context>
<context>
    <name>whittle::StatusLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop what is running</source>
        <translation>停止正在运行的任务</translation>
    </message>
</context>
<context>
    <name>whittle::StudyController</name>
    <message>
        <source>Open a graph to compile it</source>
        <translation>打开一个图以编译</translation>
    </message>
    <message>
        <source>Not compiled yet</source>
        <translation>尚未编译</translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation>正在编译…</translation>
    </message>
    <message>
        <source>Compiling… after pass %1</source>
        <translation>正在编译…已完成 pass %1</translation>
    </message>
    <message>
        <source>Not compiled</source>
        <translation>未编译</translation>
    </message>
    <message>
        <source>Fails in %1: %2</source>
        <translation>在 %1 出错：%2</translation>
    </message>
    <message>
        <source>Compiled in %1</source>
        <translation>编译用时 %1</translation>
    </message>
    <message>
        <source>%1, runs in %2</source>
        <translation>%1，运行用时 %2</translation>
    </message>
    <message>
        <source>%1 ran on a reference kernel: %2</source>
        <translation>%1 在参考内核上运行：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes run on reference kernels: %1</source>
        <translation>
            <numerusform>%n 个节点在参考内核上运行：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StudyMessage</name>
    <message>
        <source>Minify it (Ctrl+M) for the smallest graph that our compiler refuses, or leave out a pass in the settings there.</source>
        <translation>最小化 (Ctrl+M) 可得到编译器拒绝的最小图，或在那里的设置中略去一个 pass。</translation>
    </message>
    <message>
        <source>The window is safe: the code ran in a process of its own. Minify it (Ctrl+M) for the smallest graph that still dies.</source>
        <translation>窗口是安全的：代码在单独的进程中运行。最小化 (Ctrl+M) 可得到仍会崩溃的最小图。</translation>
    </message>
    <message>
        <source>Give it more time in the settings of Minify (Ctrl+Shift+M), or minify it for the smallest graph that still hangs.</source>
        <translation>在最小化设置 (Ctrl+Shift+M) 中给它更多时间，或最小化以得到仍会挂起的最小图。</translation>
    </message>
    <message>
        <source>Give it more memory in the settings of Minify (Ctrl+Shift+M).</source>
        <translation>在最小化设置 (Ctrl+Shift+M) 中给它更多内存。</translation>
    </message>
    <message>
        <source>Look at the node in the graph: its operands may be none that it takes. Minify it (Ctrl+M) for the smallest graph that says the same.</source>
        <translation>请查看图中的节点：其操作数可能不被接受。最小化 (Ctrl+M) 可得到报同样错误的最小图。</translation>
    </message>
    <message>
        <source>&amp;Compile and measure (F5)</source>
        <translation>编译并测量(&amp;C) (F5)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Take &amp;back what was forced</source>
        <translation>撤回强制的选择(&amp;B)</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>复制消息(&amp;Y)</translation>
    </message>
    <message>
        <source>What there is to say of the compilation</source>
        <translation>编译的说明</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>正在编译</translation>
    </message>
    <message>
        <source>No graph is open</source>
        <translation>没有打开图</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O); then compile it to see its kernels, what they reach and their code.</source>
        <translation>打开一个图 (Ctrl+O)，然后编译以查看其内核、性能和代码。</translation>
    </message>
    <message>
        <source>Not compiled yet</source>
        <translation>尚未编译</translation>
    </message>
    <message>
        <source>Compiling shows every kernel with its time against what this machine can do, who might have computed it instead, and its code from the model&apos;s lines to the assembly. It runs in a process of its own, with the compiler settings of Minify.</source>
        <translation>编译会显示每个内核的用时与机器上限的对比、其他可选实现，以及从模型代码行到汇编的代码。它在单独的进程中运行，使用最小化的编译器设置。</translation>
    </message>
    <message>
        <source>Passes done: %1</source>
        <translation>已完成的 pass：%1</translation>
    </message>
    <message>
        <source>The graph could not be compiled</source>
        <translation>无法编译此图</translation>
    </message>
    <message>
        <source>Fails in %1: %2</source>
        <translation>在 %1 出错：%2</translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation>类型：%1</translation>
    </message>
    <message>
        <source>Node: %1</source>
        <translation>节点：%1</translation>
    </message>
    <message>
        <source>Nothing is left to run</source>
        <translation>没有剩余可运行的内容</translation>
    </message>
    <message>
        <source>The passes made all of this graph into constants, or left nothing of it: there is no kernel.</source>
        <translation>各 pass 已将整个图变为常量或未留下任何内容：没有内核。</translation>
    </message>
    <message>
        <source>The kernels cannot be shown</source>
        <translation>无法显示内核</translation>
    </message>
</context>
<context>
    <name>whittle::TensorFetch</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>This value was not kept.</source>
        <translation>此值未保留。</translation>
    </message>
    <message>
        <source>The values can be looked at when the comparison has ended.</source>
        <translation>比较结束后可查看各值。</translation>
    </message>
    <message>
        <source>The runs have tensors here that cannot be compared: compiled %1, eager %2, float64 %3.</source>
        <translation>各次运行在此处的张量无法比较：编译 %1，eager %2，float64 %3。</translation>
    </message>
</context>
<context>
    <name>whittle::TensorSlice</name>
    <message>
        <source>Compiled</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>Float64</source>
        <translation>Float64</translation>
    </message>
    <message>
        <source>Compiled − eager</source>
        <translation>编译 − eager</translation>
    </message>
    <message>
        <source>Compiled − float64</source>
        <translation>编译 − float64</translation>
    </message>
    <message>
        <source>Eager − float64</source>
        <translation>Eager − float64</translation>
    </message>
</context>
<context>
    <name>whittle::TensorViewer</name>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Ways to look at the value</source>
        <translation>查看值的方式</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>State of the viewer</source>
        <translation>查看器状态</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Which run is shown</source>
        <translation>显示哪次运行</translation>
    </message>
    <message>
        <source>Dimension that is rows</source>
        <translation>作为行的维度</translation>
    </message>
    <message>
        <source>Dimension that is columns</source>
        <translation>作为列的维度</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最差</translation>
    </message>
    <message>
        <source>Go to the element that is furthest from eager&apos;s</source>
        <translation>转到与 eager 相差最大的元素</translation>
    </message>
    <message>
        <source>Elements of the slice</source>
        <translation>切片的元素</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Least number of the colours</source>
        <translation>颜色的最小值</translation>
    </message>
    <message>
        <source>Largest number of the colours</source>
        <translation>颜色的最大值</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Let the colours go from the least to the largest number of the slice</source>
        <translation>使颜色范围从切片的最小值到最大值</translation>
    </message>
    <message>
        <source>Element under the cursor</source>
        <translation>光标处的元素</translation>
    </message>
    <message>
        <source>Colours from</source>
        <translation>颜色从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Statistics of the value</source>
        <translation>值的统计</translation>
    </message>
    <message>
        <source>Select a value to look at its numbers.</source>
        <translation>选择一个值以查看其数值。</translation>
    </message>
    <message>
        <source>Running again to look at this value…</source>
        <translation>正在重新运行以查看此值…</translation>
    </message>
    <message>
        <source>rows: dim %1</source>
        <translation>行：dim %1</translation>
    </message>
    <message>
        <source>columns: dim %1</source>
        <translation>列：dim %1</translation>
    </message>
    <message>
        <source>dim %1: </source>
        <translation>dim %1：</translation>
    </message>
    <message>
        <source>Place in dimension %1</source>
        <translation>维度 %1 中的位置</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>eager</translation>
    </message>
    <message>
        <source>float64</source>
        <translation>float64</translation>
    </message>
    <message>
        <source>compiled − eager</source>
        <translation>编译 − eager</translation>
    </message>
    <message>
        <source>compiled − float64</source>
        <translation>编译 − float64</translation>
    </message>
    <message>
        <source>eager − float64</source>
        <translation>eager − float64</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>无穷</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>denormal</source>
        <translation>非规格化</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>std. deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>elements that differ</source>
        <translation>不同的元素</translation>
    </message>
    <message>
        <source>NaN or infinite otherwise</source>
        <translation>NaN 或无穷不一致</translation>
    </message>
    <message>
        <source>largest error</source>
        <translation>最大误差</translation>
    </message>
    <message>
        <source>largest relative error</source>
        <translation>最大相对误差</translation>
    </message>
    <message>
        <source>largest error in ULP</source>
        <translation>最大误差 (ULP)</translation>
    </message>
    <message>
        <source>root mean square</source>
        <translation>均方根</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Not copied: %1 cells are selected, at most %2 can be copied at once.</source>
        <translation>未复制：已选中 %1 个单元格，一次最多可复制 %2 个。</translation>
    </message>
</context>
<context>
    <name>whittle::TimePlot</name>
    <message>
        <source>Thread %1</source>
        <translation>线程 %1</translation>
    </message>
</context>
<context>
    <name>whittle::TimelinePlot</name>
    <message>
        <source>Timeline of the run: kernels and threads</source>
        <translation>运行的时间线：内核与线程</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>Kernels: %1</source>
        <translation>内核：%1</translation>
    </message>
    <message>
        <source>Thread %1: %2 of work, from %3</source>
        <translation>线程 %1：工作 %2，始于 %3</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
    <message>
        <source>The library does not tell what its threads do: this is how long it took.</source>
        <translation>库不会告知其线程的工作：此处为其总用时。</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Thread %1</source>
        <translation>线程 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>whittle::UserUndo</name>
    <message>
        <source>fold or unfold</source>
        <translation>折叠或展开</translation>
    </message>
    <message>
        <source>change of the reduction</source>
        <translation>更改缩减设置</translation>
    </message>
    <message>
        <source>forget files</source>
        <translation>清除文件</translation>
    </message>
</context>
<context>
    <name>whittle::WindowSession</name>
    <message>
        <source>is not in base64</source>
        <translation>不是 base64</translation>
    </message>
    <message>
        <source>is none that this Whittle has</source>
        <translation>不是此 Whittle 所具有的</translation>
    </message>
    <message>
        <source>The graph of this session is not there: %1</source>
        <translation>此会话的图不在：%1</translation>
    </message>
    <message>
        <source>&amp;Locate it…</source>
        <translation>定位(&amp;L)…</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>%1 has changed since the session was saved. Folds and selection are kept where the names are still there.</source>
        <translation>%1 在会话保存后已更改。名称仍存在之处保留折叠和选择。</translation>
    </message>
    <message>
        <source>&amp;Locate another…</source>
        <translation>定位其他文件(&amp;L)…</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Whittle sessions (*.whittle)</source>
        <translation>Whittle 会话 (*.whittle)</translation>
    </message>
    <message>
        <source>is a session and no graph</source>
        <translation>是会话，不是计算图</translation>
    </message>
    <message>
        <source>is not after the beginning</source>
        <translation>不在开头之后</translation>
    </message>
</context>
</TS>
