<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save session</source>
        <translation>&amp;Sitzung speichern</translation>
    </message>
    <message>
        <source>Save session &amp;as…</source>
        <translation>Sitzung speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Copy graph as text</source>
        <translation>Graph als Text &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>F&amp;orward</source>
        <translation>&amp;Vorwärts</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>&amp;Next hit</source>
        <translation>&amp;Nächster Treffer</translation>
    </message>
    <message>
        <source>&amp;Previous hit</source>
        <translation>Vorheri&amp;ger Treffer</translation>
    </message>
    <message>
        <source>To a p&amp;roducer</source>
        <translation>Zu einem &amp;Erzeuger</translation>
    </message>
    <message>
        <source>To a &amp;user</source>
        <translation>Zu einem N&amp;utzer</translation>
    </message>
    <message>
        <source>To the &amp;left</source>
        <translation>Nach &amp;links</translation>
    </message>
    <message>
        <source>To the ri&amp;ght</source>
        <translation>Nach &amp;rechts</translation>
    </message>
    <message>
        <source>Command pale&amp;tte…</source>
        <translation>&amp;Befehlspalette…</translation>
    </message>
    <message>
        <source>To &amp;a node…</source>
        <translation>Zu einem &amp;Knoten…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>Fo&amp;ld or unfold module</source>
        <translation>&amp;Modul ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Fold all &amp;modules</source>
        <translation>Alle Module &amp;einklappen</translation>
    </message>
    <message>
        <source>&amp;Unfold all modules</source>
        <translation>Alle Module &amp;ausklappen</translation>
    </message>
    <message>
        <source>&amp;Colour key</source>
        <translation>&amp;Farblegende</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Design</translation>
    </message>
    <message>
        <source>&amp;As the desktop</source>
        <translation>&amp;Wie der Desktop</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Minify</source>
        <translation>&amp;Verkleinern</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;topp</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>&amp;Tastenkürzel…</translation>
    </message>
    <message>
        <source>&amp;About Whittle</source>
        <translation>&amp;Über Whittle</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Export graph…</source>
        <translation>Graph &amp;exportieren…</translation>
    </message>
    <message>
        <source>Copy se&amp;lection as text</source>
        <translation>Auswahl als &amp;Text kopieren</translation>
    </message>
    <message>
        <source>Copy selection as &amp;Markdown</source>
        <translation>Auswahl als &amp;Markdown kopieren</translation>
    </message>
    <message>
        <source>Highlight what f&amp;eeds the selection</source>
        <translation>&amp;Hervorheben, was die Auswahl speist</translation>
    </message>
    <message>
        <source>Highlight what the selection fee&amp;ds</source>
        <translation>Hervorheben, was aus der Aus&amp;wahl folgt</translation>
    </message>
    <message>
        <source>&amp;Ways from the selection to…</source>
        <translation>Wege von der Auswahl na&amp;ch…</translation>
    </message>
    <message>
        <source>Colour b&amp;y…</source>
        <translation>Färben nac&amp;h…</translation>
    </message>
    <message>
        <source>&amp;Compile</source>
        <translation>&amp;Kompilieren</translation>
    </message>
    <message>
        <source>&amp;Compile and measure</source>
        <translation>&amp;Kompilieren und messen</translation>
    </message>
    <message>
        <source>&amp;Stop compiling</source>
        <translation>Kompilieren &amp;anhalten</translation>
    </message>
    <message>
        <source>To the &amp;next stage</source>
        <translation>Zur &amp;nächsten Stufe</translation>
    </message>
    <message>
        <source>To the stage &amp;before</source>
        <translation>Zur &amp;vorigen Stufe</translation>
    </message>
    <message>
        <source>Compare with the stage be&amp;fore</source>
        <translation>Mit der v&amp;origen Stufe vergleichen</translation>
    </message>
    <message>
        <source>Co&amp;mpare with nothing</source>
        <translation>Mit nichts ver&amp;gleichen</translation>
    </message>
    <message>
        <source>S&amp;how only what is highlighted</source>
        <translation>Nur Hervorgehobenes ze&amp;igen</translation>
    </message>
    <message>
        <source>Show ever&amp;ything again</source>
        <translation>Wieder &amp;alles zeigen</translation>
    </message>
    <message>
        <source>Compare &amp;values</source>
        <translation>&amp;Werte vergleichen</translation>
    </message>
    <message>
        <source>Stop c&amp;omparing values</source>
        <translation>Wertevergleich an&amp;halten</translation>
    </message>
    <message>
        <source>Take the &amp;whole graph again</source>
        <translation>Wieder den &amp;ganzen Graphen nehmen</translation>
    </message>
    <message>
        <source>Export &amp;timeline…</source>
        <translation>Zeitleiste e&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Open a reduction…</source>
        <translation>&amp;Verkleinerung öffnen…</translation>
    </message>
    <message>
        <source>Ta&amp;ke over</source>
        <translation>&amp;Übernehmen</translation>
    </message>
    <message>
        <source>E&amp;xport report…</source>
        <translation>Beri&amp;cht exportieren…</translation>
    </message>
    <message>
        <source>Export ta&amp;ble…</source>
        <translation>Tabe&amp;lle exportieren…</translation>
    </message>
    <message>
        <source>Copy table as CS&amp;V</source>
        <translation>Tabelle als CS&amp;V kopieren</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>&amp;Saved searches…</source>
        <translation>Gespeicher&amp;te Suchen…</translation>
    </message>
    <message>
        <source>Bookmar&amp;k the selection, or not</source>
        <translation>Lesezeichen &amp;für die Auswahl setzen oder entfernen</translation>
    </message>
    <message>
        <source>To a book&amp;mark</source>
        <translation>Zu eine&amp;m Lesezeichen</translation>
    </message>
    <message>
        <source>Bookmark &amp;1</source>
        <translation>Lesezeichen &amp;1</translation>
    </message>
    <message>
        <source>Bookmark &amp;2</source>
        <translation>Lesezeichen &amp;2</translation>
    </message>
    <message>
        <source>Bookmark &amp;3</source>
        <translation>Lesezeichen &amp;3</translation>
    </message>
    <message>
        <source>Bookmark &amp;4</source>
        <translation>Lesezeichen &amp;4</translation>
    </message>
    <message>
        <source>Bookmark &amp;5</source>
        <translation>Lesezeichen &amp;5</translation>
    </message>
    <message>
        <source>Bookmark &amp;6</source>
        <translation>Lesezeichen &amp;6</translation>
    </message>
    <message>
        <source>Bookmark &amp;7</source>
        <translation>Lesezeichen &amp;7</translation>
    </message>
    <message>
        <source>Bookmark &amp;8</source>
        <translation>Lesezeichen &amp;8</translation>
    </message>
    <message>
        <source>Bookmark &amp;9</source>
        <translation>Lesezeichen &amp;9</translation>
    </message>
    <message>
        <source>U&amp;nfold one level more</source>
        <translation>Eine Ebene &amp;weiter ausklappen</translation>
    </message>
    <message>
        <source>Fol&amp;d one level more</source>
        <translation>Eine Ebene we&amp;iter einklappen</translation>
    </message>
    <message>
        <source>Unfold to a de&amp;pth…</source>
        <translation>Bis zu einer &amp;Tiefe ausklappen…</translation>
    </message>
    <message>
        <source>Ta&amp;sks…</source>
        <translation>A&amp;ufgaben…</translation>
    </message>
    <message>
        <source>&amp;High contrast, light</source>
        <translation>Hoher &amp;Kontrast, hell</translation>
    </message>
    <message>
        <source>High &amp;contrast, dark</source>
        <translation>Hoher K&amp;ontrast, dunkel</translation>
    </message>
    <message>
        <source>Layout for a tas&amp;k</source>
        <translation>A&amp;nordnung für eine Aufgabe</translation>
    </message>
    <message>
        <source>&amp;Exploring a graph</source>
        <translation>Einen Graphen &amp;erkunden</translation>
    </message>
    <message>
        <source>&amp;Kernels and where the time goes</source>
        <translation>&amp;Kernel und wohin die Zeit geht</translation>
    </message>
    <message>
        <source>&amp;Numerics</source>
        <translation>&amp;Numerik</translation>
    </message>
    <message>
        <source>&amp;Minifying</source>
        <translation>&amp;Verkleinern</translation>
    </message>
    <message>
        <source>&amp;Dynamic sizes and recompiles</source>
        <translation>&amp;Dynamische Größen und Neukompilierungen</translation>
    </message>
    <message>
        <source>Infer si&amp;zes</source>
        <translation>Größen &amp;ermitteln</translation>
    </message>
    <message>
        <source>Stop inferrin&amp;g sizes</source>
        <translation>E&amp;rmitteln der Größen anhalten</translation>
    </message>
    <message>
        <source>&amp;Run calls under stances</source>
        <translation>Aufrufe unter &amp;Stances ausführen</translation>
    </message>
    <message>
        <source>S&amp;top the calls</source>
        <translation>Aufru&amp;fe anhalten</translation>
    </message>
    <message>
        <source>Save ca&amp;lls…</source>
        <translation>Aufrufe spei&amp;chern…</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>&amp;Trace</translation>
    </message>
    <message>
        <source>&amp;Open a log…</source>
        <translation>&amp;Log öffnen…</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Follow while it &amp;grows</source>
        <translation>&amp;Folgen, während er wächst</translation>
    </message>
    <message>
        <source>&amp;Read it again</source>
        <translation>&amp;Neu lesen</translation>
    </message>
    <message>
        <source>&amp;Export the times…</source>
        <translation>&amp;Zeiten exportieren…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>O&amp;pen calls…</source>
        <translation>A&amp;ufrufe öffnen…</translation>
    </message>
    <message>
        <source>H&amp;ighlight what is near the selection, a step more each time</source>
        <translation>Hervorheben, was nahe &amp;der Auswahl liegt, jedes Mal einen Schritt weiter</translation>
    </message>
    <message>
        <source>Repeated &amp;blocks as one card</source>
        <translation>Wiederholte &amp;Blöcke als eine Karte</translation>
    </message>
    <message>
        <source>&amp;JSON-RPC console</source>
        <translation>&amp;JSON-RPC-Konsole</translation>
    </message>
    <message>
        <source>&amp;Comparing graphs</source>
        <translation>&amp;Graphen vergleichen</translation>
    </message>
    <message>
        <source>Compare with f&amp;iles…</source>
        <translation>Mit &amp;Dateien vergleichen…</translation>
    </message>
    <message>
        <source>&amp;Keep the stage in the comparison, or not</source>
        <translation>Stufe &amp;im Vergleich behalten oder nicht</translation>
    </message>
    <message>
        <source>The ne&amp;xt compared graph beside</source>
        <translation>Nächs&amp;ten verglichenen Graphen daneben zeigen</translation>
    </message>
    <message>
        <source>The compare&amp;d graph before beside</source>
        <translation>Vorigen verglichenen Graphen daneben &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Minify what is pointed at</source>
        <translation>&amp;Ausgewähltes verkleinern</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Its extensions</source>
        <translation>Dessen Erweiterungen</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory that is free</source>
        <translation>Freier Speicher</translation>
    </message>
    <message>
        <source>Memory of the window</source>
        <translation>Speicher des Fensters</translation>
    </message>
    <message>
        <source>Memory of the window at most</source>
        <translation>Speicher des Fensters, höchstens</translation>
    </message>
    <message>
        <source>Done last:</source>
        <translation>Zuletzt getan:</translation>
    </message>
</context>
<context>
    <name>ErrorBounds</name>
    <message>
        <source>the error is more than %1</source>
        <translation>der Fehler ist größer als %1</translation>
    </message>
</context>
<context>
    <name>ExportFormat</name>
    <message>
        <source>PNG picture</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG-Bild</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF-Dokument</translation>
    </message>
    <message>
        <source>All nodes for graphviz</source>
        <translation>Alle Knoten für Graphviz</translation>
    </message>
    <message>
        <source>All nodes as text</source>
        <translation>Alle Knoten als Text</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>1 node</source>
        <translation>1 Knoten</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 Knoten</translation>
    </message>
</context>
<context>
    <name>GraphOverlay</name>
    <message>
        <source>Dtype</source>
        <translation>Datentyp</translation>
    </message>
    <message>
        <source>Memory of results</source>
        <translation>Speicher der Ergebnisse</translation>
    </message>
    <message>
        <source>Number of users</source>
        <translation>Zahl der Nutzer</translation>
    </message>
    <message>
        <source>Arithmetic of products</source>
        <translation>Rechenaufwand der Produkte</translation>
    </message>
</context>
<context>
    <name>NumericsOverlay</name>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>OpFamily</name>
    <message>
        <source>fault</source>
        <translation>Fehler (geplant)</translation>
    </message>
    <message>
        <source>symbolic</source>
        <translation>symbolisch</translation>
    </message>
    <message>
        <source>view</source>
        <translation>Sicht</translation>
    </message>
    <message>
        <source>slicing</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>join</source>
        <translation>Verketten</translation>
    </message>
    <message>
        <source>matmul</source>
        <translation>Matrixprodukt</translation>
    </message>
    <message>
        <source>einsum</source>
        <translation>Einsum</translation>
    </message>
    <message>
        <source>conv</source>
        <translation>Faltung</translation>
    </message>
    <message>
        <source>pool</source>
        <translation>Pooling</translation>
    </message>
    <message>
        <source>resample</source>
        <translation>Umtasten</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>control</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>quantize</source>
        <translation>Quantisieren</translation>
    </message>
    <message>
        <source>softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>pointwise</source>
        <translation>punktweise</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>factory</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>prims</source>
        <translation>Prims</translation>
    </message>
    <message>
        <source>random</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>reduction</source>
        <translation>Reduktion</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Indizieren</translation>
    </message>
    <message>
        <source>rearrange</source>
        <translation>Umordnen</translation>
    </message>
    <message>
        <source>stacking</source>
        <translation>Stapeln</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>positional</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>recurrent</source>
        <translation>rekurrent</translation>
    </message>
    <message>
        <source>product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>special</source>
        <translation>Sonderfunktion</translation>
    </message>
    <message>
        <source>elementwise more</source>
        <translation>elementweise, weitere</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>Auffüllen</translation>
    </message>
    <message>
        <source>upsample</source>
        <translation>Hochtasten</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>Entfalten</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>embedding bag</source>
        <translation>Embedding-Bag</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>sort</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>komplex</translation>
    </message>
    <message>
        <source>fft</source>
        <translation>FFT</translation>
    </message>
    <message>
        <source>linalg</source>
        <translation>Lineare Algebra</translation>
    </message>
</context>
<context>
    <name>Oracle</name>
    <message>
        <source>Whittle&apos;s own compiler</source>
        <translation>Whittles eigener Compiler</translation>
    </message>
    <message>
        <source>your PyTorch</source>
        <translation>Ihr PyTorch</translation>
    </message>
    <message>
        <source>any program</source>
        <translation>ein beliebiges Programm</translation>
    </message>
    <message>
        <source>AOTInductor: export, compile, load, run</source>
        <translation>AOTInductor: exportieren, kompilieren, laden, ausführen</translation>
    </message>
    <message>
        <source>torch.compile</source>
        <translation>torch.compile</translation>
    </message>
    <message>
        <source>must do the same</source>
        <translation>muss dasselbe tun</translation>
    </message>
    <message>
        <source>may do anything</source>
        <translation>darf alles tun</translation>
    </message>
    <message>
        <source>is left out</source>
        <translation>wird ausgelassen</translation>
    </message>
    <message>
        <source>a PyTorch script</source>
        <translation>ein PyTorch-Skript</translation>
    </message>
    <message>
        <source>an archive for torch.export.load</source>
        <translation>ein Archiv für torch.export.load</translation>
    </message>
    <message>
        <source>its program alone, as JSON</source>
        <translation>nur sein Programm, als JSON</translation>
    </message>
    <message>
        <source>Whittle&apos;s text</source>
        <translation>Whittles Text</translation>
    </message>
    <message>
        <source>FX text, without data</source>
        <translation>FX-Text, ohne Daten</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>torch: the Python with the PyTorch to judge, 2.6 or newer</source>
        <translation>torch: das Python mit dem zu prüfenden PyTorch, 2.6 oder neuer</translation>
    </message>
    <message>
        <source>Compiler</source>
        <translation>Compiler</translation>
    </message>
    <message>
        <source>torch: aoti, AOTInductor (export, compile, load, run); compile, torch.compile</source>
        <translation>torch: aoti, AOTInductor (exportieren, kompilieren, laden, ausführen); compile, torch.compile</translation>
    </message>
    <message>
        <source>Eager mode</source>
        <translation>Eager-Modus</translation>
    </message>
    <message>
        <source>torch: same, eager must do for a candidate what it does for the original; any</source>
        <translation>torch: same, eager muss bei einem Kandidaten dasselbe tun wie beim Original; any</translation>
    </message>
    <message>
        <source>Inductor&apos;s options</source>
        <translation>Optionen von Inductor</translation>
    </message>
    <message>
        <source>torch: NAME=VALUE, an option of torch._inductor.config as cpp.simdlen=256, set before anything is compiled; repeatable</source>
        <translation>torch: NAME=WERT, eine Option von torch._inductor.config wie cpp.simdlen=256, vor jedem Kompilieren gesetzt; mehrfach möglich</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>with --oracle command: the program and its arguments, as words without a shell; the candidate&apos;s
file stands where {} does, else it is the last argument</source>
        <translation>mit --oracle command: das Programm und seine Argumente, als Wörter ohne Shell; die Datei des
Kandidaten steht, wo {} steht, sonst ist sie das letzte Argument</translation>
    </message>
    <message>
        <source>It is given</source>
        <translation>Es bekommt</translation>
    </message>
    <message>
        <source>with --oracle command: what the file is, as export --to writes it</source>
        <translation>mit --oracle command: was die Datei ist, wie export --to sie schreibt</translation>
    </message>
    <message>
        <source>Fails when</source>
        <translation>Schlägt fehl bei</translation>
    </message>
    <message>
        <source>with --oracle command: exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, timeout or memory</source>
        <translation>mit --oracle command: exit==N, exit!=N, stderr~REGEX, stdout~REGEX, signal, timeout oder memory</translation>
    </message>
    <message>
        <source>Planted fault</source>
        <translation>Eingebauter Fehler</translation>
    </message>
    <message>
        <source>developer: plant compiler faults, OP=KIND[@RATE][,OP=KIND]</source>
        <translation>für Entwickler: Compilerfehler einbauen, OP=ART[@RATE][,OP=ART]</translation>
    </message>
    <message>
        <source>none, or gelu=wrong_result</source>
        <translation>keiner, oder gelu=wrong_result</translation>
    </message>
    <message>
        <source>with --oracle engine: same, a candidate&apos;s eager run must do what the original&apos;s does (run to its end, or raise);
irrelevant, it is not run, and no results are compared</source>
        <translation>mit --oracle engine: same, der Eager-Lauf eines Kandidaten muss tun, was der des Originals tut (zu Ende laufen oder scheitern);
irrelevant, es gibt keinen, und kein Ergebnis wird verglichen</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>seconds a candidate may take</source>
        <translation>Sekunden, die ein Kandidat brauchen darf</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Speicherlimit</translation>
    </message>
    <message>
        <source>megabytes a candidate may use</source>
        <translation>Megabyte, die ein Kandidat benutzen darf</translation>
    </message>
    <message>
        <source>Compiler&apos;s options</source>
        <translation>Optionen des Compilers</translation>
    </message>
    <message>
        <source>options of whittle compile that shape what it makes: --skip-pass, --pass-limit, --keep-apart, --without-library, --isa, --choose, --tuning-store, --no-tuning-store</source>
        <translation>Optionen von whittle compile, die bestimmen, was er erzeugt: --skip-pass, --pass-limit, --keep-apart, --without-library, --isa, --choose, --tuning-store, --no-tuning-store</translation>
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
        <translation>In eigener Größe</translation>
    </message>
    <message>
        <source>%1 more rows are not listed here.</source>
        <translation>%1 weitere Zeilen sind hier nicht aufgeführt.</translation>
    </message>
</context>
<context>
    <name>Requests</name>
    <message>
        <source>to write</source>
        <translation>zum Schreiben</translation>
    </message>
    <message>
        <source>to read</source>
        <translation>zum Lesen</translation>
    </message>
    <message>
        <source>as table.list calls it</source>
        <translation>wie table.list sie nennt</translation>
    </message>
    <message>
        <source>this session has no file yet: say which</source>
        <translation>diese Sitzung hat noch keine Datei: geben Sie an, welche</translation>
    </message>
    <message>
        <source>%1 has no rows yet</source>
        <translation>%1 hat noch keine Zeilen</translation>
    </message>
    <message>
        <source>there is no colour by &apos;%1&apos;; there are: %2</source>
        <translation>es gibt keine Farbe nach &apos;%1&apos;; es gibt: %2</translation>
    </message>
    <message>
        <source>it opens a window for a person to look at</source>
        <translation>es öffnet ein Fenster, das ein Mensch ansehen soll</translation>
    </message>
    <message>
        <source>to write, where the session has none yet</source>
        <translation>zum Schreiben, wenn die Sitzung noch keine hat</translation>
    </message>
    <message>
        <source>it leads to a field; &apos;node.search&apos; searches</source>
        <translation>es führt zu einem Feld; &apos;node.search&apos; sucht</translation>
    </message>
    <message>
        <source>it opens a menu; &apos;node.search&apos; searches</source>
        <translation>es öffnet ein Menü; &apos;node.search&apos; sucht</translation>
    </message>
    <message>
        <source>it opens the command palette; &apos;actions&apos; lists what there is</source>
        <translation>es öffnet die Befehlspalette; &apos;actions&apos; listet auf, was es gibt</translation>
    </message>
    <message>
        <source>it opens the command palette; &apos;node.select&apos; goes to a node</source>
        <translation>es öffnet die Befehlspalette; &apos;node.select&apos; geht zu einem Knoten</translation>
    </message>
    <message>
        <source>modules in less than that many others are unfolded</source>
        <translation>Module in weniger als so vielen anderen werden ausgeklappt</translation>
    </message>
    <message>
        <source>it opens a list; &apos;state&apos; tells what goes on</source>
        <translation>es öffnet eine Liste; &apos;state&apos; sagt, was gerade läuft</translation>
    </message>
    <message>
        <source>dtype, bytes, users or what was measured; empty: the family of the operator</source>
        <translation>dtype, bytes, users oder was gemessen wurde; leer: die Familie des Operators</translation>
    </message>
    <message>
        <source>whether it is to be; the other way round if it is not given</source>
        <translation>ob es so sein soll; ohne Angabe umgekehrt wie jetzt</translation>
    </message>
    <message>
        <source>it cannot be done now</source>
        <translation>das ist jetzt nicht möglich</translation>
    </message>
    <message>
        <source>it cannot be done now: no graph is open</source>
        <translation>das ist jetzt nicht möglich: es ist kein Graph geöffnet</translation>
    </message>
    <message>
        <source>left or right, where two graphs are held against each other; left if it is not given</source>
        <translation>left oder right, wo zwei Graphen miteinander verglichen werden; ohne Angabe left</translation>
    </message>
    <message>
        <source>side is left or right</source>
        <translation>side ist left oder right</translation>
    </message>
    <message>
        <source>no graph is shown there</source>
        <translation>dort wird kein Graph gezeigt</translation>
    </message>
    <message>
        <source>nothing here is called &apos;%1&apos;</source>
        <translation>nichts hier heißt &apos;%1&apos;</translation>
    </message>
    <message>
        <source>form is text or json</source>
        <translation>form ist text oder json</translation>
    </message>
    <message>
        <source>to is one of %1</source>
        <translation>to ist eines von %1</translation>
    </message>
    <message>
        <source>stages are counted from 0, and there are %1</source>
        <translation>Stufen werden ab 0 gezählt, und es gibt %1</translation>
    </message>
    <message>
        <source>of a node, an input, an output or a module; or its key, as node:linear_3</source>
        <translation>eines Knotens, eines Eingangs, eines Ausgangs oder eines Moduls; oder sein Schlüssel, etwa node:linear_3</translation>
    </message>
    <message>
        <source>Selects it in the graph and everywhere else, and tells of it.</source>
        <translation>Wählt es im Graphen und überall sonst aus und gibt Auskunft darüber.</translation>
    </message>
    <message>
        <source>Tells of a node: operator, type, module, line, what it reads and what reads it.</source>
        <translation>Gibt Auskunft über einen Knoten: Operator, Typ, Modul, Zeile, was er liest und was ihn liest.</translation>
    </message>
    <message>
        <source>Searches, as typing into the box does; answers with the keys of what was found.</source>
        <translation>Sucht wie beim Tippen in das Feld; antwortet mit den Schlüsseln dessen, was gefunden wurde.</translation>
    </message>
    <message>
        <source>gelu, op:mm, time&gt;1ms, …; empty: none</source>
        <translation>gelu, op:mm, time&gt;1ms, …; leer: keine</translation>
    </message>
    <message>
        <source>keys to answer with; 100 if it is not given</source>
        <translation>Schlüssel in der Antwort; ohne Angabe 100</translation>
    </message>
    <message>
        <source>The graph that is shown, whole, in Whittle&apos;s text form or as the JSON of an exported program.</source>
        <translation>Der gezeigte Graph, ganz, in Whittles Textform oder als JSON eines exportierten Programms.</translation>
    </message>
    <message>
        <source>text or json; text if it is not given</source>
        <translation>text oder json; ohne Angabe text</translation>
    </message>
    <message>
        <source>Writes the graph that is shown as whittle export does.</source>
        <translation>Schreibt den gezeigten Graphen, wie whittle export es tut.</translation>
    </message>
    <message>
        <source>pt2, json, safetensors, fx, repro, dot, svg or wtl</source>
        <translation>pt2, json, safetensors, fx, repro, dot, svg oder wtl</translation>
    </message>
    <message>
        <source>Versions of the graph: as opened, after each pass, reduced, and files beside it.</source>
        <translation>Fassungen des Graphen: wie geöffnet, nach jedem Durchgang, verkleinert, und Dateien daneben.</translation>
    </message>
    <message>
        <source>Shows a version of the graph, held against another one if base says which.</source>
        <translation>Zeigt eine Fassung des Graphen, verglichen mit einer anderen, wenn base sagt, mit welcher.</translation>
    </message>
    <message>
        <source>as stage.list counts them</source>
        <translation>wie stage.list sie zählt</translation>
    </message>
    <message>
        <source>likewise; -1: none</source>
        <translation>ebenso; -1: keine</translation>
    </message>
    <message>
        <source>there is no table &apos;%1&apos;; there are: %2</source>
        <translation>es gibt keine Tabelle &apos;%1&apos;; es gibt: %2</translation>
    </message>
    <message>
        <source>All lists of the window, with how many rows each has.</source>
        <translation>Alle Listen des Fensters, und wie viele Zeilen jede hat.</translation>
    </message>
    <message>
        <source>All rows of a list as they stand: an object each, numbers unrounded, in the units that the keys name.</source>
        <translation>Alle Zeilen einer Liste, wie sie dastehen: je ein Objekt, Zahlen ungerundet, in den Einheiten, die die Schlüssel nennen.</translation>
    </message>
    <message>
        <source>something still goes on after %1 seconds: &apos;state&apos; says what</source>
        <translation>etwas läuft nach %1 Sekunden noch: &apos;state&apos; sagt, was</translation>
    </message>
    <message>
        <source>model, inputs and seed go with a graph</source>
        <translation>model, inputs und seed gehören zu einem Graphen</translation>
    </message>
    <message>
        <source>the session could not be saved; ask again to end without: %1</source>
        <translation>die Sitzung konnte nicht gespeichert werden; fordern Sie es noch einmal an, um ohne Speichern zu beenden: %1</translation>
    </message>
    <message>
        <source>%1 is still being read</source>
        <translation>%1 wird noch gelesen</translation>
    </message>
    <message>
        <source>All that can be asked for, with what each takes.</source>
        <translation>Alles, was angefordert werden kann, und was es jeweils nimmt.</translation>
    </message>
    <message>
        <source>What menus and keys do: ids, which are methods too, and whether each can be done now.</source>
        <translation>Was Menüs und Tasten tun: ids, die auch Methoden sind, und ob jedes davon jetzt möglich ist.</translation>
    </message>
    <message>
        <source>What is open, selected and under way.</source>
        <translation>Was geöffnet und ausgewählt ist und was gerade läuft.</translation>
    </message>
    <message>
        <source>Answers with the state when nothing is under way any more.</source>
        <translation>Antwortet mit dem Zustand, wenn nichts mehr läuft.</translation>
    </message>
    <message>
        <source>to wait at most; 600 if it is not given</source>
        <translation>höchstens zu warten; ohne Angabe 600</translation>
    </message>
    <message>
        <source>What went wrong and is still shown.</source>
        <translation>Was schiefging und noch gezeigt wird.</translation>
    </message>
    <message>
        <source>Opens a graph, a session, the folder of a reduction or a trace, and answers with the state when it is read.</source>
        <translation>Öffnet einen Graphen, eine Sitzung, den Ordner einer Verkleinerung oder einen Trace und antwortet mit dem Zustand, wenn das gelesen ist.</translation>
    </message>
    <message>
        <source>to open</source>
        <translation>zum Öffnen</translation>
    </message>
    <message>
        <source>which program of an archive that holds several</source>
        <translation>welches Programm eines Archivs, das mehrere enthält</translation>
    </message>
    <message>
        <source>a safetensors file with the inputs of the call</source>
        <translation>eine safetensors-Datei mit den Eingaben des Aufrufs</translation>
    </message>
    <message>
        <source>of random operators, and of weights and inputs that the file lacks</source>
        <translation>für Zufallsoperatoren und für Gewichte und Eingaben, die der Datei fehlen</translation>
    </message>
    <message>
        <source>Sets the form of the reduction to what a command line says; compilations take their settings from there too.</source>
        <translation>Stellt das Formular der Verkleinerung auf das ein, was eine Befehlszeile sagt; auch Kompilierungen nehmen ihre Einstellungen daher.</translation>
    </message>
    <message>
        <source>as the log has it: whittle minify FILE --inject … -o DIR</source>
        <translation>wie sie im Protokoll steht: whittle minify FILE --inject … -o DIR</translation>
    </message>
    <message>
        <source>Writes a picture of the window.</source>
        <translation>Schreibt ein Bild des Fensters.</translation>
    </message>
    <message>
        <source>PNG, to write</source>
        <translation>PNG, zum Schreiben</translation>
    </message>
    <message>
        <source>Closes the window.</source>
        <translation>Schließt das Fenster.</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>%1 could not be opened: %2</source>
        <translation>%1 konnte nicht geöffnet werden: %2</translation>
    </message>
    <message>
        <source>the graph could not be arranged: %1</source>
        <translation>der Graph konnte nicht angeordnet werden: %1</translation>
    </message>
    <message>
        <source>the graph could not be compiled: %1</source>
        <translation>der Graph konnte nicht kompiliert werden: %1</translation>
    </message>
    <message>
        <source>the values could not be compared: %1</source>
        <translation>die Werte konnten nicht verglichen werden: %1</translation>
    </message>
    <message>
        <source>the calls could not be run: %1</source>
        <translation>die Aufrufe konnten nicht ausgeführt werden: %1</translation>
    </message>
    <message>
        <source>the sizes could not be inferred: %1</source>
        <translation>die Größen konnten nicht ermittelt werden: %1</translation>
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
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>has to be an object</source>
        <translation>muss ein Objekt sein</translation>
    </message>
    <message>
        <source>parts.%1 has to be an object, not %2</source>
        <translation>parts.%1 muss ein Objekt sein, nicht %2</translation>
    </message>
    <message>
        <source>has to be %1, not %2</source>
        <translation>muss %1 sein, nicht %2</translation>
    </message>
    <message>
        <source>has more than %1 letters</source>
        <translation>hat mehr als %1 Zeichen</translation>
    </message>
    <message>
        <source>has to be from %1 to %2, not %3</source>
        <translation>muss zwischen %1 und %2 liegen, nicht %3</translation>
    </message>
    <message>
        <source>has to be a whole number</source>
        <translation>muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>has to hold texts only</source>
        <translation>darf nur Texte enthalten</translation>
    </message>
    <message>
        <source>has to hold true and false only</source>
        <translation>darf nur wahr und falsch enthalten</translation>
    </message>
    <message>
        <source>has more than %1 entries</source>
        <translation>hat mehr als %1 Einträge</translation>
    </message>
    <message>
        <source>has to hold objects only</source>
        <translation>darf nur Objekte enthalten</translation>
    </message>
    <message>
        <source>it is no result</source>
        <translation>es ist kein Ergebnis</translation>
    </message>
    <message>
        <source>it was written by a newer Whittle</source>
        <translation>es wurde von einem neueren Whittle geschrieben</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>es ist zu groß</translation>
    </message>
    <message>
        <source>it is not in base64</source>
        <translation>es ist nicht in base64</translation>
    </message>
