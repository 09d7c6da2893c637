#include "views/icons.h"

#include <array>

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace whittle {
namespace {

// On a grid of 24: M and L as in SVG, Z closes, O is a circle (middle and radius).
constexpr std::array<const char*, static_cast<std::size_t>(Icon::Count)> kStrokes{
    "M 3 18 L 3 6 L 9 6 L 11 8 L 18 8 L 18 11 M 3 18 L 6 11 L 21 11 L 18 18 Z",                   // Open
    "M 4 9 L 4 4 L 9 4 M 15 4 L 20 4 L 20 9 M 20 15 L 20 20 L 15 20 M 9 20 L 4 20 L 4 15",         // Fit
    "O 10 10 6 M 14.5 14.5 L 20 20 M 10 7.5 L 10 12.5 M 7.5 10 L 12.5 10",                         // ZoomIn
    "O 10 10 6 M 14.5 14.5 L 20 20 M 7.5 10 L 12.5 10",                                            // ZoomOut
    "M 6 15 L 12 9 L 18 15",                                                                       // Previous
    "M 6 9 L 12 15 L 18 9",                                                                        // Next
    "M 12 15 L 12 4 M 8 8 L 12 4 L 16 8 M 5 14 L 5 20 L 19 20 L 19 14",                            // Export
    "M 8 5 L 19 12 L 8 19 Z",                                                                      // Start
    "M 9 6 L 9 18 M 15 6 L 15 18",                                                                 // Pause
    "M 6 6 L 18 6 L 18 18 L 6 18 Z",                                                               // Stop
    "M 9 9 L 19 9 L 19 20 L 9 20 Z M 15 9 L 15 4 L 5 4 L 5 15 L 9 15",                             // Copy
    "M 3 18 L 3 6 L 9 6 L 11 8 L 21 8 L 21 18 Z",                                                  // Folder
    "O 10.5 10.5 6 M 15 15 L 20 20",                                                               // Search
    "M 12 4 L 21 20 L 3 20 Z M 12 10 L 12 14.5 M 12 17 L 12 17.2",                                 // Warning
    "O 12 5 2.5 O 6 18 2.5 O 18 18 2.5 M 11 7.5 L 7 15.5 M 13 7.5 L 17 15.5",                      // Graph
    "M 6 6 L 18 18 M 18 6 L 6 18",                                                                 // Close
    "M 12 5 L 12 19 M 5 12 L 19 12",                                                               // Add
    "M 5 12 L 19 12",                                                                              // Remove
};

QPainterPath parseStrokes(const char* text) {
    QPainterPath path;
    const QStringList words = QString::fromLatin1(text).split(u' ');
    const auto number = [&](qsizetype i) { return words[i].toDouble(); };
    for (qsizetype i = 0; i < words.size();) {
        const QChar command = words[i++][0];
        if (command == u'Z') {
            path.closeSubpath();
            continue;
        }
        const QPointF point(number(i), number(i + 1));
        i += 2;
        if (command == u'M') path.moveTo(point);
        if (command == u'L') path.lineTo(point);
        if (command == u'O') {
            const double radius = number(i++);
            path.addEllipse(point, radius, radius);
        }
    }
    return path;
}

class StrokeEngine final : public QIconEngine {
public:
    explicit StrokeEngine(Icon which) : m_which(which) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette::ColorGroup group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const QPalette::ColorRole role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        painter->scale(rect.width() / 24.0, rect.height() / 24.0);
        painter->setPen(QPen(QApplication::palette().color(group, role), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(parseStrokes(kStrokes[static_cast<std::size_t>(m_which)]));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new StrokeEngine(*this); }

private:
    Icon m_which;
};

}  // namespace

QIcon icon(Icon which) { return QIcon(new StrokeEngine(which)); }

// The same drawing as resources/icons/whittle.svg: a graph of which one branch is left.
QIcon applicationIcon() {
    QIcon out;
    for (const int size : {16, 32, 64, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(size / 64.0, size / 64.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor("#17324d"));
        painter.drawRoundedRect(QRectF(2, 2, 60, 60), 13, 13);
        painter.setPen(QPen(QColor("#5d7f9e"), 4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(32, 18), QPointF(18, 46));
        painter.setPen(QPen(QColor("#ffb454"), 5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(32, 18), QPointF(46, 46));
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor("#5d7f9e"));
        painter.drawEllipse(QPointF(18, 46), 6, 6);
        painter.setBrush(QColor("#ffb454"));
        painter.drawEllipse(QPointF(32, 18), 8, 8);
        painter.drawEllipse(QPointF(46, 46), 8, 8);
        painter.end();
        out.addPixmap(pixmap);
    }
    return out;
}

}  // namespace whittle
