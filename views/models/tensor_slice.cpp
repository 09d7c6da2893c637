#include "views/models/tensor_slice.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QStringList>

#include "views/models/format.h"

namespace whittle {
namespace {

// The two runs of a difference; those that show one have it twice.
std::pair<ShownRun, ShownRun> partsOf(ShownRun run) {
    switch (run) {
        case ShownRun::CompiledToEager: return {ShownRun::Compiled, ShownRun::Eager};
        case ShownRun::CompiledToFloat64: return {ShownRun::Compiled, ShownRun::Float64};
        case ShownRun::EagerToFloat64: return {ShownRun::Eager, ShownRun::Float64};
        default: return {run, run};
    }
}

double elementOf(const Tensor& tensor, Index flat) {
    return visitReal(tensor.dtype(), [&]<class T>(T) {
        if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) return static_cast<double>(static_cast<float>(tensor.data<T>()[flat]));
        else return static_cast<double>(tensor.data<T>()[flat]);
    });
}

bool isDifference(ShownRun run) { return run > ShownRun::Float64; }

// A table of more rows than this is no table any more, and Qt counts pixels in an int.
constexpr Index kMostCells = 10'000'000;

}  // namespace

QString TensorSlice::runTitle(ShownRun run) {
    switch (run) {
        case ShownRun::Compiled: return tr("Compiled");
        case ShownRun::Eager: return tr("Eager");
        case ShownRun::Float64: return tr("Float64");
        case ShownRun::CompiledToEager: return tr("Compiled − eager");
        case ShownRun::CompiledToFloat64: return tr("Compiled − float64");
        case ShownRun::EagerToFloat64: return tr("Eager − float64");
    }
    return {};
}

void TensorSlice::change(const std::function<void()>& how) {
    beginResetModel();
    how();
    findCells();
    endResetModel();
    emit sliceChanged();
}

void TensorSlice::setTensors(ShownTensorsRef shown) {
    change([&] {
        // Who goes through values of one form, or through the parts of one, goes on looking at the same place.
        const bool isSame = shown && shown->sizes == m_sizes && shown->holds(m_position);
        m_shown = std::move(shown);
        if (isSame || !m_shown) return;
        m_sizes = m_shown->sizes;
        m_columnAxis = rank() - 1;
        m_rowAxis = rank() - 2;
        if (rank() == 1) {  // one number a row: a vector is read downwards
            m_rowAxis = 0;
            m_columnAxis = -1;
        }
        m_position.assign(static_cast<std::size_t>(rank()), 0);
        for (int axis = 0; axis < rank(); ++axis) m_position[static_cast<std::size_t>(axis)] = m_shown->part[static_cast<std::size_t>(axis)].first;
    });
}

void TensorSlice::setRun(ShownRun run) {
    if (run == m_run) return;
    m_run = run;
    if (rowCount() > 0 && columnCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit sliceChanged();
}

void TensorSlice::setRowAxis(int axis) {
    if (axis == m_rowAxis || axis >= rank() || axis < 0) return;
    change([&] {
        if (axis == m_columnAxis) m_columnAxis = m_rowAxis;
        m_rowAxis = axis;
    });
}

void TensorSlice::setColumnAxis(int axis) {
    if (axis == m_columnAxis || axis >= rank() || axis < 0) return;
    change([&] {
        if (axis == m_rowAxis) m_rowAxis = m_columnAxis;
        m_columnAxis = axis;
    });
}

void TensorSlice::setPosition(int axis, Index position) {
    if (axis < 0 || axis >= rank() || m_position[static_cast<std::size_t>(axis)] == position || position < 0 || position >= m_shown->sizes[static_cast<std::size_t>(axis)]) return;
    std::vector<Index> wanted = m_position;
    wanted[static_cast<std::size_t>(axis)] = position;
    if (!m_shown->holds(wanted)) {
        m_position = wanted;
        emit partWanted(wanted);
        return;
    }
    change([&] { m_position = wanted; });
}

QModelIndex TensorSlice::reveal(Index flat) {
    if (!m_shown || flat < 0 || flat >= elementCount(m_shown->sizes)) return {};
    std::vector<Index> place(static_cast<std::size_t>(rank()));
    for (int axis = rank() - 1; axis >= 0; --axis) {
        const Index size = m_shown->sizes[static_cast<std::size_t>(axis)];
        place[static_cast<std::size_t>(axis)] = flat % size;
        flat /= size;
    }
    if (!m_shown->holds(place)) {
        m_position = place;
        emit partWanted(place);
        return {};
    }
    change([&] { m_position = place; });
    const auto cell = [&](int axis) {
        return axis < 0 ? 0 : static_cast<int>(place[static_cast<std::size_t>(axis)] - m_shown->part[static_cast<std::size_t>(axis)].first);
    };
    return index(cell(m_rowAxis), cell(m_columnAxis));
}

int TensorSlice::countOf(int axis) const {
    if (!m_shown || elementCount(m_shown->sizes) == 0) return 0;
    return axis < 0 ? 1 : static_cast<int>(std::min(m_shown->part[static_cast<std::size_t>(axis)].count, kMostCells));
}

int TensorSlice::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : countOf(m_rowAxis); }
int TensorSlice::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : countOf(m_columnAxis); }