</context>
<context>
    <name>TableFormat</name>
    <message>
        <source>Comma-separated values</source>
        <translation>Kommagetrennte Werte</translation>
    </message>
    <message>
        <source>Tab-separated values</source>
        <translation>Tabulatorgetrennte Werte</translation>
    </message>
    <message>
        <source>JSON, an object a row</source>
        <translation>JSON, ein Objekt je Zeile</translation>
    </message>
</context>
<context>
    <name>whittle</name>
    <message>
        <source>Opens graphs that PyTorch captured, and cuts failing ones down to the smallest that still fails.</source>
        <translation>Öffnet Graphen, die PyTorch aufgezeichnet hat, und verkürzt fehlerhafte auf den kleinsten, der noch fehlschlägt.</translation>
    </message>
    <message>
        <source>Reduce FILE at once, with journal and result in DIR.</source>
        <translation>FILE sofort verkleinern, mit Journal und Ergebnis in DIR.</translation>
    </message>
    <message>
        <source>With --minify: go on from the journal in DIR.</source>
        <translation>Mit --minify: vom Journal in DIR aus weitermachen.</translation>
    </message>
    <message>
        <source>Who says that a candidate fails: %1.</source>
        <translation>Wer sagt, dass ein Kandidat fehlschlägt: %1.</translation>
    </message>
    <message>
        <source>Which failures count: exact, kind or a regular expression.</source>
        <translation>Welche Fehler zählen: exact, kind oder ein regulärer Ausdruck.</translation>
    </message>
    <message>
        <source>Candidates tried at once.</source>
        <translation>Kandidaten, die gleichzeitig versucht werden.</translation>
    </message>
    <message>
        <source>Runs without the failure that make a candidate one that does not fail.</source>
        <translation>Läufe ohne den Fehler, nach denen ein Kandidat als fehlerfrei gilt.</translation>
    </message>
    <message>
        <source>Seconds for the whole reduction.</source>
        <translation>Sekunden für die ganze Verkleinerung.</translation>
    </message>
    <message>
        <source>Size of the window, as 1360x860.</source>
        <translation>Größe des Fensters, etwa 1360x860.</translation>
    </message>
    <message>
        <source>Write a picture of the window to FILE.png when all is done, and end.</source>
        <translation>Am Ende ein Bild des Fensters in FILE.png schreiben und beenden.</translation>
    </message>
    <message>
        <source>Show these docks only: %1 or none.</source>
        <translation>Nur diese Docks zeigen: %1 oder none.</translation>
    </message>
    <message>
        <source>Select the node of this name.</source>
        <translation>Den Knoten dieses Namens auswählen.</translation>
    </message>
    <message>
        <source>Search for this text.</source>
        <translation>Nach diesem Text suchen.</translation>
    </message>
    <message>
        <source> (see --help)</source>
        <translation> (siehe --help)</translation>
    </message>
    <message>
        <source>one FILE at a time</source>
        <translation>nur eine FILE auf einmal</translation>
    </message>
    <message>
        <source>--oracle is one of %1</source>
        <translation>--oracle ist eines von %1</translation>
    </message>
    <message>
        <source>--%1 is a number from %2 to %3</source>
        <translation>--%1 ist eine Zahl von %2 bis %3</translation>
    </message>
    <message>
        <source>--minify needs a FILE</source>
        <translation>--minify braucht eine FILE</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT, from 320x240 to 8192x8192</source>
        <translation>--size ist BREITExHÖHE, von 320x240 bis 8192x8192</translation>
    </message>
    <message>
        <source>--docks knows %1 and none, not &apos;%2&apos;</source>
        <translation>--docks kennt %1 und none, nicht &apos;%2&apos;</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>user input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>%1 of data</source>
        <translation>%1 Daten</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Module type</source>
        <translation>Modultyp</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Name in file</source>
        <translation>Name in der Datei</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>War</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was er tut</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Familie</translation>
    </message>
    <message>
        <source>Whittle does not know this operator; it can be shown but not run.</source>
        <translation>Whittle kennt diesen Operator nicht; er kann gezeigt, aber nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>Aufrufstapel</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>In</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Fed by</source>
        <translation>Gespeist von</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingänge</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ausgänge</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>, traced with %1</source>
        <translation>, aufgezeichnet mit %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Language of the window: %1 or system.</source>
        <translation>Sprache des Fensters: %1 oder system.</translation>
    </message>
    <message>
        <source>--language is one of %1, or system</source>
        <translation>--language ist eines von %1, oder system</translation>
    </message>
    <message>
        <source>--minify needs a graph, not a session</source>
        <translation>--minify braucht einen Graphen, keine Sitzung</translation>
    </message>
    <message>
        <source>Compile and measure FILE at once.</source>
        <translation>FILE sofort kompilieren und messen.</translation>
    </message>
    <message>
        <source>Of what is known of kernels show this: %1.</source>
        <translation>Von dem, was über Kernel bekannt ist, dies zeigen: %1.</translation>
    </message>
    <message>
        <source>--tab is one of %1</source>
        <translation>--tab ist eines von %1</translation>
    </message>
    <message>
        <source>--compile needs a FILE</source>
        <translation>--compile braucht eine FILE</translation>
    </message>
    <message>
        <source>%Ln boxes feed %1</source>
        <translation>%Ln Kästen speisen %1</translation>
    </message>
    <message>
        <source>%1 feeds %Ln boxes</source>
        <translation>%1 speist %Ln Kästen</translation>
    </message>
    <message>
        <source>No way leads from %1 to %2, nor back</source>
        <translation>Kein Weg führt von %1 nach %2, und keiner zurück</translation>
    </message>
    <message>
        <source>%Ln boxes on the ways between %1 and %2</source>
        <translation>%Ln Kästen auf den Wegen zwischen %1 und %2</translation>
    </message>
    <message>
        <source>(the file does not tell the line)</source>
        <translation>(die Datei nennt die Zeile nicht)</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or has changed: these are the lines that the graph knows</source>
        <translation>%1 ist nicht auf diesem Rechner oder hat sich geändert: dies sind die Zeilen, die der Graph kennt</translation>
    </message>
    <message>
        <source>Loop IR</source>
        <translation>Schleifen-IR</translation>
    </message>
    <message>
        <source>LLVM IR as emitted</source>
        <translation>LLVM-IR, wie erzeugt</translation>
    </message>
    <message>
        <source>LLVM IR, optimised</source>
        <translation>LLVM-IR, optimiert</translation>
    </message>
    <message>
        <source>Assembly</source>
        <translation>Assembler</translation>
    </message>
    <message>
        <source>Shared with %1, which was compiled first and gave it its name</source>
        <translation>Geteilt mit %1, das zuerst kompiliert wurde und den Namen gab</translation>
    </message>
    <message>
        <source>This step computes nothing: its result is another tensor&apos;s memory, seen with other sizes and strides.</source>
        <translation>Dieser Schritt rechnet nichts: sein Ergebnis ist der Speicher eines anderen Tensors, mit anderen Größen und Schritten gesehen.</translation>
    </message>
    <message>
        <source>This node runs on its reference kernel, a part of Whittle: no code is made for it.</source>
        <translation>Dieser Knoten läuft auf seinem Referenzkernel, einem Teil von Whittle: für ihn entsteht kein Code.</translation>
    </message>
    <message>
        <source>This step handles numbers only: no code is made for it.</source>
        <translation>Dieser Schritt behandelt nur Zahlen: für ihn entsteht kein Code.</translation>
    </message>
    <message>
        <source>A fault was planted here: no code is made for it.</source>
        <translation>Hier wurde ein Fehler eingebaut: es entsteht kein Code.</translation>
    </message>
    <message>
        <source>%1 makes the code of this kernel itself and does not show it.</source>
        <translation>%1 erzeugt den Code dieses Kernels selbst und zeigt ihn nicht.</translation>
    </message>
    <message>
        <source>Kernel time</source>
        <translation>Kernelzeit</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>L%1 cache</source>
        <translation>L%1-Cache</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
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
        <translation>%1: %2, bei Zeichen %3</translation>
    </message>
    <message>
        <source>There is no field “%1”; there are %2. Text with a colon stands in quotes.</source>
        <translation>Es gibt kein Feld „%1“; es gibt %2. Text mit Doppelpunkt steht in Anführungszeichen.</translation>
    </message>
    <message>
        <source>There is no number “%1”; there are %2.</source>
        <translation>Es gibt keine Zahl „%1“; es gibt %2.</translation>
    </message>
    <message>
        <source>“%1” is no number to compare %2 with.</source>
        <translation>„%1“ ist keine Zahl, mit der %2 zu vergleichen wäre.</translation>
    </message>
    <message>
        <source>“%1” is no unit; there are ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, k and M.</source>
        <translation>„%1“ ist keine Einheit; es gibt ns, us, ms, s, B, kB, MB, GB, KiB, MiB, GiB, k und M.</translation>
    </message>
    <message>
        <source>%1 is not counted in %2.</source>
        <translation>%1 wird nicht in %2 gezählt.</translation>
    </message>
    <message>
        <source>both words, anywhere</source>
        <translation>beide Wörter, irgendwo</translation>
    </message>
    <message>
        <source>operators that begin so; also name, type, module, weight</source>
        <translation>Operatoren, die so beginnen; auch name, type, module, weight</translation>
    </message>
    <message>
        <source>results of such a shape; ? is one letter</source>
        <translation>Ergebnisse solcher Form; ? ist ein Zeichen</translation>
    </message>
    <message>
        <source>results of this dtype</source>
        <translation>Ergebnisse dieses Datentyps</translation>
    </message>
    <message>
        <source>what this line of the source does</source>
        <translation>was diese Quellzeile tut</translation>
    </message>
    <message>
        <source>a regular expression; also behind a field</source>
        <translation>ein regulärer Ausdruck; auch hinter einem Feld</translation>
    </message>
    <message>
        <source>all but these</source>
        <translation>alle außer diesen</translation>
    </message>
    <message>
        <source>read by more than eight; also inputs</source>
        <translation>von mehr als acht gelesen; auch inputs</translation>
    </message>
    <message>
        <source>large results</source>
        <translation>große Ergebnisse</translation>
    </message>
    <message>
        <source>what was measured, by the name of its colouring</source>
        <translation>was gemessen wurde, nach dem Namen seiner Färbung</translation>
    </message>
    <message>
        <source>text with blanks or colons</source>
        <translation>Text mit Leerzeichen oder Doppelpunkten</translation>
    </message>
    <message>
        <source>%1: %2 (%3), %4 GFLOP/s at %5 FLOP/B</source>
        <translation>%1: %2 (%3), %4 GFLOP/s bei %5 FLOP/B</translation>
    </message>
    <message>
        <source>, %1 of what %2 allows</source>
        <translation>, %1 von dem, was %2 erlaubt</translation>
    </message>
    <message>
        <source>This expression takes too long; make it simpler.</source>
        <translation>Dieser Ausdruck dauert zu lange; vereinfachen Sie ihn.</translation>
    </message>
    <message>
        <source>Compare every value of FILE, compiled against eager and float64, at once.</source>
        <translation>Jeden Wert von FILE sofort vergleichen, kompiliert gegen Eager und float64.</translation>
    </message>
    <message>
        <source>Colour boxes by dtype, bytes or users; with --compile by time or kernel too.</source>
        <translation>Kästen nach dtype, bytes oder users färben; mit --compile auch nach time oder kernel.</translation>
    </message>
    <message>
        <source>With --compile: show what this pass made, beside what it was given.</source>
        <translation>Mit --compile: zeigen, was dieser Durchgang machte, neben dem, was er bekam.</translation>
    </message>
    <message>
        <source>Measure how quick the window is with FILE, and end: status 1 when a figure is out of its bounds.</source>
        <translation>Messen, wie schnell das Fenster mit FILE ist, und beenden: Status 1, wenn ein Wert außerhalb seiner Grenzen liegt.</translation>
    </message>
    <message>
        <source>--compare needs a FILE</source>
        <translation>--compare braucht eine FILE</translation>
    </message>
    <message>
        <source>--stage goes with --compile</source>
        <translation>--stage gehört zu --compile</translation>
    </message>
    <message>
        <source>there is no pass &apos;%1&apos; (see docs/compiler.md)</source>
        <translation>es gibt keinen Durchgang &apos;%1&apos; (siehe docs/compiler.md)</translation>
    </message>
    <message>
        <source>--bench needs a FILE</source>
        <translation>--bench braucht eine FILE</translation>
    </message>
    <message>
        <source>A PT2 archive, export JSON, .wtl, FX text, reproducer script or .whittle session; or the folder of a reduction, to watch or resume it; or a trace of PyTorch, a log or a folder.</source>
        <translation>Ein PT2-Archiv, Export-JSON, .wtl, FX-Text, Reproduktionsskript oder eine .whittle-Sitzung; oder der Ordner einer Verkleinerung, um sie zu beobachten oder fortzusetzen; oder ein Trace von PyTorch, ein Log oder ein Ordner.</translation>
    </message>
    <message>
        <source>light, dark, contrast-light, contrast-dark or system.</source>
        <translation>light, dark, contrast-light, contrast-dark oder system.</translation>
    </message>
    <message>
        <source>Infer at once which sizes of FILE may vary: auto, or dynamic to be told where one may not.</source>
        <translation>Sofort ermitteln, welche Größen von FILE variieren dürfen: auto, oder dynamic, um zu erfahren, wo eine es nicht darf.</translation>
    </message>
    <message>
        <source>Infer sizes at once with this said of them: Python&apos;s dynamic_shapes or JSON.</source>
        <translation>Größen sofort mit diesen Angaben ermitteln: dynamic_shapes von Python oder JSON.</translation>
    </message>
    <message>
        <source>Write FILE as a page for a browser, with --compile and --compare what these tell, and end: status 1 when that is a failure. Needs no display.</source>
        <translation>FILE als Seite für einen Browser schreiben, mit --compile und --compare auch, was diese ergeben, und beenden: Status 1, wenn das ein Fehler ist. Braucht keinen Bildschirm.</translation>
    </message>
    <message>
        <source>Make the calls of this file under every stance at once.</source>
        <translation>Die Aufrufe dieser Datei sofort unter jeder Stance ausführen.</translation>
    </message>
    <message>
        <source>With --calls: of what is known of a cell show this: %1.</source>
        <translation>Mit --calls: von dem, was über eine Zelle bekannt ist, dies zeigen: %1.</translation>
    </message>
    <message>
        <source>Open FILE in the window that was started so before, if there is one.</source>
        <translation>FILE in dem Fenster öffnen, das zuvor so gestartet wurde, falls es eines gibt.</translation>
    </message>
    <message>
        <source>Which program of an archive that holds several.</source>
        <translation>Welches Programm eines Archivs, das mehrere enthält.</translation>
    </message>
    <message>
        <source>Take the inputs of the call from this safetensors file: in.0, in.1, …</source>
        <translation>Die Eingaben des Aufrufs aus dieser safetensors-Datei nehmen: in.0, in.1, …</translation>
    </message>
    <message>
        <source>Seed of random operators, and of weights and inputs that FILE lacks.</source>
        <translation>Startwert für Zufallsoperatoren und für Gewichte und Eingaben, die FILE fehlen.</translation>
    </message>
    <message>
        <source>Our compiler&apos;s: see whittle compile --help.</source>
        <translation>Für unseren Compiler: siehe whittle compile --help.</translation>
    </message>
    <message>
        <source>--seed is a number</source>
        <translation>--seed ist eine Zahl</translation>
    </message>
    <message>
        <source>--model, --inputs and --seed go with a graph</source>
        <translation>--model, --inputs und --seed gehören zu einem Graphen</translation>
    </message>
    <message>
        <source>--single-instance goes with a FILE alone</source>
        <translation>--single-instance gehört zu einer FILE allein</translation>
    </message>
    <message>
        <source>--dims is auto or dynamic</source>
        <translation>--dims ist auto oder dynamic</translation>
    </message>
    <message>
        <source>--%1 needs a FILE</source>
        <translation>--%1 braucht eine FILE</translation>
    </message>
    <message>
        <source>--report needs the name of a file to write</source>
        <translation>--report braucht den Namen der Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>--report needs a FILE</source>
        <translation>--report braucht eine FILE</translation>
    </message>
    <message>
        <source>--report does not go with --%1</source>
        <translation>--report verträgt sich nicht mit --%1</translation>
    </message>
    <message>
        <source>--calls needs a FILE</source>
        <translation>--calls braucht eine FILE</translation>
    </message>
    <message>
        <source>--calls-tab is one of %1</source>
        <translation>--calls-tab ist eines von %1</translation>
    </message>
    <message>
        <source>--theme is light, dark, contrast-light, contrast-dark or system</source>
        <translation>--theme ist light, dark, contrast-light, contrast-dark oder system</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number: &apos;%2&apos; takes numbers with commas, such as 0,2</source>
        <translation>&apos;%1&apos; ist keine Zahl: &apos;%2&apos; nimmt Zahlen mit Kommas, etwa 0,2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; takes numbers with commas, such as 0,2</source>
        <translation>&apos;%1&apos; nimmt Zahlen mit Kommas, etwa 0,2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not understood; behind the type may stand %2</source>
        <translation>&apos;%1&apos; wird nicht verstanden; hinter dem Typ darf %2 stehen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a value behind it</source>
        <translation>&apos;%1&apos; braucht einen Wert dahinter</translation>
    </message>
    <message>
        <source>&apos;%1&apos; takes a number, not &apos;%2&apos;</source>
        <translation>&apos;%1&apos; nimmt eine Zahl, nicht &apos;%2&apos;</translation>
    </message>
    <message>
        <source>&apos;same&apos; takes the name of an earlier argument</source>
        <translation>&apos;same&apos; nimmt den Namen eines früheren Arguments</translation>
    </message>
    <message>
        <source>expected a number, true, false, none or a text such as &apos;add&apos;, got &quot;%1&quot;</source>
        <translation>erwartet wird eine Zahl, true, false, none oder ein Text wie &apos;add&apos;, nicht &quot;%1&quot;</translation>
    </message>
    <message>
        <source>expected a tensor such as &quot;f32[4,8]&quot;, got &quot;%1&quot;</source>
        <translation>erwartet wird ein Tensor wie &quot;f32[4,8]&quot;, nicht &quot;%1&quot;</translation>
    </message>
    <message>
        <source>dynamic</source>
        <translation>dynamisch</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>abgeleitet</translation>
    </message>
    <message>
        <source>specialised</source>
        <translation>spezialisiert</translation>
    </message>
    <message>
        <source>static</source>
        <translation>statisch</translation>
    </message>
    <message>
        <source>what you said</source>
        <translation>Ihre Angabe</translation>
    </message>
    <message>
        <source>its guards hold, but another backend made it</source>
        <translation>seine Guards gelten, aber ein anderes Backend hat ihn erzeugt</translation>
    </message>
    <message>
        <source>saw %1</source>
        <translation>sah %1</translation>
    </message>
    <message>
        <source>wanted %1</source>
        <translation>wollte %1</translation>
    </message>
    <message>
        <source>needed by %1</source>
        <translation>gebraucht von %1</translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
    <message>
        <source>fits, and ran: all its guards hold.</source>
        <translation>passt und lief: alle seine Guards gelten.</translation>
    </message>
    <message>
        <source>fits: all its guards hold.</source>
        <translation>passt: alle seine Guards gelten.</translation>
    </message>
    <message>
        <source>does not fit.</source>
        <translation>passt nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n guards more held before</source>
        <translation>
            <numerusform>%n weiterer Guard galt davor</numerusform>
            <numerusform>%n weitere Guards galten davor</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guards behind it were not asked</source>
        <translation>
            <numerusform>%n Guard dahinter wurde nicht gefragt</numerusform>
            <numerusform>%n Guards dahinter wurden nicht gefragt</numerusform>
        </translation>
    </message>
    <message>
        <source>would fail too: %1</source>
        <translation>würde auch fehlschlagen: %1</translation>
    </message>
    <message>
        <source>%1 to compile: %2 to record, %3 in the backend</source>
        <translation>%1 zum Kompilieren: %2 zum Aufzeichnen, %3 im Backend</translation>
    </message>
    <message>
        <source>%1 to run</source>
        <translation>%1 zum Ausführen</translation>
    </message>
    <message>
        <source>Its graph against that of %1</source>
        <translation>Sein Graph gegen den von %1</translation>
    </message>
    <message>
        <source>The graphs cannot be compared: %1</source>
        <translation>Die Graphen lassen sich nicht vergleichen: %1</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht…</translation>
    </message>
    <message>
        <source>The graphs come at the end of the stance.</source>
        <translation>Die Graphen kommen am Ende der Stance.</translation>
    </message>
    <message>
        <source>show both in the graph view</source>
        <translation>beide in der Graphansicht zeigen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source> in [%1, %2]</source>
        <translation> in [%1, %2]</translation>
    </message>
    <message>
        <source>, which is %1</source>
        <translation>, das ist %1</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Warum: %1</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Entries, in the order in which they were asked</source>
        <translation>Einträge, in der Reihenfolge, in der sie gefragt wurden</translation>
    </message>
    <message>
        <source>There was no entry to ask.</source>
        <translation>Es gab keinen Eintrag, der zu fragen war.</translation>
    </message>
    <message>
        <source>Guards that were not asked, since they are skipped</source>
        <translation>Guards, die nicht gefragt wurden, weil sie übersprungen werden</translation>
    </message>
    <message>
        <source>The graph ends before the function does</source>
        <translation>Der Graph endet vor der Funktion</translation>
    </message>
    <message>
        <source>Sizes that became symbols</source>
        <translation>Größen, die zu Symbolen wurden</translation>
    </message>
    <message>
        <source>Part %1 after the break: %2</source>
        <translation>Teil %1 nach dem Bruch: %2</translation>
    </message>
    <message>
        <source>Call %1 under %2: %3</source>
        <translation>Aufruf %1 unter %2: %3</translation>
    </message>
    <message>
        <source>Under %1</source>
        <translation>Unter %1</translation>
    </message>
    <message>
        <source>There is no entry at the end of the calls.</source>
        <translation>Am Ende der Aufrufe gibt es keinen Eintrag.</translation>
    </message>
    <message>
        <source>Entry %1 fits: it would run.</source>
        <translation>Eintrag %1 passt: Er würde laufen.</translation>
    </message>
    <message>
        <source>Entry %1 does not fit: %2</source>
        <translation>Eintrag %1 passt nicht: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n guards fail</source>
        <translation>
            <numerusform>%n Guard schlägt fehl</numerusform>
            <numerusform>%n Guards schlagen fehl</numerusform>
        </translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Who runs what was recorded: our compiler, the graph node by node, or that after the passes on graphs</source>
        <translation>Wer ausführt, was aufgezeichnet wurde: unser Compiler, der Graph Knoten für Knoten, oder dieser nach den Durchgängen auf Graphen</translation>
    </message>
    <message>
        <source>Skip &amp;guards</source>
        <translation>Guards über&amp;springen</translation>
    </message>
    <message>
        <source>Which stances get the calls</source>
        <translation>Welche Stances die Aufrufe bekommen</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>A&amp;lle</translation>
    </message>
    <message>
        <source>Calls to warm up</source>
        <translation>Aufrufe zum Aufwärmen</translation>
    </message>
    <message>
        <source>So many calls run under default, then the stance is set: as a server that warms up and then must not recompile</source>
        <translation>So viele Aufrufe laufen unter default, dann wird die Stance gesetzt: wie bei einem Server, der sich aufwärmt und dann nicht mehr neu kompilieren darf</translation>
    </message>
    <message>
        <source>Recompile limit</source>
        <translation>Limit für Neukompilierungen</translation>
    </message>
    <message>
        <source>Entries that a function may have before it runs eagerly for good</source>
        <translation>Einträge, die eine Funktion haben darf, bevor sie endgültig eager läuft</translation>
    </message>
    <message>
        <source>The option skip_guard_eval_unsafe of a stance: only guards that tell entries apart are asked</source>
        <translation>Die Option skip_guard_eval_unsafe einer Stance: Nur Guards, die Einträge unterscheiden, werden gefragt</translation>
    </message>
    <message>
        <source>Dynamic</source>
        <translation>Dynamisch</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>Aufwärmen</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>The backend: %1</source>
        <translation>Das Backend: %1</translation>
    </message>
    <message>
        <source>Its passes: %1</source>
        <translation>Seine Durchgänge: %1</translation>
    </message>
    <message>
        <source>Hold FILE against this one at once; may be given several times.</source>
        <translation>FILE sofort mit dieser vergleichen; mehrfach möglich.</translation>
    </message>
    <message>
        <source>Answer programs at this socket of yours: JSON-RPC, a line each. A name, a path, or - for standard input and output.</source>
        <translation>Programmen an diesem eigenen Socket antworten: JSON-RPC, je eine Zeile. Ein Name, ein Pfad oder - für Standardein- und -ausgabe.</translation>
    </message>
    <message>
        <source>--against needs a FILE</source>
        <translation>--against braucht eine FILE</translation>
    </message>
    <message>
        <source>--rpc needs the name of a socket, its path, or -</source>
        <translation>--rpc braucht den Namen eines Sockets, seinen Pfad oder -</translation>
    </message>
    <message>
        <source>--rpc does not go with --%1</source>
        <translation>--rpc verträgt sich nicht mit --%1</translation>
    </message>
    <message>
        <source>%Ln boxes next to %1</source>
        <translation>%Ln Kästen neben %1</translation>
    </message>
    <message>
        <source>%Ln boxes at most %1 steps from %2</source>
        <translation>%Ln Kästen höchstens %1 Schritte von %2 entfernt</translation>
    </message>
    <message>
        <source>Repeated blocks</source>
        <translation>Wiederholte Blöcke</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erster</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Enthalten</translation>
    </message>
    <message>
        <source>To the next</source>
        <translation>An den nächsten</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Equal are operators, arguments, types, wiring and names inside; the data of weights and what comes in from outside may differ.</source>
        <translation>Gleich sind Operatoren, Argumente, Typen, Verbindungen und Namen darin; die Daten der Gewichte und was von außen hereinkommt, dürfen verschieden sein.</translation>
    </message>
    <message>
        <source>“%1” is known once the graph was compiled and measured (F5).</source>
        <translation>„%1“ ist bekannt, sobald der Graph kompiliert und gemessen wurde (F5).</translation>
    </message>
    <message>
        <source>“%1” is known once the values were compared (F6).</source>
        <translation>„%1“ ist bekannt, sobald die Werte verglichen wurden (F6).</translation>
    </message>
    <message>
        <source>%1 takes nothing</source>
        <translation>%1 nimmt nichts</translation>
    </message>
    <message>
        <source>%1 takes: %2</source>
        <translation>%1 nimmt: %2</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (optional)</translation>
    </message>
    <message>
        <source>there are %1 params; %2</source>
        <translation>es sind %1 params; %2</translation>
    </message>
    <message>
        <source>params are an object or a list; %1</source>
        <translation>params sind ein Objekt oder eine Liste; %1</translation>
    </message>
    <message>
        <source>%1 is missing; %2</source>
        <translation>%1 fehlt; %2</translation>
    </message>
    <message>
        <source>%1 is %2: %3</source>
        <translation>%1 ist %2: %3</translation>
    </message>
    <message>
        <source>%1 is from %2 to %3</source>
        <translation>%1 liegt zwischen %2 und %3</translation>
    </message>
    <message>
        <source>there is no &apos;%1&apos;; %2</source>
        <translation>es gibt kein &apos;%1&apos;; %2</translation>
    </message>
    <message>
        <source>a request is the name of a method, then perhaps {&quot;name&quot;: value}</source>
        <translation>eine Anfrage ist der Name einer Methode, dann vielleicht {&quot;Name&quot;: Wert}</translation>
    </message>
    <message>
        <source>behind %1 no JSON stands: %2 at “%3”</source>
        <translation>hinter %1 steht kein JSON: %2 bei „%3“</translation>
    </message>
    <message>
        <source>%1 – from the session, made %2</source>
        <translation>%1 – aus der Sitzung, entstanden am %2</translation>
    </message>
    <message>
        <source>What would save this compile</source>
        <translation>Was diese Kompilierung sparen würde</translation>
    </message>
