#include "views/models/item_text.h"

#include <QCoreApplication>

#include "engine/ir/text.h"
#include "engine/ops/op_def.h"
#include "views/models/text.h"

namespace whittle {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("whittle", text); }

QString nodeLine(const Graph& graph, const SceneBox& box) {
    const Node& node = graph.node(box.node);
    QStringList results, types;
    for (const ValueId output : node.outputs) {
        results << u'%' + toQString(graph.value(output).name);
        types << toQString(typeText(graph.type(output)));
    }
    QString line = toQString(printNode(graph, node, findSchema));
    if (!results.isEmpty()) line = QStringLiteral("%1 = %2 : %3").arg(results.join(QStringLiteral(", ")), line, types.join(QStringLiteral(", ")));
    if (!box.source.isEmpty()) line += QStringLiteral("  @ %1").arg(box.source);
    if (!box.modulePath.isEmpty()) line += QStringLiteral(" in %1").arg(box.modulePath);
    return line;
}

QString boxLine(const GraphContent& content, int item) {
    const SceneBox& box = content.items()[static_cast<std::size_t>(item)];
    switch (box.kind) {
        case SceneBox::Kind::Input: return QStringLiteral("input %%1 : %2").arg(box.name, box.type);
        case SceneBox::Kind::Output: return box.name.isEmpty() ? QStringLiteral("return") : QStringLiteral("return %%1 : %2").arg(box.name, box.type);
        case SceneBox::Kind::Node: return nodeLine(*content.graph(), box);
        case SceneBox::Kind::Group: break;
    }
    return {};
}

// Names may hold the marks themselves; a longer run of them is then the border.
QString code(const QString& text) {
    const QString mark = text.contains(u'`') ? QStringLiteral("``") : QStringLiteral("`");
    return mark + text + mark;
}

}  // namespace

QString itemText(const GraphContent& content, int item) {
    QStringList lines;
    for (int box = content.firstBox(item); box <= content.lastBox(item); ++box)
        if (content.isInside(box, item)) lines << boxLine(content, box);
    return lines.join(u'\n');
}

QString itemMarkdown(const GraphContent& content, int item, const OverlayShades* shades) {
    const SceneBox& box = content.items()[static_cast<std::size_t>(item)];
    QStringList lines{QStringLiteral("**%1** %2").arg(code(box.name.isEmpty() ? box.title : box.name), box.kind == SceneBox::Kind::Group ? box.type : code(box.op)), {}};
    const auto fact = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) lines << QStringLiteral("- %1: %2").arg(name, value);
    };
    const auto codeFact = [&](const QString& name, const QString& value) { fact(name, value.isEmpty() ? value : code(value)); };
    if (box.kind != SceneBox::Kind::Group) {
        codeFact(tr("Type"), box.type);
        codeFact(tr("Module"), box.modulePath);
        codeFact(tr("Source"), box.source);
    }
    if (shades) fact(shades->overlay().title, shades->text(item));
    if (lines.size() > 2) lines << QString();
    lines << QStringLiteral("```") << itemText(content, item) << QStringLiteral("```");
    return lines.join(u'\n');
}

}  // namespace whittle