std::vector<Index> TensorSlice::placeOf(int row, int column) const {
    std::vector<Index> out = m_position;
    const auto set = [&](int axis, int at) {
        if (axis >= 0) out[static_cast<std::size_t>(axis)] = m_shown->part[static_cast<std::size_t>(axis)].first + at;
    };
    set(m_rowAxis, row);
    set(m_columnAxis, column);
    return out;
}

const Tensor& TensorSlice::tensorOf(ShownRun run) const {
    const ThreeTensors& tensors = m_shown->tensors;
    return run == ShownRun::Compiled ? tensors.compiled : run == ShownRun::Eager ? tensors.eager : tensors.exact;
}

// Where the cells are in the tensors, which are dense: a picture asks for a hundred thousand of them.
void TensorSlice::findCells() {
    m_cells = {};
    if (!m_shown) return;
    Sizes sizes;
    for (const AxisRange& range : m_shown->part) sizes.push_back(range.count);
    const Sizes strides = contiguousStrides(sizes);
    for (int axis = 0; axis < rank(); ++axis) {
        const auto at = static_cast<std::size_t>(axis);
        if (axis == m_rowAxis) m_cells.down = strides[at];
        else if (axis == m_columnAxis) m_cells.across = strides[at];
        else m_cells.first += (m_position[at] - m_shown->part[at].first) * strides[at];
    }
}

double TensorSlice::number(int row, int column, ShownRun run) const {
    const Index flat = m_cells.first + row * m_cells.down + column * m_cells.across;
    const auto [first, second] = partsOf(run);
    const Tensor &a = tensorOf(first), &b = tensorOf(second);
    if (!isComplex(a.dtype()) && !isComplex(b.dtype())) return isDifference(run) ? elementOf(a, flat) - elementOf(b, flat) : elementOf(a, flat);
    return isDifference(run) ? std::abs(a.flatComplex(flat) - b.flatComplex(flat)) : std::abs(a.flatComplex(flat));
}

QString TensorSlice::numberText(int row, int column, ShownRun run) const {
    const Tensor& tensor = tensorOf(partsOf(run).first);
    if (isComplex(tensor.dtype()) && !isDifference(run)) {
        const std::complex<double> value = tensor.flatComplex(m_cells.first + row * m_cells.down + column * m_cells.across);
        return QStringLiteral("%1 %2 %3i").arg(formatNumber(value.real()), value.imag() < 0 ? QStringLiteral("−") : QStringLiteral("+"), formatNumber(std::fabs(value.imag())));
    }
    return formatNumber(number(row, column, run));
}

QString TensorSlice::placeText(int row, int column) const {
    QStringList parts;
    for (const Index at : placeOf(row, column)) parts << QString::number(at);
    return QStringLiteral("[%1]").arg(parts.join(QStringLiteral(", ")));
}

QString TensorSlice::tipText(int row, int column) const {
    QStringList lines{placeText(row, column)};
    for (const ShownRun run : {ShownRun::Compiled, ShownRun::Eager, ShownRun::Float64, ShownRun::CompiledToEager, ShownRun::CompiledToFloat64})
        lines << QStringLiteral("%1: %2").arg(runTitle(run), numberText(row, column, run));
    return lines.join(u'\n');
}

QVariant TensorSlice::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    switch (role) {
        case Qt::DisplayRole: return numberText(index.row(), index.column(), m_run);
        case Qt::EditRole: return isComplex(tensorOf(m_run).dtype()) && !isDifference(m_run) ? QVariant() : QVariant(number(index.row(), index.column(), m_run));
        case Qt::ToolTipRole: return tipText(index.row(), index.column());
        case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        default: return {};
    }
}

QVariant TensorSlice::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || !m_shown) return {};
    const int axis = orientation == Qt::Horizontal ? m_columnAxis : m_rowAxis;
    return axis < 0 ? 0 : QVariant(static_cast<qlonglong>(m_shown->part[static_cast<std::size_t>(axis)].first + section));
}

QString TensorSlice::copyText(const QModelIndexList& cells) const {
    std::map<int, std::map<int, QString>> rows;
    for (const QModelIndex& cell : cells) {
        const double value = number(cell.row(), cell.column(), m_run);
        const bool isNumber = !isComplex(tensorOf(m_run).dtype()) || isDifference(m_run);
        rows[cell.row()][cell.column()] = isNumber ? QString::number(value, 'g', 17) : numberText(cell.row(), cell.column(), m_run);
    }
    QStringList lines;
    for (const auto& [row, columns] : rows) {
        QStringList line;
        for (const auto& [column, text] : columns) line << text;
        lines << line.join(u'\t');
    }
    return lines.join(u'\n');
}

std::pair<double, double> TensorSlice::range() const {
    const int rows = rowCount(), columns = columnCount();
    const int down = std::max(1, (rows + kSampled - 1) / kSampled), across = std::max(1, (columns + kSampled - 1) / kSampled);
    std::optional<std::pair<double, double>> out;
    for (int row = 0; row < rows; row += down)
        for (int column = 0; column < columns; column += across) {
            const double x = number(row, column, m_run);
            if (!std::isfinite(x)) continue;
            if (!out) out = {x, x};
            out = {std::min(out->first, x), std::max(out->second, x)};
        }
    return out.value_or(std::pair(0.0, 0.0));
}

}  // namespace whittle