</context>
<context>
    <name>whittle::ActionLog</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>What was done in %1.</source>
        <translation>Was in %1 getan wurde.</translation>
    </message>
    <message>
        <source>The command has nothing that does the same.</source>
        <translation>Der Befehl hat nichts, das dasselbe tut.</translation>
    </message>
    <message>
        <source>– no command does this</source>
        <translation>– kein Befehl tut das</translation>
    </message>
    <message>
        <source>No command does this.</source>
        <translation>Kein Befehl tut das.</translation>
    </message>
</context>
<context>
    <name>whittle::AdviceModel</name>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Compiles without</source>
        <translation>Kompiliert ohne</translation>
    </message>
    <message>
        <source>Compiles with</source>
        <translation>Kompiliert mit</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
    <message>
        <source>In calls</source>
        <translation>In Aufrufen</translation>
    </message>
</context>
<context>
    <name>whittle::AdvicePage</name>
    <message>
        <source>&amp;Apply and run</source>
        <translation>An&amp;wenden und ausführen</translation>
    </message>
    <message>
        <source>&amp;Copy code</source>
        <translation>&amp;Code kopieren</translation>
    </message>
    <message>
        <source>What would save compiles</source>
        <translation>Was Kompilierungen sparen würde</translation>
    </message>
    <message>
        <source>Code that does it</source>
        <translation>Code, der es tut</translation>
    </message>
    <message>
        <source>Changes the calls or the options so, and runs them again; Edit, Undo takes it back</source>
        <translation>Ändert die Aufrufe oder die Optionen so und führt sie erneut aus; Bearbeiten, Rückgängig nimmt es zurück</translation>
    </message>
    <message>
        <source>What would save compiles is replayed when all calls are made.</source>
        <translation>Was Kompilierungen sparen würde, wird durchgespielt, wenn alle Aufrufe ausgeführt sind.</translation>
    </message>
    <message>
        <source>Nothing that was tried saves a compile: the sequence compiles once, or what changes cannot be dynamic.</source>
        <translation>Nichts, was versucht wurde, spart eine Kompilierung: Die Folge kompiliert einmal, oder was sich ändert, kann nicht dynamisch sein.</translation>
    </message>
    <message>
        <source>Run the calls to see what would save compiles.</source>
        <translation>Führen Sie die Aufrufe aus, um zu sehen, was Kompilierungen sparen würde.</translation>
    </message>
</context>
<context>
    <name>whittle::AliveModel</name>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>The value, as the compiler&apos;s texts name it</source>
        <translation>Der Wert, wie die Texte des Compilers ihn nennen</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>That it holds, as a part of all that is there</source>
        <translation>Die er belegt, als Teil von allem, was da ist</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Weights and inputs are given, results go to the caller, intermediates share an arena</source>
        <translation>Gewichte und Eingaben sind gegeben, Ergebnisse gehen an den Aufrufer, Zwischenergebnisse teilen sich einen Speicherblock</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>That makes it, after the passes</source>
        <translation>Der ihn erzeugt, nach den Durchgängen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>The first kernel that it is there for</source>
        <translation>Der erste Kernel, für den er da ist</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>The last kernel that it is there for</source>
        <translation>Der letzte Kernel, für den er da ist</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Intermediates</source>
        <translation>Zwischenergebnisse</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>whittle::AliveTable</name>
    <message>
        <source>Tensors in memory at the cursor</source>
        <translation>Tensoren im Speicher an der Marke</translation>
    </message>
    <message>
        <source>Put the cursor into the timeline to see what is in memory there.</source>
        <translation>Die Marke in die Zeitleiste setzen, um zu sehen, was dort im Speicher ist.</translation>
    </message>
    <message>
        <source>In memory during %1: %2</source>
        <translation>Im Speicher während %1: %2</translation>
    </message>
    <message>
        <source>Memory at the cursor</source>
        <translation>Speicher an der Marke</translation>
    </message>
</context>
<context>
    <name>whittle::ArgumentDelegate</name>
    <message>
        <source>%1 of call %2</source>
        <translation>%1 von Aufruf %2</translation>
    </message>
    <message>
        <source>%1, such as f32[4,8] or f32[4,8] dynamic 0</source>
        <translation>%1, etwa f32[4,8] oder f32[4,8] dynamic 0</translation>
    </message>
</context>
<context>
    <name>whittle::Bookmarks</name>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>not in this version of the graph</source>
        <translation>nicht in dieser Fassung des Graphen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>whittle::BookmarksView</name>
    <message>
        <source>Bookmarks</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Nothing is bookmarked.

Select a node or a module, and Ctrl+Shift+B keeps it here. Alt+1 to Alt+9 go to the first nine.</source>
        <translation>Es gibt kein Lesezeichen.

Wählen Sie einen Knoten oder ein Modul, und Strg+Umschalt+B merkt es hier. Alt+1 bis Alt+9 gehen zu den ersten neun.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Bookmark what is selected in the graph (Ctrl+Shift+B)</source>
        <translation>Lesezeichen für das setzen, was im Graphen gewählt ist (Strg+Umschalt+B)</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Give the bookmark a label (F2)</source>
        <translation>Dem Lesezeichen eine Beschriftung geben (F2)</translation>
    </message>
    <message>
        <source>Move the bookmark up (Ctrl+Up)</source>
        <translation>Lesezeichen nach oben verschieben (Strg+Auf)</translation>
    </message>
    <message>
        <source>Move the bookmark down (Ctrl+Down)</source>
        <translation>Lesezeichen nach unten verschieben (Strg+Ab)</translation>
    </message>
    <message>
        <source>Remove the bookmark (Delete)</source>
        <translation>Lesezeichen entfernen (Entf)</translation>
    </message>
</context>
<context>
    <name>whittle::BoundsEditor</name>
    <message>
        <source>Tolerances</source>
        <translation>Toleranzen</translation>
    </message>
    <message>
        <source>A value is wrong when its largest error against float64 is a larger part of the largest number there than this. An empty field leaves it to the rule that the minifier judges by. NaN and infinities that float64 does not have stay wrong.</source>
        <translation>Ein Wert ist falsch, wenn sein größter Fehler gegen float64 einen größeren Teil der größten Zahl dort ausmacht als dies. Ein leeres Feld überlässt es der Regel, nach der beim Verkleinern geurteilt wird. NaN und Unendlich, die float64 nicht hat, bleiben falsch.</translation>
    </message>
    <message>
        <source>What they make of the comparison</source>
        <translation>Was sie aus dem Vergleich machen</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Leave all to the rule that the minifier judges by</source>
        <translation>Alles der Regel überlassen, nach der beim Verkleinern geurteilt wird</translation>
    </message>
    <message>
        <source>Largest error of %1</source>
        <translation>Größter Fehler von %1</translation>
    </message>
    <message>
        <source>as the judge says</source>
        <translation>nach der Regel</translation>
    </message>
</context>
<context>
    <name>whittle::Breadcrumbs</name>
    <message>
        <source>Modules around the selection</source>
        <translation>Module um die Auswahl</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Select %1</source>
        <translation>%1 auswählen</translation>
    </message>
    <message>
        <source>Modules further out</source>
        <translation>Weiter außen liegende Module</translation>
    </message>
</context>
<context>
    <name>whittle::BusyPanel</name>
    <message>
        <source>Opening</source>
        <translation>Öffnet</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>whittle::CacheEntriesModel</name>
    <message>
        <source>live</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>shadowed by %1</source>
        <translation>verdeckt von %1</translation>
    </message>
    <message>
        <source>shadowed</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>tot</translation>
    </message>
    <message>
        <source>Calls of the sequence use it.</source>
        <translation>Aufrufe der Folge benutzen ihn.</translation>
    </message>
    <message>
        <source>Calls of the sequence would fit it, but an entry before it takes all of them.</source>
        <translation>Aufrufe der Folge würden zu ihm passen, aber ein Eintrag davor nimmt sie alle.</translation>
    </message>
    <message>
        <source>No call after the one that made it fits it.</source>
        <translation>Kein Aufruf nach dem, der ihn erzeugte, passt zu ihm.</translation>
    </message>
    <message>
        <source>whole function</source>
        <translation>ganze Funktion</translation>
    </message>
    <message>
        <source>%1, up to a graph break</source>
        <translation>%1, bis zu einem Graphbruch</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Made by call</source>
        <translation>Erzeugt von Aufruf</translation>
    </message>
    <message>
        <source>After a miss of</source>
        <translation>Nach Fehlgriff bei</translation>
    </message>
    <message>
        <source>Recorded in</source>
        <translation>Aufgezeichnet in</translation>
    </message>
    <message>
        <source>Compiled in</source>
        <translation>Kompiliert in</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>Guards</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>not made yet</source>
        <translation>noch nicht gemacht</translation>
    </message>
    <message>
        <source>Call %1 makes it.</source>
        <translation>Aufruf %1 macht ihn.</translation>
    </message>
</context>
<context>
    <name>whittle::CachePage</name>
    <message>
        <source>Entries of the cache, in lookup order</source>
        <translation>Einträge des Caches, in der Reihenfolge der Suche</translation>
    </message>
    <message>
        <source>Entries against the recompile limit</source>
        <translation>Einträge gegen das Limit für Neukompilierungen</translation>
    </message>
    <message>
        <source>Distance to the limit</source>
        <translation>Abstand zum Limit</translation>
    </message>
    <message>
        <source>Choose a cell of the matrix to see the cache of its stance.</source>
        <translation>Wählen Sie eine Zelle der Matrix, um den Cache ihrer Stance zu sehen.</translation>
    </message>
    <message>
        <source>The entries come when all calls of %1 are made.</source>
        <translation>Die Einträge kommen, wenn alle Aufrufe von %1 ausgeführt sind.</translation>
    </message>
    <message>
        <source>Nothing was compiled under %1.</source>
        <translation>Unter %1 wurde nichts kompiliert.</translation>
    </message>
    <message>
        <source>%1 of %2 entries: the limit is reached, and what fits none of them runs eagerly.</source>
        <translation>%1 von %2 Einträgen: Das Limit ist erreicht, und was zu keinem passt, läuft eager.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 entries, %n to the limit; the one asked first is above</source>
        <translation>
            <numerusform>%1 von %2 Einträgen, noch %n bis zum Limit; der zuerst gefragte steht oben</numerusform>
            <numerusform>%1 von %2 Einträgen, noch %n bis zum Limit; der zuerst gefragte steht oben</numerusform>
        </translation>
    </message>
    <message>
        <source>After call %1: %2</source>
        <translation>Nach Aufruf %1: %2</translation>
    </message>
</context>
<context>
    <name>whittle::CallsModel</name>
    <message>
        <source>The graph has no example of %1: give it a value</source>
        <translation>Der Graph hat kein Beispiel für %1: Geben Sie einen Wert an</translation>
    </message>
    <message>
        <source>Call %1, %2: %3</source>
        <translation>Aufruf %1, %2: %3</translation>
    </message>
    <message>
        <source>expected {&quot;calls&quot;: [...]} or a list of calls</source>
        <translation>erwartet wird {&quot;calls&quot;: [...]} oder eine Liste von Aufrufen</translation>
    </message>
    <message>
        <source>there are %1 calls in it; the window takes %2, the command any number</source>
        <translation>es sind %1 Aufrufe darin; das Fenster nimmt %2, der Befehl beliebig viele</translation>
    </message>
    <message>
        <source>call %1 is not an object of arguments by name</source>
        <translation>Aufruf %1 ist kein Objekt mit Argumenten nach Namen</translation>
    </message>
    <message>
        <source>call %1 names &apos;%2&apos;; the program has %3</source>
        <translation>Aufruf %1 nennt &apos;%2&apos;; das Programm hat %3</translation>
    </message>
    <message>
        <source>%1 of call %2: %3</source>
        <translation>%1 von Aufruf %2: %3</translation>
    </message>
    <message>
        <source>Input %1 : %2</source>
        <translation>Eingabe %1 : %2</translation>
    </message>
</context>
<context>
    <name>whittle::CandidatesPage</name>
    <message>
        <source>&amp;Force this candidate</source>
        <translation>Diesen Kandidaten er&amp;zwingen</translation>
    </message>
    <message>
        <source>Take &amp;back</source>
        <translation>Zurück&amp;nehmen</translation>
    </message>
    <message>
        <source>&amp;Measure candidates</source>
        <translation>Kandidaten &amp;messen</translation>
    </message>
    <message>
        <source>Choices and their candidates</source>
        <translation>Entscheidungen und ihre Kandidaten</translation>
    </message>
    <message>
        <source>Compiles and measures again with this candidate (Enter)</source>
        <translation>Kompiliert und misst noch einmal mit diesem Kandidaten (Eingabe)</translation>
    </message>
    <message>
        <source>Leaves the choice to the compiler again</source>
        <translation>Überlässt die Entscheidung wieder dem Compiler</translation>
    </message>
    <message>
        <source>Compiles again and runs every candidate that was not measured before; takes seconds</source>
        <translation>Kompiliert noch einmal und führt jeden Kandidaten aus, der noch nicht gemessen wurde; dauert Sekunden</translation>
    </message>
    <message>
        <source>No node of this graph is known to a library, so there was nothing to choose.</source>
        <translation>Keinen Knoten dieses Graphen kennt eine Bibliothek, es gab also nichts zu entscheiden.</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 mit %2</translation>
    </message>
    <message>
        <source>Forced: %1</source>
        <translation>Erzwungen: %1</translation>
    </message>
</context>
<context>
    <name>whittle::ChoicesModel</name>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>möglich</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>abgelehnt: %1</translation>
    </message>
    <message>
        <source>Node and candidates</source>
        <translation>Knoten und Kandidaten</translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation>Umsetzung</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Geschätzt</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>In the graph</source>
        <translation>Im Graphen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>by estimate</source>
        <translation>nach Schätzung</translation>
    </message>
    <message>
        <source>by measurement</source>
        <translation>nach Messung</translation>
    </message>
    <message>
        <source>by a measurement of before</source>
        <translation>nach einer früheren Messung</translation>
    </message>
    <message>
        <source>forced</source>
        <translation>erzwungen</translation>
    </message>
    <message>
        <source>nothing else can run</source>
        <translation>nichts anderes kann laufen</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1  (%2, %3)</source>
        <translation>%1  (%2, %3)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>whittle::CodePane</name>
    <message>
        <source>%1: which text</source>
        <translation>%1: welcher Text</translation>
    </message>
    <message>
        <source>Find in this text</source>
        <translation>In diesem Text suchen</translation>
    </message>
    <message>
        <source>%1: find</source>
        <translation>%1: suchen</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Vorige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>%1: what to know of it</source>
        <translation>%1: was dazu zu wissen ist</translation>
    </message>
</context>
<context>
    <name>whittle::CodeView</name>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Line %1 of %2: %3</source>
        <translation>Zeile %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>whittle::ColorBy</name>
    <message>
        <source>Colour by</source>
        <translation>Färben nach</translation>
    </message>
    <message>
        <source>Operator family</source>
        <translation>Operatorfamilie</translation>
    </message>
    <message>
        <source>Colour: %1 ▾</source>
        <translation>Farbe: %1 ▾</translation>
    </message>
    <message>
        <source>Colour by: %1</source>
        <translation>Färben nach: %1</translation>
    </message>
    <message>
        <source>Colour ▾</source>
        <translation>Farbe ▾</translation>
    </message>
    <message>
        <source>What the boxes are coloured by (Ctrl+B): %1</source>
        <translation>Wonach die Kästen gefärbt sind (Strg+B): %1</translation>
    </message>
    <message>
        <source>Scale of numbers</source>
        <translation>Skala der Zahlen</translation>
    </message>
    <message>
        <source>As it suits them</source>
        <translation>Wie es zu ihnen passt</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Ends of the scale</source>
        <translation>Enden der Skala</translation>
    </message>
    <message>
        <source>Least and most</source>
        <translation>Kleinster und größter Wert</translation>
    </message>
    <message>
        <source>Without the extreme %1 % at each end</source>
        <translation>Ohne die äußersten %1 % an jedem Ende</translation>
    </message>
</context>
<context>
    <name>whittle::ColorKey</name>
    <message>
        <source>Colour key</source>
        <translation>Farblegende</translation>
    </message>
    <message>
        <source>not known to Whittle</source>
        <translation>Whittle nicht bekannt</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Logarithmic; %1 has the colour in the middle</source>
        <translation>Logarithmisch; %1 hat die mittlere Farbe</translation>
    </message>
    <message>
        <source>NaN or infinite</source>
        <translation>NaN oder unendlich</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>logarithmisch</translation>
    </message>
    <message>
        <source>The extreme %1 % of the boxes at each end have the colour of that end</source>
        <translation>Die äußersten %1 % der Kästen an jedem Ende haben die Farbe dieses Endes</translation>
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
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Type a command or a file, or @ and a node</source>
        <translation>Befehl oder Datei eingeben, oder @ und einen Knoten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>Passende Befehle</translation>
    </message>
</context>
<context>
    <name>whittle::ComparisonModel</name>
    <message>
        <source>operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>there</source>
        <translation>da</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>geändert: %1</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>%1, as %2</source>
        <translation>%1, als %2</translation>
    </message>
    <message>
        <source>%1: what the others are held against</source>
        <translation>%1: womit die anderen verglichen werden</translation>
    </message>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich änderte</translation>
    </message>
</context>
<context>
    <name>whittle::ComparisonPanel</name>
    <message>
        <source>Differs in &amp;any</source>
        <translation>In &amp;irgendeinem verschieden</translation>
    </message>
    <message>
        <source>&amp;Changed in any</source>
        <translation>In irgendeinem geä&amp;ndert</translation>
    </message>
    <message>
        <source>Changed in its &amp;type</source>
        <translation>Im &amp;Typ geändert</translation>
    </message>
    <message>
        <source>Changed in its &amp;operator</source>
        <translation>Im &amp;Operator geändert</translation>
    </message>
    <message>
        <source>Changed in its ar&amp;guments</source>
        <translation>In den A&amp;rgumenten geändert</translation>
    </message>
    <message>
        <source>A&amp;bsent in any</source>
        <translation>In irgendeine&amp;m fehlend</translation>
    </message>
    <message>
        <source>&amp;Same in all</source>
        <translation>In allen g&amp;leich</translation>
    </message>
    <message>
        <source>&amp;Every node</source>
        <translation>&amp;Jeder Knoten</translation>
    </message>
    <message>
        <source>Nodes in every graph</source>
        <translation>Knoten in jedem Graphen</translation>
    </message>
    <message>
        <source>differs, changed:B, only:C, what:type, names and operators</source>
        <translation>differs, changed:B, only:C, what:type, Namen und Operatoren</translation>
    </message>
    <message>
        <source>Which nodes are listed</source>
        <translation>Welche Knoten aufgelistet sind</translation>
    </message>
    <message>
        <source>All words have to hold: differs, same, changed, absent, each also of one graph as in changed:B; only:C; what:operator, what:type, what:arguments; parts of names and operators</source>
        <translation>Alle Wörter müssen zutreffen: differs, same, changed, absent, jedes auch für einen Graphen wie in changed:B; only:C; what:operator, what:type, what:arguments; Teile von Namen und Operatoren</translation>
    </message>
    <message>
        <source>Pa&amp;tterns</source>
        <translation>M&amp;uster</translation>
    </message>
    <message>
        <source>Patterns of differences to list</source>
        <translation>Muster von Unterschieden, die aufgelistet werden</translation>
    </message>
    <message>
        <source>Patterns of differences</source>
        <translation>Muster von Unterschieden</translation>
    </message>
    <message>
        <source>The graph before beside</source>
        <translation>Den vorigen Graphen daneben zeigen</translation>
    </message>
    <message>
        <source>The next graph beside</source>
        <translation>Den nächsten Graphen daneben zeigen</translation>
    </message>
    <message>
        <source>How many nodes are listed</source>
        <translation>Wie viele Knoten aufgelistet sind</translation>
    </message>
    <message>
        <source>Compare with &amp;files…</source>
        <translation>Mit &amp;Dateien vergleichen…</translation>
    </message>
    <message>
        <source>What there is to know of the comparison</source>
        <translation>Was über den Vergleich zu wissen ist</translation>
    </message>
    <message>
        <source>Hold the graph against others: check stages in the list of stages, or take files. Files can be dropped here.</source>
        <translation>Den Graphen mit anderen vergleichen: Haken Sie Stufen in der Liste der Stufen an, oder nehmen Sie Dateien. Dateien können hierher gezogen werden.</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Compare a&amp;gain</source>
        <translation>Noch einmal &amp;vergleichen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source> · beside: %1  %2</source>
        <translation> · daneben: %1  %2</translation>
    </message>
    <message>
        <source>&amp;Only there</source>
        <translation>&amp;Nur dort</translation>
    </message>
    <message>
        <source>A&amp;bsent there</source>
        <translation>Dort &amp;fehlend</translation>
    </message>
    <message>
        <source>&amp;Differs there</source>
        <translation>Dort &amp;verschieden</translation>
    </message>
    <message>
        <source>&amp;Changed there</source>
        <translation>Dort &amp;geändert</translation>
    </message>
    <message>
        <source>&amp;Same there</source>
        <translation>Dort g&amp;leich</translation>
    </message>
</context>
<context>
    <name>whittle::CompileTimeModel</name>
    <message>
        <source>Phase or pass</source>
        <translation>Phase oder Durchgang</translation>
    </message>
    <message>
        <source>In the order in which they run; passes are a part of the phase above them</source>
        <translation>In der Reihenfolge, in der sie laufen; Durchgänge sind ein Teil der Phase über ihnen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Of the clock on the wall, threads together</source>
        <translation>Der Wanduhr, alle Threads zusammen</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Of the whole compilation</source>
        <translation>An der ganzen Kompilierung</translation>
    </message>
    <message>
        <source>Rewrites</source>
        <translation>Umformungen</translation>
    </message>
    <message>
        <source>That the pass made</source>
        <translation>Die der Durchgang gemacht hat</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>In a sentence</source>
        <translation>In einem Satz</translation>
    </message>
    <message>
        <source>Holds the graph to its schemas and types</source>
        <translation>Prüft den Graphen gegen seine Schemas und Typen</translation>
    </message>
    <message>
        <source>Starts LLVM, which later compilations of the process find running</source>
        <translation>Startet LLVM, das spätere Kompilierungen des Prozesses schon vorfinden</translation>
    </message>
    <message>
        <source>Rewrites the graph; each pass is a row below</source>
        <translation>Formt den Graphen um; jeder Durchgang ist eine Zeile darunter</translation>
    </message>
    <message>
        <source>Chooses who computes each product, convolution and attention</source>
        <translation>Wählt, wer jedes Produkt, jede Faltung und Attention berechnet</translation>
    </message>
    <message>
        <source>Turns operators into loops, joins them to kernels and plans memory</source>
        <translation>Macht aus Operatoren Schleifen, fügt sie zu Kerneln und plant den Speicher</translation>
    </message>
    <message>
        <source>Makes machine code, or finds it in the cache</source>
        <translation>Erzeugt Maschinencode oder findet ihn im Cache</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>ausgelassen</translation>
    </message>
</context>
<context>
    <name>whittle::CompileTimePage</name>
    <message>
        <source>Show what the pass &amp;rewrote</source>
        <translation>Zeigen, was der &amp;Durchgang umgeformt hat</translation>
    </message>
    <message>
        <source>Compile time by phase and pass</source>
        <translation>Kompilierzeit nach Phase und Durchgang</translation>
    </message>
    <message numerus="yes">
        <source>Compiled in %1 with %n passes</source>
        <translation>
            <numerusform>Kompiliert in %1 mit einem Durchgang (%n)</numerusform>
            <numerusform>Kompiliert in %1 mit %n Durchgängen</numerusform>
        </translation>
    </message>
    <message>
        <source>Time of the compilation</source>
        <translation>Zeit der Kompilierung</translation>
    </message>
</context>
<context>
    <name>whittle::ConsoleModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Noch keine Antwort.</translation>
    </message>
    <message>
        <source>Done in the window.</source>
        <translation>Im Fenster getan.</translation>
    </message>
    <message numerus="yes">
        <source>%n bytes more are not kept here; a program gets all of them.</source>
        <translation>
            <numerusform>%n weiteres Byte wird hier nicht behalten; ein Programm bekommt alle.</numerusform>
            <numerusform>%n weitere Bytes werden hier nicht behalten; ein Programm bekommt alle.</numerusform>
        </translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>done in the window</source>
        <translation>im Fenster getan</translation>
    </message>
</context>
<context>
    <name>whittle::ConsoleView</name>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>&amp;Copy requests</source>
        <translation>Anfragen &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Export requests…</source>
        <translation>Anfragen &amp;exportieren…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Requests and answers</source>
        <translation>Anfragen und Antworten</translation>
    </message>
    <message>
        <source>Answer of the selected request</source>
        <translation>Antwort auf die ausgewählte Anfrage</translation>
    </message>
    <message>
        <source>The whole answer of the selected request</source>
        <translation>Die ganze Antwort auf die ausgewählte Anfrage</translation>
    </message>
    <message>
        <source>Whatever the window does can be asked for by a request: its name, then what it takes as JSON. Type one below, such as

state
view.dock.kernels {&quot;checked&quot;: true}
node.search {&quot;query&quot;: &quot;op:mm&quot;}

What you do by hand is listed here as the requests that do the same; a program sends them through whittle-workbench --rpc.</source>
        <translation>Alles, was das Fenster tut, lässt sich mit einer Anfrage anfordern: mit ihrem Namen, dann als JSON mit dem, was sie nimmt. Geben Sie unten eine ein, etwa

state
view.dock.kernels {&quot;checked&quot;: true}
node.search {&quot;query&quot;: &quot;op:mm&quot;}

Was Sie von Hand tun, steht hier als Anfragen, die dasselbe tun; ein Programm schickt sie über whittle-workbench --rpc.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>method {&quot;name&quot;: value}</source>
        <translation>Methode {&quot;Name&quot;: Wert}</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>Those that did something, as JSON-RPC: a line each</source>
        <translation>Die, die etwas getan haben, als JSON-RPC: je eine Zeile</translation>
    </message>
    <message>
        <source>The same as a file for whittle-workbench --rpc - &lt; FILE</source>
        <translation>Dieselben als Datei für whittle-workbench --rpc - &lt; FILE</translation>
    </message>
    <message>
        <source>Up and Down: what was typed before. Letters of a name complete it; methods lists all.</source>
        <translation>Auf und Ab: was vorher eingegeben wurde. Buchstaben eines Namens ergänzen ihn; methods listet alle auf.</translation>
    </message>
    <message>
        <source>%1 Takes: %2</source>
        <translation>%1 Nimmt: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n requests copied.</source>
        <translation>
            <numerusform>%n Anfrage kopiert.</numerusform>
            <numerusform>%n Anfragen kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>Anfragen exportieren</translation>
    </message>
    <message>
        <source>Requests, one a line (*.jsonl)</source>
        <translation>Anfragen, je eine Zeile (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Requests written to %1</source>
        <translation>Anfragen nach %1 geschrieben</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The request is copied.</source>
        <translation>Die Anfrage ist kopiert.</translation>
    </message>
</context>
<context>
    <name>whittle::CrashOffers</name>
    <message>
        <source>The window ended unexpectedly on %1 (%2). What is known of it was kept on this machine.</source>
        <translation>Das Fenster endete unerwartet am %1 (%2). Was darüber bekannt ist, wurde auf diesem Rechner aufbewahrt.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>How the window ended</source>
        <translation>Wie das Fenster endete</translation>
    </message>
    <message>
        <source>What is known of the end</source>
        <translation>Was über das Ende bekannt ist</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Deletes what was kept</source>
        <translation>Löscht, was aufbewahrt wurde</translation>
    </message>
</context>
<context>
    <name>whittle::CrashReport</name>
    <message>
        <source>Whittle ended unexpectedly: %1</source>
        <translation>Whittle endete unerwartet: %1</translation>
    </message>
    <message>
        <source>Done before, the last of it last:</source>
        <translation>Davor getan, das Letzte zuletzt:</translation>
    </message>
    <message>
        <source>Where it was, innermost first:</source>
        <translation>Wo es war, das Innerste zuerst:</translation>
    </message>
</context>
<context>
    <name>whittle::CurvePlot</name>
    <message>
        <source>Operators left over candidates tried</source>
        <translation>Übrige Operatoren über versuchten Kandidaten</translation>
    </message>
    <message>
        <source>No candidate yet</source>
        <translation>Noch kein Kandidat</translation>
    </message>
    <message>
        <source>Operators left</source>
        <translation>Übrige Operatoren</translation>
    </message>
    <message>
        <source>over candidates tried</source>
        <translation>über versuchten Kandidaten</translation>
    </message>
    <message>
        <source>Waiting for the first candidate…</source>
        <translation>Wartet auf den ersten Kandidaten…</translation>
    </message>
    <message>
        <source>No candidate was tried.</source>
        <translation>Es wurde kein Kandidat versucht.</translation>
    </message>
    <message>
        <source>The curve appears when a reduction runs.</source>
        <translation>Die Kurve erscheint, wenn eine Verkleinerung läuft.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message numerus="yes">
        <source>%1 after %Ln candidates</source>
        <translation>
            <numerusform>%1 nach %Ln Kandidaten</numerusform>
            <numerusform>%1 nach %Ln Kandidaten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln Operator</numerusform>
            <numerusform>%Ln Operatoren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::DimNamesModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Stands for</source>
        <translation>Steht für</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no size: give a number, or nothing for no end</source>
        <translation>&apos;%1&apos; ist keine Größe: Geben Sie eine Zahl an, oder nichts für kein Ende</translation>
    </message>
</context>
<context>
    <name>whittle::DimReasonsModel</name>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Your line</source>
        <translation>Ihre Zeile</translation>
    </message>
    <message>
        <source>what you said</source>
        <translation>Ihre Angabe</translation>
    </message>
    <message>
        <source>No node asked for it: you said so.</source>
        <translation>Kein Knoten hat es verlangt: Sie haben es angegeben.</translation>
    </message>
    <message>
        <source>No node asked for it: the file declares it of its inputs.</source>
        <translation>Kein Knoten hat es verlangt: Die Datei gibt es für ihre Eingaben an.</translation>
    </message>
    <message>
        <source>relation</source>
        <translation>Beziehung</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>least size</source>
        <translation>kleinste Größe</translation>
    </message>
    <message>
        <source>most size</source>
        <translation>größte Größe</translation>
    </message>
    <message>
        <source>each run</source>
        <translation>jeder Lauf</translation>
    </message>
    <message>
        <source>sizes of 0 and 1</source>
        <translation>Größen 0 und 1</translation>
    </message>
    <message>
        <source>each call</source>
        <translation>jeder Aufruf</translation>
    </message>
</context>
<context>
    <name>whittle::DimsController</name>
    <message>
        <source>Open a graph to see which of its sizes may vary</source>
        <translation>Öffnen Sie einen Graphen, um zu sehen, welche seiner Größen variieren dürfen</translation>
    </message>
    <message>
        <source>Not inferred yet</source>
        <translation>Noch nicht ermittelt</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Inferring…</source>
        <translation>Ermittelt…</translation>
    </message>
    <message>
        <source>Not inferred</source>
        <translation>Nicht ermittelt</translation>
    </message>
    <message numerus="yes">
        <source>The program refutes %n of your statements</source>
        <translation>
            <numerusform>Das Programm widerlegt %n Ihrer Angaben</numerusform>
            <numerusform>Das Programm widerlegt %n Ihrer Angaben</numerusform>
        </translation>
    </message>
    <message>
        <source>No input has a size</source>
        <translation>Keine Eingabe hat eine Größe</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n sizes may vary</source>
        <translation>
            <numerusform>%1 von %n Größe darf variieren</numerusform>
            <numerusform>%1 von %n Größen dürfen variieren</numerusform>
        </translation>
    </message>
    <message>
        <source>The least size of %1 is larger than the most</source>
        <translation>Die kleinste Größe von %1 liegt über der größten</translation>
    </message>
    <message>
        <source>Nothing inferred yet.</source>
        <translation>Noch nichts ermittelt.</translation>
    </message>
    <message>
        <source>It is no tensor, and has no size.</source>
        <translation>Es ist kein Tensor und hat keine Größe.</translation>
    </message>
    <message>
        <source>Sizes of 0 and 1 are numbers: give an example of 2 or more.</source>
        <translation>Größen 0 und 1 sind Zahlen: Geben Sie ein Beispiel von 2 oder mehr an.</translation>
    </message>
    <message>
        <source>You said so.</source>
        <translation>Sie haben es angegeben.</translation>
    </message>
    <message>
        <source>Nothing forced it: it may be any size in %1.</source>
        <translation>Nichts hat es erzwungen: Es darf jede Größe in %1 sein.</translation>
    </message>
</context>
<context>
    <name>whittle::DimsMessage</name>
    <message>
        <source>&amp;Infer sizes (F8)</source>
        <translation>Größen &amp;ermitteln (F8)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Anha&amp;lten</translation>
    </message>
    <message>
        <source>&amp;Forget what was said</source>
        <translation>Angaben ve&amp;rgessen</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>&amp;Meldung kopieren</translation>
    </message>
    <message>
        <source>What there is to say of the sizes</source>
        <translation>Was zu den Größen zu sagen ist</translation>
    </message>
    <message>
        <source>Inferring</source>
        <translation>Ermittelt</translation>
    </message>
    <message>
        <source>No graph is open</source>
        <translation>Kein Graph ist geöffnet</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O) to see which sizes of its inputs may vary, within what, and which line of yours forced that.</source>
        <translation>Öffnen Sie einen Graphen (Strg+O), um zu sehen, welche Größen seiner Eingaben variieren dürfen, in welchen Grenzen, und welche Ihrer Zeilen das erzwungen hat.</translation>
    </message>
    <message>
        <source>The program is recorded once with every size of its inputs as a symbol: that tells which may vary, within what, and who needs otherwise. Nothing runs.</source>
        <translation>Das Programm wird einmal mit jeder Größe seiner Eingaben als Symbol aufgezeichnet: Das zeigt, welche variieren dürfen, in welchen Grenzen, und wer es anders braucht. Nichts wird ausgeführt.</translation>
    </message>
    <message>
        <source>What you said of the sizes is held against the program: it is recorded once with every size that may vary as a symbol. Nothing runs.</source>
        <translation>Ihre Angaben zu den Größen werden am Programm geprüft: Es wird einmal mit jeder Größe, die variieren darf, als Symbol aufgezeichnet. Nichts wird ausgeführt.</translation>
    </message>
    <message>
        <source>The program is recorded with every size as a symbol.</source>
        <translation>Das Programm wird mit jeder Größe als Symbol aufgezeichnet.</translation>
    </message>
    <message>
        <source>The sizes could not be inferred</source>
        <translation>Die Größen ließen sich nicht ermitteln</translation>
    </message>
