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
    <message>
        <source>E&amp;xport report…</source>
        <translation>导出报告(&amp;X)…</translation>
    </message>
    <message>
        <source>Export ta&amp;ble…</source>
        <translation>导出表格(&amp;B)…</translation>
    </message>
    <message>
        <source>Copy table as CS&amp;V</source>
        <translation>将表格复制为 CSV(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史记录(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Saved searches…</source>
        <translation>已保存的搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>Bookmar&amp;k the selection, or not</source>
        <translation>添加或移除选中项的书签(&amp;K)</translation>
    </message>
    <message>
        <source>To a book&amp;mark</source>
        <translation>到书签(&amp;M)</translation>
    </message>
    <message>
        <source>Bookmark &amp;1</source>
        <translation>书签 &amp;1</translation>
    </message>
    <message>
        <source>Bookmark &amp;2</source>
        <translation>书签 &amp;2</translation>
    </message>
    <message>
        <source>Bookmark &amp;3</source>
        <translation>书签 &amp;3</translation>
    </message>
    <message>
        <source>Bookmark &amp;4</source>
        <translation>书签 &amp;4</translation>
    </message>
    <message>
        <source>Bookmark &amp;5</source>
        <translation>书签 &amp;5</translation>
    </message>
    <message>
        <source>Bookmark &amp;6</source>
        <translation>书签 &amp;6</translation>
    </message>
    <message>
        <source>Bookmark &amp;7</source>
        <translation>书签 &amp;7</translation>
    </message>
    <message>
        <source>Bookmark &amp;8</source>
        <translation>书签 &amp;8</translation>
    </message>
    <message>
        <source>Bookmark &amp;9</source>
        <translation>书签 &amp;9</translation>
    </message>
    <message>
        <source>U&amp;nfold one level more</source>
        <translation>多展开一层(&amp;N)</translation>
    </message>
    <message>
        <source>Fol&amp;d one level more</source>
        <translation>多折叠一层(&amp;D)</translation>
    </message>
    <message>
        <source>Unfold to a de&amp;pth…</source>
        <translation>展开到指定深度(&amp;P)…</translation>
    </message>
    <message>
        <source>Ta&amp;sks…</source>
        <translation>任务(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;High contrast, light</source>
        <translation>高对比度，浅色(&amp;H)</translation>
    </message>
    <message>
        <source>High &amp;contrast, dark</source>
        <translation>高对比度，深色(&amp;C)</translation>
    </message>
    <message>
        <source>Layout for a tas&amp;k</source>
        <translation>任务布局(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Exploring a graph</source>
        <translation>浏览图(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Kernels and where the time goes</source>
        <translation>内核与耗时分布(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Numerics</source>
        <translation>数值(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Minifying</source>
        <translation>最小化(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Dynamic sizes and recompiles</source>
        <translation>动态大小与重新编译(&amp;D)</translation>
    </message>
    <message>
        <source>Infer si&amp;zes</source>
        <translation>推断大小(&amp;Z)</translation>
    </message>
    <message>
        <source>Stop inferrin&amp;g sizes</source>
        <translation>停止推断大小(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Run calls under stances</source>
        <translation>在各 stance 下运行调用(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;top the calls</source>
        <translation>停止调用(&amp;T)</translation>
    </message>
    <message>
        <source>Save ca&amp;lls…</source>
        <translation>保存调用(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>轨迹(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Open a log…</source>
        <translation>打开日志(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Follow while it &amp;grows</source>
        <translation>随其增长持续读取(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Read it again</source>
        <translation>重新读取(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Export the times…</source>
        <translation>导出用时(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>复制诊断信息(&amp;C)</translation>
    </message>
    <message>
        <source>O&amp;pen calls…</source>
        <translation>打开调用(&amp;P)…</translation>
    </message>
    <message>
        <source>H&amp;ighlight what is near the selection, a step more each time</source>
        <translation>突出显示选中项附近的部分，每次多一步(&amp;I)</translation>
    </message>
    <message>
        <source>Repeated &amp;blocks as one card</source>
        <translation>将重复的块显示为一个卡片(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;JSON-RPC console</source>
        <translation>JSON-RPC 控制台(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Comparing graphs</source>
        <translation>比较图(&amp;C)</translation>
    </message>
    <message>
        <source>Compare with f&amp;iles…</source>
        <translation>与文件比较(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Keep the stage in the comparison, or not</source>
        <translation>在比较中保留或移除此阶段(&amp;K)</translation>
    </message>
    <message>
        <source>The ne&amp;xt compared graph beside</source>
        <translation>并排显示下一个比较的图(&amp;X)</translation>
    </message>
    <message>
        <source>The compare&amp;d graph before beside</source>
        <translation>并排显示上一个比较的图(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Minify what is pointed at</source>
        <translation>最小化所指的部分(&amp;M)</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Its extensions</source>
        <translation>指令集扩展</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory that is free</source>
        <translation>可用内存</translation>
    </message>
    <message>
        <source>Memory of the window</source>
        <translation>窗口占用的内存</translation>
    </message>
    <message>
        <source>Memory of the window at most</source>
        <translation>窗口占用的最大内存</translation>
    </message>
    <message>
        <source>Done last:</source>
        <translation>最近的操作：</translation>
    </message>
</context>
<context>
    <name>ErrorBounds</name>
    <message>
        <source>the error is more than %1</source>
        <translation>误差大于 %1</translation>
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
    <message>
        <source>Arithmetic of products</source>
        <translation>乘积的运算量</translation>
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
    <name>OpFamily</name>
    <message>
        <source>fault</source>
        <translation>植入的故障</translation>
    </message>
    <message>
        <source>symbolic</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>slicing</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>join</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>matmul</source>
        <translation>矩阵乘</translation>
    </message>
    <message>
        <source>einsum</source>
        <translation>爱因斯坦求和</translation>
    </message>
    <message>
        <source>conv</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>pool</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>resample</source>
        <translation>重采样</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>control</source>
        <translation>控制流</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>quantize</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>pointwise</source>
        <translation>逐点</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>factory</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>prims</source>
        <translation>Prims</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>reduction</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>rearrange</source>
        <translation>重排</translation>
    </message>
    <message>
        <source>stacking</source>
        <translation>堆叠</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差分</translation>
    </message>
    <message>
        <source>positional</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>recurrent</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>product</source>
        <translation>乘积</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>special</source>
        <translation>特殊函数</translation>
    </message>
    <message>
        <source>elementwise more</source>
        <translation>更多逐元素</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>upsample</source>
        <translation>上采样</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>embedding bag</source>
        <translation>嵌入袋</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>复数</translation>
    </message>
    <message>
        <source>fft</source>
        <translation>FFT</translation>
    </message>
    <message>
        <source>linalg</source>
        <translation>线性代数</translation>
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
    <message>
        <source>Compiler&apos;s options</source>
        <translation>编译器选项</translation>
    </message>
    <message>
        <source>options of whittle compile that shape what it makes: --skip-pass, --pass-limit, --keep-apart, --without-library, --isa, --choose, --tuning-store, --no-tuning-store</source>
        <translation>whittle compile 中影响编译结果的选项：--skip-pass、--pass-limit、--keep-apart、--without-library、--isa、--choose、--tuning-store、--no-tuning-store</translation>
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
    <name>ReportPage</name>
    <message>
        <source>In its own size</source>
        <translation>按原始大小</translation>
    </message>
    <message>
        <source>%1 more rows are not listed here.</source>
        <translation>另有 %1 行未在此列出。</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>to read</source>
        <translation>要读取的文件</translation>
    </message>
    <message>
        <source>as table.list calls it</source>
        <translation>名称与 table.list 给出的相同</translation>
    </message>
    <message>
        <source>this session has no file yet: say which</source>
        <translation>此会话尚无文件：请指定文件</translation>
    </message>
    <message>
        <source>%1 has no rows yet</source>
        <translation>%1 尚无行</translation>
    </message>
    <message>
        <source>there is no colour by &apos;%1&apos;; there are: %2</source>
        <translation>没有按“%1”着色；可用的有：%2</translation>
    </message>
    <message>
        <source>it opens a window for a person to look at</source>
        <translation>它会打开供人查看的窗口</translation>
    </message>
    <message>
        <source>to write, where the session has none yet</source>
        <translation>要写入的文件（会话尚无文件时）</translation>
    </message>
    <message>
        <source>it leads to a field; &apos;node.search&apos; searches</source>
        <translation>它会转到输入框；“node.search”用于搜索</translation>
    </message>
    <message>
        <source>it opens a menu; &apos;node.search&apos; searches</source>
        <translation>它会打开菜单；“node.search”用于搜索</translation>
    </message>
    <message>
        <source>it opens the command palette; &apos;actions&apos; lists what there is</source>
        <translation>它会打开命令面板；“actions”列出可用的操作</translation>
    </message>
    <message>
        <source>it opens the command palette; &apos;node.select&apos; goes to a node</source>
        <translation>它会打开命令面板；“node.select”转到节点</translation>
    </message>
    <message>
        <source>modules in less than that many others are unfolded</source>
        <translation>外层模块数少于此值的模块会展开</translation>
    </message>
    <message>
        <source>it opens a list; &apos;state&apos; tells what goes on</source>
        <translation>它会打开列表；“state”说明正在进行的任务</translation>
    </message>
    <message>
        <source>dtype, bytes, users or what was measured; empty: the family of the operator</source>
        <translation>dtype、bytes、users 或测量值；留空则为算子类别</translation>
    </message>
    <message>
        <source>whether it is to be; the other way round if it is not given</source>
        <translation>是否启用；未给出则切换</translation>
    </message>
    <message>
        <source>it cannot be done now</source>
        <translation>现在无法执行</translation>
    </message>
    <message>
        <source>it cannot be done now: no graph is open</source>
        <translation>现在无法执行：没有打开图</translation>
    </message>
    <message>
        <source>left or right, where two graphs are held against each other; left if it is not given</source>
        <translation>left 或 right，用于并排比较两个图时；未给出则为 left</translation>
    </message>
    <message>
        <source>side is left or right</source>
        <translation>side 必须是 left 或 right</translation>
    </message>
    <message>
        <source>no graph is shown there</source>
        <translation>那里没有显示图</translation>
    </message>
    <message>
        <source>nothing here is called &apos;%1&apos;</source>
        <translation>此处没有名为“%1”的项</translation>
    </message>
    <message>
        <source>form is text or json</source>
        <translation>form 必须是 text 或 json</translation>
    </message>
    <message>
        <source>to is one of %1</source>
        <translation>to 必须是 %1 之一</translation>
    </message>
    <message>
        <source>stages are counted from 0, and there are %1</source>
        <translation>阶段从 0 开始计数，共有 %1 个</translation>
    </message>
    <message>
        <source>of a node, an input, an output or a module; or its key, as node:linear_3</source>
        <translation>节点、输入、输出或模块的名称；或其键，如 node:linear_3</translation>
    </message>
    <message>
        <source>Selects it in the graph and everywhere else, and tells of it.</source>
        <translation>在图中及其他各处选中它，并给出其信息。</translation>
    </message>
    <message>
        <source>Tells of a node: operator, type, module, line, what it reads and what reads it.</source>
        <translation>给出节点的信息：算子、类型、模块、代码行、其输入来源和使用者。</translation>
    </message>
    <message>
        <source>Searches, as typing into the box does; answers with the keys of what was found.</source>
        <translation>搜索，与在搜索框中输入相同；返回所找到项的键。</translation>
    </message>
    <message>
        <source>gelu, op:mm, time&gt;1ms, …; empty: none</source>
        <translation>gelu、op:mm、time&gt;1ms 等；留空表示不搜索</translation>
    </message>
    <message>
        <source>keys to answer with; 100 if it is not given</source>
        <translation>返回的键数；未给出则为 100</translation>
    </message>
    <message>
        <source>The graph that is shown, whole, in Whittle&apos;s text form or as the JSON of an exported program.</source>
        <translation>当前显示的整个图，以 Whittle 文本形式或导出程序的 JSON 给出。</translation>
    </message>
    <message>
        <source>text or json; text if it is not given</source>
        <translation>text 或 json；未给出则为 text</translation>
    </message>
    <message>
        <source>Writes the graph that is shown as whittle export does.</source>
        <translation>写出当前显示的图，与 whittle export 相同。</translation>
    </message>
    <message>
        <source>pt2, json, safetensors, fx, repro, dot, svg or wtl</source>
        <translation>pt2、json、safetensors、fx、repro、dot、svg 或 wtl</translation>
    </message>
    <message>
        <source>Versions of the graph: as opened, after each pass, reduced, and files beside it.</source>
        <translation>图的各版本：打开时、每个 pass 之后、缩减后，以及用于比较的文件。</translation>
    </message>
    <message>
        <source>Shows a version of the graph, held against another one if base says which.</source>
        <translation>显示图的一个版本；若由 base 指定，则与另一版本比较。</translation>
    </message>
    <message>
        <source>as stage.list counts them</source>
        <translation>按 stage.list 的计数</translation>
    </message>
    <message>
        <source>likewise; -1: none</source>
        <translation>同上；-1：无</translation>
    </message>
    <message>
        <source>there is no table &apos;%1&apos;; there are: %2</source>
        <translation>没有表格“%1”；可用的有：%2</translation>
    </message>
    <message>
        <source>All lists of the window, with how many rows each has.</source>
        <translation>窗口的所有列表，及各列表的行数。</translation>
    </message>
    <message>
        <source>All rows of a list as they stand: an object each, numbers unrounded, in the units that the keys name.</source>
        <translation>列表当前的所有行：每行一个对象，数字不舍入，单位由键名标明。</translation>
    </message>
    <message>
        <source>something still goes on after %1 seconds: &apos;state&apos; says what</source>
        <translation>%1 秒后仍有任务在进行：“state”说明是什么</translation>
    </message>
    <message>
        <source>model, inputs and seed go with a graph</source>
        <translation>model、inputs 和 seed 须与图一起使用</translation>
    </message>
    <message>
        <source>the session could not be saved; ask again to end without: %1</source>
        <translation>无法保存会话；再次请求则不保存直接结束：%1</translation>
    </message>
    <message>
        <source>%1 is still being read</source>
        <translation>仍在读取 %1</translation>
    </message>
    <message>
        <source>All that can be asked for, with what each takes.</source>
        <translation>所有可请求的方法，及各自接受的参数。</translation>
    </message>
    <message>
        <source>What menus and keys do: ids, which are methods too, and whether each can be done now.</source>
        <translation>菜单和按键的操作：其 id（也是方法），以及各操作现在是否可执行。</translation>
    </message>
    <message>
        <source>What is open, selected and under way.</source>
        <translation>已打开、已选中和正在进行的内容。</translation>
    </message>
    <message>
        <source>Answers with the state when nothing is under way any more.</source>
        <translation>所有任务结束后返回状态。</translation>
    </message>
    <message>
        <source>to wait at most; 600 if it is not given</source>
        <translation>最多等待的秒数；未给出则为 600</translation>
    </message>
    <message>
        <source>What went wrong and is still shown.</source>
        <translation>仍在显示的错误。</translation>
    </message>
    <message>
        <source>Opens a graph, a session, the folder of a reduction or a trace, and answers with the state when it is read.</source>
        <translation>打开图、会话、缩减的文件夹或轨迹，读取完成后返回状态。</translation>
    </message>
    <message>
        <source>to open</source>
        <translation>要打开的文件</translation>
    </message>
    <message>
        <source>which program of an archive that holds several</source>
        <translation>归档含多个程序时选用哪一个</translation>
    </message>
    <message>
        <source>a safetensors file with the inputs of the call</source>
        <translation>含有调用输入的 safetensors 文件</translation>
    </message>
    <message>
        <source>of random operators, and of weights and inputs that the file lacks</source>
        <translation>随机算子以及文件所缺权重和输入的种子</translation>
    </message>
    <message>
        <source>Sets the form of the reduction to what a command line says; compilations take their settings from there too.</source>
        <translation>按命令行填写缩减的表单；编译也采用其中的设置。</translation>
    </message>
    <message>
        <source>as the log has it: whittle minify FILE --inject … -o DIR</source>
        <translation>形式与日志中相同：whittle minify FILE --inject … -o DIR</translation>
    </message>
    <message>
        <source>Writes a picture of the window.</source>
        <translation>写出窗口的图片。</translation>
    </message>
    <message>
        <source>PNG, to write</source>
        <translation>要写入的 PNG 文件</translation>
    </message>
    <message>
        <source>Closes the window.</source>
        <translation>关闭窗口。</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>%1 could not be opened: %2</source>
        <translation>无法打开 %1：%2</translation>
    </message>
    <message>
        <source>the graph could not be arranged: %1</source>
        <translation>无法排布图：%1</translation>
    </message>
    <message>
        <source>the graph could not be compiled: %1</source>
        <translation>无法编译图：%1</translation>
    </message>
    <message>
        <source>the values could not be compared: %1</source>
        <translation>无法比较值：%1</translation>
    </message>
    <message>
        <source>the calls could not be run: %1</source>
        <translation>无法运行调用：%1</translation>
    </message>
    <message>
        <source>the sizes could not be inferred: %1</source>
        <translation>无法推断大小：%1</translation>
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
    <message>
        <source>has more than %1 entries</source>
        <translation>超过 %1 个条目</translation>
    </message>
    <message>
        <source>has to hold objects only</source>
        <translation>只能包含对象</translation>
    </message>
    <message>
        <source>it is no result</source>
        <translation>不是结果</translation>
    </message>
    <message>
        <source>it was written by a newer Whittle</source>
        <translation>由更新版本的 Whittle 写入</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>it is not in base64</source>
        <translation>不是 base64</translation>
    </message>
</context>
<context>
    <name>TableFormat</name>
    <message>
        <source>Comma-separated values</source>
        <translation>逗号分隔值</translation>
    </message>
    <message>
        <source>Tab-separated values</source>
        <translation>制表符分隔值</translation>
    </message>
    <message>
        <source>JSON, an object a row</source>
        <translation>JSON，每行一个对象</translation>
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
        <source>A PT2 archive, export JSON, .wtl, FX text, reproducer script or .whittle session; or the folder of a reduction, to watch or resume it; or a trace of PyTorch, a log or a folder.</source>
        <translation>PT2 归档、导出的 JSON、.wtl、FX 文本、复现脚本或 .whittle 会话；或缩减的文件夹，以查看或继续该缩减；或 PyTorch 的轨迹，可为日志或文件夹。</translation>
    </message>
    <message>
        <source>light, dark, contrast-light, contrast-dark or system.</source>
        <translation>light、dark、contrast-light、contrast-dark 或 system。</translation>
    </message>
    <message>
        <source>Infer at once which sizes of FILE may vary: auto, or dynamic to be told where one may not.</source>
        <translation>立即推断 FILE 的哪些大小可变：auto；或 dynamic，以便在某个大小不可变时得到提示。</translation>
    </message>
    <message>
        <source>Infer sizes at once with this said of them: Python&apos;s dynamic_shapes or JSON.</source>
        <translation>立即按此处对大小的说明进行推断：Python 的 dynamic_shapes 或 JSON。</translation>
    </message>
    <message>
        <source>Write FILE as a page for a browser, with --compile and --compare what these tell, and end: status 1 when that is a failure. Needs no display.</source>
        <translation>将 FILE 写成浏览器页面后结束，与 --compile 和 --compare 一起使用时包含其结果：若结果为失败，则状态为 1。无需显示器。</translation>
    </message>
    <message>
        <source>Make the calls of this file under every stance at once.</source>
        <translation>立即在每个 stance 下执行此文件中的调用。</translation>
    </message>
    <message>
        <source>With --calls: of what is known of a cell show this: %1.</source>
        <translation>与 --calls 一起：单元格信息中显示：%1。</translation>
    </message>
    <message>
        <source>Open FILE in the window that was started so before, if there is one.</source>
        <translation>若已有以此方式启动的窗口，则在其中打开 FILE。</translation>
    </message>
    <message>
        <source>Which program of an archive that holds several.</source>
        <translation>归档含多个程序时选用哪一个。</translation>
    </message>
    <message>
        <source>Take the inputs of the call from this safetensors file: in.0, in.1, …</source>
        <translation>从此 safetensors 文件获取调用的输入：in.0, in.1, …</translation>
    </message>
    <message>
        <source>Seed of random operators, and of weights and inputs that FILE lacks.</source>
        <translation>随机算子以及 FILE 所缺权重和输入的种子。</translation>
    </message>
    <message>
        <source>Our compiler&apos;s: see whittle compile --help.</source>
        <translation>我们的编译器的选项：参见 whittle compile --help。</translation>
    </message>
    <message>
        <source>--seed is a number</source>
        <translation>--seed 必须是数字</translation>
    </message>
    <message>
        <source>--model, --inputs and --seed go with a graph</source>
        <translation>--model、--inputs 和 --seed 须与图一起使用</translation>
    </message>
    <message>
        <source>--single-instance goes with a FILE alone</source>
        <translation>--single-instance 只能与 FILE 单独使用</translation>
    </message>
    <message>
        <source>--dims is auto or dynamic</source>
        <translation>--dims 必须是 auto 或 dynamic</translation>
    </message>
    <message>
        <source>--%1 needs a FILE</source>
        <translation>--%1 需要一个 FILE</translation>
    </message>
    <message>
        <source>--report needs the name of a file to write</source>
        <translation>--report 需要要写入的文件名</translation>
    </message>
    <message>
        <source>--report needs a FILE</source>
        <translation>--report 需要一个 FILE</translation>
    </message>
    <message>
        <source>--report does not go with --%1</source>
        <translation>--report 不能与 --%1 一起使用</translation>
    </message>
    <message>
        <source>--calls needs a FILE</source>
        <translation>--calls 需要一个 FILE</translation>
    </message>
    <message>
        <source>--calls-tab is one of %1</source>
        <translation>--calls-tab 必须是 %1 之一</translation>
    </message>
    <message>
        <source>--theme is light, dark, contrast-light, contrast-dark or system</source>
        <translation>--theme 必须是 light、dark、contrast-light、contrast-dark 或 system</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number: &apos;%2&apos; takes numbers with commas, such as 0,2</source>
        <translation>“%1”不是数字：“%2”后接以逗号分隔的数字，如 0,2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; takes numbers with commas, such as 0,2</source>
        <translation>“%1”后接以逗号分隔的数字，如 0,2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not understood; behind the type may stand %2</source>
        <translation>无法识别“%1”；类型之后可用 %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a value behind it</source>
        <translation>“%1”之后需要一个值</translation>
    </message>
    <message>
        <source>&apos;%1&apos; takes a number, not &apos;%2&apos;</source>
        <translation>“%1”后接数字，而不是“%2”</translation>
    </message>
    <message>
        <source>&apos;same&apos; takes the name of an earlier argument</source>
        <translation>“same”后接前面某个参数的名称</translation>
    </message>
    <message>
        <source>expected a number, true, false, none or a text such as &apos;add&apos;, got &quot;%1&quot;</source>
        <translation>应为数字、true、false、none 或文本（如 &apos;add&apos;），实际为“%1”</translation>
    </message>
    <message>
        <source>expected a tensor such as &quot;f32[4,8]&quot;, got &quot;%1&quot;</source>
        <translation>应为张量，如“f32[4,8]”，实际为“%1”</translation>
    </message>
    <message>
        <source>dynamic</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>派生</translation>
    </message>
    <message>
        <source>specialised</source>
        <translation>特化</translation>
    </message>
    <message>
        <source>static</source>
        <translation>静态</translation>
    </message>
    <message>
        <source>what you said</source>
        <translation>您的说明</translation>
    </message>
    <message>
        <source>its guards hold, but another backend made it</source>
        <translation>其守卫成立，但由另一后端生成</translation>
    </message>
    <message>
        <source>saw %1</source>
        <translation>实际为 %1</translation>
    </message>
    <message>
        <source>wanted %1</source>
        <translation>需要 %1</translation>
    </message>
    <message>
        <source>needed by %1</source>
        <translation>%1 需要它</translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>条目 %1</translation>
    </message>
    <message>
        <source>fits, and ran: all its guards hold.</source>
        <translation>匹配并已运行：其所有守卫均成立。</translation>
    </message>
    <message>
        <source>fits: all its guards hold.</source>
        <translation>匹配：其所有守卫均成立。</translation>
    </message>
    <message>
        <source>does not fit.</source>
        <translation>不匹配。</translation>
    </message>
    <message numerus="yes">
        <source>%n guards more held before</source>
        <translation>
            <numerusform>此前另有 %n 个守卫成立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guards behind it were not asked</source>
        <translation>
            <numerusform>其后 %n 个守卫未检查</numerusform>
        </translation>
    </message>
    <message>
        <source>would fail too: %1</source>
        <translation>也会失败：%1</translation>
    </message>
    <message>
        <source>%1 to compile: %2 to record, %3 in the backend</source>
        <translation>编译用时 %1：记录 %2，后端 %3</translation>
    </message>
    <message>
        <source>%1 to run</source>
        <translation>运行用时 %1</translation>
    </message>
    <message>
        <source>Its graph against that of %1</source>
        <translation>其图与 %1 的图比较</translation>
    </message>
    <message>
        <source>The graphs cannot be compared: %1</source>
        <translation>无法比较两个图：%1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>The graphs come at the end of the stance.</source>
        <translation>图在该 stance 结束时给出。</translation>
    </message>
    <message>
        <source>show both in the graph view</source>
        <translation>在图视图中显示两者</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source> in [%1, %2]</source>
        <translation> 范围 [%1, %2]</translation>
    </message>
    <message>
        <source>, which is %1</source>
        <translation>，即 %1</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Entries, in the order in which they were asked</source>
        <translation>条目，按检查顺序</translation>
    </message>
    <message>
        <source>There was no entry to ask.</source>
        <translation>没有可检查的条目。</translation>
    </message>
    <message>
        <source>Guards that were not asked, since they are skipped</source>
        <translation>因跳过而未检查的守卫</translation>
    </message>
    <message>
        <source>The graph ends before the function does</source>
        <translation>图在函数结束之前终止</translation>
    </message>
    <message>
        <source>Sizes that became symbols</source>
        <translation>成为符号的大小</translation>
    </message>
    <message>
        <source>Part %1 after the break: %2</source>
        <translation>中断后的第 %1 部分：%2</translation>
    </message>
    <message>
        <source>Call %1 under %2: %3</source>
        <translation>调用 %1，在 %2 下：%3</translation>
    </message>
    <message>
        <source>Under %1</source>
        <translation>在 %1 下</translation>
    </message>
    <message>
        <source>There is no entry at the end of the calls.</source>
        <translation>调用结束时没有条目。</translation>
    </message>
    <message>
        <source>Entry %1 fits: it would run.</source>
        <translation>条目 %1 匹配：会运行。</translation>
    </message>
    <message>
        <source>Entry %1 does not fit: %2</source>
        <translation>条目 %1 不匹配：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n guards fail</source>
        <translation>
            <numerusform>%n 个守卫失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>后端</translation>
    </message>
    <message>
        <source>Who runs what was recorded: our compiler, the graph node by node, or that after the passes on graphs</source>
        <translation>由谁运行所记录的内容：我们的编译器、逐节点执行图，或经图 pass 处理后再逐节点执行</translation>
    </message>
    <message>
        <source>Skip &amp;guards</source>
        <translation>跳过守卫(&amp;G)</translation>
    </message>
    <message>
        <source>Which stances get the calls</source>
        <translation>在哪些 stance 下执行调用</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>全部(&amp;A)</translation>
    </message>
    <message>
        <source>Calls to warm up</source>
        <translation>预热调用数</translation>
    </message>
    <message>
        <source>So many calls run under default, then the stance is set: as a server that warms up and then must not recompile</source>
        <translation>先在 default 下运行这么多次调用，然后设置 stance：如同服务器预热后不得重新编译</translation>
    </message>
    <message>
        <source>Recompile limit</source>
        <translation>重新编译上限</translation>
    </message>
    <message>
        <source>Entries that a function may have before it runs eagerly for good</source>
        <translation>函数可有的条目数，超过后始终以 eager 方式运行</translation>
    </message>
    <message>
        <source>The option skip_guard_eval_unsafe of a stance: only guards that tell entries apart are asked</source>
        <translation>stance 的选项 skip_guard_eval_unsafe：只检查用于区分条目的守卫</translation>
    </message>
    <message>
        <source>Dynamic</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>The backend: %1</source>
        <translation>后端：%1</translation>
    </message>
    <message>
        <source>Its passes: %1</source>
        <translation>其各 pass：%1</translation>
    </message>
    <message>
        <source>Hold FILE against this one at once; may be given several times.</source>
        <translation>立即将 FILE 与此文件比较；可多次给出。</translation>
    </message>
    <message>
        <source>Answer programs at this socket of yours: JSON-RPC, a line each. A name, a path, or - for standard input and output.</source>
        <translation>在您的此套接字上应答程序：JSON-RPC，每行一条。可为名称、路径，或以 - 表示标准输入和输出。</translation>
    </message>
    <message>
        <source>--against needs a FILE</source>
        <translation>--against 需要一个 FILE</translation>
    </message>
    <message>
        <source>--rpc needs the name of a socket, its path, or -</source>
        <translation>--rpc 需要套接字的名称、路径或 -</translation>
    </message>
    <message>
        <source>--rpc does not go with --%1</source>
        <translation>--rpc 不能与 --%1 一起使用</translation>
    </message>
    <message>
        <source>%Ln boxes next to %1</source>
        <translation>%Ln 个方框与 %1 相邻</translation>
    </message>
    <message>
        <source>%Ln boxes at most %1 steps from %2</source>
        <translation>%Ln 个方框距 %2 最多 %1 步</translation>
    </message>
    <message>
        <source>Repeated blocks</source>
        <translation>重复的块</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最后一个</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>To the next</source>
        <translation>传给下一个</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>相同之处</translation>
    </message>
    <message>
        <source>Equal are operators, arguments, types, wiring and names inside; the data of weights and what comes in from outside may differ.</source>
        <translation>算子、参数、类型、连接和内部名称均相同；权重的数据和来自外部的输入可以不同。</translation>
    </message>
    <message>
        <source>“%1” is known once the graph was compiled and measured (F5).</source>
        <translation>编译并测量图后 (F5) 才能得知“%1”。</translation>
    </message>
    <message>
        <source>“%1” is known once the values were compared (F6).</source>
        <translation>比较值后 (F6) 才能得知“%1”。</translation>
    </message>
    <message>
        <source>%1 takes nothing</source>
        <translation>%1 不接受参数</translation>
    </message>
    <message>
        <source>%1 takes: %2</source>
        <translation>%1 接受：%2</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1（可选）</translation>
    </message>
    <message>
        <source>there are %1 params; %2</source>
        <translation>给出了 %1 个 params；%2</translation>
    </message>
    <message>
        <source>params are an object or a list; %1</source>
        <translation>params 必须是对象或列表；%1</translation>
    </message>
    <message>
        <source>%1 is missing; %2</source>
        <translation>缺少 %1；%2</translation>
    </message>
    <message>
        <source>%1 is %2: %3</source>
        <translation>%1 必须是%2：%3</translation>
    </message>
    <message>
        <source>%1 is from %2 to %3</source>
        <translation>%1 必须在 %2 到 %3 之间</translation>
    </message>
    <message>
        <source>there is no &apos;%1&apos;; %2</source>
        <translation>没有“%1”；%2</translation>
    </message>
    <message>
        <source>a request is the name of a method, then perhaps {&quot;name&quot;: value}</source>
        <translation>请求为方法名，之后可跟 {&quot;name&quot;: value}</translation>
    </message>
    <message>
        <source>behind %1 no JSON stands: %2 at “%3”</source>
        <translation>%1 之后不是 JSON：%2，位于“%3”</translation>
    </message>
    <message>
        <source>%1 – from the session, made %2</source>
        <translation>%1 – 来自会话，生成于 %2</translation>
    </message>
    <message>
        <source>What would save this compile</source>
        <translation>可节省此次编译的做法</translation>
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
    <message>
        <source>– no command does this</source>
        <translation>– 没有命令执行此操作</translation>
    </message>
    <message>
        <source>No command does this.</source>
        <translation>没有命令执行此操作。</translation>
    </message>
</context>
<context>
    <name>whittle::AdviceModel</name>
    <message>
        <source>What to do</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Compiles without</source>
        <translation>未采用时编译次数</translation>
    </message>
    <message>
        <source>Compiles with</source>
        <translation>采用后编译次数</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>节省</translation>
    </message>
    <message>
        <source>In calls</source>
        <translation>涉及的调用</translation>
    </message>
</context>
<context>
    <name>whittle::AdvicePage</name>
    <message>
        <source>&amp;Apply and run</source>
        <translation>应用并运行(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Copy code</source>
        <translation>复制代码(&amp;C)</translation>
    </message>
    <message>
        <source>What would save compiles</source>
        <translation>可节省编译的做法</translation>
    </message>
    <message>
        <source>Code that does it</source>
        <translation>实现代码</translation>
    </message>
    <message>
        <source>Changes the calls or the options so, and runs them again; Edit, Undo takes it back</source>
        <translation>据此更改调用或选项并重新运行；可用“编辑”&gt;“撤销”撤回</translation>
    </message>
    <message>
        <source>What would save compiles is replayed when all calls are made.</source>
        <translation>所有调用完成后，将重放以查找可节省编译的做法。</translation>
    </message>
    <message>
        <source>Nothing that was tried saves a compile: the sequence compiles once, or what changes cannot be dynamic.</source>
        <translation>所尝试的做法均不能节省编译：此序列只编译一次，或变化的部分无法设为动态。</translation>
    </message>
    <message>
        <source>Run the calls to see what would save compiles.</source>
        <translation>运行调用以查看可节省编译的做法。</translation>
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
    <name>whittle::ArgumentDelegate</name>
    <message>
        <source>%1 of call %2</source>
        <translation>%1，调用 %2</translation>
    </message>
    <message>
        <source>%1, such as f32[4,8] or f32[4,8] dynamic 0</source>
        <translation>%1，如 f32[4,8] 或 f32[4,8] dynamic 0</translation>
    </message>
</context>
<context>
    <name>whittle::Bookmarks</name>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>not in this version of the graph</source>
        <translation>不在此版本的图中</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>whittle::BookmarksView</name>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Nothing is bookmarked.

Select a node or a module, and Ctrl+Shift+B keeps it here. Alt+1 to Alt+9 go to the first nine.</source>
        <translation>没有书签。

选择节点或模块后按 Ctrl+Shift+B，即可保存在此。Alt+1 至 Alt+9 可前往前九个书签。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Bookmark what is selected in the graph (Ctrl+Shift+B)</source>
        <translation>为图中的选中项添加书签 (Ctrl+Shift+B)</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Give the bookmark a label (F2)</source>
        <translation>为书签设置标签 (F2)</translation>
    </message>
    <message>
        <source>Move the bookmark up (Ctrl+Up)</source>
        <translation>上移书签 (Ctrl+Up)</translation>
    </message>
    <message>
        <source>Move the bookmark down (Ctrl+Down)</source>
        <translation>下移书签 (Ctrl+Down)</translation>
    </message>
    <message>
        <source>Remove the bookmark (Delete)</source>
        <translation>移除书签 (Delete)</translation>
    </message>
</context>
<context>
    <name>whittle::BoundsEditor</name>
    <message>
        <source>Tolerances</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>A value is wrong when its largest error against float64 is a larger part of the largest number there than this. An empty field leaves it to the rule that the minifier judges by. NaN and infinities that float64 does not have stay wrong.</source>
        <translation>若某个值相对 float64 的最大误差与其中最大数之比超过此值，则判为错误。留空则采用最小化时的判定规则。float64 中没有的 NaN 和无穷始终判为错误。</translation>
    </message>
    <message>
        <source>What they make of the comparison</source>
        <translation>容差对比较结果的影响</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>Leave all to the rule that the minifier judges by</source>
        <translation>全部采用最小化时的判定规则</translation>
    </message>
    <message>
        <source>Largest error of %1</source>
        <translation>%1 的最大误差</translation>
    </message>
    <message>
        <source>as the judge says</source>
        <translation>按判定规则</translation>
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
    <name>whittle::CacheEntriesModel</name>
    <message>
        <source>live</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>shadowed by %1</source>
        <translation>被 %1 遮蔽</translation>
    </message>
    <message>
        <source>shadowed</source>
        <translation>被遮蔽</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>无用</translation>
    </message>
    <message>
        <source>Calls of the sequence use it.</source>
        <translation>序列中的调用会使用它。</translation>
    </message>
    <message>
        <source>Calls of the sequence would fit it, but an entry before it takes all of them.</source>
        <translation>序列中有调用与它匹配，但都被它之前的条目接管。</translation>
    </message>
    <message>
        <source>No call after the one that made it fits it.</source>
        <translation>在生成它的调用之后，没有调用与它匹配。</translation>
    </message>
    <message>
        <source>whole function</source>
        <translation>整个函数</translation>
    </message>
    <message>
        <source>%1, up to a graph break</source>
        <translation>%1，至图中断处</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>Made by call</source>
        <translation>生成它的调用</translation>
    </message>
    <message>
        <source>After a miss of</source>
        <translation>未命中的条目</translation>
    </message>
    <message>
        <source>Recorded in</source>
        <translation>记录用时</translation>
    </message>
    <message>
        <source>Compiled in</source>
        <translation>编译用时</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>后端</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>not made yet</source>
        <translation>尚未生成</translation>
    </message>
    <message>
        <source>Call %1 makes it.</source>
        <translation>由第 %1 次调用生成。</translation>
    </message>
</context>
<context>
    <name>whittle::CachePage</name>
    <message>
        <source>Entries of the cache, in lookup order</source>
        <translation>缓存条目，按查找顺序</translation>
    </message>
    <message>
        <source>Entries against the recompile limit</source>
        <translation>条目数与重新编译上限</translation>
    </message>
    <message>
        <source>Distance to the limit</source>
        <translation>距上限</translation>
    </message>
    <message>
        <source>Choose a cell of the matrix to see the cache of its stance.</source>
        <translation>选择矩阵中的单元格以查看其 stance 的缓存。</translation>
    </message>
    <message>
        <source>The entries come when all calls of %1 are made.</source>
        <translation>%1 的所有调用完成后会给出条目。</translation>
    </message>
    <message>
        <source>Nothing was compiled under %1.</source>
        <translation>在 %1 下没有编译任何内容。</translation>
    </message>
    <message>
        <source>%1 of %2 entries: the limit is reached, and what fits none of them runs eagerly.</source>
        <translation>%1 / %2 个条目：已达上限，与所有条目都不匹配的调用将以 eager 方式运行。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 entries, %n to the limit; the one asked first is above</source>
        <translation>
            <numerusform>%1 / %2 个条目，距上限 %n 个；最先检查的在最上方</numerusform>
        </translation>
    </message>
    <message>
        <source>After call %1: %2</source>
        <translation>第 %1 次调用之后：%2</translation>
    </message>
</context>
<context>
    <name>whittle::CallsModel</name>
    <message>
        <source>The graph has no example of %1: give it a value</source>
        <translation>图中没有 %1 的示例：请给它一个值</translation>
    </message>
    <message>
        <source>Call %1, %2: %3</source>
        <translation>调用 %1，%2：%3</translation>
    </message>
    <message>
        <source>expected {&quot;calls&quot;: [...]} or a list of calls</source>
        <translation>应为 {&quot;calls&quot;: [...]} 或调用列表</translation>
    </message>
    <message>
        <source>there are %1 calls in it; the window takes %2, the command any number</source>
        <translation>其中有 %1 个调用；窗口最多接受 %2 个，命令行不限数量</translation>
    </message>
    <message>
        <source>call %1 is not an object of arguments by name</source>
        <translation>调用 %1 不是按名称给出参数的对象</translation>
    </message>
    <message>
        <source>call %1 names &apos;%2&apos;; the program has %3</source>
        <translation>调用 %1 指定了“%2”；程序有 %3</translation>
    </message>
    <message>
        <source>%1 of call %2: %3</source>
        <translation>%1，调用 %2：%3</translation>
    </message>
    <message>
        <source>Input %1 : %2</source>
        <translation>输入 %1：%2</translation>
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
    <message>
        <source>Scale of numbers</source>
        <translation>数值刻度</translation>
    </message>
    <message>
        <source>As it suits them</source>
        <translation>自动选择</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Ends of the scale</source>
        <translation>刻度两端</translation>
    </message>
    <message>
        <source>Least and most</source>
        <translation>最小值与最大值</translation>
    </message>
    <message>
        <source>Without the extreme %1 % at each end</source>
        <translation>不含两端各 %1 % 的极端值</translation>
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
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>The extreme %1 % of the boxes at each end have the colour of that end</source>
        <translation>两端各 %1 % 的极端方框采用该端的颜色</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
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
    <name>whittle::ComparisonModel</name>
    <message>
        <source>operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>there</source>
        <translation>存在</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>已更改：%1</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>%1, as %2</source>
        <translation>%1，名为 %2</translation>
    </message>
    <message>
        <source>%1: what the others are held against</source>
        <translation>%1：其他图的比较基准</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
</context>
<context>
    <name>whittle::ComparisonPanel</name>
    <message>
        <source>Differs in &amp;any</source>
        <translation>任一图中有差异(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Changed in any</source>
        <translation>任一图中有更改(&amp;C)</translation>
    </message>
    <message>
        <source>Changed in its &amp;type</source>
        <translation>类型有更改(&amp;T)</translation>
    </message>
    <message>
        <source>Changed in its &amp;operator</source>
        <translation>算子有更改(&amp;O)</translation>
    </message>
    <message>
        <source>Changed in its ar&amp;guments</source>
        <translation>参数有更改(&amp;G)</translation>
    </message>
    <message>
        <source>A&amp;bsent in any</source>
        <translation>任一图中不存在(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Same in all</source>
        <translation>所有图中相同(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Every node</source>
        <translation>所有节点(&amp;E)</translation>
    </message>
    <message>
        <source>Nodes in every graph</source>
        <translation>各图中的节点</translation>
    </message>
    <message>
        <source>differs, changed:B, only:C, what:type, names and operators</source>
        <translation>differs、changed:B、only:C、what:type、名称和算子</translation>
    </message>
    <message>
        <source>Which nodes are listed</source>
        <translation>列出哪些节点</translation>
    </message>
    <message>
        <source>All words have to hold: differs, same, changed, absent, each also of one graph as in changed:B; only:C; what:operator, what:type, what:arguments; parts of names and operators</source>
        <translation>所有词须同时满足：differs、same、changed、absent，均可限定某个图，如 changed:B；only:C；what:operator、what:type、what:arguments；名称和算子的一部分</translation>
    </message>
    <message>
        <source>Pa&amp;tterns</source>
        <translation>模式(&amp;T)</translation>
    </message>
    <message>
        <source>Patterns of differences to list</source>
        <translation>要列出的差异模式</translation>
    </message>
    <message>
        <source>Patterns of differences</source>
        <translation>差异模式</translation>
    </message>
    <message>
        <source>The graph before beside</source>
        <translation>并排显示上一个图</translation>
    </message>
    <message>
        <source>The next graph beside</source>
        <translation>并排显示下一个图</translation>
    </message>
    <message>
        <source>How many nodes are listed</source>
        <translation>列出的节点数</translation>
    </message>
    <message>
        <source>Compare with &amp;files…</source>
        <translation>与文件比较(&amp;F)…</translation>
    </message>
    <message>
        <source>What there is to know of the comparison</source>
        <translation>比较的相关信息</translation>
    </message>
    <message>
        <source>Hold the graph against others: check stages in the list of stages, or take files. Files can be dropped here.</source>
        <translation>将此图与其他图比较：在阶段列表中勾选阶段，或选取文件。可将文件拖放到此处。</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Compare a&amp;gain</source>
        <translation>重新比较(&amp;G)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source> · beside: %1  %2</source>
        <translation> · 并排：%1  %2</translation>
    </message>
    <message>
        <source>&amp;Only there</source>
        <translation>仅在该图中(&amp;O)</translation>
    </message>
    <message>
        <source>A&amp;bsent there</source>
        <translation>该图中不存在(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Differs there</source>
        <translation>该图中有差异(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Changed there</source>
        <translation>该图中有更改(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Same there</source>
        <translation>该图中相同(&amp;S)</translation>
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
    <name>whittle::ConsoleModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>尚无应答。</translation>
    </message>
    <message>
        <source>Done in the window.</source>
        <translation>已在窗口中执行。</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes more are not kept here; a program gets all of them.</source>
        <translation>
            <numerusform>另有 %n 个字节未保留在此；程序会收到全部内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>done in the window</source>
        <translation>已在窗口中执行</translation>
    </message>
</context>
<context>
    <name>whittle::ConsoleView</name>
    <message>
        <source>&amp;Send</source>
        <translation>发送(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Copy requests</source>
        <translation>复制请求(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export requests…</source>
        <translation>导出请求(&amp;E)…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Requests and answers</source>
        <translation>请求与应答</translation>
    </message>
    <message>
        <source>Answer of the selected request</source>
        <translation>所选请求的应答</translation>
    </message>
    <message>
        <source>The whole answer of the selected request</source>
        <translation>所选请求的完整应答</translation>
    </message>
    <message>
        <source>Whatever the window does can be asked for by a request: its name, then what it takes as JSON. Type one below, such as

state
view.dock.kernels {&quot;checked&quot;: true}
node.search {&quot;query&quot;: &quot;op:mm&quot;}

What you do by hand is listed here as the requests that do the same; a program sends them through whittle-workbench --rpc.</source>
        <translation>窗口的所有操作都可通过请求执行：先写名称，再以 JSON 给出参数。请在下方输入，例如

state
view.dock.kernels {&quot;checked&quot;: true}
node.search {&quot;query&quot;: &quot;op:mm&quot;}

您手动执行的操作会以等效的请求列在这里；程序可通过 whittle-workbench --rpc 发送这些请求。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>method {&quot;name&quot;: value}</source>
        <translation>method {&quot;name&quot;: value}</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Those that did something, as JSON-RPC: a line each</source>
        <translation>执行了操作的请求，以 JSON-RPC 形式：每行一条</translation>
    </message>
    <message>
        <source>The same as a file for whittle-workbench --rpc - &lt; FILE</source>
        <translation>同样的内容，写成供 whittle-workbench --rpc - &lt; FILE 使用的文件</translation>
    </message>
    <message>
        <source>Up and Down: what was typed before. Letters of a name complete it; methods lists all.</source>
        <translation>向上键和向下键：先前输入的内容。输入名称的部分字母可补全；methods 列出全部方法。</translation>
    </message>
    <message>
        <source>%1 Takes: %2</source>
        <translation>%1 接受：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n requests copied.</source>
        <translation>
            <numerusform>已复制 %n 条请求。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>导出请求</translation>
    </message>
    <message>
        <source>Requests, one a line (*.jsonl)</source>
        <translation>请求，每行一条 (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Requests written to %1</source>
        <translation>请求已写入 %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>The request is copied.</source>
        <translation>已复制请求。</translation>
    </message>
</context>
<context>
    <name>whittle::CrashOffers</name>
    <message>
        <source>The window ended unexpectedly on %1 (%2). What is known of it was kept on this machine.</source>
        <translation>窗口于 %1 意外结束 (%2)。相关信息已保存在此计算机上。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>How the window ended</source>
        <translation>窗口结束的情况</translation>
    </message>
    <message>
        <source>What is known of the end</source>
        <translation>意外结束的相关信息</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>清除(&amp;F)</translation>
    </message>
    <message>
        <source>Deletes what was kept</source>
        <translation>删除所保存的信息</translation>
    </message>
</context>
<context>
    <name>whittle::CrashReport</name>
    <message>
        <source>Whittle ended unexpectedly: %1</source>
        <translation>Whittle 意外结束：%1</translation>
    </message>
    <message>
        <source>Done before, the last of it last:</source>
        <translation>此前的操作，最近的在最后：</translation>
    </message>
    <message>
        <source>Where it was, innermost first:</source>
        <translation>所在位置，最内层在前：</translation>
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
    <name>whittle::DimNamesModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Stands for</source>
        <translation>代表</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no size: give a number, or nothing for no end</source>
        <translation>“%1”不是大小：请输入数字，留空表示不设限</translation>
    </message>
</context>
<context>
    <name>whittle::DimReasonsModel</name>
    <message>
        <source>Of</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Your line</source>
        <translation>您的代码行</translation>
    </message>
    <message>
        <source>what you said</source>
        <translation>您的说明</translation>
    </message>
    <message>
        <source>No node asked for it: you said so.</source>
        <translation>没有节点要求：由您指定。</translation>
    </message>
    <message>
        <source>No node asked for it: the file declares it of its inputs.</source>
        <translation>没有节点要求：文件对其输入如此声明。</translation>
    </message>
    <message>
        <source>relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>least size</source>
        <translation>最小大小</translation>
    </message>
    <message>
        <source>most size</source>
        <translation>最大大小</translation>
    </message>
    <message>
        <source>each run</source>
        <translation>每次运行</translation>
    </message>
    <message>
        <source>sizes of 0 and 1</source>
        <translation>大小 0 和 1</translation>
    </message>
    <message>
        <source>each call</source>
        <translation>每次调用</translation>
    </message>
</context>
<context>
    <name>whittle::DimsController</name>
    <message>
        <source>Open a graph to see which of its sizes may vary</source>
        <translation>打开一个图以查看哪些大小可变</translation>
    </message>
    <message>
        <source>Not inferred yet</source>
        <translation>尚未推断</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Inferring…</source>
        <translation>正在推断…</translation>
    </message>
    <message>
        <source>Not inferred</source>
        <translation>未推断</translation>
    </message>
    <message numerus="yes">
        <source>The program refutes %n of your statements</source>
        <translation>
            <numerusform>程序否定了您的 %n 项说明</numerusform>
        </translation>
    </message>
    <message>
        <source>No input has a size</source>
        <translation>没有输入具有大小</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n sizes may vary</source>
        <translation>
            <numerusform>%n 个大小中有 %1 个可变</numerusform>
        </translation>
    </message>
    <message>
        <source>The least size of %1 is larger than the most</source>
        <translation>%1 的最小大小大于最大大小</translation>
    </message>
    <message>
        <source>Nothing inferred yet.</source>
        <translation>尚未推断任何内容。</translation>
    </message>
    <message>
        <source>It is no tensor, and has no size.</source>
        <translation>它不是张量，没有大小。</translation>
    </message>
    <message>
        <source>Sizes of 0 and 1 are numbers: give an example of 2 or more.</source>
        <translation>大小 0 和 1 视为数字：请给出 2 或更大的示例。</translation>
    </message>
    <message>
        <source>You said so.</source>
        <translation>由您指定。</translation>
    </message>
    <message>
        <source>Nothing forced it: it may be any size in %1.</source>
        <translation>没有任何限制：可为 %1 中的任意大小。</translation>
    </message>
</context>
<context>
    <name>whittle::DimsMessage</name>
    <message>
        <source>&amp;Infer sizes (F8)</source>
        <translation>推断大小(&amp;I) (F8)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Forget what was said</source>
        <translation>清除说明(&amp;F)</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>复制消息(&amp;Y)</translation>
    </message>
    <message>
        <source>What there is to say of the sizes</source>
        <translation>大小的说明</translation>
    </message>
    <message>
        <source>Inferring</source>
        <translation>正在推断</translation>
    </message>
    <message>
        <source>No graph is open</source>
        <translation>没有打开图</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O) to see which sizes of its inputs may vary, within what, and which line of yours forced that.</source>
        <translation>打开一个图 (Ctrl+O) 以查看其输入的哪些大小可变、在什么范围内，以及由您的哪一行代码所限定。</translation>
    </message>
    <message>
        <source>The program is recorded once with every size of its inputs as a symbol: that tells which may vary, within what, and who needs otherwise. Nothing runs.</source>
        <translation>程序会记录一次，其输入的每个大小均作为符号：由此得知哪些可变、在什么范围内，以及谁另有要求。不会运行任何内容。</translation>
    </message>
    <message>
        <source>What you said of the sizes is held against the program: it is recorded once with every size that may vary as a symbol. Nothing runs.</source>
        <translation>将按程序检验您对大小的说明：程序会记录一次，每个可变的大小均作为符号。不会运行任何内容。</translation>
    </message>
    <message>
        <source>The program is recorded with every size as a symbol.</source>
        <translation>正在以每个大小均为符号的方式记录程序。</translation>
    </message>
    <message>
        <source>The sizes could not be inferred</source>
        <translation>无法推断大小</translation>
    </message>
</context>
<context>
    <name>whittle::DimsModel</name>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Dim</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>You say</source>
        <translation>您的说明</translation>
    </message>
    <message>
        <source>It is</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Forced by</source>
        <translation>限定者</translation>
    </message>
    <message>
        <source>Not taken: %1</source>
        <translation>未采用：%1</translation>
    </message>
</context>
<context>
    <name>whittle::DimsView</name>
    <message>
        <source>&amp;Infer it (Dim.AUTO)</source>
        <translation>推断(&amp;I) (Dim.AUTO)</translation>
    </message>
    <message>
        <source>Infer it, but &amp;not one size (Dim.DYNAMIC)</source>
        <translation>推断，但不可为单一大小(&amp;N) (Dim.DYNAMIC)</translation>
    </message>
    <message>
        <source>The &amp;example&apos;s size (Dim.STATIC)</source>
        <translation>示例的大小(&amp;E) (Dim.STATIC)</translation>
    </message>
    <message>
        <source>What was inferred</source>
        <translation>推断结果</translation>
    </message>
    <message>
        <source>&amp;Say</source>
        <translation>说明(&amp;S)</translation>
    </message>
    <message>
        <source>Say something of the selected size, or of all</source>
        <translation>说明选中的大小或所有大小</translation>
    </message>
    <message>
        <source>Say something of the sizes</source>
        <translation>对大小进行说明</translation>
    </message>
    <message>
        <source>Co&amp;mmand</source>
        <translation>命令(&amp;M)</translation>
    </message>
    <message>
        <source>Copy the command line that says the same</source>
        <translation>复制等效的命令行</translation>
    </message>
    <message>
        <source>Infer a&amp;gain</source>
        <translation>重新推断(&amp;G)</translation>
    </message>
    <message>
        <source>Record the program again (F8)</source>
        <translation>重新记录程序 (F8)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Sizes of the inputs</source>
        <translation>输入的大小</translation>
    </message>
    <message>
        <source>What there is to know</source>
        <translation>相关信息</translation>
    </message>
    <message>
        <source>Enter shows the node in the graph</source>
        <translation>Enter 在图中显示节点</translation>
    </message>
    <message>
        <source>What the program refutes, and why</source>
        <translation>程序否定的内容及原因</translation>
    </message>
    <message>
        <source>Suggested fixes</source>
        <translation>建议的修复</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>应用(&amp;A)</translation>
    </message>
    <message>
        <source>Say what the program accepts instead</source>
        <translation>改为程序接受的说明</translation>
    </message>
    <message>
        <source>Copy &amp;fixes</source>
        <translation>复制修复(&amp;F)</translation>
    </message>
    <message>
        <source>What the program refutes</source>
        <translation>程序否定的内容</translation>
    </message>
    <message>
        <source>What forced it</source>
        <translation>限定原因</translation>
    </message>
    <message>
        <source>Conditions that calls have to meet</source>
        <translation>调用必须满足的条件</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Why, conditions, conflicts, names and specification</source>
        <translation>原因、条件、冲突、名称和规格</translation>
    </message>
    <message>
        <source>Why it is so</source>
        <translation>为何如此</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>No size has a name. Type one where you say something of a size: b, or Dim(&apos;b&apos;, min=2, max=64), or 2*b + 1.</source>
        <translation>没有大小具有名称。可在说明大小时输入名称：b，或 Dim(&apos;b&apos;, min=2, max=64)，或 2*b + 1。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>As %1</source>
        <translation>按 %1</translation>
    </message>
    <message>
        <source>&amp;Type it…</source>
        <translation>输入(&amp;T)…</translation>
    </message>
    <message>
        <source>Of &amp;all sizes</source>
        <translation>所有大小(&amp;A)</translation>
    </message>
    <message>
        <source>Not inferred: %1</source>
        <translation>未推断：%1</translation>
    </message>
    <message>
        <source>(recorded with %1)</source>
        <translation>（记录时采用 %1）</translation>
    </message>
    <message>
        <source>Sizes that stand in the file as numbers were fixed when it was traced: nodes that have them specialise here too.</source>
        <translation>文件中以数字形式出现的大小在追踪时已固定：含有它们的节点在此也会特化。</translation>
    </message>
    <message>
        <source>Calls whose sizes are in their ranges have to meet nothing else.</source>
        <translation>大小在其范围内的调用无需满足其他条件。</translation>
    </message>
    <message>
        <source>Nothing inferred yet.</source>
        <translation>尚未推断任何内容。</translation>
    </message>
    <message>
        <source>Conditions (%1)</source>
        <translation>条件 (%1)</translation>
    </message>
    <message>
        <source>Names (%1)</source>
        <translation>名称 (%1)</translation>
    </message>
    <message>
        <source>Conflicts (%1)</source>
        <translation>冲突 (%1)</translation>
    </message>
    <message>
        <source>The program refutes nothing of what you said.</source>
        <translation>程序没有否定您的任何说明。</translation>
    </message>
    <message>
        <source>Why %1, %2</source>
        <translation>原因：%1，%2</translation>
    </message>
    <message>
        <source>Select a size to see what forced it.</source>
        <translation>选择一个大小以查看其限定原因。</translation>
    </message>
    <message>
        <source>No graph is shown</source>
        <translation>没有显示图</translation>
    </message>
    <message>
        <source>The graph that is shown has no node %1: go to the stage as it was opened.</source>
        <translation>当前显示的图没有节点 %1：请转到“打开时”阶段。</translation>
    </message>
</context>
<context>
    <name>whittle::Document</name>
    <message>
        <source>Look at the file where the message says. If it came from PyTorch as it is, save the model again with torch.export.save.</source>
        <translation>请查看文件中消息所指的位置。若文件直接来自 PyTorch，请用 torch.export.save 重新保存模型。</translation>
    </message>
    <message>
        <source>See whether the file is still there and may be read by you.</source>
        <translation>请检查文件是否仍在，以及您是否有权读取。</translation>
    </message>
    <message>
        <source>The file may be cut short, or of another kind than it seems. Save the model again with torch.export.save, or open its .pt2, export JSON, .wtl or the text of gm.print_readable().</source>
        <translation>文件可能不完整，或实际类型与表面不同。请用 torch.export.save 重新保存模型，或打开其 .pt2、导出的 JSON、.wtl 或 gm.print_readable() 的文本。</translation>
    </message>
    <message>
        <source>Keep a file together with those it was written with; tensors that it lacks can be given by --inputs.</source>
        <translation>请将文件与同时写出的其他文件放在一起；所缺的张量可用 --inputs 给出。</translation>
    </message>
    <message>
        <source>Close other graphs and programs, or export a smaller part of the model.</source>
        <translation>请关闭其他图和程序，或导出模型的较小部分。</translation>
    </message>
    <message>
        <source>This is a fault of Whittle: copy the message, and report it with the file.</source>
        <translation>这是 Whittle 的错误：请复制此消息，并连同文件一起报告。</translation>
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
    <name>whittle::FoldDepthButton</name>
    <message>
        <source>Depth to which modules are unfolded</source>
        <translation>模块的展开深度</translation>
    </message>
    <message>
        <source>%1  All folded</source>
        <translation>%1  全部折叠</translation>
    </message>
    <message>
        <source>%1  All unfolded</source>
        <translation>%1  全部展开</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cards</source>
        <translation>
            <numerusform>%Ln 个卡片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Depth: %1 ▾</source>
        <translation>深度：%1 ▾</translation>
    </message>
    <message>
        <source>Depth to which modules are unfolded: %1</source>
        <translation>模块的展开深度：%1</translation>
    </message>
    <message>
        <source>How deep modules are unfolded: %1 (Ctrl+L, then a digit; Ctrl+Shift+PgDown and PgUp for one level)</source>
        <translation>模块的展开深度：%1（先按 Ctrl+L 再按数字；Ctrl+Shift+PgDown 和 PgUp 调整一层）</translation>
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
    <message>
        <source>; bookmark %1</source>
        <translation>；书签 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n equal blocks, %1, %2, %3, %4; %5</source>
        <translation>
            <numerusform>%n 个相同的块，%1，%2，%3，%4；%5</numerusform>
        </translation>
    </message>
    <message>
        <source>Highlight what is n&amp;ear it, a step more each time</source>
        <translation>突出显示其附近的部分，每次多一步(&amp;E)</translation>
    </message>
</context>
<context>
    <name>whittle::GraphComparison</name>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Comparing… %1 of %2</source>
        <translation>正在比较… %1 / %2</translation>
    </message>
    <message>
        <source>Comparing was stopped.</source>
        <translation>比较已停止。</translation>
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
    <message numerus="yes">
        <source>%Ln operators each, %1 in all</source>
        <translation>
            <numerusform>各 %Ln 个算子，共 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>passes on %1</source>
        <translation>传递 %1</translation>
    </message>
</context>
<context>
    <name>whittle::GraphDifference</name>
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
        <translation>已添加</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>仅在此处</translation>
    </message>
    <message>
        <source>changed in all</source>
        <translation>所有图中均更改</translation>
    </message>
    <message>
        <source>absent in some</source>
        <translation>部分图中不存在</translation>
    </message>
    <message>
        <source>changed in some</source>
        <translation>部分图中更改</translation>
    </message>
    <message>
        <source>input %1 is gone</source>
        <translation>输入 %1 已移除</translation>
    </message>
    <message>
        <source>input %1 is new</source>
        <translation>输入 %1 为新增</translation>
    </message>
    <message>
        <source>outputs differ</source>
        <translation>输出不同</translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>移除 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>添加 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>更改 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No difference in %Ln nodes</source>
        <translation>
            <numerusform>%Ln 个节点没有差异</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln the same</source>
        <translation>
            <numerusform>相同 %Ln 个</numerusform>
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
    <message>
        <source>Writing %1</source>
        <translation>正在写入 %1</translation>
    </message>
</context>
<context>
    <name>whittle::GuardTreeModel</name>
    <message>
        <source>Value and guard</source>
        <translation>值与守卫</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>需要者</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>whittle::GuardsPage</name>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>The entry whose guards are shown</source>
        <translation>显示其守卫的条目</translation>
    </message>
    <message>
        <source>Search guards, sources and lines</source>
        <translation>搜索守卫、来源和行</translation>
    </message>
    <message>
        <source>Search of the guards</source>
        <translation>守卫搜索</translation>
    </message>
    <message>
        <source>What the guards cost</source>
        <translation>守卫的开销</translation>
    </message>
    <message>
        <source>Guards of the entry, in the order of the checks</source>
        <translation>条目的守卫，按检查顺序</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n guards</source>
        <translation>
            <numerusform>%n 个守卫中的 %1 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>条目 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n guards, %1 in all</source>
        <translation>
            <numerusform>%n 个守卫，共 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Guards come at the end of the stance.</source>
        <translation>守卫在该 stance 结束时给出。</translation>
    </message>
    <message>
        <source>No entry is chosen.</source>
        <translation>未选择条目。</translation>
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
    <message numerus="yes">
        <source>… and %n more characters; copied, the value is whole</source>
        <translation>
            <numerusform>… 还有 %n 个字符；复制时为完整的值</numerusform>
        </translation>
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
    <message>
        <source>Built with</source>
        <translation>构建工具</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>%1, built with %2, platform %3, style %4</source>
        <translation>%1，以 %2 构建，平台 %3，样式 %4</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>%1 × %2 at %3</source>
        <translation>%1 × %2，缩放 %3</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Boxes in sight</source>
        <translation>可见的方框</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>缩减</translation>
    </message>
    <message>
        <source>Settings of the compiler</source>
        <translation>编译器设置</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Recompiles</source>
        <translation>重新编译</translation>
    </message>
    <message>
        <source>History of what can be undone</source>
        <translation>可撤销操作的历史记录</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>打开时</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Select a node or a module to bookmark it.</source>
        <translation>选择节点或模块以添加书签。</translation>
    </message>
    <message>
        <source>The bookmark of %1 is removed.</source>
        <translation>%1 的书签已移除。</translation>
    </message>
    <message numerus="yes">
        <source>There are %n bookmarks, which is the most that can be kept.</source>
        <translation>
            <numerusform>已有 %n 个书签，达到可保存的上限。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is bookmarked: Alt+%2 goes there.</source>
        <translation>已为 %1 添加书签：按 Alt+%2 前往。</translation>
    </message>
    <message>
        <source>%1 is bookmarked.</source>
        <translation>已为 %1 添加书签。</translation>
    </message>
    <message>
        <source>There is no bookmark %1.</source>
        <translation>没有书签 %1。</translation>
    </message>
    <message>
        <source>%1 is not in this version of the graph.</source>
        <translation>%1 不在此版本的图中。</translation>
    </message>
    <message>
        <source>Called %1 under stances</source>
        <translation>在各 stance 下调用了 %1</translation>
    </message>
    <message>
        <source>Inferred the sizes of %1</source>
        <translation>推断了 %1 的大小</translation>
    </message>
    <message>
        <source>Trying a call…</source>
        <translation>正在尝试调用…</translation>
    </message>
    <message>
        <source>Reading the trace…</source>
        <translation>正在读取轨迹…</translation>
    </message>
    <message>
        <source>Export a report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Page for a browser (*.html)</source>
        <translation>浏览器页面 (*.html)</translation>
    </message>
    <message>
        <source>Diagnostics copied: versions, machine, settings and what was done last.</source>
        <translation>已复制诊断信息：版本、计算机、设置和最近的操作。</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Arranging the graph</source>
        <translation>正在排列图</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>正在编译</translation>
    </message>
    <message>
        <source>Minifying</source>
        <translation>正在最小化</translation>
    </message>
    <message>
        <source>Cutting out what the node needs</source>
        <translation>正在截取节点所需的部分</translation>
    </message>
    <message>
        <source>Computing a tensor again</source>
        <translation>正在重新计算张量</translation>
    </message>
    <message>
        <source>Trying a call</source>
        <translation>正在尝试调用</translation>
    </message>
    <message>
        <source>Reading the trace</source>
        <translation>正在读取轨迹</translation>
    </message>
    <message>
        <source>Opened the trace %1</source>
        <translation>打开了轨迹 %1</translation>
    </message>
    <message>
        <source>Took %1 out of the trace</source>
        <translation>从轨迹中取出了 %1</translation>
    </message>
    <message>
        <source>Open a trace of PyTorch</source>
        <translation>打开 PyTorch 的轨迹</translation>
    </message>
    <message>
        <source>Traces and texts of TORCH_LOGS (*.log *.txt)</source>
        <translation>轨迹和 TORCH_LOGS 文本 (*.log *.txt)</translation>
    </message>
    <message>
        <source>Open the folder of a trace</source>
        <translation>打开轨迹的文件夹</translation>
    </message>
    <message>
        <source>Export the times of the trace</source>
        <translation>导出轨迹的用时</translation>
    </message>
    <message numerus="yes">
        <source>Reducing %n operators alone</source>
        <translation>
            <numerusform>正在单独缩减 %n 个算子</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to another stage first: this is the one that others are held against.</source>
        <translation>请先转到另一阶段：此阶段是其他阶段的比较基准。</translation>
    </message>
    <message>
        <source>Compare with other files</source>
        <translation>与其他文件比较</translation>
    </message>
    <message>
        <source>Pass: what it rewrote</source>
        <translation>Pass：改写内容</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Comparing graphs</source>
        <translation>正在比较图</translation>
    </message>
    <message>
        <source>Comparing graphs…</source>
        <translation>正在比较图…</translation>
    </message>
    <message>
        <source>Minify what is hi&amp;ghlighted</source>
        <translation>最小化突出显示的部分(&amp;G)</translation>
    </message>
    <message>
        <source>Minify what is shown a&amp;lone</source>
        <translation>最小化单独显示的部分(&amp;L)</translation>
    </message>
    <message>
        <source>Minify the modu&amp;le</source>
        <translation>最小化此模块(&amp;L)</translation>
    </message>
    <message>
        <source>Minify what it nee&amp;ds</source>
        <translation>最小化其所需的部分(&amp;D)</translation>
    </message>
    <message>
        <source>Select a node or a module of the graph as it was opened, or highlight some.</source>
        <translation>请在打开时的图中选择节点或模块，或突出显示一些。</translation>
    </message>
</context>
<context>
    <name>whittle::MatrixTable</name>
    <message>
        <source>Dim %1 dynamic</source>
        <translation>Dim %1 动态</translation>
    </message>
    <message>
        <source>Dim %1 dynamic, if it can be</source>
        <translation>Dim %1 动态（如可行）</translation>
    </message>
    <message>
        <source>Dim %1 static</source>
        <translation>Dim %1 静态</translation>
    </message>
    <message>
        <source>Dim %1 unbacked</source>
        <translation>Dim %1 unbacked</translation>
    </message>
    <message>
        <source>Calls and what became of them under each stance</source>
        <translation>调用及其在各 stance 下的结果</translation>
    </message>
    <message>
        <source>&amp;Mark %1</source>
        <translation>标记 %1(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Add a call</source>
        <translation>添加调用(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>复制一份(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move do&amp;wn</source>
        <translation>下移(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Copy the call</source>
        <translation>复制调用(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste calls</source>
        <translation>粘贴调用(&amp;P)</translation>
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
    <name>whittle::MinifyColors</name>
    <message>
        <source>Reduction</source>
        <translation>缩减</translation>
    </message>
    <message>
        <source>left as it was</source>
        <translation>保留，未更改</translation>
    </message>
    <message>
        <source>left, simpler</source>
        <translation>保留，已简化</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已去掉</translation>
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
    <message>
        <source>Passes</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>What each pass tries, and how much smaller it makes the graph, appears here with the first candidate.</source>
        <translation>有第一个候选图后，此处会显示每个 pass 所尝试的内容，以及使图缩小了多少。</translation>
    </message>
    <message>
        <source>Passes of the reduction and what they brought</source>
        <translation>缩减的各 pass 及其成效</translation>
    </message>
    <message>
        <source>Candidates that fail in another way than the original appear here as they are met.</source>
        <translation>以不同于原图的方式出错的候选图，会在遇到时显示在这里。</translation>
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
    <message>
        <source>This graph has no nodes.</source>
        <translation>此图没有节点。</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O) to list its nodes here.</source>
        <translation>打开一个图（Ctrl+O），其节点将列在此处。</translation>
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
    <message>
        <source>Judged by tolerances of your own: %1.</source>
        <translation>按自定的容差判断：%1。</translation>
    </message>
    <message>
        <source>The compiled run fails: %1</source>
        <translation>编译运行出错：%1</translation>
    </message>
    <message>
        <source>&lt;b&gt;The compiled run fails&lt;/b&gt;: %1</source>
        <translation>&lt;b&gt;编译运行出错&lt;/b&gt;：%1</translation>
    </message>
    <message>
        <source>From the session, made %1.</source>
        <translation>来自会话，生成于 %1。</translation>
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
    <message>
        <source>Tolerances…</source>
        <translation>容差…</translation>
    </message>
    <message>
        <source>From which error on a value is called wrong, for each dtype</source>
        <translation>各数据类型的值误差达到多少才算错误</translation>
    </message>
    <message>
        <source>No value could be compared before the compiled run failed. “Minify this” makes the smallest graph that fails in the same way.</source>
        <translation>编译运行出错之前没有可比较的值。“最小化此值”可得到以同样方式出错的最小图。</translation>
    </message>
    <message>
        <source>Reduce the graph, as long as it fails in the same way</source>
        <translation>缩减此图，只要它仍以同样方式出错</translation>
    </message>
    <message>
        <source>Reduce what %1 needs, as long as it fails in the same way</source>
        <translation>缩减 %1 所需的部分，只要它仍以同样方式出错</translation>
    </message>
</context>
<context>
    <name>whittle::OtherFailuresModel</name>
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
</context>
<context>
    <name>whittle::OtherFiles</name>
    <message>
        <source>Reading it was stopped.</source>
        <translation>读取已停止。</translation>
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
    <name>whittle::PassWorthModel</name>
    <message>
        <source>Pass</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>In the order in which they were first tried; the one that is at work is bold</source>
        <translation>按首次尝试的顺序；正在进行的以粗体显示</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>已尝试</translation>
    </message>
    <message>
        <source>Candidates that were asked about</source>
        <translation>已查询的候选图</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Proposals that led to a graph already asked about</source>
        <translation>得到已查询过的图的提议</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已采纳</translation>
    </message>
    <message>
        <source>Candidates that still failed, and became the best graph</source>
        <translation>仍然出错并成为最好图的候选图</translation>
    </message>
    <message>
        <source>Operators removed</source>
        <translation>移除的算子</translation>
    </message>
    <message>
        <source>The bar is the pass&apos;s part of what all removed</source>
        <translation>条形为该 pass 的移除量占全部移除量的比例</translation>
    </message>
    <message>
        <source>Inputs removed</source>
        <translation>移除的输入</translation>
    </message>
    <message>
        <source>Weights included; below zero where a cut made some</source>
        <translation>含权重；截取时产生了新输入则为负数</translation>
    </message>
    <message>
        <source>Elements removed</source>
        <translation>移除的元素</translation>
    </message>
    <message>
        <source>Of all input data; below zero where a cut made some</source>
        <translation>所有输入数据的元素；截取时产生了新输入则为负数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Of the oracle</source>
        <translation>判定器的用时</translation>
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
    <name>whittle::RecompilesView</name>
    <message>
        <source>What happened in the call</source>
        <translation>此次调用中发生了什么</translation>
    </message>
    <message>
        <source>What is known of the cell</source>
        <translation>此单元格的信息</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Makes the calls under every stance that is chosen (F7)</source>
        <translation>在选中的每个 stance 下进行这些调用 (F7)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Run on &amp;edit</source>
        <translation>编辑后运行(&amp;E)</translation>
    </message>
    <message>
        <source>Runs again a moment after each change</source>
        <translation>每次更改后稍候即重新运行</translation>
    </message>
    <message>
        <source>Calls made</source>
        <translation>已进行的调用</translation>
    </message>
    <message>
        <source>State of the replay</source>
        <translation>重放的状态</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出错内容</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>&amp;Add a call of the graph&apos;s inputs</source>
        <translation>按图的输入添加调用(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Open calls…</source>
        <translation>打开调用(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a &amp;graph…</source>
        <translation>打开图(&amp;G)…</translation>
    </message>
    <message>
        <source>Add a call (Insert)</source>
        <translation>添加调用 (Insert)</translation>
    </message>
    <message>
        <source>Duplicate the call (Alt+Insert)</source>
        <translation>复制一份调用 (Alt+Insert)</translation>
    </message>
    <message>
        <source>Remove the call (Delete)</source>
        <translation>移除调用 (Delete)</translation>
    </message>
    <message>
        <source>Move the call up (Ctrl+Up)</source>
        <translation>上移调用 (Ctrl+Up)</translation>
    </message>
    <message>
        <source>Move the call down (Ctrl+Down)</source>
        <translation>下移调用 (Ctrl+Down)</translation>
    </message>
    <message>
        <source>Open calls…</source>
        <translation>打开调用…</translation>
    </message>
    <message>
        <source>Save the calls…</source>
        <translation>保存调用…</translation>
    </message>
    <message>
        <source>The command that does the same</source>
        <translation>效果相同的命令</translation>
    </message>
    <message>
        <source>Copy the command that does the same</source>
        <translation>复制效果相同的命令</translation>
    </message>
    <message>
        <source>Open a graph; then see what is compiled, reused, recompiled or refused when it is called with one shape today and another tomorrow, under every stance, and why.</source>
        <translation>请打开一个图；然后可查看以不同形状先后调用它时，各 stance 下哪些会编译、复用、重新编译或被拒绝，以及原因。</translation>
    </message>
    <message>
        <source>This graph has no input that a call could give, so that there is nothing to recompile for.</source>
        <translation>此图没有可由调用给定的输入，因此不会有重新编译。</translation>
    </message>
    <message>
        <source>Add calls: what the graph is called with, one call after the other. Each stance gets the same sequence from a fresh start; shapes, dtypes and numbers are edited in place, such as f32[4,8] or 3.</source>
        <translation>请添加调用：依次用什么调用此图。每个 stance 都从头开始得到相同的调用序列；形状、数据类型和数字可就地编辑，例如 f32[4,8] 或 3。</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>重新运行(&amp;R)</translation>
    </message>
    <message>
        <source>The replay did not come to its end; what it told before is shown. %1</source>
        <translation>重放未能完成；已得到的结果仍显示。%1</translation>
    </message>
    <message>
        <source>Advice (%1)</source>
        <translation>建议 (%1)</translation>
    </message>
    <message>
        <source>Cells fill as the calls are made. Choose one to see what happened there.</source>
        <translation>单元格随调用的进行而填充。选择一个以查看其中发生了什么。</translation>
    </message>
    <message>
        <source>Choose a cell of the matrix to see what happened there.</source>
        <translation>选择矩阵的一个单元格以查看其中发生了什么。</translation>
    </message>
    <message>
        <source>Run the calls (F7), then choose a cell of the matrix to see what happened there: which entries were asked, which guard failed, and what was compiled.</source>
        <translation>运行调用 (F7)，然后选择矩阵的一个单元格以查看其中发生了什么：查询了哪些条目、哪个守卫失败、编译了什么。</translation>
    </message>
    <message>
        <source>%1 is none of the graph that is shown.</source>
        <translation>%1 不属于所显示的图。</translation>
    </message>
    <message>
        <source>Open calls</source>
        <translation>打开调用</translation>
    </message>
    <message>
        <source>Calls (*.json)</source>
        <translation>调用 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the calls</source>
        <translation>保存调用</translation>
    </message>
</context>
<context>
    <name>whittle::ReportMaker</name>
    <message>
        <source>The graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>As it was shown: folded modules are cards that say how many operators they hold.</source>
        <translation>按当时的显示：折叠的模块为卡片，标明其中的算子数。</translation>
    </message>
    <message>
        <source>Colours: %1</source>
        <translation>颜色：%1</translation>
    </message>
    <message>
        <source>Picture of %1</source>
        <translation>%1 的图片</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
    <message numerus="yes">
        <source>The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n threads.</source>
        <translation>
            <numerusform>本机实测：f32 乘加 %1 GFLOP/s (%2)，内存读写 %3 GB/s，%n 个线程。</numerusform>
        </translation>
    </message>
    <message>
        <source>Kernels under the roofline: circles are loops, squares libraries&apos; kernels, diamonds all others</source>
        <translation>Roofline 下的内核：圆形为循环，方形为库的内核，菱形为其他</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Every tensor of a compiled run against eager and float64.</source>
        <translation>编译运行的每个张量与 eager 和 float64 的比较。</translation>
    </message>
    <message>
        <source>Error along the graph</source>
        <translation>沿图的误差</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>缩减</translation>
    </message>
    <message numerus="yes">
        <source>%n single edits, each of which ends the failure</source>
        <translation>
            <numerusform>%n 处单独的修改，每处都能消除错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other failures met on the way</source>
        <translation>
            <numerusform>途中遇到的 %n 个其他错误</numerusform>
        </translation>
    </message>
    <message>
        <source>File and machine</source>
        <translation>文件与机器</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>PyTorch of the file</source>
        <translation>文件的 PyTorch 版本</translation>
    </message>
    <message>
        <source>Notes of its reader</source>
        <translation>读取时的说明</translation>
    </message>
    <message>
        <source>Whittle</source>
        <translation>Whittle</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Its extensions</source>
        <translation>指令集扩展</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Whittle %1 · %2</source>
        <translation>Whittle %1 · %2</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>The compilation or run fails</source>
        <translation>编译或运行出错</translation>
    </message>
    <message>
        <source>It could not be compiled</source>
        <translation>无法编译</translation>
    </message>
    <message>
        <source>The compared run fails</source>
        <translation>比较运行出错</translation>
    </message>
    <message>
        <source>The values could not be compared</source>
        <translation>无法比较值</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Who might have computed each product, convolution and attention, and why one was chosen.</source>
        <translation>每个乘积、卷积和注意力可由谁计算，以及为何选中其一。</translation>
    </message>
    <message>
        <source>Compile time</source>
        <translation>编译时间</translation>
    </message>
    <message>
        <source>Phases, and the passes below theirs.</source>
        <translation>各阶段及其下的 pass。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What was done, as a script that does the same again.</source>
        <translation>所做的操作，写成可重做一遍的脚本。</translation>
    </message>
    <message>
        <source>Another report is being written.</source>
        <translation>正在写入另一份报告。</translation>
    </message>
    <message>
        <source>No graph is open.</source>
        <translation>没有打开图。</translation>
    </message>
    <message>
        <source>Choices and their candidates</source>
        <translation>选择及其候选</translation>
    </message>
    <message>
        <source>Compile time by phase and pass</source>
        <translation>按阶段和 pass 的编译时间</translation>
    </message>
    <message>
        <source>Values that are wrong, or where NaN or infinities begin</source>
        <translation>出错的值，或开始出现 NaN 或无穷之处</translation>
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
    <name>whittle::Rpc</name>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>真或假</translation>
    </message>
</context>
<context>
    <name>whittle::RpcDispatcher</name>
    <message>
        <source>what was asked for went away before it was there</source>
        <translation>所请求的内容在就绪前已消失</translation>
    </message>
    <message>
        <source>there is no method &apos;%1&apos;; &apos;methods&apos; lists all of them</source>
        <translation>没有方法“%1”；“methods”列出全部方法</translation>
    </message>
    <message>
        <source>a request is an object with jsonrpc, method, params and id</source>
        <translation>请求必须是含有 jsonrpc、method、params 和 id 的对象</translation>
    </message>
    <message>
        <source>id is a text, a number or null</source>
        <translation>id 必须是文本、数字或 null</translation>
    </message>
    <message>
        <source>jsonrpc is &quot;2.0&quot;</source>
        <translation>jsonrpc 必须是 &quot;2.0&quot;</translation>
    </message>
    <message>
        <source>method is the name of a method</source>
        <translation>method 必须是方法的名称</translation>
    </message>
    <message>
        <source>there is no request in the list</source>
        <translation>列表中没有请求</translation>
    </message>
    <message>
        <source>%1 requests at once; at most %2 are taken</source>
        <translation>同时有 %1 个请求；最多接受 %2 个</translation>
    </message>
    <message>
        <source>a line has at most %1 bytes</source>
        <translation>一行最多 %1 个字节</translation>
    </message>
    <message>
        <source>this line is no JSON: %1 at byte %2</source>
        <translation>此行不是 JSON：%1，位于第 %2 个字节</translation>
    </message>
</context>
<context>
    <name>whittle::SaidDelegate</name>
    <message>
        <source>What you say of %1, dimension %2</source>
        <translation>您对 %1 的维度 %2 的说明</translation>
    </message>
    <message>
        <source>Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, a size, a name such as b or Dim(&apos;b&apos;, min=2, max=64), or one derived from it, such as 2*b + 1</source>
        <translation>Dim.AUTO、Dim.DYNAMIC、Dim.STATIC、一个大小、一个名称（如 b 或 Dim(&apos;b&apos;, min=2, max=64)），或由其导出的表达式（如 2*b + 1）</translation>
    </message>
</context>
<context>
    <name>whittle::SavedSearchButton</name>
    <message>
        <source>Saved and earlier searches</source>
        <translation>已保存和先前的搜索</translation>
    </message>
    <message>
        <source>Saved and earlier searches (Ctrl+Alt+F; Down in the field lists the earlier ones)</source>
        <translation>已保存和先前的搜索（Ctrl+Alt+F；在输入框中按向下键列出先前的搜索）</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>先前的搜索</translation>
    </message>
    <message>
        <source>No search is saved yet</source>
        <translation>尚未保存搜索</translation>
    </message>
    <message>
        <source>&amp;Save this search: remove one before</source>
        <translation>保存此搜索：请先移除一个(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Save this search…</source>
        <translation>保存此搜索(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Earlier searches</source>
        <translation>先前的搜索(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>清除这些搜索(&amp;F)</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>保存搜索</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name of the search “%1”
It takes the place of the one that has this name.</source>
        <translation>搜索“%1”的名称
它将取代同名的搜索。</translation>
    </message>
    <message>
        <source>Name of the search “%1”
</source>
        <translation>搜索“%1”的名称
</translation>
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
    <name>whittle::SpecPage</name>
    <message>
        <source>&amp;Use this</source>
        <translation>使用此规格(&amp;U)</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>还原(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>How the specification is written</source>
        <translation>规格的写法</translation>
    </message>
    <message>
        <source>Ways to write it</source>
        <translation>可用的写法</translation>
    </message>
    <message>
        <source>Specification of all sizes</source>
        <translation>所有大小的规格</translation>
    </message>
    <message>
        <source>Paste dynamic_shapes, with the Dim(…) lines before it, or JSON</source>
        <translation>粘贴 dynamic_shapes 及其前面的 Dim(…) 行，或 JSON</translation>
    </message>
    <message>
        <source>Why it cannot be used</source>
        <translation>无法使用的原因</translation>
    </message>
    <message>
        <source>Say this of the sizes, and infer again (Ctrl+Return)</source>
        <translation>以此说明大小，并重新推断 (Ctrl+Return)</translation>
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
    <message>
        <source>Entry %1</source>
        <translation>条目 %1</translation>
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
    <message>
        <source>%1: being read…</source>
        <translation>%1：正在读取…</translation>
    </message>
    <message>
        <source>%1: not read</source>
        <translation>%1：未读取</translation>
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
    <message>
        <source>Which files could not be read</source>
        <translation>哪些文件无法读取</translation>
    </message>
    <message>
        <source>&amp;Remove the file from the list</source>
        <translation>从列表中移除此文件(&amp;R)</translation>
    </message>
    <message>
        <source>What the stage of the list is held against, and those that are checked there: it stands to the left, with what was removed, added and changed marked in both</source>
        <translation>列表中的阶段与此比较，列表中勾选的阶段也与此比较：它显示在左侧，移除、添加和更改之处在两侧均有标记</translation>
    </message>
    <message>
        <source>Compare with other files…</source>
        <translation>与其他文件比较…</translation>
    </message>
    <message>
        <source>What differs in each graph</source>
        <translation>各图的差异</translation>
    </message>
</context>
<context>
    <name>whittle::StanceController</name>
    <message>
        <source>What was copied is no list of calls: %1</source>
        <translation>复制的内容不是调用列表：%1</translation>
    </message>
    <message>
        <source>That would be %1 calls; the window takes %2, the command any number.</source>
        <translation>那将有 %1 次调用；窗口最多 %2 次，命令不限。</translation>
    </message>
    <message>
        <source>The calls cannot be saved yet. %1</source>
        <translation>尚无法保存调用。%1</translation>
    </message>
    <message>
        <source>Open a graph first.</source>
        <translation>请先打开图。</translation>
    </message>
    <message>
        <source>There is no call yet.</source>
        <translation>尚无调用。</translation>
    </message>
    <message>
        <source>Choose at least one stance.</source>
        <translation>请至少选择一个 stance。</translation>
    </message>
    <message numerus="yes">
        <source>%n calls to warm up leave none for the stance.</source>
        <translation>
            <numerusform>%n 次预热调用后，没有调用留给 stance。</numerusform>
        </translation>
    </message>
    <message>
        <source>Open a graph to call it</source>
        <translation>打开图以调用它</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>Trying: %1…</source>
        <translation>正在尝试：%1…</translation>
    </message>
    <message>
        <source>Call %1 of %2…</source>
        <translation>第 %1 次调用，共 %2 次…</translation>
    </message>
    <message>
        <source>Looking for what would save compiles…</source>
        <translation>查找可减少编译的办法…</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2 calls</source>
        <translation>已停止，完成 %1 次调用，共 %2 次</translation>
    </message>
    <message>
        <source>Not complete: %1 of %2 calls</source>
        <translation>不完整：%1 次调用，共 %2 次</translation>
    </message>
    <message>
        <source>Changed since it ran</source>
        <translation>运行后有更改</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 次调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stances</source>
        <translation>
            <numerusform>%n 个 stance</numerusform>
        </translation>
    </message>
    <message>
        <source>The advice cannot be applied: %1</source>
        <translation>无法应用建议：%1</translation>
    </message>
</context>
<context>
    <name>whittle::StanceMatrixModel</name>
    <message>
        <source>compiled</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>recompiled</source>
        <translation>重新编译</translation>
    </message>
    <message>
        <source>reused</source>
        <translation>复用</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>eager</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>compiles</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>eager calls</source>
        <translation>eager 调用</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>compile time</source>
        <translation>编译时间</translation>
    </message>
    <message>
        <source>run time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, compiles</source>
        <translation>有适合的条目则复用；没有则编译</translation>
    </message>
    <message>
        <source>Never asks the cache: every call runs eagerly</source>
        <translation>从不查询缓存：每次调用都以 eager 运行</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, runs eagerly</source>
        <translation>有适合的条目则复用；没有则以 eager 运行</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, is an error</source>
        <translation>有适合的条目则复用；没有则报错</translation>
    </message>
    <message>
        <source>The first call that nothing fits runs eagerly; later ones compile, sizes that differ from it symbolic</source>
        <translation>首个无适合条目的调用以 eager 运行；之后的调用编译，与其不同的大小设为符号</translation>
    </message>
    <message>
        <source>The first call that nothing fits is compiled node by node; later ones compile, sizes that differ from it symbolic</source>
        <translation>首个无适合条目的调用逐节点编译；之后的调用编译，与其不同的大小设为符号</translation>
    </message>
    <message>
        <source>Calls or options have changed since.</source>
        <translation>此后调用或选项已更改。</translation>
    </message>
    <message>
        <source>died</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>not made</source>
        <translation>未执行</translation>
    </message>
</context>
<context>
    <name>whittle::StanceOptionsBar</name>
    <message>
        <source>Dynamic sizes</source>
        <translation>动态大小</translation>
    </message>
    <message>
        <source>As torch.compile(dynamic=…): sizes that change become symbols; all are from the first call; none is</source>
        <translation>同 torch.compile(dynamic=…)：变化的大小设为符号；从首次调用起全部设为符号；全不设为符号</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>一次全部</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>All stances</source>
        <translation>所有 stance</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n stances</source>
        <translation>
            <numerusform>%1 个 stance，共 %n 个</numerusform>
        </translation>
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
    <message>
        <source>Everything that is going on (Ctrl+T)</source>
        <translation>正在进行的全部任务 (Ctrl+T)</translation>
    </message>
    <message numerus="yes">
        <source>%n tasks ▴</source>
        <translation>
            <numerusform>%n 个任务 ▴</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks are going on</source>
        <translation>
            <numerusform>正在进行 %n 个任务</numerusform>
        </translation>
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
    <message>
        <source>Fails: %1</source>
        <translation>出错：%1</translation>
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
    <message>
        <source>Open a graph (Ctrl+O); then compile it to see when each kernel runs, on which thread, and what memory it takes.</source>
        <translation>打开一个图 (Ctrl+O)，然后编译以查看每个内核何时运行、在哪个线程上运行以及占用多少内存。</translation>
    </message>
    <message>
        <source>Compiling shows when each kernel runs and on which thread, which tensors are alive at any point, and what each phase and pass of the compiler takes. It runs in a process of its own, with the compiler settings of Minify.</source>
        <translation>编译会显示每个内核何时运行、在哪个线程上运行，任一时刻哪些张量存活，以及编译器每个阶段和 pass 的用时。它在单独的进程中运行，使用最小化的编译器设置。</translation>
    </message>
    <message>
        <source>Whittle does not know what this operator computes, so it can show it but not compile it. Export the model with a decomposition of it (run_decompositions), or the part of the model without it.</source>
        <translation>Whittle 不知道此算子的计算内容，因此可以显示但不能编译。请导出已将其分解的模型 (run_decompositions)，或不含它的部分模型。</translation>
    </message>
    <message>
        <source>Fails: %1</source>
        <translation>出错：%1</translation>
    </message>
</context>
<context>
    <name>whittle::TableExport</name>
    <message>
        <source>Copy all rows as &amp;CSV</source>
        <translation>将全部行复制为 CSV(&amp;C)</translation>
    </message>
    <message>
        <source>Copy all rows with &amp;tabs</source>
        <translation>以制表符复制全部行(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Export table…</source>
        <translation>导出表格(&amp;E)…</translation>
    </message>
    <message>
        <source>Go to a table first: the one with the focus is what is taken.</source>
        <translation>请先转到一个表格：将采用有焦点的表格。</translation>
    </message>
    <message>
        <source>%1: there are no rows yet.</source>
        <translation>%1：尚无行。</translation>
    </message>
    <message numerus="yes">
        <source>%n rows copied.</source>
        <translation>
            <numerusform>已复制 %n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>导出表格</translation>
    </message>
</context>
<context>
    <name>whittle::TableReader</name>
    <message>
        <source>Under</source>
        <translation>所属</translation>
    </message>
</context>
<context>
    <name>whittle::TaskList</name>
    <message>
        <source>Applying advice</source>
        <translation>应用建议</translation>
    </message>
    <message>
        <source>Keeping the session for the case of a crash</source>
        <translation>保留会话以防崩溃</translation>
    </message>
    <message>
        <source>Arranging a graph</source>
        <translation>排布图</translation>
    </message>
    <message>
        <source>Reading or writing calls</source>
        <translation>读取或写入调用</translation>
    </message>
    <message>
        <source>Checking the settings of the reduction</source>
        <translation>检查缩减的设置</translation>
    </message>
    <message>
        <source>Preparing the code of a kernel</source>
        <translation>准备内核的代码</translation>
    </message>
    <message>
        <source>Comparing two graphs</source>
        <translation>比较两个图</translation>
    </message>
    <message>
        <source>Copying a table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Preparing what is known of a compile</source>
        <translation>准备编译的信息</translation>
    </message>
    <message>
        <source>Collecting diagnostics</source>
        <translation>收集诊断信息</translation>
    </message>
    <message>
        <source>Comparing entries of a cache</source>
        <translation>比较缓存的条目</translation>
    </message>
    <message>
        <source>Writing a file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Filtering a table</source>
        <translation>筛选表格</translation>
    </message>
    <message>
        <source>Reading a graph of the trace</source>
        <translation>读取轨迹中的图</translation>
    </message>
    <message>
        <source>Reading the file once more, to know it again</source>
        <translation>再次读取文件，以便日后识别</translation>
    </message>
    <message>
        <source>Finding out which sizes may vary</source>
        <translation>查明哪些大小可变</translation>
    </message>
    <message>
        <source>Cutting a part out of the graph</source>
        <translation>从图中截取一部分</translation>
    </message>
    <message>
        <source>Judging the values again</source>
        <translation>重新判断值</translation>
    </message>
    <message>
        <source>Preparing the list of kernels</source>
        <translation>准备内核列表</translation>
    </message>
    <message>
        <source>Looking for what was left behind</source>
        <translation>查找遗留的内容</translation>
    </message>
    <message>
        <source>Reading what was added to the trace</source>
        <translation>读取轨迹的新增内容</translation>
    </message>
    <message>
        <source>Opening a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Working out colours</source>
        <translation>计算颜色</translation>
    </message>
    <message>
        <source>Drawing a picture</source>
        <translation>绘制图片</translation>
    </message>
    <message>
        <source>Preparing the profile</source>
        <translation>准备性能剖析</translation>
    </message>
    <message>
        <source>Reading a file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>Saving the session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Cutting out what a node needs</source>
        <translation>截取节点所需的部分</translation>
    </message>
    <message>
        <source>Sorting</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Running calls under stances</source>
        <translation>在各 stance 下运行调用</translation>
    </message>
    <message>
        <source>Looking for a folder</source>
        <translation>查找文件夹</translation>
    </message>
    <message>
        <source>Reading a text of the trace</source>
        <translation>读取轨迹中的文本</translation>
    </message>
    <message>
        <source>Trying a call</source>
        <translation>正在尝试调用</translation>
    </message>
    <message>
        <source>Writing a report</source>
        <translation>写入报告</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>At work: %1</source>
        <translation>进行中：%1</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>An estimate from what was done so far; empty where nobody can tell</source>
        <translation>根据目前进度的估计；无法估计时为空</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
</context>
<context>
    <name>whittle::TaskPopup</name>
    <message>
        <source>Nothing is going on.</source>
        <translation>没有进行中的任务。</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Tasks that are going on</source>
        <translation>正在进行的任务</translation>
    </message>
    <message>
        <source>Stop (Delete)</source>
        <translation>停止 (Delete)</translation>
    </message>
    <message>
        <source>It ends by itself</source>
        <translation>会自行结束</translation>
    </message>
    <message>
        <source>Stop: %1</source>
        <translation>停止：%1</translation>
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
    <name>whittle::TraceContent</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln compiles</source>
        <translation>
            <numerusform>%Ln 次编译</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln logs</source>
        <translation>
            <numerusform>%Ln 个日志</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln debug folders</source>
        <translation>
            <numerusform>%Ln 个调试文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kernel choices</source>
        <translation>
            <numerusform>%Ln 个内核选择</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceDescriber</name>
    <message>
        <source>strides %1</source>
        <translation>步长 %1</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>requires a gradient</source>
        <translation>需要梯度</translation>
    </message>
    <message numerus="yes">
        <source>%n values</source>
        <translation>
            <numerusform>%n 个值</numerusform>
        </translation>
    </message>
    <message>
        <source>Of no compile</source>
        <translation>不属于任何编译</translation>
    </message>
    <message>
        <source>A folder of TORCH_COMPILE_DEBUG: texts of one graph.</source>
        <translation>TORCH_COMPILE_DEBUG 的文件夹：一个图的文本。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Why it failed</source>
        <translation>出错原因</translation>
    </message>
    <message>
        <source>The user&apos;s line</source>
        <translation>用户的代码行</translation>
    </message>
    <message>
        <source>Last line of the traceback</source>
        <translation>回溯的最后一行</translation>
    </message>
    <message>
        <source>Why it was compiled again: what each entry of before asked for</source>
        <translation>重新编译的原因：先前各条目的要求</translation>
    </message>
    <message>
        <source>Not %1</source>
        <translation>未用 %1</translation>
    </message>
    <message>
        <source>Not an entry</source>
        <translation>未用条目</translation>
    </message>
    <message>
        <source>No guard failed: another backend or dispatch mode.</source>
        <translation>没有守卫失败：后端或分派模式不同。</translation>
    </message>
    <message>
        <source>Graph breaks</source>
        <translation>图中断</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Analysed again</source>
        <translation>重新分析</translation>
    </message>
    <message>
        <source>Problems of the export</source>
        <translation>导出的问题</translation>
    </message>
    <message>
        <source>Called from</source>
        <translation>调用自</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Caches</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Kernels that the generated code calls</source>
        <translation>生成的代码所调用的内核</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Line in the log</source>
        <translation>日志中的行</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>damaged %1</source>
        <translation>已损坏 %1</translation>
    </message>
    <message>
        <source>%1: it does not have the checksum that it was written with</source>
        <translation>%1：与写入时的校验和不符</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Because of</source>
        <translation>起因</translation>
    </message>
    <message>
        <source>At</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>The log has no guards of this compile.</source>
        <translation>日志中没有此次编译的守卫。</translation>
    </message>
    <message>
        <source>A debug folder has no guards.</source>
        <translation>调试文件夹没有守卫。</translation>
    </message>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n 项检查</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for all of them, on each call</source>
        <translation>每次调用全部检查用时 %1</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Became dynamic</source>
        <translation>变为动态</translation>
    </message>
    <message>
        <source>%1, then %2</source>
        <translation>%1，然后 %2</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>of no input: known when it runs</source>
        <translation>不来自输入：运行时才知道</translation>
    </message>
    <message>
        <source>Specialised: taken for one value</source>
        <translation>已特化：固定为一个值</translation>
    </message>
    <message>
        <source>What the compiled code relies on</source>
        <translation>编译后的代码所依赖的条件</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Its steps are left out: those of the conditions above are more than %1.</source>
        <translation>其步骤已省略：以上各条件的步骤超过 %1。</translation>
    </message>
    <message>
        <source>as above</source>
        <translation>同上</translation>
    </message>
    <message>
        <source>begins here</source>
        <translation>始于此处</translation>
    </message>
</context>
<context>
    <name>whittle::TraceList</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>%1: what to know of it</source>
        <translation>%1：需知</translation>
    </message>
    <message>
        <source>&amp;Copy row</source>
        <translation>复制行(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;all rows</source>
        <translation>复制全部行(&amp;A)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Nothing here has all of these words.</source>
        <translation>此处没有包含所有这些词的内容。</translation>
    </message>
</context>
<context>
    <name>whittle::TraceListings</name>
    <message>
        <source>Of no compile</source>
        <translation>不属于任何编译</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Debug folders</source>
        <translation>调试文件夹</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>At</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Compiles</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1，在 %2 上</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>differ</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比较内容</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Run times by PyTorch&apos;s estimate</source>
        <translation>运行时间（PyTorch 估计）</translation>
    </message>
    <message>
        <source>Without what is inside</source>
        <translation>不含内部</translation>
    </message>
    <message>
        <source>Of the whole</source>
        <translation>占总体</translation>
    </message>
    <message>
        <source>Choice and candidates</source>
        <translation>选择与候选</translation>
    </message>
    <message>
        <source>Against the best</source>
        <translation>与最佳相比</translation>
    </message>
    <message>
        <source>Parameters, or why it failed</source>
        <translation>参数，或出错原因</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n 个候选</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not told</source>
        <translation>
            <numerusform>%n 个未说明</numerusform>
        </translation>
    </message>
    <message>
        <source>measured in %1</source>
        <translation>测量用时 %1</translation>
    </message>
    <message>
        <source>compiled in %1</source>
        <translation>编译用时 %1</translation>
    </message>
    <message>
        <source>strides %1</source>
        <translation>步长 %1</translation>
    </message>
    <message>
        <source>none worked</source>
        <translation>均不可用</translation>
    </message>
    <message>
        <source>next +%1</source>
        <translation>下一个 +%1</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>in %1 on %2</source>
        <translation>在 %1 中，%2</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>在 %1 中</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1，第 %2 行</translation>
    </message>
</context>
<context>
    <name>whittle::TraceMessage</name>
    <message>
        <source>Open a &amp;log…</source>
        <translation>打开日志(&amp;L)…</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>复制消息(&amp;Y)</translation>
    </message>
    <message>
        <source>What there is to say of the trace</source>
        <translation>关于此轨迹的说明</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>%1 cannot be shown</source>
        <translation>无法显示 %1</translation>
    </message>
    <message>
        <source>No trace is open</source>
        <translation>没有打开轨迹</translation>
    </message>
    <message>
        <source>A trace tells what PyTorch compiled, recompiled and failed on, and why, with every graph. To make one:

    TORCH_TRACE=/tmp/trace python3 model.py

Then open the folder here, also while the program runs. Texts of TORCH_LOGS and folders of TORCH_COMPILE_DEBUG open the same way.</source>
        <translation>轨迹记录 PyTorch 编译、重新编译了什么，在何处出错及其原因，并包含每个图。生成方法：

    TORCH_TRACE=/tmp/trace python3 model.py

然后在此打开该文件夹，程序运行期间也可以。TORCH_LOGS 的文本和 TORCH_COMPILE_DEBUG 的文件夹也同样打开。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Looking for logs</source>
        <translation>正在查找日志</translation>
    </message>
</context>
<context>
    <name>whittle::TracePanel</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Artifacts</source>
        <translation>产物</translation>
    </message>
    <message>
        <source>Search artifacts</source>
        <translation>搜索产物</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>Search guards</source>
        <translation>搜索守卫</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Search symbols</source>
        <translation>搜索符号</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Search metrics</source>
        <translation>搜索指标</translation>
    </message>
    <message>
        <source>Compiles by who called them</source>
        <translation>编译，按调用者</translation>
    </message>
    <message>
        <source>Search compiles</source>
        <translation>搜索编译</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Search causes</source>
        <translation>搜索原因</translation>
    </message>
    <message>
        <source>Ranks side by side</source>
        <translation>并排比较各 rank</translation>
    </message>
    <message>
        <source>Search ranks</source>
        <translation>搜索 rank</translation>
    </message>
    <message>
        <source>Kernel choices</source>
        <translation>内核选择</translation>
    </message>
    <message>
        <source>Search kernel choices</source>
        <translation>搜索内核选择</translation>
    </message>
    <message>
        <source>What took the time</source>
        <translation>时间用在何处</translation>
    </message>
    <message>
        <source>Search names</source>
        <translation>搜索名称</translation>
    </message>
    <message>
        <source>Compiles and what concerns all of them</source>
        <translation>各次编译及全体相关内容</translation>
    </message>
    <message>
        <source>Compiles</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>What to know of this trace</source>
        <translation>关于此轨迹需知</translation>
    </message>
    <message>
        <source>Nothing failed, broke or was compiled again.</source>
        <translation>没有出错、中断或重新编译。</translation>
    </message>
    <message>
        <source>There is one log, or none says of which rank it is. Open the folder with the logs of all ranks to compare them.</source>
        <translation>只有一个日志，或没有日志标明其 rank。请打开含所有 rank 日志的文件夹以比较。</translation>
    </message>
    <message>
        <source>No kernel was chosen by the autotuner, or the log does not tell: PyTorch before 2.9 only prints it. Open the folder with what mode=&quot;max-autotune&quot; printed.</source>
        <translation>自动调优器未选择内核，或日志未记录：2.9 之前的 PyTorch 只将其打印出来。请打开含有 mode=&quot;max-autotune&quot; 打印内容的文件夹。</translation>
    </message>
    <message>
        <source>The log has no compile yet.</source>
        <translation>日志中尚无编译。</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>State of the compile</source>
        <translation>编译的状态</translation>
    </message>
    <message>
        <source>What is known of one compile</source>
        <translation>一次编译的信息</translation>
    </message>
    <message>
        <source>The span that is selected</source>
        <translation>选中的区间</translation>
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
        <source>All of the time (0)</source>
        <translation>全部时间 (0)</translation>
    </message>
    <message>
        <source>The logs have no times.</source>
        <translation>日志没有时间。</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Reads on while the logs grow</source>
        <translation>随日志增长继续读取</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Export the times for trace viewers…</source>
        <translation>导出时间供追踪查看器使用…</translation>
    </message>
    <message>
        <source>Open another trace…</source>
        <translation>打开另一轨迹…</translation>
    </message>
    <message>
        <source>It is not followed any more: %1</source>
        <translation>已不再跟随：%1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Select a compile</source>
        <translation>选择一次编译</translation>
    </message>
    <message>
        <source>The log says nothing more of it.</source>
        <translation>日志没有更多相关内容。</translation>
    </message>
    <message>
        <source>It has no artifacts.</source>
        <translation>没有产物。</translation>
    </message>
    <message>
        <source>No size or number was made a symbol.</source>
        <translation>没有大小或数字被设为符号。</translation>
    </message>
    <message>
        <source>The log has no metrics of it.</source>
        <translation>日志中没有它的指标。</translation>
    </message>
    <message>
        <source>Select a compile on the left.</source>
        <translation>请在左侧选择一次编译。</translation>
    </message>
    <message>
        <source>Click a span, or go from one to the next with the arrow keys. The wheel zooms, dragging moves; Enter shows the compile.</source>
        <translation>点击区间，或用方向键逐个移动。滚轮缩放，拖动平移；Enter 显示编译。</translation>
    </message>
</context>
<context>
    <name>whittle::TraceTextPane</name>
    <message>
        <source>Text of the artifact</source>
        <translation>产物的文本</translation>
    </message>
    <message>
        <source>What there is to say of the text</source>
        <translation>关于此文本的说明</translation>
    </message>
    <message>
        <source>Find in this text</source>
        <translation>在此文本中查找</translation>
    </message>
    <message>
        <source>Shows it in the graph view (Enter in the list)</source>
        <translation>在图视图中显示（在列表中按 Enter）</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Shows it beside the graph that is open, with what differs</source>
        <translation>与打开的图并排显示，并标出差异</translation>
    </message>
    <message>
        <source>Copy the whole text</source>
        <translation>复制全部文本</translation>
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
        <source>%1: record in the log</source>
        <translation>%1：日志中的记录</translation>
    </message>
    <message>
        <source>Select an artifact to read it. Enter, or a double click, opens a graph in the graph view.</source>
        <translation>选择一个产物以阅读。按 Enter 或双击可在图视图中打开图。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>It cannot be read.
%1</source>
        <translation>无法读取。
%1</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Open graph</source>
        <translation>打开图</translation>
    </message>
</context>
<context>
    <name>whittle::TraceTimelinePlot</name>
    <message>
        <source>Timeline of the compiles</source>
        <translation>编译的时间线</translation>
    </message>
    <message>
        <source>The logs have no times.</source>
        <translation>日志没有时间。</translation>
    </message>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n 个区间</numerusform>
        </translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>the log ends before it does</source>
        <translation>日志在其结束前终止</translation>
    </message>
</context>
<context>
    <name>whittle::TraceWords</name>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Compiled.</source>
        <translation>已编译。</translation>
    </message>
    <message>
        <source>restarted</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Compiled after its analysis was begun again, at a graph break for one.</source>
        <translation>在重新开始分析后编译，例如因图中断。</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Compiled to a graph without an operator.</source>
        <translation>编译为没有算子的图。</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Failed: the function runs eagerly, or the program ended.</source>
        <translation>出错：函数以 eager 运行，或程序已结束。</translation>
    </message>
    <message>
        <source>limit hit</source>
        <translation>达到上限</translation>
    </message>
    <message>
        <source>The recompile limit was reached: nothing was compiled, and the function runs eagerly from then on.</source>
        <translation>已达到重新编译上限：未编译任何内容，此后函数以 eager 运行。</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>The log ends before the compile does, or lacks its metrics.</source>
        <translation>日志在编译结束前终止，或缺少其指标。</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Graph breaks</source>
        <translation>图中断</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Recompile limits reached</source>
        <translation>达到重新编译上限</translation>
    </message>
    <message>
        <source>Recompiles</source>
        <translation>重新编译</translation>
    </message>
    <message>
        <source>Problems of an export</source>
        <translation>导出的问题</translation>
    </message>
    <message>
        <source>graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>guards</source>
        <translation>守卫</translation>
    </message>
    <message>
        <source>link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>%1:%2 in %3</source>
        <translation>%1:%2，位于 %3</translation>
    </message>
</context>
<context>
    <name>whittle::TryPage</name>
    <message>
        <source>&amp;Try</source>
        <translation>尝试(&amp;T)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Take the &amp;selected call</source>
        <translation>采用选中的调用(&amp;S)</translation>
    </message>
    <message>
        <source>What every entry says of the call</source>
        <translation>各条目对此调用的判断</translation>
    </message>
    <message>
        <source>Call to try</source>
        <translation>要尝试的调用</translation>
    </message>
    <message>
        <source>Makes the calls again, then holds this one against every entry without making it</source>
        <translation>重新进行各次调用，然后用每个条目检查此调用而不实际调用</translation>
    </message>
    <message>
        <source>State of the trial</source>
        <translation>尝试的状态</translation>
    </message>
    <message>
        <source>Type arguments, then see which guards of which entries they fail.</source>
        <translation>输入参数，然后查看它们使哪些条目的哪些守卫失败。</translation>
    </message>
    <message>
        <source>Making the calls again…</source>
        <translation>正在重新进行各次调用…</translation>
    </message>
    <message>
        <source>It could not be tried: %1</source>
        <translation>无法尝试：%1</translation>
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
    <message>
        <source>unfold %1</source>
        <translation>展开 %1</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>折叠 %1</translation>
    </message>
    <message numerus="yes">
        <source>unfold %Ln modules</source>
        <translation>
            <numerusform>展开 %Ln 个模块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fold %Ln modules</source>
        <translation>
            <numerusform>折叠 %Ln 个模块</numerusform>
        </translation>
    </message>
    <message>
        <source>output folder</source>
        <translation>输出文件夹</translation>
    </message>
    <message>
        <source>oracle</source>
        <translation>判定器</translation>
    </message>
    <message>
        <source>which failures count</source>
        <translation>哪些错误算数</translation>
    </message>
    <message>
        <source>candidates at once</source>
        <translation>同时运行的候选图</translation>
    </message>
    <message>
        <source>runs of each candidate</source>
        <translation>每个候选图的运行次数</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>most candidates</source>
        <translation>候选图上限</translation>
    </message>
    <message>
        <source>change of the reduction: %1</source>
        <translation>更改缩减：%1</translation>
    </message>
    <message>
        <source>bookmark %1</source>
        <translation>为 %1 添加书签</translation>
    </message>
    <message>
        <source>remove the bookmark of %1</source>
        <translation>移除 %1 的书签</translation>
    </message>
    <message>
        <source>rename the bookmark of %1</source>
        <translation>重命名 %1 的书签</translation>
    </message>
    <message>
        <source>move a bookmark</source>
        <translation>移动书签</translation>
    </message>
    <message>
        <source>change of the calls</source>
        <translation>更改调用</translation>
    </message>
    <message>
        <source>change of what is said of sizes</source>
        <translation>更改大小的说明</translation>
    </message>
    <message>
        <source>save the search %1</source>
        <translation>保存搜索 %1</translation>
    </message>
    <message>
        <source>remove the search %1</source>
        <translation>移除搜索 %1</translation>
    </message>
    <message>
        <source>change of the saved searches</source>
        <translation>更改已保存的搜索</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 用 %2</translation>
    </message>
    <message>
        <source>let %1 be chosen</source>
        <translation>让 %1 重新自动选择</translation>
    </message>
    <message>
        <source>let kernels be chosen</source>
        <translation>让内核重新自动选择</translation>
    </message>
    <message>
        <source>hold %1 against %2</source>
        <translation>将 %1 与 %2 对比</translation>
    </message>
    <message>
        <source>look at %1</source>
        <translation>查看 %1</translation>
    </message>
    <message>
        <source>change of the scale of colours</source>
        <translation>更改颜色标度</translation>
    </message>
    <message>
        <source>other colours</source>
        <translation>其他颜色</translation>
    </message>
    <message>
        <source>show the whole graph</source>
        <translation>显示整个图</translation>
    </message>
    <message>
        <source>show a part alone</source>
        <translation>单独显示一部分</translation>
    </message>
    <message>
        <source>change of the tolerances</source>
        <translation>更改容差</translation>
    </message>
    <message>
        <source>change of keys</source>
        <translation>更改快捷键</translation>
    </message>
    <message>
        <source>repeated blocks as one card</source>
        <translation>将重复的块显示为一个卡片</translation>
    </message>
    <message>
        <source>repeated blocks one by one</source>
        <translation>逐个显示重复的块</translation>
    </message>
</context>
<context>
    <name>whittle::WindowResults</name>
    <message>
        <source>The compilation</source>
        <translation>编译结果</translation>
    </message>
    <message>
        <source>The comparison of values</source>
        <translation>数值对比</translation>
    </message>
    <message>
        <source>The baseline of values</source>
        <translation>数值基线</translation>
    </message>
    <message>
        <source>The replay under stances</source>
        <translation>各 stance 下的重放</translation>
    </message>
    <message>
        <source>What runs found cannot be read: %1.</source>
        <translation>无法读取运行结果：%1。</translation>
    </message>
    <message>
        <source>%1 of this session cannot be shown: %2.</source>
        <translation>无法显示此会话的%1：%2。</translation>
    </message>
    <message>
        <source>%1 is not in this session: it was too large.</source>
        <translation>此会话中没有%1：它太大。</translation>
    </message>
    <message>
        <source>%1 of this session is not shown: the graph has changed since.</source>
        <translation>未显示此会话的%1：图此后已更改。</translation>
    </message>
    <message>
        <source>%1 of this session is without the texts of its kernels: it was too large with them.</source>
        <translation>此会话的%1不含内核文本：含文本时太大。</translation>
    </message>
    <message>
        <source>%1 is too large for the session, and was left out.</source>
        <translation>%1对会话来说太大，已省略。</translation>
    </message>
    <message>
        <source>%1 is too large for the session with the texts of its kernels; these were left out.</source>
        <translation>%1连同内核文本对会话来说太大；已省略内核文本。</translation>
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
    <message>
        <source>is no seed</source>
        <translation>不是种子</translation>
    </message>
    <message>
        <source>has to be measured, linear or logarithmic</source>
        <translation>必须是 measured、linear 或 logarithmic</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>没有内容</translation>
    </message>
    <message>
        <source>names one that this Whittle has not</source>
        <translation>指定了此 Whittle 没有的项</translation>
    </message>
    <message>
        <source>The calls of this session are none of this graph: %1</source>
        <translation>此会话的调用不属于此图：%1</translation>
    </message>
    <message>
        <source>names no node, input, output or module</source>
        <translation>不是节点、输入、输出或模块的名称</translation>
    </message>
    <message>
        <source>has more than %1 entries</source>
        <translation>条目多于 %1 个</translation>
    </message>
    <message>
        <source>names no stage</source>
        <translation>不是阶段的名称</translation>
    </message>
</context>
</TS>