</context>
<context>
    <name>whittle::DimsModel</name>
    <message>
        <source>constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Dim</source>
        <translation>Dim</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>You say</source>
        <translation>Ihre Angabe</translation>
    </message>
    <message>
        <source>It is</source>
        <translation>Sie ist</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Forced by</source>
        <translation>Erzwungen durch</translation>
    </message>
    <message>
        <source>Not taken: %1</source>
        <translation>Nicht übernommen: %1</translation>
    </message>
</context>
<context>
    <name>whittle::DimsView</name>
    <message>
        <source>&amp;Infer it (Dim.AUTO)</source>
        <translation>&amp;Ermitteln (Dim.AUTO)</translation>
    </message>
    <message>
        <source>Infer it, but &amp;not one size (Dim.DYNAMIC)</source>
        <translation>Ermitteln, aber &amp;nicht nur eine Größe (Dim.DYNAMIC)</translation>
    </message>
    <message>
        <source>The &amp;example&apos;s size (Dim.STATIC)</source>
        <translation>Die Größe des &amp;Beispiels (Dim.STATIC)</translation>
    </message>
    <message>
        <source>What was inferred</source>
        <translation>Was ermittelt wurde</translation>
    </message>
    <message>
        <source>&amp;Say</source>
        <translation>A&amp;ngeben</translation>
    </message>
    <message>
        <source>Say something of the selected size, or of all</source>
        <translation>Etwas zur gewählten Größe angeben, oder zu allen</translation>
    </message>
    <message>
        <source>Say something of the sizes</source>
        <translation>Etwas zu den Größen angeben</translation>
    </message>
    <message>
        <source>Co&amp;mmand</source>
        <translation>Be&amp;fehl</translation>
    </message>
    <message>
        <source>Copy the command line that says the same</source>
        <translation>Befehlszeile kopieren, die dasselbe angibt</translation>
    </message>
    <message>
        <source>Infer a&amp;gain</source>
        <translation>Neu e&amp;rmitteln</translation>
    </message>
    <message>
        <source>Record the program again (F8)</source>
        <translation>Das Programm neu aufzeichnen (F8)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Anha&amp;lten</translation>
    </message>
    <message>
        <source>Sizes of the inputs</source>
        <translation>Größen der Eingaben</translation>
    </message>
    <message>
        <source>What there is to know</source>
        <translation>Was es zu wissen gibt</translation>
    </message>
    <message>
        <source>Enter shows the node in the graph</source>
        <translation>Enter zeigt den Knoten im Graphen</translation>
    </message>
    <message>
        <source>What the program refutes, and why</source>
        <translation>Was das Programm widerlegt, und warum</translation>
    </message>
    <message>
        <source>Suggested fixes</source>
        <translation>Vorgeschlagene Korrekturen</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>Say what the program accepts instead</source>
        <translation>Stattdessen angeben, was das Programm annimmt</translation>
    </message>
    <message>
        <source>Copy &amp;fixes</source>
        <translation>Korrekturen kop&amp;ieren</translation>
    </message>
    <message>
        <source>What the program refutes</source>
        <translation>Was das Programm widerlegt</translation>
    </message>
    <message>
        <source>What forced it</source>
        <translation>Was es erzwungen hat</translation>
    </message>
    <message>
        <source>Conditions that calls have to meet</source>
        <translation>Bedingungen, die Aufrufe erfüllen müssen</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Why, conditions, conflicts, names and specification</source>
        <translation>Warum, Bedingungen, Konflikte, Namen und Spezifikation</translation>
    </message>
    <message>
        <source>Why it is so</source>
        <translation>Warum es so ist</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>No size has a name. Type one where you say something of a size: b, or Dim(&apos;b&apos;, min=2, max=64), or 2*b + 1.</source>
        <translation>Keine Größe hat einen Namen. Tippen Sie einen ein, wo Sie etwas zu einer Größe angeben: b, oder Dim(&apos;b&apos;, min=2, max=64), oder 2*b + 1.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>Spezifikation</translation>
    </message>
    <message>
        <source>As %1</source>
        <translation>Als %1</translation>
    </message>
    <message>
        <source>&amp;Type it…</source>
        <translation>Ein&amp;tippen…</translation>
    </message>
    <message>
        <source>Of &amp;all sizes</source>
        <translation>Zu &amp;allen Größen</translation>
    </message>
    <message>
        <source>Not inferred: %1</source>
        <translation>Nicht ermittelt: %1</translation>
    </message>
    <message>
        <source>(recorded with %1)</source>
        <translation>(aufgezeichnet mit %1)</translation>
    </message>
    <message>
        <source>Sizes that stand in the file as numbers were fixed when it was traced: nodes that have them specialise here too.</source>
        <translation>Größen, die in der Datei als Zahlen stehen, wurden beim Aufzeichnen festgelegt: Knoten, die sie enthalten, spezialisieren auch hier.</translation>
    </message>
    <message>
        <source>Calls whose sizes are in their ranges have to meet nothing else.</source>
        <translation>Aufrufe, deren Größen in ihren Bereichen liegen, müssen sonst nichts erfüllen.</translation>
    </message>
    <message>
        <source>Nothing inferred yet.</source>
        <translation>Noch nichts ermittelt.</translation>
    </message>
    <message>
        <source>Conditions (%1)</source>
        <translation>Bedingungen (%1)</translation>
    </message>
    <message>
        <source>Names (%1)</source>
        <translation>Namen (%1)</translation>
    </message>
    <message>
        <source>Conflicts (%1)</source>
        <translation>Konflikte (%1)</translation>
    </message>
    <message>
        <source>The program refutes nothing of what you said.</source>
        <translation>Das Programm widerlegt nichts von Ihren Angaben.</translation>
    </message>
    <message>
        <source>Why %1, %2</source>
        <translation>Warum %1, %2</translation>
    </message>
    <message>
        <source>Select a size to see what forced it.</source>
        <translation>Wählen Sie eine Größe, um zu sehen, was sie erzwungen hat.</translation>
    </message>
    <message>
        <source>No graph is shown</source>
        <translation>Kein Graph wird gezeigt</translation>
    </message>
    <message>
        <source>The graph that is shown has no node %1: go to the stage as it was opened.</source>
        <translation>Der gezeigte Graph hat keinen Knoten %1: Gehen Sie zur Stufe, wie sie geöffnet wurde.</translation>
    </message>
</context>
<context>
    <name>whittle::Document</name>
    <message>
        <source>Look at the file where the message says. If it came from PyTorch as it is, save the model again with torch.export.save.</source>
        <translation>Sehen Sie sich die Datei an der Stelle an, die die Meldung nennt. Wenn sie so von PyTorch kam, speichern Sie das Modell noch einmal mit torch.export.save.</translation>
    </message>
    <message>
        <source>See whether the file is still there and may be read by you.</source>
        <translation>Sehen Sie nach, ob die Datei noch da ist und Sie sie lesen dürfen.</translation>
    </message>
    <message>
        <source>The file may be cut short, or of another kind than it seems. Save the model again with torch.export.save, or open its .pt2, export JSON, .wtl or the text of gm.print_readable().</source>
        <translation>Die Datei ist vielleicht abgeschnitten oder von anderer Art, als sie scheint. Speichern Sie das Modell noch einmal mit torch.export.save, oder öffnen Sie sein .pt2, Export-JSON, .wtl oder den Text von gm.print_readable().</translation>
    </message>
    <message>
        <source>Keep a file together with those it was written with; tensors that it lacks can be given by --inputs.</source>
        <translation>Lassen Sie eine Datei bei denen, mit denen sie geschrieben wurde; Tensoren, die ihr fehlen, können mit --inputs angegeben werden.</translation>
    </message>
    <message>
        <source>Close other graphs and programs, or export a smaller part of the model.</source>
        <translation>Schließen Sie andere Graphen und Programme, oder exportieren Sie einen kleineren Teil des Modells.</translation>
    </message>
    <message>
        <source>This is a fault of Whittle: copy the message, and report it with the file.</source>
        <translation>Dies ist ein Fehler von Whittle: Kopieren Sie die Meldung und melden Sie ihn mit der Datei.</translation>
    </message>
</context>
<context>
    <name>whittle::ErrorPanel</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>&amp;Open another file…</source>
        <translation>Andere Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Copy the message</source>
        <translation>Meldung &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Back to %1</source>
        <translation>&amp;Zurück zu %1</translation>
    </message>
    <message>
        <source>%1 could not be opened</source>
        <translation>%1 konnte nicht geöffnet werden</translation>
    </message>
</context>
<context>
    <name>whittle::ErrorPlot</name>
    <message>
        <source>Error along the graph</source>
        <translation>Fehler entlang des Graphen</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>kompiliert</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>error against float64, in execution order</source>
        <translation>Fehler gegen float64, in Ausführungsreihenfolge</translation>
    </message>
    <message>
        <source>first wrong</source>
        <translation>erster falscher</translation>
    </message>
    <message>
        <source>first NaN</source>
        <translation>erstes NaN</translation>
    </message>
    <message>
        <source>first infinity</source>
        <translation>erstes Unendlich</translation>
    </message>
    <message>
        <source>%1: error %2, eager %3</source>
        <translation>%1: Fehler %2, Eager %3</translation>
    </message>
</context>
<context>
    <name>whittle::FieldBox</name>
    <message>
        <source>Choose the program</source>
        <translation>Programm wählen</translation>
    </message>
    <message>
        <source>Choose the program for: %1</source>
        <translation>Programm wählen für: %1</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>%1 s, as usual</source>
        <translation>%1 s, wie üblich</translation>
    </message>
</context>
<context>
    <name>whittle::FoldDepthButton</name>
    <message>
        <source>Depth to which modules are unfolded</source>
        <translation>Tiefe, bis zu der Module ausgeklappt sind</translation>
    </message>
    <message>
        <source>%1  All folded</source>
        <translation>%1  Alle eingeklappt</translation>
    </message>
    <message>
        <source>%1  All unfolded</source>
        <translation>%1  Alle ausgeklappt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cards</source>
        <translation>
            <numerusform>%Ln Karte</numerusform>
            <numerusform>%Ln Karten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>Depth: %1 ▾</source>
        <translation>Tiefe: %1 ▾</translation>
    </message>
    <message>
        <source>Depth to which modules are unfolded: %1</source>
        <translation>Tiefe, bis zu der Module ausgeklappt sind: %1</translation>
    </message>
    <message>
        <source>How deep modules are unfolded: %1 (Ctrl+L, then a digit; Ctrl+Shift+PgDown and PgUp for one level)</source>
        <translation>Wie tief Module ausgeklappt sind: %1 (Strg+L, dann eine Ziffer; Strg+Umschalt+Bild ab und Bild auf für eine Ebene)</translation>
    </message>
</context>
<context>
    <name>whittle::GraphCanvas</name>
    <message>
        <source>Double-click to fold</source>
        <translation>Doppelklick klappt ein</translation>
    </message>
    <message>
        <source>Double-click to unfold</source>
        <translation>Doppelklick klappt aus</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message numerus="yes">
        <source>%n boxes</source>
        <translation>
            <numerusform>%n Kasten</numerusform>
            <numerusform>%n Kästen</numerusform>
        </translation>
    </message>
    <message>
        <source>fed by %1, read by %2</source>
        <translation>gespeist von %1, gelesen von %2</translation>
    </message>
    <message>
        <source>module %1, %2, %3; %4</source>
        <translation>Modul %1, %2, %3; %4</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>ausgeklappt</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>eingeklappt</translation>
    </message>
    <message>
        <source>%1 %2, %3. %4 of %5; %6</source>
        <translation>%1 %2, %3. %4 von %5; %6</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, see the inspector</source>
        <translation>
            <numerusform>und %n weiterer, siehe Inspektor</numerusform>
            <numerusform>und %n weitere, siehe Inspektor</numerusform>
        </translation>
    </message>
    <message>
        <source>Drawn elsewhere; click to go to: %1</source>
        <translation>Anderswo gezeichnet; ein Klick führt zu: %1</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>&amp;Name kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;operator</source>
        <translation>&amp;Operator kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;type</source>
        <translation>&amp;Typ kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;source line</source>
        <translation>&amp;Quellzeile kopieren</translation>
    </message>
    <message>
        <source>F&amp;old</source>
        <translation>&amp;Einklappen</translation>
    </message>
    <message>
        <source>&amp;Unfold</source>
        <translation>&amp;Ausklappen</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>Ein&amp;passen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>; %1: %2</source>
        <translation>; %1: %2</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>Als &amp;Text kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>Als &amp;Markdown kopieren</translation>
    </message>
    <message>
        <source>Highlight what f&amp;eeds it</source>
        <translation>Hervorheben, was &amp;ihn speist</translation>
    </message>
    <message>
        <source>Highlight what it fee&amp;ds</source>
        <translation>Hervorheben, &amp;was er speist</translation>
    </message>
    <message>
        <source>&amp;Ways to…</source>
        <translation>We&amp;ge nach…</translation>
    </message>
    <message>
        <source>; bookmark %1</source>
        <translation>; Lesezeichen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n equal blocks, %1, %2, %3, %4; %5</source>
        <translation>
            <numerusform>%n gleicher Block, %1, %2, %3, %4; %5</numerusform>
            <numerusform>%n gleiche Blöcke, %1, %2, %3, %4; %5</numerusform>
        </translation>
    </message>
    <message>
        <source>Highlight what is n&amp;ear it, a step more each time</source>
        <translation>&amp;Hervorheben, was ihm nahe ist, jedes Mal einen Schritt weiter</translation>
    </message>
</context>
<context>
    <name>whittle::GraphComparison</name>
    <message>
        <source>Comparing…</source>
        <translation>Vergleicht…</translation>
    </message>
    <message>
        <source>Comparing… %1 of %2</source>
        <translation>Vergleicht… %1 von %2</translation>
    </message>
    <message>
        <source>Comparing was stopped.</source>
        <translation>Der Vergleich wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>whittle::GraphContent</name>
    <message>
        <source>no result</source>
        <translation>kein Ergebnis</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>output %1</source>
        <translation>Ausgang %1</translation>
    </message>
    <message>
        <source>(unnamed)</source>
        <translation>(ohne Namen)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators</source>
        <translation>
            <numerusform>%Ln Operator</numerusform>
            <numerusform>%Ln Operatoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators each, %1 in all</source>
        <translation>
            <numerusform>je %Ln Operator, %1 insgesamt</numerusform>
            <numerusform>je %Ln Operatoren, %1 insgesamt</numerusform>
        </translation>
    </message>
    <message>
        <source>passes on %1</source>
        <translation>gibt %1 weiter</translation>
    </message>
</context>
<context>
    <name>whittle::GraphDifference</name>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>nur hier</translation>
    </message>
    <message>
        <source>changed in all</source>
        <translation>in allen geändert</translation>
    </message>
    <message>
        <source>absent in some</source>
        <translation>fehlt in einigen</translation>
    </message>
    <message>
        <source>changed in some</source>
        <translation>in einigen geändert</translation>
    </message>
    <message>
        <source>input %1 is gone</source>
        <translation>Eingang %1 ist weg</translation>
    </message>
    <message>
        <source>input %1 is new</source>
        <translation>Eingang %1 ist neu</translation>
    </message>
    <message>
        <source>outputs differ</source>
        <translation>Ausgänge verschieden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln removed</source>
        <translation>
            <numerusform>%Ln entfernt</numerusform>
            <numerusform>%Ln entfernt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln hinzugefügt</numerusform>
            <numerusform>%Ln hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln geändert</numerusform>
            <numerusform>%Ln geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No difference in %Ln nodes</source>
        <translation>
            <numerusform>Kein Unterschied bei %Ln Knoten</numerusform>
            <numerusform>Kein Unterschied bei %Ln Knoten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln the same</source>
        <translation>
            <numerusform>%Ln gleich</numerusform>
            <numerusform>%Ln gleich</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::GraphModel</name>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>whittle::GraphScene</name>
    <message>
        <source>%1 inputs</source>
        <translation>%1 Eingänge</translation>
    </message>
    <message>
        <source>%1 users</source>
        <translation>%1 Nutzer</translation>
    </message>
</context>
<context>
    <name>whittle::GraphView</name>
    <message>
        <source>Why the graph is not shown</source>
        <translation>Warum der Graph nicht gezeigt wird</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Graph %1</source>
        <translation>Graph %1</translation>
    </message>
    <message>
        <source>The graph could not be arranged.

%1</source>
        <translation>Der Graph konnte nicht angeordnet werden.

%1</translation>
    </message>
    <message>
        <source>It is being written already.</source>
        <translation>Sie wird schon geschrieben.</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>%1 schreiben</translation>
    </message>
</context>
<context>
    <name>whittle::GuardTreeModel</name>
    <message>
        <source>Value and guard</source>
        <translation>Wert und Guard</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Needed by</source>
        <translation>Gebraucht von</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>whittle::GuardsPage</name>
    <message>
        <source>Entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>The entry whose guards are shown</source>
        <translation>Der Eintrag, dessen Guards gezeigt werden</translation>
    </message>
    <message>
        <source>Search guards, sources and lines</source>
        <translation>Guards, Quellen und Zeilen durchsuchen</translation>
    </message>
    <message>
        <source>Search of the guards</source>
        <translation>Suche in den Guards</translation>
    </message>
    <message>
        <source>What the guards cost</source>
        <translation>Was die Guards kosten</translation>
    </message>
    <message>
        <source>Guards of the entry, in the order of the checks</source>
        <translation>Guards des Eintrags, in der Reihenfolge der Prüfungen</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n guards</source>
        <translation>
            <numerusform>%1 von %n Guard</numerusform>
            <numerusform>%1 von %n Guards</numerusform>
        </translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
    <message numerus="yes">
        <source>%n guards, %1 in all</source>
        <translation>
            <numerusform>%n Guard, %1 insgesamt</numerusform>
            <numerusform>%n Guards, %1 insgesamt</numerusform>
        </translation>
    </message>
    <message>
        <source>Guards come at the end of the stance.</source>
        <translation>Guards kommen am Ende der Stance.</translation>
    </message>
    <message>
        <source>No entry is chosen.</source>
        <translation>Kein Eintrag ist gewählt.</translation>
    </message>
</context>
<context>
    <name>whittle::HeatMap</name>
    <message>
        <source>Heat map of the slice</source>
        <translation>Heatmap des Ausschnitts</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>Nichts zu zeigen</translation>
    </message>
    <message>
        <source>from %1 to %2</source>
        <translation>von %1 bis %2</translation>
    </message>
    <message>
        <source>one element of each %1 × %2 is shown</source>
        <translation>von je %1 × %2 Elementen ist eines gezeigt</translation>
    </message>
</context>
<context>
    <name>whittle::HighlightNote</name>
    <message>
        <source>What is highlighted</source>
        <translation>Was hervorgehoben ist</translation>
    </message>
    <message>
        <source>Select the other end of the ways; Escape stops</source>
        <translation>Wählen Sie das andere Ende der Wege; Esc bricht ab</translation>
    </message>
    <message>
        <source>%1; Escape clears</source>
        <translation>%1; Esc hebt auf</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>Wieder alles zeigen</translation>
    </message>
    <message>
        <source>Show everything again (Escape)</source>
        <translation>Wieder alles zeigen (Esc)</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>Nur diese zeigen</translation>
    </message>
    <message>
        <source>As a graph of their own (Ctrl+Shift+O)</source>
        <translation>Als eigenen Graphen (Strg+Umschalt+O)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln boxes shown alone; Escape shows the whole graph</source>
        <translation>
            <numerusform>%Ln Kasten allein gezeigt; Esc zeigt den ganzen Graphen</numerusform>
            <numerusform>%Ln Kästen allein gezeigt; Esc zeigt den ganzen Graphen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::InspectorView</name>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>&amp;Copy value</source>
        <translation>Wert &amp;kopieren</translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation>Nichts geöffnet</translation>
    </message>
    <message>
        <source>Open a graph to inspect its nodes.</source>
        <translation>Graphen öffnen, um Knoten zu sehen.</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Select a node to see its details.</source>
        <translation>Knoten wählen, um mehr zu sehen.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more characters; copied, the value is whole</source>
        <translation>
            <numerusform>… und %n weiteres Zeichen; kopiert ist der Wert vollständig</numerusform>
            <numerusform>… und %n weitere Zeichen; kopiert ist der Wert vollständig</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::KernelCodePage</name>
    <message>
        <source>Left text</source>
        <translation>Linker Text</translation>
    </message>
    <message>
        <source>Right text</source>
        <translation>Rechter Text</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>The kernel&apos;s functions in machine code</source>
        <translation>Die Funktionen des Kernels im Maschinencode</translation>
    </message>
    <message>
        <source>Reading its texts…</source>
        <translation>Liest seine Texte…</translation>
    </message>
    <message>
        <source>Select a kernel, or a node of the graph, to read its code.</source>
        <translation>Wählen Sie einen Kernel oder einen Knoten des Graphen, um seinen Code zu lesen.</translation>
    </message>
    <message>
        <source>Point at a line to see what belongs to it; click to keep it</source>
        <translation>Auf eine Zeile zeigen, um zu sehen, was zu ihr gehört; ein Klick hält es fest</translation>
    </message>
    <message>
        <source>What the line belongs to</source>
        <translation>Wozu die Zeile gehört</translation>
    </message>
</context>
<context>
    <name>whittle::KernelTable</name>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
</context>
<context>
    <name>whittle::KernelsModel</name>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>In the order in which they run</source>
        <translation>In der Reihenfolge, in der sie laufen</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Its name, as in the compiler&apos;s texts</source>
        <translation>Sein Name, wie in den Texten des Compilers</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>Who computes it, and how</source>
        <translation>Wer es berechnet, und wie</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Median of the measured runs</source>
        <translation>Median der gemessenen Läufe</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Of the time of all kernels</source>
        <translation>An der Zeit aller Kernel</translation>
    </message>
    <message>
        <source>Of roof</source>
        <translation>Vom Dach</translation>
    </message>
    <message>
        <source>The least time that the machine allows for its work, as a part of its time</source>
        <translation>Die kürzeste Zeit, die der Rechner für diese Arbeit erlaubt, als Teil seiner Zeit</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Every operand read once, every result written once</source>
        <translation>Jeder Operand einmal gelesen, jedes Ergebnis einmal geschrieben</translation>
    </message>
    <message>
        <source>GB/s</source>
        <translation>GB/s</translation>
    </message>
    <message>
        <source>Those bytes over the time</source>
        <translation>Diese Bytes durch die Zeit</translation>
    </message>
    <message>
        <source>GFLOP/s</source>
        <translation>GFLOP/s</translation>
    </message>
    <message>
        <source>Operations over the time; in loops a function like exp counts as many additions as it takes</source>
        <translation>Operationen durch die Zeit; in Schleifen zählt eine Funktion wie exp so viele Additionen, wie sie kostet</translation>
    </message>
    <message>
        <source>FLOP/B</source>
        <translation>FLOP/B</translation>
    </message>
    <message>
        <source>Arithmetic intensity: operations a byte</source>
        <translation>Arithmetische Intensität: Operationen pro Byte</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Of the opened graph, that it computes</source>
        <translation>Des geöffneten Graphen, die er berechnet</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>The user&apos;s lines that these come from</source>
        <translation>Die Zeilen des Benutzers, aus denen sie stammen</translation>
    </message>
    <message>
        <source>%1 of what %2 allows</source>
        <translation>%1 von dem, was %2 erlaubt</translation>
    </message>
</context>
<context>
    <name>whittle::KernelsPanel</name>
    <message>
        <source>Kernels, candidates and code</source>
        <translation>Kernel, Kandidaten und Code</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>Kompiliert</translation>
    </message>
    <message>
        <source>Stop compiling</source>
        <translation>Kompilieren anhalten</translation>
    </message>
    <message>
        <source>Compile and measure again (F5)</source>
        <translation>Noch einmal kompilieren und messen (F5)</translation>
    </message>
    <message>
        <source>Stopped; these are the results of before</source>
        <translation>Angehalten; dies sind die Ergebnisse von vorher</translation>
    </message>
    <message>
        <source>Kernels (%1)</source>
        <translation>Kernel (%1)</translation>
    </message>
    <message>
        <source>Candidates (%1)</source>
        <translation>Kandidaten (%1)</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>Kompilierung</translation>
    </message>
    <message>
        <source>What to know of this compilation</source>
        <translation>Was zur Kompilierung zu wissen ist</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::KeyRecorder</name>
    <message>
        <source>Press the new key, or Esc</source>
        <translation>Neue Taste drücken, oder Esc</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
</context>
<context>
    <name>whittle::LogView</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Export script…</source>
        <translation>Skript &amp;exportieren…</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Log of what was done</source>
        <translation>Protokoll dessen, was getan wurde</translation>
    </message>
    <message>
        <source>Nothing was done yet. What you open, reduce and export is listed here as command lines that do the same.</source>
        <translation>Noch wurde nichts getan. Was Sie öffnen, verkleinern und exportieren, steht hier als Befehlszeilen, die dasselbe tun.</translation>
    </message>
    <message>
        <source>The command lines of the selected rows, or all of them (Ctrl+C)</source>
        <translation>Die Befehlszeilen der ausgewählten Zeilen, oder alle (Strg+C)</translation>
    </message>
    <message>
        <source>All of them as a shell script that does the same again</source>
        <translation>Alle als Shell-Skript, das dasselbe noch einmal tut</translation>
    </message>
    <message numerus="yes">
        <source>%n command lines copied.</source>
        <translation>
            <numerusform>%n Befehlszeile kopiert.</numerusform>
            <numerusform>%n Befehlszeilen kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export script</source>
        <translation>Skript exportieren</translation>
    </message>
    <message>
        <source>Shell scripts (*.sh)</source>
        <translation>Shell-Skripte (*.sh)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Script written to %1</source>
        <translation>Skript nach %1 geschrieben</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>whittle::MagnitudePlot</name>
    <message>
        <source>Sizes of numbers and errors</source>
        <translation>Größen der Zahlen und Fehler</translation>
    </message>
    <message numerus="yes">
        <source>%n elements differ from float64</source>
        <translation>
            <numerusform>%n Element weicht von float64 ab</numerusform>
            <numerusform>%n Elemente weichen von float64 ab</numerusform>
        </translation>
    </message>
    <message>
        <source>No value is selected</source>
        <translation>Kein Wert ist ausgewählt</translation>
    </message>
    <message>
        <source>Select a value to see how large its numbers and errors are.</source>
        <translation>Wert wählen, um zu sehen, wie groß seine Zahlen und Fehler sind.</translation>
    </message>
    <message>
        <source>numbers: compiled (filled), eager (outline)</source>
        <translation>Zahlen: kompiliert (gefüllt), Eager (Umriss)</translation>
    </message>
    <message>
        <source>errors against float64: none</source>
        <translation>Fehler gegen float64: keine</translation>
    </message>
    <message>
        <source>errors against float64</source>
        <translation>Fehler gegen float64</translation>
    </message>
    <message>
        <source>from 1e%1 to 1e%2: compiled %3, eager %4</source>
        <translation>von 1e%1 bis 1e%2: kompiliert %3, Eager %4</translation>
    </message>
</context>
<context>
    <name>whittle::MainWindow</name>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Minify</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>Hauptleiste</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>Öffnet %1…</translation>
    </message>
    <message>
        <source>Whittle</source>
        <translation>Whittle</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>%1 geöffnet</translation>
    </message>
    <message>
        <source>%1 operators</source>
        <translation>%1 Operatoren</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source>Minified %1</source>
        <translation>%1 verkleinert</translation>
    </message>
    <message>
        <source>Minifying: %1 left</source>
        <translation>Verkleinert: noch %1</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Öffnet…</translation>
    </message>
    <message>
        <source>Minifying…</source>
        <translation>Verkleinert…</translation>
    </message>
    <message>
        <source>Arranging…</source>
        <translation>Ordnet an…</translation>
    </message>
    <message>
        <source>No file opened yet</source>
        <translation>Noch keine Datei geöffnet</translation>
    </message>
    <message>
        <source>&amp;Forget all</source>
        <translation>&amp;Alle vergessen</translation>
    </message>
    <message>
        <source>Open a graph or a session</source>
        <translation>Graph oder Sitzung öffnen</translation>
    </message>
    <message>
        <source>Graphs and sessions (*.pt2 *.json *.wtl *.py *.txt *.whittle)</source>
        <translation>Graphen und Sitzungen (*.pt2 *.json *.wtl *.py *.txt *.whittle)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Dock</source>
        <translation>Dock</translation>
    </message>
    <message>
        <source>About Whittle</source>
        <translation>Über Whittle</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Whittle %1&lt;/h3&gt;&lt;p&gt;A graph debugging and minification workbench for tensor compilers.&lt;/p&gt;&lt;p&gt;Licensed under the Apache License 2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Whittle %1&lt;/h3&gt;&lt;p&gt;Eine Werkbank zum Untersuchen und Verkleinern von Graphen für Tensor-Compiler.&lt;/p&gt;&lt;p&gt;Unter der Apache-Lizenz 2.0.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The language changes when Whittle is started again.</source>
        <translation>Die Sprache wechselt beim nächsten Start von Whittle.</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Sitzung %1</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Graphs (*.pt2 *.json *.wtl *.py *.txt)</source>
        <translation>Graphen (*.pt2 *.json *.wtl *.py *.txt)</translation>
    </message>
    <message>
        <source>Export graph</source>
        <translation>Graph exportieren</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>Schreibt %1…</translation>
    </message>
    <message>
        <source>%1 was not written.</source>
        <translation>%1 wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>Numerics</source>
        <translation>Numerik</translation>
    </message>
    <message numerus="yes">
        <source>Reducing the %n operators that %1 needs</source>
        <translation>
            <numerusform>Verkleinert den einen Operator, den %1 braucht</numerusform>
            <numerusform>Verkleinert die %n Operatoren, die %1 braucht</numerusform>
        </translation>
    </message>
    <message>
        <source>Docks that share a place</source>
        <translation>Docks, die sich einen Platz teilen</translation>
    </message>
    <message>
        <source>Compared %1 with %2</source>
        <translation>%1 mit %2 verglichen</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>%1 exportiert</translation>
    </message>
    <message>
        <source>Compiled %1</source>
        <translation>%1 kompiliert</translation>
    </message>
    <message>
        <source>Compared the values of %1</source>
        <translation>Werte von %1 verglichen</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Export the timeline for trace viewers</source>
        <translation>Zeitleiste für Trace-Betrachter exportieren</translation>
    </message>
    <message>
        <source>Trace events, for Perfetto and chrome://tracing (*.json)</source>
        <translation>Trace-Ereignisse, für Perfetto und chrome://tracing (*.json)</translation>
    </message>
    <message>
        <source>%1 has ended before the reduction was through: it can be resumed here.</source>
        <translation>%1 endete, bevor die Verkleinerung fertig war: Sie lässt sich hier fortsetzen.</translation>
    </message>
    <message>
        <source>Paused: %1 left</source>
        <translation>Pause: noch %1</translation>
    </message>
    <message>
        <source>Open the folder of a reduction</source>
        <translation>Ordner einer Verkleinerung öffnen</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Gebaut mit</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>%1, built with %2, platform %3, style %4</source>
        <translation>%1, gebaut mit %2, Plattform %3, Stil %4</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>%1 × %2 at %3</source>
        <translation>%1 × %2 bei %3</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Boxes in sight</source>
        <translation>Sichtbare Kästen</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>Kompilierung</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>Verkleinerung</translation>
    </message>
    <message>
        <source>Settings of the compiler</source>
        <translation>Einstellungen des Compilers</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>Recompiles</source>
        <translation>Neukompilierungen</translation>
    </message>
    <message>
        <source>History of what can be undone</source>
        <translation>Verlauf dessen, was sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>Wie es geöffnet wurde</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Dimensionen</translation>
    </message>
    <message>
        <source>Select a node or a module to bookmark it.</source>
        <translation>Wählen Sie einen Knoten oder ein Modul, um ein Lesezeichen zu setzen.</translation>
    </message>
    <message>
        <source>The bookmark of %1 is removed.</source>
        <translation>Das Lesezeichen von %1 ist entfernt.</translation>
    </message>
    <message numerus="yes">
        <source>There are %n bookmarks, which is the most that can be kept.</source>
        <translation>
            <numerusform>Es gibt %n Lesezeichen, mehr lassen sich nicht merken.</numerusform>
            <numerusform>Es gibt %n Lesezeichen, mehr lassen sich nicht merken.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is bookmarked: Alt+%2 goes there.</source>
        <translation>%1 hat ein Lesezeichen: Alt+%2 geht dorthin.</translation>
    </message>
    <message>
        <source>%1 is bookmarked.</source>
        <translation>%1 hat ein Lesezeichen.</translation>
    </message>
    <message>
        <source>There is no bookmark %1.</source>
        <translation>Es gibt kein Lesezeichen %1.</translation>
    </message>
    <message>
        <source>%1 is not in this version of the graph.</source>
        <translation>%1 ist nicht in dieser Fassung des Graphen.</translation>
    </message>
    <message>
        <source>Called %1 under stances</source>
        <translation>%1 unter Stances aufgerufen</translation>
    </message>
    <message>
        <source>Inferred the sizes of %1</source>
        <translation>Größen von %1 ermittelt</translation>
    </message>
    <message>
        <source>Trying a call…</source>
        <translation>Versucht einen Aufruf…</translation>
    </message>
    <message>
        <source>Reading the trace…</source>
        <translation>Liest den Trace…</translation>
    </message>
    <message>
        <source>Export a report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Page for a browser (*.html)</source>
        <translation>Seite für einen Browser (*.html)</translation>
    </message>
    <message>
        <source>Diagnostics copied: versions, machine, settings and what was done last.</source>
        <translation>Diagnose kopiert: Versionen, Rechner, Einstellungen und was zuletzt getan wurde.</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Arranging the graph</source>
        <translation>Graph anordnen</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>Kompilieren</translation>
    </message>
    <message>
        <source>Minifying</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Cutting out what the node needs</source>
        <translation>Ausschneiden, was der Knoten braucht</translation>
    </message>
    <message>
        <source>Computing a tensor again</source>
        <translation>Tensor noch einmal berechnen</translation>
    </message>
    <message>
        <source>Trying a call</source>
        <translation>Aufruf versuchen</translation>
    </message>
    <message>
        <source>Reading the trace</source>
        <translation>Trace lesen</translation>
    </message>
    <message>
        <source>Opened the trace %1</source>
        <translation>Trace %1 geöffnet</translation>
    </message>
    <message>
        <source>Took %1 out of the trace</source>
        <translation>%1 aus dem Trace entnommen</translation>
    </message>
    <message>
        <source>Open a trace of PyTorch</source>
        <translation>Trace von PyTorch öffnen</translation>
    </message>
    <message>
        <source>Traces and texts of TORCH_LOGS (*.log *.txt)</source>
        <translation>Traces und Texte von TORCH_LOGS (*.log *.txt)</translation>
    </message>
    <message>
        <source>Open the folder of a trace</source>
        <translation>Ordner eines Traces öffnen</translation>
    </message>
    <message>
        <source>Export the times of the trace</source>
        <translation>Zeiten des Traces exportieren</translation>
    </message>
    <message numerus="yes">
        <source>Reducing %n operators alone</source>
        <translation>
            <numerusform>Verkleinert %n Operator allein</numerusform>
            <numerusform>Verkleinert %n Operatoren allein</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to another stage first: this is the one that others are held against.</source>
        <translation>Gehen Sie zuerst zu einer anderen Stufe: Dies ist die, mit der andere verglichen werden.</translation>
    </message>
    <message>
        <source>Compare with other files</source>
        <translation>Mit anderen Dateien vergleichen</translation>
    </message>
    <message>
        <source>Pass: what it rewrote</source>
        <translation>Durchgang: was er umgeformt hat</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Comparing graphs</source>
        <translation>Graphen vergleichen</translation>
    </message>
    <message>
        <source>Comparing graphs…</source>
        <translation>Vergleicht Graphen…</translation>
    </message>
    <message>
        <source>Minify what is hi&amp;ghlighted</source>
        <translation>Hervorgehobenes &amp;verkleinern</translation>
    </message>
    <message>
        <source>Minify what is shown a&amp;lone</source>
        <translation>Al&amp;lein Gezeigtes verkleinern</translation>
    </message>
    <message>
        <source>Minify the modu&amp;le</source>
        <translation>Mo&amp;dul verkleinern</translation>
    </message>
    <message>
        <source>Minify what it nee&amp;ds</source>
        <translation>Verkleinern, wa&amp;s er braucht</translation>
    </message>
    <message>
        <source>Select a node or a module of the graph as it was opened, or highlight some.</source>
        <translation>Wählen Sie einen Knoten oder ein Modul des Graphen, wie er geöffnet wurde, oder heben Sie welche hervor.</translation>
    </message>
</context>
<context>
    <name>whittle::MatrixTable</name>
    <message>
        <source>Dim %1 dynamic</source>
        <translation>Dim %1 dynamisch</translation>
    </message>
    <message>
        <source>Dim %1 dynamic, if it can be</source>
        <translation>Dim %1 dynamisch, wenn möglich</translation>
    </message>
    <message>
        <source>Dim %1 static</source>
        <translation>Dim %1 statisch</translation>
    </message>
    <message>
        <source>Dim %1 unbacked</source>
        <translation>Dim %1 unbacked</translation>
    </message>
    <message>
        <source>Calls and what became of them under each stance</source>
        <translation>Aufrufe und was unter jeder Stance aus ihnen wurde</translation>
    </message>
    <message>
        <source>&amp;Mark %1</source>
        <translation>%1 &amp;markieren</translation>
    </message>
    <message>
        <source>&amp;Add a call</source>
        <translation>Aufruf &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move do&amp;wn</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Copy the call</source>
        <translation>Aufruf &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste calls</source>
        <translation>Aufrufe &amp;einfügen</translation>
    </message>
</context>
<context>
    <name>whittle::MemoryPlot</name>
    <message>
        <source>Memory over the time of the run</source>
        <translation>Speicher über die Zeit des Laufs</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>Nichts wurde aufgezeichnet</translation>
    </message>
    <message>
        <source>%1 in %2; at most %3, in %4</source>
        <translation>%1 in %2; höchstens %3, in %4</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Peak %1</source>
        <translation>Spitze %1</translation>
    </message>
</context>
<context>
    <name>whittle::MinifyColors</name>
    <message>
        <source>Reduction</source>
        <translation>Verkleinerung</translation>
    </message>
    <message>
        <source>left as it was</source>
        <translation>übrig, wie es war</translation>
    </message>
    <message>
        <source>left, simpler</source>
        <translation>übrig, einfacher</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
</context>
<context>
    <name>whittle::MinifyController</name>
    <message>
        <source>Checking that the graph fails, and fails again…</source>
        <translation>Prüft, ob der Graph fehlschlägt, und wieder fehlschlägt…</translation>
    </message>
    <message>
        <source>Looking where results go wrong…</source>
        <translation>Sucht, wo Ergebnisse falsch werden…</translation>
    </message>
    <message>
        <source>Trying the operator that the failure names…</source>
        <translation>Versucht den Operator, den der Fehler nennt…</translation>
    </message>
    <message>
        <source>Halving the graph…</source>
        <translation>Halbiert den Graphen…</translation>
    </message>
    <message>
        <source>Looking for the operators that are needed…</source>
        <translation>Sucht die Operatoren, die gebraucht werden…</translation>
    </message>
    <message>
        <source>Naming and ordering what is left…</source>
        <translation>Benennt und ordnet, was übrig ist…</translation>
    </message>
    <message>
        <source>Finding out how often what is left fails…</source>
        <translation>Stellt fest, wie oft das Übrige fehlschlägt…</translation>
    </message>
    <message>
        <source>Looking for the part of the compiler that fails…</source>
        <translation>Sucht den Teil des Compilers, der fehlschlägt…</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>Schließt ab…</translation>
    </message>
    <message>
        <source>Making what is left simpler: %1</source>
        <translation>Vereinfacht, was übrig ist: %1</translation>
    </message>
    <message>
        <source>Open a graph that fails, then reduce it here.</source>
        <translation>Öffnen Sie einen Graphen, der fehlschlägt, und verkleinern Sie ihn hier.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Stopping: the best graph so far is being exported…</source>
        <translation>Hält an: der bisher beste Graph wird exportiert…</translation>
    </message>
    <message>
        <source>The reduction could not run.</source>
        <translation>Die Verkleinerung konnte nicht laufen.</translation>
    </message>
    <message>
        <source>The graph does not fail, so there is nothing to reduce</source>
        <translation>Der Graph schlägt nicht fehl, es gibt also nichts zu verkleinern</translation>
    </message>
    <message>
        <source>Stopped early, and the best graph so far still fails with %1</source>
        <translation>Vorzeitig angehalten; der bisher beste Graph schlägt noch fehl mit %1</translation>
    </message>
    <message>
        <source>Stopped before the graph was seen to fail</source>
        <translation>Angehalten, bevor der Graph fehlschlug</translation>
    </message>
    <message>
        <source>Too flaky to judge</source>
        <translation>Zu unbeständig für ein Urteil</translation>
    </message>
    <message>
        <source>1-minimal: whatever else is taken away, the %1 goes too.</source>
        <translation>1-minimal: was man auch noch wegnimmt, %1 verschwindet mit.</translation>
    </message>
    <message>
        <source>Reduced; still fails with %1.</source>
        <translation>Verkleinert; schlägt noch fehl mit %1.</translation>
    </message>
    <message>
        <source>Original: %1</source>
        <translation>Original: %1</translation>
    </message>
    <message>
        <source>What is left: %1</source>
        <translation>Übrig: %1</translation>
    </message>
    <message>
        <source>In the compiler: %1</source>
        <translation>Im Compiler: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Hinweis: %1</translation>
    </message>
    <message>
        <source>%1 reduces this graph now: %2</source>
        <translation>%1 verkleinert diesen Graphen gerade: %2</translation>
    </message>
    <message>
        <source>Waiting for %1 to end and hand over…</source>
        <translation>Warten, bis %1 endet und übergibt…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pausing: what runs comes to its end first…</source>
        <translation>Pause beginnt: Was läuft, endet zuerst…</translation>
    </message>
    <message numerus="yes">
        <source>Ready to reduce %Ln operators.</source>
        <translation>
            <numerusform>Bereit, %Ln Operator zu verkleinern.</numerusform>
            <numerusform>Bereit, %Ln Operatoren zu verkleinern.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The original failed in %1 of %2 runs; %Ln runs without the failure made a candidate one that does not fail.</source>
        <translation>
            <numerusform>Das Original schlug in %1 von %2 Läufen fehl; nach %Ln Lauf ohne den Fehler galt ein Kandidat als fehlerfrei.</numerusform>
            <numerusform>Das Original schlug in %1 von %2 Läufen fehl; nach %Ln Läufen ohne den Fehler galt ein Kandidat als fehlerfrei.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is left failed in %1 of %Ln runs.</source>
        <translation>
            <numerusform>Das Übrige schlug in %1 von %Ln Lauf fehl.</numerusform>
            <numerusform>Das Übrige schlug in %1 von %Ln Läufen fehl.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyForm</name>
    <message>
        <source>A reduction needs a folder for its journal and its result.</source>
        <translation>Eine Verkleinerung braucht einen Ordner für Journal und Ergebnis.</translation>
    </message>
    <message>
        <source>This folder holds a reduction of another graph: choose a new one.</source>
        <translation>Dieser Ordner enthält die Verkleinerung eines anderen Graphen: wählen Sie einen neuen.</translation>
    </message>
    <message>
        <source>The reduction in the output folder was begun with the oracle &apos;%1&apos;.</source>
        <translation>Die Verkleinerung im Ausgabeordner wurde mit dem Orakel „%1“ begonnen.</translation>
    </message>
    <message>
        <source>The reduction in the output folder was begun with &apos;%1&apos;.</source>
        <translation>Die Verkleinerung im Ausgabeordner wurde mit „%1“ begonnen.</translation>
    </message>
    <message>
        <source>Holds an unfinished reduction of this graph</source>
        <translation>Enthält eine unfertige Verkleinerung dieses Graphen</translation>
    </message>
    <message>
        <source>Holds a finished reduction of this graph</source>
        <translation>Enthält eine fertige Verkleinerung dieses Graphen</translation>
    </message>
    <message>
        <source>%1 is reducing this graph here now</source>
        <translation>%1 verkleinert diesen Graphen hier gerade</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln candidates in %2, begun with %3, signature %4.</source>
        <translation>
            <numerusform>%1: %Ln Kandidat in %2, begonnen mit %3, Signatur %4.</numerusform>
            <numerusform>%1: %Ln Kandidaten in %2, begonnen mit %3, Signatur %4.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::MinifyResultTabs</name>
    <message>
        <source>Results of the reduction</source>
        <translation>Ergebnisse der Verkleinerung</translation>
    </message>
    <message>
        <source>The reduced graph appears here as text.</source>
        <translation>Hier erscheint der verkleinerte Graph als Text.</translation>
    </message>
    <message>
        <source>Reduced graph as text</source>
        <translation>Verkleinerter Graph als Text</translation>
    </message>
    <message>
        <source>Reduced graph</source>
        <translation>Verkleinerter Graph</translation>
    </message>
    <message>
        <source>Reproducer</source>
        <translation>Reproduktion</translation>
    </message>
    <message>
        <source>Other failures</source>
        <translation>Andere Fehler</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>More about the result</source>
        <translation>Mehr zum Ergebnis</translation>
    </message>
    <message>
        <source>Reproducer folder</source>
        <translation>Ordner der Reproduktion</translation>
    </message>
    <message>
        <source>Open r&amp;eport</source>
        <translation>B&amp;ericht öffnen</translation>
    </message>
    <message>
        <source>report.html: the whole reduction on one page</source>
        <translation>report.html: die ganze Verkleinerung auf einer Seite</translation>
    </message>
    <message>
        <source>Open f&amp;older</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Copy &amp;issue text</source>
        <translation>&amp;Issue-Text kopieren</translation>
    </message>
    <message>
        <source>issue.md, to paste where the compiler&apos;s bugs are told</source>
        <translation>issue.md, zum Einfügen dort, wo Fehler des Compilers gemeldet werden</translation>
    </message>
    <message>
        <source>Copy &amp;path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Other failures met on the way</source>
        <translation>Andere Fehler, die unterwegs auftraten</translation>
    </message>
    <message>
        <source>Open &amp;example</source>
        <translation>&amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>Opens the first graph that failed so, to look at it or to reduce it next</source>
        <translation>Öffnet den ersten Graphen, der so fehlschlug, um ihn anzusehen oder als nächstes zu verkleinern</translation>
    </message>
    <message>
        <source>No candidate failed in another way.</source>
        <translation>Kein Kandidat schlug auf andere Weise fehl.</translation>
    </message>
    <message>
        <source>Other failures (%1)</source>
        <translation>Andere Fehler (%1)</translation>
    </message>
    <message>
        <source>When the reduction ends, its reproducer is here: a script that a PyTorch user can run, the graph, its inputs, a report and an issue text.</source>
        <translation>Wenn die Verkleinerung endet, steht hier die Reproduktion: ein Skript, das jeder mit PyTorch ausführen kann, der Graph, seine Eingaben, ein Bericht und ein Issue-Text.</translation>
    </message>
    <message>
        <source>%1: %2
Input data: %3 → %4</source>
        <translation>%1: %2
Eingabedaten: %3 → %4</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>What each pass tries, and how much smaller it makes the graph, appears here with the first candidate.</source>
        <translation>Was jeder Durchgang versucht, und wie viel kleiner er den Graphen macht, erscheint hier mit dem ersten Kandidaten.</translation>
    </message>
    <message>
        <source>Passes of the reduction and what they brought</source>
        <translation>Durchgänge der Verkleinerung und was sie brachten</translation>
    </message>
    <message>
        <source>Candidates that fail in another way than the original appear here as they are met.</source>
        <translation>Kandidaten, die auf andere Weise fehlschlagen als das Original, erscheinen hier, sobald sie auftreten.</translation>
    </message>
</context>
<context>
    <name>whittle::MinifyRunPage</name>
    <message>
        <source>operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Operators of the original, and of the best graph so far</source>
        <translation>Operatoren des Originals und des bisher besten Graphen</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>Eingänge</translation>
    </message>
    <message>
        <source>Inputs, weights included</source>
        <translation>Eingänge, mit Gewichten</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>Elements of all input data</source>
        <translation>Elemente aller Eingabedaten</translation>
    </message>
    <message>
        <source>elapsed</source>
        <translation>vergangen</translation>
    </message>
    <message>
        <source>Time of the whole job, before it was resumed included</source>
        <translation>Zeit der ganzen Arbeit, auch vor dem Fortsetzen</translation>
    </message>
    <message>
        <source>candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Different smaller graphs that were asked about</source>
        <translation>Verschiedene kleinere Graphen, nach denen gefragt wurde</translation>
    </message>
    <message>
        <source>from the store</source>
        <translation>aus dem Speicher</translation>
    </message>
    <message>
        <source>Candidates whose answer an earlier reduction had found</source>
        <translation>Kandidaten, deren Antwort eine frühere Verkleinerung gefunden hatte</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>Proposals that led to a graph already asked about</source>
        <translation>Vorschläge, die zu einem schon gefragten Graphen führten</translation>
    </message>
    <message>
        <source>other failures</source>
        <translation>andere Fehler</translation>
    </message>
    <message>
        <source>Failures of candidates that are not the original&apos;s</source>
        <translation>Fehler von Kandidaten, die nicht die des Originals sind</translation>
    </message>
    <message>
        <source>State of the reduction</source>
        <translation>Stand der Verkleinerung</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;topp</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Von hier aus weitermachen</translation>
    </message>
    <message>
        <source>&amp;Copy error</source>
        <translation>Fehler &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;New reduction…</source>
        <translation>&amp;Neue Verkleinerung…</translation>
    </message>
    <message>
        <source>Back to the settings</source>
        <translation>Zurück zu den Einstellungen</translation>
    </message>
    <message>
        <source>End with the best graph so far</source>
        <translation>Mit dem bisher besten Graphen enden</translation>
    </message>
    <message>
        <source>Take &amp;over</source>
        <translation>Ü&amp;bernehmen</translation>
    </message>
    <message>
        <source>Ask the other process to end, and go on here</source>
        <translation>Den anderen Prozess bitten, zu enden, und hier weitermachen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Let the machine rest: what runs comes to its end, and nothing else begins</source>
        <translation>Die Maschine ruhen lassen: Was läuft, endet noch, und sonst beginnt nichts</translation>
    </message>
    <message>
        <source>S&amp;top watching</source>
        <translation>Nicht mehr &amp;zusehen</translation>
    </message>
    <message>
        <source>Back to the settings; the other process goes on</source>
        <translation>Zurück zu den Einstellungen; der andere Prozess läuft weiter</translation>
    </message>
</context>
<context>
    <name>whittle::MinifySettingsPage</name>
    <message>
        <source>Who says that it fails</source>
        <translation>Wer sagt, dass es fehlschlägt</translation>
    </message>
    <message>
        <source>The oracle: it is asked about every candidate</source>
        <translation>Das Orakel: es wird nach jedem Kandidaten gefragt</translation>
    </message>
    <message>
        <source>Oracle</source>
        <translation>Orakel</translation>
    </message>
    <message>
        <source>&amp;Oracle</source>
        <translation>&amp;Orakel</translation>
    </message>
    <message>
        <source>Which failures count</source>
        <translation>Welche Fehler zählen</translation>
    </message>
    <message>
        <source>the same kind and signature</source>
        <translation>gleiche Art und Signatur</translation>
    </message>
    <message>
        <source>the same kind</source>
        <translation>gleiche Art</translation>
    </message>
    <message>
        <source>what matches a pattern</source>
        <translation>was einem Muster entspricht</translation>
    </message>
    <message>
        <source>How alike a candidate&apos;s failure must be to the original&apos;s; all others are kept aside and listed</source>
        <translation>Wie ähnlich der Fehler eines Kandidaten dem des Originals sein muss; alle anderen werden beiseitegelegt und aufgelistet</translation>
    </message>
    <message>
        <source>Failures that count</source>
        <translation>Fehler, die zählen</translation>
    </message>
    <message>
        <source>regular expression, as: wrong value|SIGSEGV</source>
        <translation>regulärer Ausdruck, etwa: wrong value|SIGSEGV</translation>
    </message>
    <message>
        <source>An ECMAScript regular expression, searched in &quot;kind: signature&quot; and in the message</source>
        <translation>Ein regulärer Ausdruck nach ECMAScript, gesucht in „Art: Signatur“ und in der Meldung</translation>
    </message>
    <message>
        <source>Pattern of the failures that count</source>
        <translation>Muster der Fehler, die zählen</translation>
    </message>
    <message>
        <source>&amp;Fails with</source>
        <translation>&amp;Scheitert mit</translation>
    </message>
    <message>
        <source>as often as it takes</source>
        <translation>so oft wie nötig</translation>
    </message>
    <message>
        <source> times</source>
        <translation> Mal</translation>
    </message>
    <message>
        <source>How many runs without the failure make a candidate one that does not fail. Left alone it is one, or as many as the original&apos;s failure rate asks for</source>
        <translation>Nach wie vielen Läufen ohne den Fehler ein Kandidat als fehlerfrei gilt. Ohne Angabe einer, oder so viele, wie die Fehlerrate des Originals verlangt</translation>
    </message>
    <message>
        <source>&amp;Repeat</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>The job</source>
        <translation>Die Arbeit</translation>
    </message>
    <message>
        <source>Holds the journal, the best graph so far and, at the end, the reproducer</source>
        <translation>Enthält das Journal, den bisher besten Graphen und am Ende die Reproduktion</translation>
    </message>
    <message>
        <source>Choose the output folder</source>
        <translation>Ausgabeordner wählen</translation>
    </message>
    <message>
        <source>Choose the output folder; one with a journal of this graph is resumed</source>
        <translation>Ausgabeordner wählen; einer mit einem Journal dieses Graphen wird fortgesetzt</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>Ausgabeordner</translation>
    </message>
    <message>
        <source>Output fo&amp;lder</source>
        <translation>Ausgabeor&amp;dner</translation>
    </message>
    <message>
        <source>Candidates tried at once; the result is the same for any number</source>
        <translation>Kandidaten, die gleichzeitig versucht werden; das Ergebnis ist für jede Zahl gleich</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>&amp;Aufträge</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>no time limit</source>
        <translation>kein Zeitlimit</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Seconds for the whole job, which then ends with the best graph so far</source>
        <translation>Sekunden für die ganze Arbeit, die dann mit dem bisher besten Graphen endet</translation>
    </message>
    <message>
        <source>Stop after seconds</source>
        <translation>Anhalten nach Sekunden</translation>
    </message>
    <message>
        <source>any number of candidates</source>
        <translation>beliebig viele Kandidaten</translation>
    </message>
    <message>
        <source> candidates</source>
        <translation> Kandidaten</translation>
    </message>
    <message>
        <source>Candidates to try, after which the job ends with the best graph so far</source>
        <translation>Zu versuchende Kandidaten, nach denen die Arbeit mit dem bisher besten Graphen endet</translation>
    </message>
    <message>
        <source>Stop after candidates</source>
        <translation>Anhalten nach Kandidaten</translation>
    </message>
    <message>
        <source>Stop &amp;after</source>
        <translation>Anhalten na&amp;ch</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;New folder</source>
        <translation>&amp;Neuer Ordner</translation>
    </message>
    <message>
        <source>Begin anew in a folder of its own, and leave what is in this one</source>
        <translation>In einem eigenen Ordner neu beginnen, und diesen lassen, wie er ist</translation>
    </message>
    <message>
        <source>Command line that does the same</source>
        <translation>Befehlszeile, die dasselbe tut</translation>
    </message>
    <message>
        <source>The command line that does the same</source>
        <translation>Die Befehlszeile, die dasselbe tut</translation>
    </message>
    <message>
        <source>Copy the command line</source>
        <translation>Befehlszeile kopieren</translation>
    </message>
    <message>
        <source>As a &amp;command</source>
        <translation>Als &amp;Befehl</translation>
    </message>
    <message>
        <source>There is none while something is wrong above.</source>
        <translation>Es gibt keine, solange oben etwas falsch ist.</translation>
    </message>
    <message>
        <source>Open a graph to see the command.</source>
        <translation>Öffnen Sie einen Graphen, um den Befehl zu sehen.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>See what is marked in red.</source>
        <translation>Siehe, was rot markiert ist.</translation>
    </message>
    <message>
        <source>Cut the graph down to the smallest one that still fails</source>
        <translation>Den Graphen auf den kleinsten verkürzen, der noch fehlschlägt</translation>
    </message>
    <message>
        <source>Go on from the journal in the folder</source>
        <translation>Vom Journal im Ordner aus weitermachen</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Zusehen</translation>
    </message>
    <message>
        <source>See the reduction of the other process as it goes, and take it over if you like</source>
        <translation>Der Verkleinerung des anderen Prozesses zusehen und sie bei Bedarf übernehmen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln operators to reduce.</source>
        <translation>
            <numerusform>%Ln Operator zu verkleinern.</numerusform>
            <numerusform>%Ln Operatoren zu verkleinern.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::NodeList</name>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>This graph has no nodes.</source>
        <translation>Dieser Graph hat keine Knoten.</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O) to list its nodes here.</source>
        <translation>Öffnen Sie einen Graphen (Strg+O), um seine Knoten hier aufzulisten.</translation>
    </message>
</context>
<context>
    <name>whittle::NodeMinify</name>
    <message>
        <source>A reduction is running: stop it first.</source>
        <translation>Eine Verkleinerung läuft: zuerst anhalten.</translation>
    </message>
    <message>
        <source>The settings of the reduction need a look before it can start.</source>
        <translation>Die Einstellungen der Verkleinerung sind anzusehen, bevor sie starten kann.</translation>
    </message>
</context>
<context>
    <name>whittle::NodePropertiesModel</name>
    <message>
        <source>Property</source>
        <translation>Eigenschaft</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>whittle::NotesView</name>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Notes about what you see. They are kept in the session.</source>
        <translation>Notizen zu dem, was Sie sehen. Sie werden in der Sitzung gespeichert.</translation>
    </message>
</context>
<context>
    <name>whittle::NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Close the notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsController</name>
    <message>
        <source>Open a graph to compare its values</source>
        <translation>Graph öffnen, um seine Werte zu vergleichen</translation>
    </message>
    <message>
        <source>Nothing compared yet</source>
        <translation>Noch nichts verglichen</translation>
    </message>
    <message numerus="yes">
        <source>Comparing: %1 of %n values</source>
        <translation>
            <numerusform>Vergleicht: %1 von %n Wert</numerusform>
            <numerusform>Vergleicht: %1 von %n Werten</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing: compiling…</source>
        <translation>Vergleicht: kompiliert…</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>Nicht verglichen</translation>
    </message>
    <message>
        <source>The compiled run fails in %1: %2</source>
        <translation>Der kompilierte Lauf scheitert in %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n values are wrong</source>
        <translation>
            <numerusform>%1 von %n Wert falsch</numerusform>
            <numerusform>%1 von %n Werten falsch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n values agree</source>
        <translation>
            <numerusform>Der eine Wert stimmt überein</numerusform>
            <numerusform>Alle %n Werte stimmen überein</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt;b&gt;First wrong:&lt;/b&gt; %1: right inputs, wrong result</source>
        <translation>&lt;b&gt;Erster falscher:&lt;/b&gt; %1: richtige Eingänge, falsches Ergebnis</translation>
    </message>
    <message>
        <source>, in kernel %1</source>
        <translation>, in Kernel %1</translation>
    </message>
    <message>
        <source>, seen with every value kept apart; kernel %1 computes it</source>
        <translation>, gesehen mit jedem Wert getrennt; Kernel %1 berechnet es</translation>
    </message>
    <message numerus="yes">
        <source>; it reaches %n outputs.</source>
        <translation>
            <numerusform>; es erreicht %n Ausgang.</numerusform>
            <numerusform>; es erreicht %n Ausgänge.</numerusform>
        </translation>
    </message>
    <message>
        <source>; it reaches no output.</source>
        <translation>; es erreicht keinen Ausgang.</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes go wrong by themselves.</source>
        <translation>
            <numerusform>%n Knoten wird von selbst falsch.</numerusform>
            <numerusform>%n Knoten werden von selbst falsch.</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt;b&gt;First NaN:&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;Erstes NaN:&lt;/b&gt; %1</translation>
    </message>
    <message>
        <source>&lt;b&gt;First infinity:&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;Erstes Unendlich:&lt;/b&gt; %1</translation>
    </message>
    <message>
        <source>%1; eager has it too.</source>
        <translation>%1; Eager hat es auch.</translation>
    </message>
    <message>
        <source>&lt;b&gt;The compiled run fails&lt;/b&gt; in %1: %2</source>
        <translation>&lt;b&gt;Der kompilierte Lauf scheitert&lt;/b&gt; in %1: %2</translation>
    </message>
    <message>
        <source> at %1</source>
        <translation> bei %1</translation>
    </message>
    <message>
        <source>; the largest error against float64 is %1, at %2</source>
        <translation>; der größte Fehler gegen float64 ist %1, bei %2</translation>
    </message>
    <message>
        <source>with the settings as they come</source>
        <translation>mit den Voreinstellungen</translation>
    </message>
    <message>
        <source>Judged by tolerances of your own: %1.</source>
        <translation>Nach eigenen Toleranzen beurteilt: %1.</translation>
    </message>
    <message>
        <source>The compiled run fails: %1</source>
        <translation>Der kompilierte Lauf scheitert: %1</translation>
    </message>
    <message>
        <source>&lt;b&gt;The compiled run fails&lt;/b&gt;: %1</source>
        <translation>&lt;b&gt;Der kompilierte Lauf scheitert&lt;/b&gt;: %1</translation>
    </message>
    <message>
        <source>From the session, made %1.</source>
        <translation>Aus der Sitzung, entstanden am %1.</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsModel</name>
    <message>
        <source>NaN begins</source>
        <translation>NaN beginnt</translation>
    </message>
    <message>
        <source>infinity begins</source>
        <translation>Unendlich beginnt</translation>
    </message>
    <message>
        <source>goes wrong</source>
        <translation>wird falsch</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>as fused</source>
        <translation>fusioniert</translation>
    </message>
    <message>
        <source>kept apart</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Place of the node in execution order</source>
        <translation>Stelle des Knotens in der Ausführungsreihenfolge</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>By the rule that the minifier judges outputs by</source>
        <translation>Nach der Regel, nach der beim Verkleinern Ausgänge beurteilt werden</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Largest error of the compiled run against float64, by the largest number there</source>
        <translation>Größter Fehler des kompilierten Laufs gegen float64, durch die größte Zahl dort</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>The same error in the run kept as baseline</source>
        <translation>Derselbe Fehler im Lauf, der als Basis behalten wurde</translation>
    </message>
    <message>
        <source>Eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>The same error of the eager run</source>
        <translation>Derselbe Fehler des Eager-Laufs</translation>
    </message>
    <message>
        <source>Max abs</source>
        <translation>Max. abs.</translation>
    </message>
    <message>
        <source>Largest absolute difference of compiled and eager</source>
        <translation>Größter absoluter Unterschied zwischen kompiliert und Eager</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
    <message>
        <source>Largest difference of compiled and eager in units in the last place</source>
        <translation>Größter Unterschied zwischen kompiliert und Eager in Einheiten der letzten Stelle</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Elements that are NaN in the compiled run</source>
        <translation>Elemente, die im kompilierten Lauf NaN sind</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>Elements that are infinite in the compiled run</source>
        <translation>Elemente, die im kompilierten Lauf unendlich sind</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min.</translation>
    </message>
    <message>
        <source>Of the compiled run&apos;s finite numbers</source>
        <translation>Der endlichen Zahlen des kompilierten Laufs</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Which compilation the compiled numbers are from: fused as it always is, or with every value kept apart</source>
        <translation>Aus welcher Kompilierung die kompilierten Zahlen stammen: fusioniert wie immer, oder mit jedem Wert getrennt</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Modul</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>whittle::NumericsView</name>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Run the graph compiled, eagerly and in float64 and compare every value (F6)</source>
        <translation>Graph kompiliert, im Eager-Modus und in float64 ausführen und jeden Wert vergleichen (F6)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Minify this</source>
        <translation>Dies verkleinern</translation>
    </message>
    <message>
        <source>Reduce what the selected value needs, as long as it stays wrong</source>
        <translation>Verkleinern, was der ausgewählte Wert braucht, solange er falsch bleibt</translation>
    </message>
    <message>
        <source>Compare (F6)</source>
        <translation>Vergleichen (F6)</translation>
    </message>
    <message>
        <source>Filter by name, operator, module, source or kernel</source>
        <translation>Nach Name, Operator, Modul, Quelle oder Kernel filtern</translation>
    </message>
    <message>
        <source>Filter of the values</source>
        <translation>Filter der Werte</translation>
    </message>
    <message>
        <source>Only bad</source>
        <translation>Nur schlechte</translation>
    </message>
    <message>
        <source>Only values that are wrong, or where NaN or infinity begins</source>
        <translation>Nur Werte, die falsch sind oder bei denen NaN oder Unendlich beginnt</translation>
    </message>
    <message>
        <source>Compared values</source>
        <translation>Verglichene Werte</translation>
    </message>
    <message>
        <source>Open a graph to compare its values.</source>
        <translation>Graph öffnen, um seine Werte zu vergleichen.</translation>
    </message>
    <message>
        <source>Nothing compared yet. A comparison runs the graph compiled, eagerly and in float64, in a process of its own, and finds the first value that goes wrong.</source>
        <translation>Noch nichts verglichen. Ein Vergleich führt den Graphen kompiliert, im Eager-Modus und in float64 aus, in einem eigenen Prozess, und findet den ersten Wert, der falsch wird.</translation>
    </message>
    <message>
        <source>The graph could not be compared: %1</source>
        <translation>Der Graph konnte nicht verglichen werden: %1</translation>
    </message>
    <message>
        <source>Forget baseline</source>
        <translation>Basis vergessen</translation>
    </message>
    <message>
        <source>Keep as baseline</source>
        <translation>Als Basis behalten</translation>
    </message>
    <message>
        <source>The baseline ran %1</source>
        <translation>Die Basis lief so: %1</translation>
    </message>
    <message>
        <source>Show this run beside those that follow, with other settings</source>
        <translation>Diesen Lauf neben den folgenden mit anderen Einstellungen zeigen</translation>
    </message>
    <message>
        <source>Tolerances…</source>
        <translation>Toleranzen…</translation>
    </message>
    <message>
        <source>From which error on a value is called wrong, for each dtype</source>
        <translation>Ab welchem Fehler ein Wert falsch heißt, für jeden dtype</translation>
    </message>
    <message>
        <source>No value could be compared before the compiled run failed. “Minify this” makes the smallest graph that fails in the same way.</source>
        <translation>Kein Wert konnte verglichen werden, bevor der kompilierte Lauf scheiterte. „Dies verkleinern“ ergibt den kleinsten Graphen, der auf dieselbe Weise scheitert.</translation>
    </message>
    <message>
        <source>Reduce the graph, as long as it fails in the same way</source>
        <translation>Den Graphen verkleinern, solange er auf dieselbe Weise scheitert</translation>
    </message>
    <message>
        <source>Reduce what %1 needs, as long as it fails in the same way</source>
        <translation>Verkleinern, was %1 braucht, solange es auf dieselbe Weise scheitert</translation>
    </message>
</context>
<context>
    <name>whittle::OtherFailuresModel</name>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>whittle::OtherFiles</name>
    <message>
        <source>Reading it was stopped.</source>
        <translation>Das Lesen wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>whittle::OverviewMap</name>
    <message>
        <source>Overview map</source>
        <translation>Übersichtskarte</translation>
    </message>
    <message>
        <source>The whole graph; click or drag to go there</source>
        <translation>Der ganze Graph; klicken oder ziehen führt dorthin</translation>
    </message>
</context>
<context>
    <name>whittle::PaletteModel</name>
    <message numerus="yes">
        <source>%n more: type on to narrow it down.</source>
        <translation>
            <numerusform>%n weiterer: weiter tippen grenzt ein.</numerusform>
            <numerusform>%n weitere: weiter tippen grenzt ein.</numerusform>
        </translation>
    </message>
    <message>
        <source>No node or module of this name.</source>
        <translation>Kein Knoten oder Modul dieses Namens.</translation>
    </message>
    <message>
        <source>No graph is open, so there are no nodes to go to.</source>
        <translation>Es ist kein Graph geöffnet, also gibt es keine Knoten.</translation>
    </message>
    <message>
        <source>Nothing of this name. Begin with @ for nodes of the graph.</source>
        <translation>Nichts dieses Namens. Mit @ beginnen für Knoten des Graphen.</translation>
    </message>
</context>
<context>
    <name>whittle::PassWorthModel</name>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
    <message>
        <source>In the order in which they were first tried; the one that is at work is bold</source>
        <translation>In der Reihenfolge, in der sie zuerst versucht wurden; der, der gerade arbeitet, ist fett</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>Candidates that were asked about</source>
        <translation>Kandidaten, nach denen gefragt wurde</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Proposals that led to a graph already asked about</source>
        <translation>Vorschläge, die zu einem schon gefragten Graphen führten</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Candidates that still failed, and became the best graph</source>
        <translation>Kandidaten, die noch fehlschlugen und zum besten Graphen wurden</translation>
    </message>
    <message>
        <source>Operators removed</source>
        <translation>Entfernte Operatoren</translation>
    </message>
    <message>
        <source>The bar is the pass&apos;s part of what all removed</source>
        <translation>Der Balken ist der Anteil des Durchgangs an dem, was alle entfernten</translation>
    </message>
    <message>
        <source>Inputs removed</source>
        <translation>Entfernte Eingänge</translation>
    </message>
    <message>
        <source>Weights included; below zero where a cut made some</source>
        <translation>Mit Gewichten; unter null, wo ein Schnitt welche erzeugte</translation>
    </message>
    <message>
        <source>Elements removed</source>
        <translation>Entfernte Elemente</translation>
    </message>
    <message>
        <source>Of all input data; below zero where a cut made some</source>
        <translation>Aller Eingabedaten; unter null, wo ein Schnitt welche erzeugte</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Of the oracle</source>
        <translation>Des Orakels</translation>
    </message>
</context>
<context>
    <name>whittle::ProfileController</name>
    <message numerus="yes">
        <source>on %n threads</source>
        <translation>
            <numerusform>auf %n Thread</numerusform>
            <numerusform>auf %n Threads</numerusform>
        </translation>
    </message>
    <message>
        <source>its threads are the library&apos;s own</source>
        <translation>auf eigenen Threads der Bibliothek</translation>
    </message>
    <message>
        <source>%1 of the run</source>
        <translation>%1 des Laufs</translation>
    </message>
    <message>
        <source>Recorded run: %1</source>
        <translation>Aufgezeichneter Lauf: %1</translation>
    </message>
    <message>
        <source>Most memory at once: %1, in %2</source>
        <translation>Meister Speicher auf einmal: %1, in %2</translation>
    </message>
    <message>
        <source>Compiled in %1</source>
        <translation>Kompiliert in %1</translation>
    </message>
</context>
<context>
    <name>whittle::ProfilePanel</name>
    <message>
        <source>Run and compile time</source>
        <translation>Lauf und Kompilierzeit</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Compile time</source>
        <translation>Kompilierzeit</translation>
    </message>
    <message>
        <source>The kernel at the cursor</source>
        <translation>Der Kernel an der Marke</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>Kompilierung</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>Kompiliert</translation>
    </message>
    <message>
        <source>Zoom in (+, or the wheel)</source>
        <translation>Vergrößern (+ oder Rad)</translation>
    </message>
    <message>
        <source>Zoom out (−, or the wheel)</source>
        <translation>Verkleinern (− oder Rad)</translation>
    </message>
    <message>
        <source>The whole run (0)</source>
        <translation>Der ganze Lauf (0)</translation>
    </message>
    <message>
        <source>Copy the profile as text</source>
        <translation>Das Profil als Text kopieren</translation>
    </message>
    <message>
        <source>Export the timeline for trace viewers…</source>
        <translation>Zeitleiste für Trace-Betrachter exportieren…</translation>
    </message>
    <message>
        <source>Stop compiling</source>
        <translation>Kompilieren anhalten</translation>
    </message>
    <message>
        <source>Compile and measure again (F5)</source>
        <translation>Noch einmal kompilieren und messen (F5)</translation>
    </message>
    <message>
        <source>Weights and inputs</source>
        <translation>Gewichte und Eingaben</translation>
    </message>
    <message>
        <source>Whether memory shows what the run is given too, which may dwarf what it makes</source>
        <translation>Ob der Speicher auch zeigt, was dem Lauf gegeben ist und was er macht klein erscheinen lassen kann</translation>
    </message>
    <message>
        <source>The run was not recorded: it was not asked for, or its record does not fit the kernels.</source>
        <translation>Der Lauf wurde nicht aufgezeichnet: Er war nicht verlangt, oder die Aufzeichnung passt nicht zu den Kerneln.</translation>
    </message>
    <message>
        <source>Stopped; these are the results of before</source>
        <translation>Angehalten; dies sind die Ergebnisse von vorher</translation>
    </message>
    <message numerus="yes">
        <source>%n spans of threads are not shown: no more than %1 of a run are kept.</source>
        <translation>
            <numerusform>%n Abschnitt von Threads fehlt: Von einem Lauf werden höchstens %1 behalten.</numerusform>
            <numerusform>%n Abschnitte von Threads fehlen: Von einem Lauf werden höchstens %1 behalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Click a kernel, or go from one to the next with ← and →. The wheel zooms, dragging moves.</source>
        <translation>Einen Kernel anklicken oder mit ← und → von einem zum nächsten gehen. Das Rad vergrößert, Ziehen verschiebt.</translation>
    </message>
</context>
<context>
    <name>whittle::RecompilesView</name>
    <message>
        <source>What happened in the call</source>
        <translation>Was bei dem Aufruf geschah</translation>
    </message>
    <message>
        <source>What is known of the cell</source>
        <translation>Was über die Zelle bekannt ist</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>Guards</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ratschläge</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>Makes the calls under every stance that is chosen (F7)</source>
        <translation>Macht die Aufrufe unter jeder gewählten Stance (F7)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Anha&amp;lten</translation>
    </message>
    <message>
        <source>Run on &amp;edit</source>
        <translation>Bei Änd&amp;erung ausführen</translation>
    </message>
    <message>
        <source>Runs again a moment after each change</source>
        <translation>Führt kurz nach jeder Änderung noch einmal aus</translation>
    </message>
    <message>
        <source>Calls made</source>
        <translation>Gemachte Aufrufe</translation>
    </message>
    <message>
        <source>State of the replay</source>
        <translation>Stand der Wiederholung</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Meldung kopieren</translation>
    </message>
    <message>
        <source>&amp;Add a call of the graph&apos;s inputs</source>
        <translation>&amp;Aufruf mit den Eingaben des Graphen hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Open calls…</source>
        <translation>Aufrufe ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a &amp;graph…</source>
        <translation>&amp;Graph öffnen…</translation>
    </message>
    <message>
        <source>Add a call (Insert)</source>
        <translation>Aufruf hinzufügen (Einfg)</translation>
    </message>
    <message>
        <source>Duplicate the call (Alt+Insert)</source>
        <translation>Aufruf verdoppeln (Alt+Einfg)</translation>
    </message>
    <message>
        <source>Remove the call (Delete)</source>
        <translation>Aufruf entfernen (Entf)</translation>
    </message>
    <message>
        <source>Move the call up (Ctrl+Up)</source>
        <translation>Aufruf nach oben (Strg+Auf)</translation>
    </message>
    <message>
        <source>Move the call down (Ctrl+Down)</source>
        <translation>Aufruf nach unten (Strg+Ab)</translation>
    </message>
    <message>
        <source>Open calls…</source>
        <translation>Aufrufe öffnen…</translation>
    </message>
    <message>
        <source>Save the calls…</source>
        <translation>Aufrufe speichern…</translation>
    </message>
    <message>
        <source>The command that does the same</source>
        <translation>Der Befehl, der dasselbe tut</translation>
    </message>
    <message>
        <source>Copy the command that does the same</source>
        <translation>Den Befehl kopieren, der dasselbe tut</translation>
    </message>
    <message>
        <source>Open a graph; then see what is compiled, reused, recompiled or refused when it is called with one shape today and another tomorrow, under every stance, and why.</source>
        <translation>Öffnen Sie einen Graphen und sehen Sie, was unter jeder Stance kompiliert, wiederverwendet, neu kompiliert oder abgelehnt wird, wenn er heute mit der einen und morgen mit einer anderen Form aufgerufen wird, und warum.</translation>
    </message>
    <message>
        <source>This graph has no input that a call could give, so that there is nothing to recompile for.</source>
        <translation>Dieser Graph hat keine Eingabe, die ein Aufruf angeben könnte; es gibt also nichts, wofür neu kompiliert würde.</translation>
    </message>
    <message>
        <source>Add calls: what the graph is called with, one call after the other. Each stance gets the same sequence from a fresh start; shapes, dtypes and numbers are edited in place, such as f32[4,8] or 3.</source>
        <translation>Fügen Sie Aufrufe hinzu: womit der Graph aufgerufen wird, ein Aufruf nach dem anderen. Jede Stance bekommt dieselbe Folge von einem frischen Anfang an; Formen, dtypes und Zahlen werden an Ort und Stelle bearbeitet, etwa f32[4,8] oder 3.</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>Noch einmal &amp;ausführen</translation>
    </message>
    <message>
        <source>The replay did not come to its end; what it told before is shown. %1</source>
        <translation>Die Wiederholung kam nicht zu ihrem Ende; gezeigt wird, was sie vorher meldete. %1</translation>
    </message>
    <message>
        <source>Advice (%1)</source>
        <translation>Ratschläge (%1)</translation>
    </message>
    <message>
        <source>Cells fill as the calls are made. Choose one to see what happened there.</source>
        <translation>Die Zellen füllen sich, während die Aufrufe gemacht werden. Wählen Sie eine, um zu sehen, was dort geschah.</translation>
    </message>
    <message>
        <source>Choose a cell of the matrix to see what happened there.</source>
        <translation>Wählen Sie eine Zelle der Matrix, um zu sehen, was dort geschah.</translation>
    </message>
    <message>
        <source>Run the calls (F7), then choose a cell of the matrix to see what happened there: which entries were asked, which guard failed, and what was compiled.</source>
        <translation>Führen Sie die Aufrufe aus (F7) und wählen Sie dann eine Zelle der Matrix, um zu sehen, was dort geschah: welche Einträge gefragt wurden, welcher Guard fehlschlug und was kompiliert wurde.</translation>
    </message>
    <message>
        <source>%1 is none of the graph that is shown.</source>
        <translation>%1 gehört nicht zu dem Graphen, der gezeigt wird.</translation>
    </message>
    <message>
        <source>Open calls</source>
        <translation>Aufrufe öffnen</translation>
    </message>
    <message>
        <source>Calls (*.json)</source>
        <translation>Aufrufe (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the calls</source>
        <translation>Aufrufe speichern</translation>
    </message>
</context>
<context>
    <name>whittle::ReportMaker</name>
    <message>
        <source>The graph</source>
        <translation>Der Graph</translation>
    </message>
    <message>
        <source>As it was shown: folded modules are cards that say how many operators they hold.</source>
        <translation>Wie er gezeigt wurde: eingeklappte Module sind Karten, die sagen, wie viele Operatoren sie enthalten.</translation>
    </message>
    <message>
        <source>Colours: %1</source>
        <translation>Farben: %1</translation>
    </message>
    <message>
        <source>Picture of %1</source>
        <translation>Bild von %1</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message numerus="yes">
        <source>The machine, measured: %1 GFLOP/s of f32 multiply-adds (%2), %3 GB/s from and to memory, on %n threads.</source>
        <translation>
            <numerusform>Der Rechner, gemessen: %1 GFLOP/s an f32-Multiplikationen mit Addition (%2), %3 GB/s vom und zum Speicher, mit %n Thread.</numerusform>
            <numerusform>Der Rechner, gemessen: %1 GFLOP/s an f32-Multiplikationen mit Addition (%2), %3 GB/s vom und zum Speicher, mit %n Threads.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kernels under the roofline: circles are loops, squares libraries&apos; kernels, diamonds all others</source>
        <translation>Kernel unter der Roofline: Kreise sind Schleifen, Quadrate Kernel von Bibliotheken, Rauten alle anderen</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Every tensor of a compiled run against eager and float64.</source>
        <translation>Jeder Tensor eines kompilierten Laufs, verglichen mit Eager und float64.</translation>
    </message>
    <message>
        <source>Error along the graph</source>
        <translation>Fehler entlang des Graphen</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>Verkleinerung</translation>
    </message>
    <message numerus="yes">
        <source>%n single edits, each of which ends the failure</source>
        <translation>
            <numerusform>%n einzelne Änderung, die den Fehler beendet</numerusform>
            <numerusform>%n einzelne Änderungen, von denen jede den Fehler beendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other failures met on the way</source>
        <translation>
            <numerusform>%n anderer Fehler unterwegs</numerusform>
            <numerusform>%n andere Fehler unterwegs</numerusform>
        </translation>
    </message>
    <message>
        <source>File and machine</source>
        <translation>Datei und Rechner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>PyTorch of the file</source>
        <translation>PyTorch der Datei</translation>
    </message>
    <message>
        <source>Notes of its reader</source>
        <translation>Hinweise beim Lesen</translation>
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
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Its extensions</source>
        <translation>Dessen Erweiterungen</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Whittle %1 · %2</source>
        <translation>Whittle %1 · %2</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>The compilation or run fails</source>
        <translation>Das Kompilieren oder der Lauf schlägt fehl</translation>
    </message>
    <message>
        <source>It could not be compiled</source>
        <translation>Er konnte nicht kompiliert werden</translation>
    </message>
    <message>
        <source>The compared run fails</source>
        <translation>Der verglichene Lauf schlägt fehl</translation>
    </message>
    <message>
        <source>The values could not be compared</source>
        <translation>Die Werte konnten nicht verglichen werden</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Who might have computed each product, convolution and attention, and why one was chosen.</source>
        <translation>Wer jedes Produkt, jede Faltung und Attention hätte berechnen können, und warum einer gewählt wurde.</translation>
    </message>
    <message>
        <source>Compile time</source>
        <translation>Kompilierzeit</translation>
    </message>
    <message>
        <source>Phases, and the passes below theirs.</source>
        <translation>Phasen, und unter ihnen ihre Durchgänge.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What was done, as a script that does the same again.</source>
        <translation>Was getan wurde, als Skript, das dasselbe noch einmal tut.</translation>
    </message>
    <message>
        <source>Another report is being written.</source>
        <translation>Ein anderer Bericht wird gerade geschrieben.</translation>
    </message>
    <message>
        <source>No graph is open.</source>
        <translation>Es ist kein Graph geöffnet.</translation>
    </message>
    <message>
        <source>Choices and their candidates</source>
        <translation>Entscheidungen und ihre Kandidaten</translation>
    </message>
    <message>
        <source>Compile time by phase and pass</source>
        <translation>Kompilierzeit nach Phase und Durchgang</translation>
    </message>
    <message>
        <source>Values that are wrong, or where NaN or infinities begin</source>
        <translation>Werte, die falsch sind oder bei denen NaN oder Unendlich beginnt</translation>
    </message>
</context>
<context>
    <name>whittle::RestoreOffers</name>
    <message>
        <source>a session without a graph</source>
        <translation>eine Sitzung ohne Graph</translation>
    </message>
    <message>
        <source>Whittle ended unexpectedly with %1 open. It was kept at %2.</source>
        <translation>Whittle endete unerwartet, während %1 geöffnet war. Gesichert wurde es am %2.</translation>
    </message>
    <message>
        <source>Last time you had %1 open, until %2.</source>
        <translation>Zuletzt hatten Sie %1 geöffnet, bis %2.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Fortfahren</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>Ver&amp;werfen</translation>
    </message>
</context>
<context>
    <name>whittle::RewritesModel</name>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
</context>
<context>
    <name>whittle::RooflinePlot</name>
    <message>
        <source>Roofline: operations a second over operations a byte</source>
        <translation>Roofline: Operationen pro Sekunde über Operationen pro Byte</translation>
    </message>
    <message>
        <source>Kernels: %1</source>
        <translation>Kernel: %1</translation>
    </message>
    <message>
        <source>Nothing was measured</source>
        <translation>Nichts wurde gemessen</translation>
    </message>
    <message>
        <source>%1; selected: %2</source>
        <translation>%1; ausgewählt: %2</translation>
    </message>
    <message>
        <source>GFLOP/s</source>
        <translation>GFLOP/s</translation>
    </message>
    <message>
        <source>FLOP a byte</source>
        <translation>FLOP pro Byte</translation>
    </message>
    <message>
        <source>Kernels without counted operations: %1</source>
        <translation>Kernel ohne gezählte Operationen: %1</translation>
    </message>
    <message>
        <source>%1, %2 GB/s</source>
        <translation>%1, %2 GB/s</translation>
    </message>
    <message>
        <source>%1, %2 GFLOP/s</source>
        <translation>%1, %2 GFLOP/s</translation>
    </message>
    <message>
        <source>The roofline shows kernels whose time was measured and whose operations are counted. There are none.</source>
        <translation>Die Roofline zeigt Kernel, deren Zeit gemessen und deren Operationen gezählt wurden. Es gibt keine.</translation>
    </message>
</context>
<context>
    <name>whittle::Rpc</name>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
</context>
<context>
    <name>whittle::RpcDispatcher</name>
    <message>
        <source>what was asked for went away before it was there</source>
        <translation>was angefordert wurde, verschwand, bevor es da war</translation>
    </message>
    <message>
        <source>there is no method &apos;%1&apos;; &apos;methods&apos; lists all of them</source>
        <translation>es gibt keine Methode &apos;%1&apos;; &apos;methods&apos; listet alle auf</translation>
    </message>
    <message>
        <source>a request is an object with jsonrpc, method, params and id</source>
        <translation>eine Anfrage ist ein Objekt mit jsonrpc, method, params und id</translation>
    </message>
    <message>
        <source>id is a text, a number or null</source>
        <translation>id ist ein Text, eine Zahl oder null</translation>
    </message>
    <message>
        <source>jsonrpc is &quot;2.0&quot;</source>
        <translation>jsonrpc ist &quot;2.0&quot;</translation>
    </message>
    <message>
        <source>method is the name of a method</source>
        <translation>method ist der Name einer Methode</translation>
    </message>
    <message>
        <source>there is no request in the list</source>
        <translation>in der Liste ist keine Anfrage</translation>
    </message>
    <message>
        <source>%1 requests at once; at most %2 are taken</source>
        <translation>%1 Anfragen auf einmal; höchstens %2 werden angenommen</translation>
    </message>
    <message>
        <source>a line has at most %1 bytes</source>
        <translation>eine Zeile hat höchstens %1 Bytes</translation>
    </message>
    <message>
        <source>this line is no JSON: %1 at byte %2</source>
        <translation>diese Zeile ist kein JSON: %1 bei Byte %2</translation>
    </message>
</context>
<context>
    <name>whittle::SaidDelegate</name>
    <message>
        <source>What you say of %1, dimension %2</source>
        <translation>Was Sie über %1 sagen, Dimension %2</translation>
    </message>
    <message>
        <source>Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, a size, a name such as b or Dim(&apos;b&apos;, min=2, max=64), or one derived from it, such as 2*b + 1</source>
        <translation>Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, eine Größe, ein Name wie b oder Dim(&apos;b&apos;, min=2, max=64), oder einer, der davon abgeleitet ist, wie 2*b + 1</translation>
    </message>
</context>
<context>
    <name>whittle::SavedSearchButton</name>
    <message>
        <source>Saved and earlier searches</source>
        <translation>Gespeicherte und frühere Suchen</translation>
    </message>
    <message>
        <source>Saved and earlier searches (Ctrl+Alt+F; Down in the field lists the earlier ones)</source>
        <translation>Gespeicherte und frühere Suchen (Strg+Alt+F; Ab im Feld listet die früheren auf)</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>Frühere Suchen</translation>
    </message>
    <message>
        <source>No search is saved yet</source>
        <translation>Noch ist keine Suche gespeichert</translation>
    </message>
    <message>
        <source>&amp;Save this search: remove one before</source>
        <translation>Diese Suche &amp;speichern: vorher eine entfernen</translation>
    </message>
    <message>
        <source>&amp;Save this search…</source>
        <translation>Diese Suche &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Earlier searches</source>
        <translation>&amp;Frühere Suchen</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>Suche speichern</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Name of the search “%1”
It takes the place of the one that has this name.</source>
        <translation>Name der Suche „%1“
Sie ersetzt die, die diesen Namen hat.</translation>
    </message>
    <message>
        <source>Name of the search “%1”
</source>
        <translation>Name der Suche „%1“
</translation>
    </message>
</context>
<context>
    <name>whittle::SearchBar</name>
    <message>
        <source>Search the graph</source>
        <translation>Im Graphen suchen</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>no hit</source>
        <translation>kein Treffer</translation>
    </message>
    <message>
        <source>Search: words, op:conv*, /regex/, users&gt;8</source>
        <translation>Suchen: Wörter, op:conv*, /regex/, users&gt;8</translation>
    </message>
    <message>
        <source>Words that must all match, fields, expressions and numbers; the button beside lists them (Ctrl+F)</source>
        <translation>Wörter, die alle passen müssen, Felder, Ausdrücke und Zahlen; der Knopf daneben listet sie auf (Strg+F)</translation>
    </message>
    <message>
        <source>What can be typed</source>
        <translation>Was eingegeben werden kann</translation>
    </message>
    <message>
        <source>mistake</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>whittle::Session</name>
    <message>
        <source>The session cannot be opened: %1.</source>
        <translation>Die Sitzung kann nicht geöffnet werden: %1.</translation>
    </message>
    <message>
        <source>The session cannot be saved: %1.</source>
        <translation>Die Sitzung kann nicht gespeichert werden: %1.</translation>
    </message>
</context>
<context>
    <name>whittle::ShortcutList</name>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>%1 is a key of the view itself (“%2”) and cannot be given to something else.</source>
        <translation>%1 ist eine Taste der Ansicht selbst („%2“) und kann nichts anderem gegeben werden.</translation>
    </message>
    <message>
        <source>%1 is the key of “%2” (%3), which would lose it.</source>
        <translation>%1 ist die Taste von „%2“ (%3) und ginge ihm verloren.</translation>
    </message>
    <message>
        <source>A key of the view itself; it stays as it is.</source>
        <translation>Eine Taste der Ansicht selbst; sie bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Changed; at first it has no key.</source>
        <translation>Geändert; ursprünglich ohne Taste.</translation>
    </message>
    <message>
        <source>Changed; at first it is %1.</source>
        <translation>Geändert; ursprünglich %1.</translation>
    </message>
</context>
<context>
    <name>whittle::ShortcutsDialog</name>
    <message>
        <source>Follow the edges</source>
        <translation>Den Kanten folgen</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>Shift+arrows, wheel, drag</source>
        <translation>Umschalt+Pfeile, Rad, ziehen</translation>
    </message>
    <message>
        <source>Page up and down</source>
        <translation>Seitenweise auf und ab</translation>
    </message>
    <message>
        <source>First and last box</source>
        <translation>Erster und letzter Kasten</translation>
    </message>
    <message>
        <source>Zoom to the pointer</source>
        <translation>Zum Mauszeiger zoomen</translation>
    </message>
    <message>
        <source>Ctrl+wheel, pinch</source>
        <translation>Strg+Rad, zwei Finger</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>Fold or unfold the module</source>
        <translation>Das Modul ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Into a module, and out of it</source>
        <translation>In ein Modul hinein und wieder hinaus</translation>
    </message>
    <message>
        <source>Enter, Backspace</source>
        <translation>Eingabe, Rücktaste</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>&amp;Change key</source>
        <translation>Taste ä&amp;ndern</translation>
    </message>
    <message>
        <source>Take it &amp;over</source>
        <translation>&amp;Übernehmen</translation>
    </message>
    <message>
        <source>&amp;No key</source>
        <translation>&amp;Keine Taste</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset &amp;all</source>
        <translation>&amp;Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Nach Name oder Taste suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>What stands against the key</source>
        <translation>Was gegen die Taste spricht</translation>
    </message>
    <message>
        <source>Press the key for “%1”.</source>
        <translation>Drücken Sie die Taste für „%1“.</translation>
    </message>
    <message>
        <source>No action of this name or key.</source>
        <translation>Keine Aktion dieses Namens oder dieser Taste.</translation>
    </message>
    <message>
        <source>Clear the highlight, then the selection</source>
        <translation>Hervorhebung aufheben, dann die Auswahl</translation>
    </message>
    <message>
        <source>Ways from the selection</source>
        <translation>Wege von der Auswahl</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Umschalt+Klick</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>Auswahl als Text kopieren</translation>
    </message>
</context>
<context>
    <name>whittle::SpecPage</name>
    <message>
        <source>&amp;Use this</source>
        <translation>&amp;Diese verwenden</translation>
    </message>
    <message>
        <source>Re&amp;vert</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
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
        <translation>Wie die Angabe geschrieben ist</translation>
    </message>
    <message>
        <source>Ways to write it</source>
        <translation>Schreibweisen</translation>
    </message>
    <message>
        <source>Specification of all sizes</source>
        <translation>Angabe aller Größen</translation>
    </message>
    <message>
        <source>Paste dynamic_shapes, with the Dim(…) lines before it, or JSON</source>
        <translation>dynamic_shapes einfügen, mit den Zeilen Dim(…) davor, oder JSON</translation>
    </message>
    <message>
        <source>Why it cannot be used</source>
        <translation>Warum sie nicht verwendet werden kann</translation>
    </message>
    <message>
        <source>Say this of the sizes, and infer again (Ctrl+Return)</source>
        <translation>Dies über die Größen sagen und noch einmal ableiten (Strg+Eingabe)</translation>
    </message>
</context>
<context>
    <name>whittle::StageController</name>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>By kernel</source>
        <translation>Nach Kernel</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Verkleinert</translation>
    </message>
    <message>
        <source>Entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
</context>
<context>
    <name>whittle::StageDisplay</name>
    <message>
        <source>Rewrite</source>
        <translation>Umformung</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>ersetzt</translation>
    </message>
    <message>
        <source>made</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
</context>
<context>
    <name>whittle::StagesModel</name>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Rewrites</source>
        <translation>Umformungen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1: being read…</source>
        <translation>%1: wird gelesen…</translation>
    </message>
    <message>
        <source>%1: not read</source>
        <translation>%1: nicht gelesen</translation>
    </message>
</context>
<context>
    <name>whittle::StagesPanel</name>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Rewrites of the pass</source>
        <translation>Umformungen des Durchgangs</translation>
    </message>
    <message>
        <source>To the stage before</source>
        <translation>Zur vorigen Stufe</translation>
    </message>
    <message>
        <source>To the next stage</source>
        <translation>Zur nächsten Stufe</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Stages to compare with</source>
        <translation>Stufen zum Vergleichen</translation>
    </message>
    <message>
        <source>What the stage brought</source>
        <translation>Was die Stufe brachte</translation>
    </message>
    <message>
        <source>What there is to know of the compilation</source>
        <translation>Was über das Kompilieren zu wissen ist</translation>
    </message>
    <message>
        <source>Compile and measure</source>
        <translation>Kompilieren und messen</translation>
    </message>
    <message>
        <source>Compare with nothing</source>
        <translation>Mit nichts vergleichen</translation>
    </message>
    <message>
        <source>Compare with the stage before</source>
        <translation>Mit der vorigen Stufe vergleichen</translation>
    </message>
    <message>
        <source>Compare with: %1</source>
        <translation>Vergleichen mit: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n rewrites by %1</source>
        <translation>
            <numerusform>%n Umformung durch %1</numerusform>
            <numerusform>%n Umformungen durch %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed nothing</source>
        <translation>%1 änderte nichts</translation>
    </message>
    <message>
        <source>Compile the graph to see what each pass makes of it, and which nodes become one kernel.</source>
        <translation>Kompilieren Sie den Graphen, um zu sehen, was jeder Durchgang daraus macht und welche Knoten ein Kernel werden.</translation>
    </message>
    <message>
        <source>Which files could not be read</source>
        <translation>Welche Dateien nicht gelesen werden konnten</translation>
    </message>
    <message>
        <source>&amp;Remove the file from the list</source>
        <translation>Datei aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>What the stage of the list is held against, and those that are checked there: it stands to the left, with what was removed, added and changed marked in both</source>
        <translation>Womit die Stufe der Liste verglichen wird, und die dort angehakten: es steht links, und was entfernt, hinzugefügt und geändert wurde, ist in beiden markiert</translation>
    </message>
    <message>
        <source>Compare with other files…</source>
        <translation>Mit anderen Dateien vergleichen…</translation>
    </message>
    <message>
        <source>What differs in each graph</source>
        <translation>Was in jedem Graphen verschieden ist</translation>
    </message>
</context>
<context>
    <name>whittle::StanceController</name>
    <message>
        <source>What was copied is no list of calls: %1</source>
        <translation>Was kopiert wurde, ist keine Liste von Aufrufen: %1</translation>
    </message>
    <message>
        <source>That would be %1 calls; the window takes %2, the command any number.</source>
        <translation>Das wären %1 Aufrufe; das Fenster nimmt %2, der Befehl beliebig viele.</translation>
    </message>
    <message>
        <source>The calls cannot be saved yet. %1</source>
        <translation>Die Aufrufe können noch nicht gespeichert werden. %1</translation>
    </message>
    <message>
        <source>Open a graph first.</source>
        <translation>Öffnen Sie zuerst einen Graphen.</translation>
    </message>
    <message>
        <source>There is no call yet.</source>
        <translation>Es gibt noch keinen Aufruf.</translation>
    </message>
    <message>
        <source>Choose at least one stance.</source>
        <translation>Wählen Sie mindestens eine Stance.</translation>
    </message>
    <message numerus="yes">
        <source>%n calls to warm up leave none for the stance.</source>
        <translation>
            <numerusform>%n Aufruf zum Aufwärmen lässt keinen für die Stance übrig.</numerusform>
            <numerusform>%n Aufrufe zum Aufwärmen lassen keinen für die Stance übrig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open a graph to call it</source>
        <translation>Graph öffnen, um ihn aufzurufen</translation>
    </message>
    <message>
        <source>Not run yet</source>
        <translation>Noch nicht gelaufen</translation>
    </message>
    <message>
        <source>Trying: %1…</source>
        <translation>Versucht: %1…</translation>
    </message>
    <message>
        <source>Call %1 of %2…</source>
        <translation>Aufruf %1 von %2…</translation>
    </message>
    <message>
        <source>Looking for what would save compiles…</source>
        <translation>Sucht, was Kompilierungen sparen würde…</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2 calls</source>
        <translation>Nach %1 von %2 Aufrufen angehalten</translation>
    </message>
    <message>
        <source>Not complete: %1 of %2 calls</source>
        <translation>Nicht vollständig: %1 von %2 Aufrufen</translation>
    </message>
    <message>
        <source>Changed since it ran</source>
        <translation>Seit dem Lauf geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stances</source>
        <translation>
            <numerusform>%n Stance</numerusform>
            <numerusform>%n Stances</numerusform>
        </translation>
    </message>
    <message>
        <source>The advice cannot be applied: %1</source>
        <translation>Der Rat kann nicht angewendet werden: %1</translation>
    </message>
</context>
<context>
    <name>whittle::StanceMatrixModel</name>
    <message>
        <source>compiled</source>
        <translation>kompiliert</translation>
    </message>
    <message>
        <source>recompiled</source>
        <translation>neu kompiliert</translation>
    </message>
    <message>
        <source>reused</source>
        <translation>wiederverwendet</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>compiles</source>
        <translation>Kompilierungen</translation>
    </message>
    <message>
        <source>eager calls</source>
        <translation>Eager-Aufrufe</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>compile time</source>
        <translation>Kompilierzeit</translation>
    </message>
    <message>
        <source>run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, compiles</source>
        <translation>Verwendet einen passenden Eintrag wieder; wo keiner passt, wird kompiliert</translation>
    </message>
    <message>
        <source>Never asks the cache: every call runs eagerly</source>
        <translation>Fragt nie den Cache: jeder Aufruf läuft im Eager-Modus</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, runs eagerly</source>
        <translation>Verwendet einen passenden Eintrag wieder; wo keiner passt, läuft der Aufruf im Eager-Modus</translation>
    </message>
    <message>
        <source>Reuses an entry that fits; where none does, is an error</source>
        <translation>Verwendet einen passenden Eintrag wieder; wo keiner passt, ist es ein Fehler</translation>
    </message>
    <message>
        <source>The first call that nothing fits runs eagerly; later ones compile, sizes that differ from it symbolic</source>
        <translation>Der erste Aufruf, zu dem nichts passt, läuft im Eager-Modus; spätere kompilieren, abweichende Größen symbolisch</translation>
    </message>
    <message>
        <source>The first call that nothing fits is compiled node by node; later ones compile, sizes that differ from it symbolic</source>
        <translation>Der erste Aufruf, zu dem nichts passt, wird Knoten für Knoten kompiliert; spätere kompilieren, abweichende Größen symbolisch</translation>
    </message>
    <message>
        <source>Calls or options have changed since.</source>
        <translation>Aufrufe oder Optionen haben sich seitdem geändert.</translation>
    </message>
    <message>
        <source>died</source>
        <translation>abgestürzt</translation>
    </message>
    <message>
        <source>not made</source>
        <translation>nicht gemacht</translation>
    </message>
</context>
<context>
    <name>whittle::StanceOptionsBar</name>
    <message>
        <source>Dynamic sizes</source>
        <translation>Dynamische Größen</translation>
    </message>
    <message>
        <source>As torch.compile(dynamic=…): sizes that change become symbols; all are from the first call; none is</source>
        <translation>Wie torch.compile(dynamic=…): Größen, die sich ändern, werden Symbole; alle sind es vom ersten Aufruf an; keine ist es</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>all at once</source>
        <translation>alle sofort</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>All stances</source>
        <translation>Alle Stances</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n stances</source>
        <translation>
            <numerusform>%1 von %n Stance</numerusform>
            <numerusform>%1 von %n Stances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StartPanel</name>
    <message>
        <source>Open a graph that PyTorch captured</source>
        <translation>Einen Graphen öffnen, den PyTorch aufgezeichnet hat</translation>
    </message>
    <message>
        <source>A PT2 archive or export JSON, a Whittle text graph (.wtl), an FX text or a reproducer script (.py). Drop a file anywhere in this window.</source>
        <translation>Ein PT2-Archiv oder Export-JSON, ein Whittle-Textgraph (.wtl), ein FX-Text oder ein Reproduktionsskript (.py). Ziehen Sie eine Datei irgendwo in dieses Fenster.</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Samples that come with Whittle</source>
        <translation>Beispiele, die Whittle mitbringt</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>whittle::StatusLine</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop what is running</source>
        <translation>Anhalten, was läuft</translation>
    </message>
    <message>
        <source>Everything that is going on (Ctrl+T)</source>
        <translation>Alles, was gerade läuft (Strg+T)</translation>
    </message>
    <message numerus="yes">
        <source>%n tasks ▴</source>
        <translation>
            <numerusform>%n Aufgabe ▴</numerusform>
            <numerusform>%n Aufgaben ▴</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tasks are going on</source>
        <translation>
            <numerusform>%n Aufgabe läuft</numerusform>
            <numerusform>%n Aufgaben laufen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::StudyController</name>
    <message>
        <source>Open a graph to compile it</source>
        <translation>Graph öffnen, um ihn zu kompilieren</translation>
    </message>
    <message>
        <source>Not compiled yet</source>
        <translation>Noch nicht kompiliert</translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation>Kompiliert…</translation>
    </message>
    <message>
        <source>Compiling… after pass %1</source>
        <translation>Kompiliert… nach Durchgang %1</translation>
    </message>
    <message>
        <source>Not compiled</source>
        <translation>Nicht kompiliert</translation>
    </message>
    <message>
        <source>Fails in %1: %2</source>
        <translation>Scheitert in %1: %2</translation>
    </message>
    <message>
        <source>Compiled in %1</source>
        <translation>Kompiliert in %1</translation>
    </message>
    <message>
        <source>%1, runs in %2</source>
        <translation>%1, läuft in %2</translation>
    </message>
    <message>
        <source>%1 ran on a reference kernel: %2</source>
        <translation>%1 lief auf einem Referenzkernel: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes run on reference kernels: %1</source>
        <translation>
            <numerusform>%n Knoten läuft auf Referenzkerneln: %1</numerusform>
            <numerusform>%n Knoten laufen auf Referenzkerneln: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Fails: %1</source>
        <translation>Scheitert: %1</translation>
    </message>
</context>
<context>
    <name>whittle::StudyMessage</name>
    <message>
        <source>Minify it (Ctrl+M) for the smallest graph that our compiler refuses, or leave out a pass in the settings there.</source>
        <translation>Verkleinern (Strg+M) ergibt den kleinsten Graphen, den unser Compiler ablehnt; oder lassen Sie dort in den Einstellungen einen Durchgang aus.</translation>
    </message>
    <message>
        <source>The window is safe: the code ran in a process of its own. Minify it (Ctrl+M) for the smallest graph that still dies.</source>
        <translation>Das Fenster ist sicher: der Code lief in einem eigenen Prozess. Verkleinern (Strg+M) ergibt den kleinsten Graphen, der noch abstürzt.</translation>
    </message>
    <message>
        <source>Give it more time in the settings of Minify (Ctrl+Shift+M), or minify it for the smallest graph that still hangs.</source>
        <translation>Geben Sie ihm in den Einstellungen von Verkleinern (Strg+Umschalt+M) mehr Zeit, oder verkleinern Sie ihn auf den kleinsten Graphen, der noch hängt.</translation>
    </message>
    <message>
        <source>Give it more memory in the settings of Minify (Ctrl+Shift+M).</source>
        <translation>Geben Sie ihm in den Einstellungen von Verkleinern (Strg+Umschalt+M) mehr Speicher.</translation>
    </message>
    <message>
        <source>Look at the node in the graph: its operands may be none that it takes. Minify it (Ctrl+M) for the smallest graph that says the same.</source>
        <translation>Sehen Sie sich den Knoten im Graphen an: vielleicht nimmt er diese Operanden nicht. Verkleinern (Strg+M) ergibt den kleinsten Graphen, der dasselbe sagt.</translation>
    </message>
    <message>
        <source>&amp;Compile and measure (F5)</source>
        <translation>&amp;Kompilieren und messen (F5)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Take &amp;back what was forced</source>
        <translation>Erzwungenes zurück&amp;nehmen</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>Meldung ko&amp;pieren</translation>
    </message>
    <message>
        <source>What there is to say of the compilation</source>
        <translation>Was über das Kompilieren zu sagen ist</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>Kompiliert</translation>
    </message>
    <message>
        <source>No graph is open</source>
        <translation>Kein Graph ist geöffnet</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O); then compile it to see its kernels, what they reach and their code.</source>
        <translation>Öffnen Sie einen Graphen (Strg+O) und kompilieren Sie ihn, um seine Kernel, ihre Leistung und ihren Code zu sehen.</translation>
    </message>
    <message>
        <source>Not compiled yet</source>
        <translation>Noch nicht kompiliert</translation>
    </message>
    <message>
        <source>Compiling shows every kernel with its time against what this machine can do, who might have computed it instead, and its code from the model&apos;s lines to the assembly. It runs in a process of its own, with the compiler settings of Minify.</source>
        <translation>Kompilieren zeigt jeden Kernel mit seiner Zeit gegen das, was dieser Rechner kann, wer ihn sonst hätte berechnen können, und seinen Code von den Zeilen des Modells bis zum Assembler. Es läuft in einem eigenen Prozess, mit den Compiler-Einstellungen von Verkleinern.</translation>
    </message>
    <message>
        <source>Passes done: %1</source>
        <translation>Fertige Durchgänge: %1</translation>
    </message>
    <message>
        <source>The graph could not be compiled</source>
        <translation>Der Graph konnte nicht kompiliert werden</translation>
    </message>
    <message>
        <source>Fails in %1: %2</source>
        <translation>Scheitert in %1: %2</translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation>Art: %1</translation>
    </message>
    <message>
        <source>Node: %1</source>
        <translation>Knoten: %1</translation>
    </message>
    <message>
        <source>Nothing is left to run</source>
        <translation>Nichts bleibt auszuführen</translation>
    </message>
    <message>
        <source>The passes made all of this graph into constants, or left nothing of it: there is no kernel.</source>
        <translation>Die Durchgänge machten aus dem ganzen Graphen Konstanten oder ließen nichts übrig: es gibt keinen Kernel.</translation>
    </message>
    <message>
        <source>The kernels cannot be shown</source>
        <translation>Die Kernel können nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Open a graph (Ctrl+O); then compile it to see when each kernel runs, on which thread, and what memory it takes.</source>
        <translation>Öffnen Sie einen Graphen (Strg+O) und kompilieren Sie ihn, um zu sehen, wann jeder Kernel läuft, auf welchem Thread, und welchen Speicher er braucht.</translation>
    </message>
    <message>
        <source>Compiling shows when each kernel runs and on which thread, which tensors are alive at any point, and what each phase and pass of the compiler takes. It runs in a process of its own, with the compiler settings of Minify.</source>
        <translation>Kompilieren zeigt, wann jeder Kernel läuft und auf welchem Thread, welche Tensoren zu jedem Zeitpunkt im Speicher sind und was jede Phase und jeder Durchgang des Compilers braucht. Es läuft in einem eigenen Prozess, mit den Compiler-Einstellungen von Verkleinern.</translation>
    </message>
    <message>
        <source>Whittle does not know what this operator computes, so it can show it but not compile it. Export the model with a decomposition of it (run_decompositions), or the part of the model without it.</source>
        <translation>Whittle weiß nicht, was dieser Operator berechnet; es kann ihn also zeigen, aber nicht kompilieren. Exportieren Sie das Modell mit einer Zerlegung davon (run_decompositions), oder den Teil des Modells ohne ihn.</translation>
    </message>
    <message>
        <source>Fails: %1</source>
        <translation>Scheitert: %1</translation>
    </message>
</context>
<context>
    <name>whittle::TableExport</name>
    <message>
        <source>Copy all rows as &amp;CSV</source>
        <translation>Alle Zeilen als &amp;CSV kopieren</translation>
    </message>
    <message>
        <source>Copy all rows with &amp;tabs</source>
        <translation>Alle Zeilen mit &amp;Tabulatoren kopieren</translation>
    </message>
    <message>
        <source>&amp;Export table…</source>
        <translation>Tabelle &amp;exportieren…</translation>
    </message>
    <message>
        <source>Go to a table first: the one with the focus is what is taken.</source>
        <translation>Gehen Sie zuerst in eine Tabelle: genommen wird die mit dem Fokus.</translation>
    </message>
    <message>
        <source>%1: there are no rows yet.</source>
        <translation>%1: noch gibt es keine Zeilen.</translation>
    </message>
    <message numerus="yes">
        <source>%n rows copied.</source>
        <translation>
            <numerusform>%n Zeile kopiert.</numerusform>
            <numerusform>%n Zeilen kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>Tabelle exportieren</translation>
    </message>
</context>
<context>
    <name>whittle::TableReader</name>
    <message>
        <source>Under</source>
        <translation>Unter</translation>
    </message>
</context>
<context>
    <name>whittle::TaskList</name>
    <message>
        <source>Applying advice</source>
        <translation>Wendet einen Rat an</translation>
    </message>
    <message>
        <source>Keeping the session for the case of a crash</source>
        <translation>Sichert die Sitzung für den Fall eines Absturzes</translation>
    </message>
    <message>
        <source>Arranging a graph</source>
        <translation>Ordnet einen Graphen an</translation>
    </message>
    <message>
        <source>Reading or writing calls</source>
        <translation>Liest oder schreibt Aufrufe</translation>
    </message>
    <message>
        <source>Checking the settings of the reduction</source>
        <translation>Prüft die Einstellungen der Verkleinerung</translation>
    </message>
    <message>
        <source>Preparing the code of a kernel</source>
        <translation>Bereitet den Code eines Kernels vor</translation>
    </message>
    <message>
        <source>Comparing two graphs</source>
        <translation>Vergleicht zwei Graphen</translation>
    </message>
    <message>
        <source>Copying a table</source>
        <translation>Kopiert eine Tabelle</translation>
    </message>
    <message>
        <source>Preparing what is known of a compile</source>
        <translation>Bereitet vor, was über eine Kompilierung bekannt ist</translation>
    </message>
    <message>
        <source>Collecting diagnostics</source>
        <translation>Sammelt Diagnosedaten</translation>
    </message>
    <message>
        <source>Comparing entries of a cache</source>
        <translation>Vergleicht Einträge eines Caches</translation>
    </message>
    <message>
        <source>Writing a file</source>
        <translation>Schreibt eine Datei</translation>
    </message>
    <message>
        <source>Filtering a table</source>
        <translation>Filtert eine Tabelle</translation>
    </message>
    <message>
        <source>Reading a graph of the trace</source>
        <translation>Liest einen Graphen des Trace</translation>
    </message>
    <message>
        <source>Reading the file once more, to know it again</source>
        <translation>Liest die Datei noch einmal, um sie wiederzuerkennen</translation>
    </message>
    <message>
        <source>Finding out which sizes may vary</source>
        <translation>Findet heraus, welche Größen sich ändern dürfen</translation>
    </message>
    <message>
        <source>Cutting a part out of the graph</source>
        <translation>Schneidet einen Teil aus dem Graphen</translation>
    </message>
    <message>
        <source>Judging the values again</source>
        <translation>Beurteilt die Werte noch einmal</translation>
    </message>
    <message>
        <source>Preparing the list of kernels</source>
        <translation>Bereitet die Liste der Kernel vor</translation>
    </message>
    <message>
        <source>Looking for what was left behind</source>
        <translation>Sucht, was zurückgelassen wurde</translation>
    </message>
    <message>
        <source>Reading what was added to the trace</source>
        <translation>Liest, was zum Trace hinzukam</translation>
    </message>
    <message>
        <source>Opening a file</source>
        <translation>Öffnet eine Datei</translation>
    </message>
    <message>
        <source>Working out colours</source>
        <translation>Berechnet Farben</translation>
    </message>
    <message>
        <source>Drawing a picture</source>
        <translation>Zeichnet ein Bild</translation>
    </message>
    <message>
        <source>Preparing the profile</source>
        <translation>Bereitet das Profil vor</translation>
    </message>
    <message>
        <source>Reading a file</source>
        <translation>Liest eine Datei</translation>
    </message>
    <message>
        <source>Saving the session</source>
        <translation>Speichert die Sitzung</translation>
    </message>
    <message>
        <source>Cutting out what a node needs</source>
        <translation>Schneidet aus, was ein Knoten braucht</translation>
    </message>
    <message>
        <source>Sorting</source>
        <translation>Sortiert</translation>
    </message>
    <message>
        <source>Running calls under stances</source>
        <translation>Führt Aufrufe unter Stances aus</translation>
    </message>
    <message>
        <source>Looking for a folder</source>
        <translation>Sucht einen Ordner</translation>
    </message>
    <message>
        <source>Reading a text of the trace</source>
        <translation>Liest einen Text des Trace</translation>
    </message>
    <message>
        <source>Trying a call</source>
        <translation>Aufruf versuchen</translation>
    </message>
    <message>
        <source>Writing a report</source>
        <translation>Schreibt einen Bericht</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>At work: %1</source>
        <translation>An der Arbeit: %1</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>An estimate from what was done so far; empty where nobody can tell</source>
        <translation>Eine Schätzung aus dem, was bisher getan ist; leer, wo es niemand sagen kann</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
</context>
<context>
    <name>whittle::TaskPopup</name>
    <message>
        <source>Nothing is going on.</source>
        <translation>Gerade läuft nichts.</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Tasks that are going on</source>
        <translation>Aufgaben, die gerade laufen</translation>
    </message>
    <message>
        <source>Stop (Delete)</source>
        <translation>Anhalten (Entf)</translation>
    </message>
    <message>
        <source>It ends by itself</source>
        <translation>Sie endet von selbst</translation>
    </message>
    <message>
        <source>Stop: %1</source>
        <translation>Anhalten: %1</translation>
    </message>
</context>
<context>
    <name>whittle::TensorFetch</name>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>This value was not kept.</source>
        <translation>Dieser Wert wurde nicht behalten.</translation>
    </message>
    <message>
        <source>The values can be looked at when the comparison has ended.</source>
        <translation>Die Werte sind anzusehen, wenn der Vergleich zu Ende ist.</translation>
    </message>
    <message>
        <source>The runs have tensors here that cannot be compared: compiled %1, eager %2, float64 %3.</source>
        <translation>Die Läufe haben hier Tensoren, die sich nicht vergleichen lassen: kompiliert %1, eager %2, float64 %3.</translation>
    </message>
</context>
<context>
    <name>whittle::TensorSlice</name>
    <message>
        <source>Compiled</source>
        <translation>Kompiliert</translation>
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
        <translation>Kompiliert − Eager</translation>
    </message>
    <message>
        <source>Compiled − float64</source>
        <translation>Kompiliert − float64</translation>
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
        <translation>Wert</translation>
    </message>
    <message>
        <source>Ways to look at the value</source>
        <translation>Arten, den Wert anzusehen</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>State of the viewer</source>
        <translation>Stand der Anzeige</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Which run is shown</source>
        <translation>Welcher Lauf gezeigt wird</translation>
    </message>
    <message>
        <source>Dimension that is rows</source>
        <translation>Dimension der Zeilen</translation>
    </message>
    <message>
        <source>Dimension that is columns</source>
        <translation>Dimension der Spalten</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>Schlechtestes</translation>
    </message>
    <message>
        <source>Go to the element that is furthest from eager&apos;s</source>
        <translation>Zum Element, das von dem von Eager am weitesten entfernt ist</translation>
    </message>
    <message>
        <source>Elements of the slice</source>
        <translation>Elemente des Ausschnitts</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Least number of the colours</source>
        <translation>Kleinste Zahl der Farben</translation>
    </message>
    <message>
        <source>Largest number of the colours</source>
        <translation>Größte Zahl der Farben</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>angepasst</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Let the colours go from the least to the largest number of the slice</source>
        <translation>Die Farben von der kleinsten bis zur größten Zahl des Ausschnitts gehen lassen</translation>
    </message>
    <message>
        <source>Element under the cursor</source>
        <translation>Element unter dem Cursor</translation>
    </message>
    <message>
        <source>Colours from</source>
        <translation>Farben von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Statistics of the value</source>
        <translation>Statistik des Werts</translation>
    </message>
    <message>
        <source>Select a value to look at its numbers.</source>
        <translation>Wert wählen, um seine Zahlen zu sehen.</translation>
    </message>
    <message>
        <source>Running again to look at this value…</source>
        <translation>Läuft noch einmal, um diesen Wert anzusehen…</translation>
    </message>
    <message>
        <source>rows: dim %1</source>
        <translation>Zeilen: Dim. %1</translation>
    </message>
    <message>
        <source>columns: dim %1</source>
        <translation>Spalten: Dim. %1</translation>
    </message>
    <message>
        <source>dim %1: </source>
        <translation>Dim. %1: </translation>
    </message>
    <message>
        <source>Place in dimension %1</source>
        <translation>Stelle in Dimension %1</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>kompiliert</translation>
    </message>
    <message>
        <source>eager</source>
        <translation>Eager</translation>
    </message>
    <message>
        <source>float64</source>
        <translation>float64</translation>
    </message>
    <message>
        <source>compiled − eager</source>
        <translation>kompiliert − Eager</translation>
    </message>
    <message>
        <source>compiled − float64</source>
        <translation>kompiliert − float64</translation>
    </message>
    <message>
        <source>eager − float64</source>
        <translation>Eager − float64</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>unendlich</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>null</translation>
    </message>
    <message>
        <source>denormal</source>
        <translation>denormal</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min.</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max.</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>std. deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>elements that differ</source>
        <translation>abweichende Elemente</translation>
    </message>
    <message>
        <source>NaN or infinite otherwise</source>
        <translation>anders NaN oder unendlich</translation>
    </message>
    <message>
        <source>largest error</source>
        <translation>größter Fehler</translation>
    </message>
    <message>
        <source>largest relative error</source>
        <translation>größter relativer Fehler</translation>
    </message>
    <message>
        <source>largest error in ULP</source>
        <translation>größter Fehler in ULP</translation>
    </message>
    <message>
        <source>root mean square</source>
        <translation>quadratisches Mittel</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Not copied: %1 cells are selected, at most %2 can be copied at once.</source>
        <translation>Nicht kopiert: %1 Zellen sind ausgewählt, höchstens %2 lassen sich auf einmal kopieren.</translation>
    </message>
</context>
<context>
    <name>whittle::TimePlot</name>
    <message>
        <source>Thread %1</source>
        <translation>Thread %1</translation>
    </message>
</context>
<context>
    <name>whittle::TimelinePlot</name>
    <message>
        <source>Timeline of the run: kernels and threads</source>
        <translation>Zeitleiste des Laufs: Kernel und Threads</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>Nichts wurde aufgezeichnet</translation>
    </message>
    <message>
        <source>Kernels: %1</source>
        <translation>Kernel: %1</translation>
    </message>
    <message>
        <source>Thread %1: %2 of work, from %3</source>
        <translation>Thread %1: %2 Arbeit, ab %3</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>The library does not tell what its threads do: this is how long it took.</source>
        <translation>Die Bibliothek sagt nicht, was ihre Threads tun: So lange hat es gedauert.</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Thread %1</source>
        <translation>Thread %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
</context>
<context>
    <name>whittle::TraceContent</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln compiles</source>
        <translation>
            <numerusform>%Ln Kompilierung</numerusform>
            <numerusform>%Ln Kompilierungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln logs</source>
        <translation>
            <numerusform>%Ln Log</numerusform>
            <numerusform>%Ln Logs</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln debug folders</source>
        <translation>
            <numerusform>%Ln Debug-Ordner</numerusform>
            <numerusform>%Ln Debug-Ordner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln kernel choices</source>
        <translation>
            <numerusform>%Ln Kernel-Entscheidung</numerusform>
            <numerusform>%Ln Kernel-Entscheidungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>whittle::TraceDescriber</name>
    <message>
        <source>strides %1</source>
        <translation>Schritte %1</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>requires a gradient</source>
        <translation>braucht einen Gradienten</translation>
    </message>
    <message numerus="yes">
        <source>%n values</source>
        <translation>
            <numerusform>%n Wert</numerusform>
            <numerusform>%n Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>Of no compile</source>
        <translation>Zu keiner Kompilierung</translation>
    </message>
    <message>
        <source>A folder of TORCH_COMPILE_DEBUG: texts of one graph.</source>
        <translation>Ein Ordner von TORCH_COMPILE_DEBUG: Texte eines Graphen.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Why it failed</source>
        <translation>Warum sie fehlschlug</translation>
    </message>
    <message>
        <source>The user&apos;s line</source>
        <translation>Zeile des Benutzers</translation>
    </message>
    <message>
        <source>Last line of the traceback</source>
        <translation>Letzte Zeile des Tracebacks</translation>
    </message>
    <message>
        <source>Why it was compiled again: what each entry of before asked for</source>
        <translation>Warum noch einmal kompiliert wurde: was jeder frühere Eintrag verlangte</translation>
    </message>
    <message>
        <source>Not %1</source>
        <translation>Nicht %1</translation>
    </message>
    <message>
        <source>Not an entry</source>
        <translation>Kein Eintrag</translation>
    </message>
    <message>
        <source>No guard failed: another backend or dispatch mode.</source>
        <translation>Kein Guard schlug fehl: anderes Backend oder anderer Dispatch-Modus.</translation>
    </message>
    <message>
        <source>Graph breaks</source>
        <translation>Graph Breaks</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neuanfänge</translation>
    </message>
    <message>
        <source>Analysed again</source>
        <translation>Noch einmal analysiert</translation>
    </message>
    <message>
        <source>Problems of the export</source>
        <translation>Probleme des Exports</translation>
    </message>
    <message>
        <source>Called from</source>
        <translation>Aufgerufen von</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Caches</source>
        <translation>Caches</translation>
    </message>
    <message>
        <source>Kernels that the generated code calls</source>
        <translation>Kernel, die der erzeugte Code aufruft</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Line in the log</source>
        <translation>Zeile im Log</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>damaged %1</source>
        <translation>beschädigt %1</translation>
    </message>
    <message>
        <source>%1: it does not have the checksum that it was written with</source>
        <translation>%1: hat nicht die Prüfsumme, mit der es geschrieben wurde</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>Guard</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>Because of</source>
        <translation>Wegen</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>The log has no guards of this compile.</source>
        <translation>Das Log hat keine Guards dieser Kompilierung.</translation>
    </message>
    <message>
        <source>A debug folder has no guards.</source>
        <translation>Ein Debug-Ordner hat keine Guards.</translation>
    </message>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n Prüfung</numerusform>
            <numerusform>%n Prüfungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for all of them, on each call</source>
        <translation>%1 für alle zusammen, bei jedem Aufruf</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Became dynamic</source>
        <translation>Wurde dynamisch</translation>
    </message>
    <message>
        <source>%1, then %2</source>
        <translation>%1, dann %2</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>of no input: known when it runs</source>
        <translation>aus keiner Eingabe: beim Lauf bekannt</translation>
    </message>
    <message>
        <source>Specialised: taken for one value</source>
        <translation>Spezialisiert: für einen Wert festgelegt</translation>
    </message>
    <message>
        <source>What the compiled code relies on</source>
        <translation>Worauf sich der kompilierte Code verlässt</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Its steps are left out: those of the conditions above are more than %1.</source>
        <translation>Ihre Schritte sind weggelassen: die der Bedingungen darüber sind mehr als %1.</translation>
    </message>
    <message>
        <source>as above</source>
        <translation>wie oben</translation>
    </message>
    <message>
        <source>begins here</source>
        <translation>beginnt hier</translation>
    </message>
</context>
<context>
    <name>whittle::TraceList</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>%1: what to know of it</source>
        <translation>%1: was man darüber wissen sollte</translation>
    </message>
    <message>
        <source>&amp;Copy row</source>
        <translation>Zeile &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;all rows</source>
        <translation>&amp;Alle Zeilen kopieren</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing here has all of these words.</source>
        <translation>Nichts hier enthält alle diese Wörter.</translation>
    </message>
</context>
<context>
    <name>whittle::TraceListings</name>
    <message>
        <source>Of no compile</source>
        <translation>Zu keiner Kompilierung</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>Kompilierung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Operatoren</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>Guards</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>Breaks</translation>
    </message>
    <message>
        <source>Debug folders</source>
        <translation>Debug-Ordner</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Compiles</source>
        <translation>Kompilierungen</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>differ</source>
        <translation>verschieden</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>Run times by PyTorch&apos;s estimate</source>
        <translation>Laufzeiten nach PyTorchs Schätzung</translation>
    </message>
    <message>
        <source>Without what is inside</source>
        <translation>Ohne das darin</translation>
    </message>
    <message>
        <source>Of the whole</source>
        <translation>Vom Ganzen</translation>
    </message>
    <message>
        <source>Choice and candidates</source>
        <translation>Entscheidung und Kandidaten</translation>
    </message>
    <message>
        <source>Against the best</source>
        <translation>Gegen den besten</translation>
    </message>
    <message>
        <source>Parameters, or why it failed</source>
        <translation>Parameter, oder warum er fehlschlug</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n Kandidat</numerusform>
            <numerusform>%n Kandidaten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not told</source>
        <translation>
            <numerusform>%n nicht genannt</numerusform>
            <numerusform>%n nicht genannt</numerusform>
        </translation>
    </message>
    <message>
        <source>measured in %1</source>
        <translation>gemessen in %1</translation>
    </message>
    <message>
        <source>compiled in %1</source>
        <translation>kompiliert in %1</translation>
    </message>
    <message>
        <source>strides %1</source>
        <translation>Schritte %1</translation>
    </message>
    <message>
        <source>none worked</source>
        <translation>keiner lief</translation>
    </message>
    <message>
        <source>next +%1</source>
        <translation>nächster +%1</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>in %1 on %2</source>
        <translation>in %1 auf %2</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
</context>
<context>
    <name>whittle::TraceMessage</name>
    <message>
        <source>Open a &amp;log…</source>
        <translation>&amp;Log öffnen…</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>Anha&amp;lten</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Cop&amp;y the message</source>
        <translation>&amp;Meldung kopieren</translation>
    </message>
    <message>
        <source>What there is to say of the trace</source>
        <translation>Was zum Trace zu sagen ist</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Liest %1…</translation>
    </message>
    <message>
        <source>%1 cannot be shown</source>
        <translation>%1 kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>No trace is open</source>
        <translation>Es ist kein Trace geöffnet</translation>
    </message>
    <message>
        <source>A trace tells what PyTorch compiled, recompiled and failed on, and why, with every graph. To make one:

    TORCH_TRACE=/tmp/trace python3 model.py

Then open the folder here, also while the program runs. Texts of TORCH_LOGS and folders of TORCH_COMPILE_DEBUG open the same way.</source>
        <translation>Ein Trace sagt, was PyTorch kompilierte, neu kompilierte und woran es scheiterte, und warum, mit jedem Graphen. So entsteht einer:

    TORCH_TRACE=/tmp/trace python3 model.py

Öffnen Sie dann den Ordner hier, auch während das Programm läuft. Texte von TORCH_LOGS und Ordner von TORCH_COMPILE_DEBUG öffnen sich ebenso.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Looking for logs</source>
        <translation>Sucht Logs</translation>
    </message>
</context>
<context>
    <name>whittle::TracePanel</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Artifacts</source>
        <translation>Artefakte</translation>
    </message>
    <message>
        <source>Search artifacts</source>
        <translation>Artefakte suchen</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>Guards</translation>
    </message>
    <message>
        <source>Search guards</source>
        <translation>Guards suchen</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Search symbols</source>
        <translation>Symbole suchen</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Search metrics</source>
        <translation>Messwerte suchen</translation>
    </message>
    <message>
        <source>Compiles by who called them</source>
        <translation>Kompilierungen nach Aufrufer</translation>
    </message>
    <message>
        <source>Search compiles</source>
        <translation>Kompilierungen suchen</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>Search causes</source>
        <translation>Ursachen suchen</translation>
    </message>
    <message>
        <source>Ranks side by side</source>
        <translation>Ranks nebeneinander</translation>
    </message>
    <message>
        <source>Search ranks</source>
        <translation>Ranks suchen</translation>
    </message>
    <message>
        <source>Kernel choices</source>
        <translation>Kernel-Entscheidungen</translation>
    </message>
    <message>
        <source>Search kernel choices</source>
        <translation>Kernel-Entscheidungen suchen</translation>
    </message>
    <message>
        <source>What took the time</source>
        <translation>Was die Zeit brauchte</translation>
    </message>
    <message>
        <source>Search names</source>
        <translation>Namen suchen</translation>
    </message>
    <message>
        <source>Compiles and what concerns all of them</source>
        <translation>Kompilierungen und was alle betrifft</translation>
    </message>
    <message>
        <source>Compiles</source>
        <translation>Kompilierungen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Ranks</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>What to know of this trace</source>
        <translation>Was man über diesen Trace wissen sollte</translation>
    </message>
    <message>
        <source>Nothing failed, broke or was compiled again.</source>
        <translation>Nichts schlug fehl, wurde unterbrochen oder noch einmal kompiliert.</translation>
    </message>
    <message>
        <source>There is one log, or none says of which rank it is. Open the folder with the logs of all ranks to compare them.</source>
        <translation>Es gibt nur ein Log, oder keines sagt, von welchem Rank es ist. Öffnen Sie den Ordner mit den Logs aller Ranks, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>No kernel was chosen by the autotuner, or the log does not tell: PyTorch before 2.9 only prints it. Open the folder with what mode=&quot;max-autotune&quot; printed.</source>
        <translation>Der Autotuner wählte keinen Kernel, oder das Log sagt es nicht: PyTorch vor 2.9 gibt es nur aus. Öffnen Sie den Ordner mit dem, was mode=&quot;max-autotune&quot; ausgab.</translation>
    </message>
    <message>
        <source>The log has no compile yet.</source>
        <translation>Das Log hat noch keine Kompilierung.</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>Kompilierung</translation>
    </message>
    <message>
        <source>State of the compile</source>
        <translation>Stand der Kompilierung</translation>
    </message>
    <message>
        <source>What is known of one compile</source>
        <translation>Was über eine Kompilierung bekannt ist</translation>
    </message>
    <message>
        <source>The span that is selected</source>
        <translation>Der ausgewählte Abschnitt</translation>
    </message>
    <message>
        <source>Zoom in (+, or the wheel)</source>
        <translation>Vergrößern (+ oder das Rad)</translation>
    </message>
    <message>
        <source>Zoom out (−, or the wheel)</source>
        <translation>Verkleinern (− oder das Rad)</translation>
    </message>
    <message>
        <source>All of the time (0)</source>
        <translation>Die ganze Zeit (0)</translation>
    </message>
    <message>
        <source>The logs have no times.</source>
        <translation>Die Logs haben keine Zeiten.</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Reads on while the logs grow</source>
        <translation>Liest weiter, während die Logs wachsen</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Lesen anhalten</translation>
    </message>
    <message>
        <source>Export the times for trace viewers…</source>
        <translation>Zeiten für Trace-Betrachter exportieren…</translation>
    </message>
    <message>
        <source>Open another trace…</source>
        <translation>Anderen Trace öffnen…</translation>
    </message>
    <message>
        <source>It is not followed any more: %1</source>
        <translation>Ihm wird nicht mehr gefolgt: %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Liest…</translation>
    </message>
    <message>
        <source>Select a compile</source>
        <translation>Kompilierung auswählen</translation>
    </message>
    <message>
        <source>The log says nothing more of it.</source>
        <translation>Das Log sagt nichts weiter darüber.</translation>
    </message>
    <message>
        <source>It has no artifacts.</source>
        <translation>Sie hat keine Artefakte.</translation>
    </message>
    <message>
        <source>No size or number was made a symbol.</source>
        <translation>Keine Größe oder Zahl wurde zum Symbol.</translation>
    </message>
    <message>
        <source>The log has no metrics of it.</source>
        <translation>Das Log hat keine Messwerte dazu.</translation>
    </message>
    <message>
        <source>Select a compile on the left.</source>
        <translation>Wählen Sie links eine Kompilierung aus.</translation>
    </message>
    <message>
        <source>Click a span, or go from one to the next with the arrow keys. The wheel zooms, dragging moves; Enter shows the compile.</source>
        <translation>Einen Abschnitt anklicken oder mit den Pfeiltasten von einem zum nächsten gehen. Das Rad vergrößert, Ziehen verschiebt; Eingabe zeigt die Kompilierung.</translation>
    </message>
</context>
<context>
    <name>whittle::TraceTextPane</name>
    <message>
        <source>Text of the artifact</source>
        <translation>Text des Artefakts</translation>
    </message>
    <message>
        <source>What there is to say of the text</source>
        <translation>Was zum Text zu sagen ist</translation>
    </message>
    <message>
        <source>Find in this text</source>
        <translation>In diesem Text suchen</translation>
    </message>
    <message>
        <source>Shows it in the graph view (Enter in the list)</source>
        <translation>Zeigt es in der Graphansicht (Eingabe in der Liste)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Shows it beside the graph that is open, with what differs</source>
        <translation>Zeigt es neben dem geöffneten Graphen, mit den Unterschieden</translation>
    </message>
    <message>
        <source>Copy the whole text</source>
        <translation>Ganzen Text kopieren</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Vorige Stelle (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>%1: record in the log</source>
        <translation>%1: Eintrag im Log</translation>
    </message>
    <message>
        <source>Select an artifact to read it. Enter, or a double click, opens a graph in the graph view.</source>
        <translation>Wählen Sie ein Artefakt aus, um es zu lesen. Eingabe oder ein Doppelklick öffnet einen Graphen in der Graphansicht.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Liest…</translation>
    </message>
    <message>
        <source>It cannot be read.
%1</source>
        <translation>Es kann nicht gelesen werden.
%1</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>Open graph</source>
        <translation>Graph öffnen</translation>
    </message>
</context>
<context>
    <name>whittle::TraceTimelinePlot</name>
    <message>
        <source>Timeline of the compiles</source>
        <translation>Zeitleiste der Kompilierungen</translation>
    </message>
    <message>
        <source>The logs have no times.</source>
        <translation>Die Logs haben keine Zeiten.</translation>
    </message>
    <message numerus="yes">
        <source>%n spans</source>
        <translation>
            <numerusform>%n Abschnitt</numerusform>
            <numerusform>%n Abschnitte</numerusform>
        </translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>the log ends before it does</source>
        <translation>das Log endet vorher</translation>
    </message>
</context>
<context>
    <name>whittle::TraceWords</name>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>Compiled.</source>
        <translation>Kompiliert.</translation>
    </message>
    <message>
        <source>restarted</source>
        <translation>neu begonnen</translation>
    </message>
    <message>
        <source>Compiled after its analysis was begun again, at a graph break for one.</source>
        <translation>Kompiliert, nachdem die Analyse neu begonnen wurde, etwa an einem Graph Break.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Compiled to a graph without an operator.</source>
        <translation>Zu einem Graphen ohne Operator kompiliert.</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Failed: the function runs eagerly, or the program ended.</source>
        <translation>Fehlgeschlagen: die Funktion läuft im Eager-Modus, oder das Programm endete.</translation>
    </message>
    <message>
        <source>limit hit</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>The recompile limit was reached: nothing was compiled, and the function runs eagerly from then on.</source>
        <translation>Die Grenze für Neukompilierungen wurde erreicht: nichts wurde kompiliert, und die Funktion läuft von da an im Eager-Modus.</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>The log ends before the compile does, or lacks its metrics.</source>
        <translation>Das Log endet vor der Kompilierung, oder ihm fehlen ihre Messwerte.</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Graph breaks</source>
        <translation>Graph Breaks</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neuanfänge</translation>
    </message>
    <message>
        <source>Recompile limits reached</source>
        <translation>Erreichte Grenzen für Neukompilierungen</translation>
    </message>
    <message>
        <source>Recompiles</source>
        <translation>Neukompilierungen</translation>
    </message>
    <message>
        <source>Problems of an export</source>
        <translation>Probleme eines Exports</translation>
    </message>
    <message>
        <source>graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>guards</source>
        <translation>Guards</translation>
    </message>
    <message>
        <source>link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>%1:%2 in %3</source>
        <translation>%1:%2 in %3</translation>
    </message>
</context>
<context>
    <name>whittle::TryPage</name>
    <message>
        <source>&amp;Try</source>
        <translation>&amp;Ausprobieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Take the &amp;selected call</source>
        <translation>Den au&amp;sgewählten Aufruf nehmen</translation>
    </message>
    <message>
        <source>What every entry says of the call</source>
        <translation>Was jeder Eintrag zu dem Aufruf sagt</translation>
    </message>
    <message>
        <source>Call to try</source>
        <translation>Aufruf zum Ausprobieren</translation>
    </message>
    <message>
        <source>Makes the calls again, then holds this one against every entry without making it</source>
        <translation>Macht die Aufrufe noch einmal und vergleicht diesen dann mit jedem Eintrag, ohne ihn zu machen</translation>
    </message>
    <message>
        <source>State of the trial</source>
        <translation>Stand des Versuchs</translation>
    </message>
    <message>
        <source>Type arguments, then see which guards of which entries they fail.</source>
        <translation>Geben Sie Argumente ein und sehen Sie dann, an welchen Guards welcher Einträge sie scheitern.</translation>
    </message>
    <message>
        <source>Making the calls again…</source>
        <translation>Macht die Aufrufe noch einmal…</translation>
    </message>
    <message>
        <source>It could not be tried: %1</source>
        <translation>Es konnte nicht ausprobiert werden: %1</translation>
    </message>
</context>
<context>
    <name>whittle::UserUndo</name>
    <message>
        <source>fold or unfold</source>
        <translation>Ein- oder Ausklappen</translation>
    </message>
    <message>
        <source>change of the reduction</source>
        <translation>Änderung der Verkleinerung</translation>
    </message>
    <message>
        <source>forget files</source>
        <translation>Dateien vergessen</translation>
    </message>
    <message>
        <source>unfold %1</source>
        <translation>%1 ausklappen</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>%1 einklappen</translation>
    </message>
    <message numerus="yes">
        <source>unfold %Ln modules</source>
        <translation>
            <numerusform>%Ln Modul ausklappen</numerusform>
            <numerusform>%Ln Module ausklappen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fold %Ln modules</source>
        <translation>
            <numerusform>%Ln Modul einklappen</numerusform>
            <numerusform>%Ln Module einklappen</numerusform>
        </translation>
    </message>
    <message>
        <source>output folder</source>
        <translation>Ausgabeordner</translation>
    </message>
    <message>
        <source>oracle</source>
        <translation>Orakel</translation>
    </message>
    <message>
        <source>which failures count</source>
        <translation>welche Fehler zählen</translation>
    </message>
    <message>
        <source>candidates at once</source>
        <translation>Kandidaten zugleich</translation>
    </message>
    <message>
        <source>runs of each candidate</source>
        <translation>Läufe jedes Kandidaten</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>most candidates</source>
        <translation>höchstens so viele Kandidaten</translation>
    </message>
    <message>
        <source>change of the reduction: %1</source>
        <translation>Änderung der Verkleinerung: %1</translation>
    </message>
    <message>
        <source>bookmark %1</source>
        <translation>Lesezeichen für %1</translation>
    </message>
    <message>
        <source>remove the bookmark of %1</source>
        <translation>Lesezeichen von %1 entfernen</translation>
    </message>
    <message>
        <source>rename the bookmark of %1</source>
        <translation>Lesezeichen von %1 umbenennen</translation>
    </message>
    <message>
        <source>move a bookmark</source>
        <translation>Lesezeichen verschieben</translation>
    </message>
    <message>
        <source>change of the calls</source>
        <translation>Änderung der Aufrufe</translation>
    </message>
    <message>
        <source>change of what is said of sizes</source>
        <translation>Änderung der Angaben zu Größen</translation>
    </message>
    <message>
        <source>save the search %1</source>
        <translation>Suche %1 speichern</translation>
    </message>
    <message>
        <source>remove the search %1</source>
        <translation>Suche %1 entfernen</translation>
    </message>
    <message>
        <source>change of the saved searches</source>
        <translation>Änderung der gespeicherten Suchen</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 durch %2</translation>
    </message>
    <message>
        <source>let %1 be chosen</source>
        <translation>%1 wieder wählen lassen</translation>
    </message>
    <message>
        <source>let kernels be chosen</source>
        <translation>Kernel wieder wählen lassen</translation>
    </message>
    <message>
        <source>hold %1 against %2</source>
        <translation>%1 mit %2 vergleichen</translation>
    </message>
    <message>
        <source>look at %1</source>
        <translation>%1 ansehen</translation>
    </message>
    <message>
        <source>change of the scale of colours</source>
        <translation>Änderung der Farbskala</translation>
    </message>
    <message>
        <source>other colours</source>
        <translation>andere Farben</translation>
    </message>
    <message>
        <source>show the whole graph</source>
        <translation>den ganzen Graphen zeigen</translation>
    </message>
    <message>
        <source>show a part alone</source>
        <translation>einen Teil allein zeigen</translation>
    </message>
    <message>
        <source>change of the tolerances</source>
        <translation>Änderung der Toleranzen</translation>
    </message>
    <message>
        <source>change of keys</source>
        <translation>Änderung von Tasten</translation>
    </message>
    <message>
        <source>repeated blocks as one card</source>
        <translation>wiederholte Blöcke als eine Karte</translation>
    </message>
    <message>
        <source>repeated blocks one by one</source>
        <translation>wiederholte Blöcke einzeln</translation>
    </message>
</context>
<context>
    <name>whittle::WindowResults</name>
    <message>
        <source>The compilation</source>
        <translation>Die Kompilierung</translation>
    </message>
    <message>
        <source>The comparison of values</source>
        <translation>Der Vergleich der Werte</translation>
    </message>
    <message>
        <source>The baseline of values</source>
        <translation>Die Vergleichsgrundlage der Werte</translation>
    </message>
    <message>
        <source>The replay under stances</source>
        <translation>Die Wiederholung unter den Stances</translation>
    </message>
    <message>
        <source>What runs found cannot be read: %1.</source>
        <translation>Was Läufe ergaben, lässt sich nicht lesen: %1.</translation>
    </message>
    <message>
        <source>%1 of this session cannot be shown: %2.</source>
        <translation>%1 dieser Sitzung lässt sich nicht zeigen: %2.</translation>
    </message>
    <message>
        <source>%1 is not in this session: it was too large.</source>
        <translation>%1 fehlt in dieser Sitzung: zu groß.</translation>
    </message>
    <message>
        <source>%1 of this session is not shown: the graph has changed since.</source>
        <translation>%1 dieser Sitzung wird nicht gezeigt: Der Graph hat sich seither geändert.</translation>
    </message>
    <message>
        <source>%1 of this session is without the texts of its kernels: it was too large with them.</source>
        <translation>%1 dieser Sitzung kommt ohne die Texte der Kernel: Mit ihnen war sie zu groß.</translation>
    </message>
    <message>
        <source>%1 is too large for the session, and was left out.</source>
        <translation>%1 ist zu groß für die Sitzung und wurde weggelassen.</translation>
    </message>
    <message>
        <source>%1 is too large for the session with the texts of its kernels; these were left out.</source>
        <translation>%1 ist mit den Texten der Kernel zu groß für die Sitzung; diese wurden weggelassen.</translation>
    </message>
</context>
<context>
    <name>whittle::WindowSession</name>
    <message>
        <source>is not in base64</source>
        <translation>ist nicht in base64</translation>
    </message>
    <message>
        <source>is none that this Whittle has</source>
        <translation>ist keines, das dieses Whittle hat</translation>
    </message>
    <message>
        <source>The graph of this session is not there: %1</source>
        <translation>Der Graph dieser Sitzung ist nicht da: %1</translation>
    </message>
    <message>
        <source>&amp;Locate it…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>Wo ist %1?</translation>
    </message>
    <message>
        <source>%1 has changed since the session was saved. Folds and selection are kept where the names are still there.</source>
        <translation>%1 hat sich geändert, seit die Sitzung gespeichert wurde. Einklappungen und Auswahl bleiben, wo es die Namen noch gibt.</translation>
    </message>
    <message>
        <source>&amp;Locate another…</source>
        <translation>&amp;Anderen suchen…</translation>
    </message>
    <message>
        <source>Save session</source>
        <translation>Sitzung speichern</translation>
    </message>
    <message>
        <source>Whittle sessions (*.whittle)</source>
        <translation>Whittle-Sitzungen (*.whittle)</translation>
    </message>
    <message>
        <source>is a session and no graph</source>
        <translation>ist eine Sitzung und kein Graph</translation>
    </message>
    <message>
        <source>is not after the beginning</source>
        <translation>liegt nicht nach dem Anfang</translation>
    </message>
    <message>
        <source>is no seed</source>
        <translation>ist kein Startwert</translation>
    </message>
    <message>
        <source>has to be measured, linear or logarithmic</source>
        <translation>muss measured, linear oder logarithmic sein</translation>
    </message>
    <message>
        <source>says nothing</source>
        <translation>sagt nichts</translation>
    </message>
    <message>
        <source>names one that this Whittle has not</source>
        <translation>nennt eine, die dieses Whittle nicht hat</translation>
    </message>
    <message>
        <source>The calls of this session are none of this graph: %1</source>
        <translation>Die Aufrufe dieser Sitzung gehören nicht zu diesem Graphen: %1</translation>
    </message>
    <message>
        <source>names no node, input, output or module</source>
        <translation>nennt keinen Knoten, keine Eingabe, keine Ausgabe und kein Modul</translation>
    </message>
    <message>
        <source>has more than %1 entries</source>
        <translation>hat mehr als %1 Einträge</translation>
    </message>
    <message>
        <source>names no stage</source>
        <translation>nennt keine Stufe</translation>
    </message>
</context>
</TS>
