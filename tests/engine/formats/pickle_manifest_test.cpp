// Every file of the manifest is answered as the manifest says: good ones with each tensor as PyTorch describes it,
// hostile ones with an error that names the reason.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "engine/base/files.h"
#include "engine/formats/safetensors.h"
#include "engine/formats/torch_file.h"
#include "engine/formats/zip_write.h"
#include "tests/support/test.h"

using namespace whittle;
using namespace whittle::test;

namespace {

// The one file too large to keep: 100 000 nested lists.
std::string deepFile() {
    ZipWriter zip;
    zip.add("a/data.pkl", std::string("\x80\x02", 2) + std::string(100'000, ']') + std::string(99'999, 'a') + ".");
    zip.add("a/byteorder", std::string("little"));
    zip.add("a/version", std::string("3\n"));
    std::string out;
    const ByteRope bytes = std::move(zip).finish();
    for (const std::string_view part : bytes.parts()) out += part;
    return out;
}

void collect(const TorchFile& file, std::uint32_t index, const std::string& path, std::map<std::string, const TorchTensor*>& out) {
    const PickleItem& item = file.pickle.item(index);
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + "/" + name; };
    if (item.kind == PickleItem::Kind::Tensor) out[path.empty() ? "value" : path] = &file.tensors[static_cast<std::size_t>(item.integer)];
    if (item.kind == PickleItem::Kind::Tuple || item.kind == PickleItem::Kind::List)
        for (std::size_t i = 0; i < item.children.size(); ++i) collect(file, item.children[i], below(std::to_string(i)), out);
    if (item.kind == PickleItem::Kind::Dict)
        for (std::size_t i = 0; i + 1 < item.children.size(); i += 2) {
            const PickleItem& key = file.pickle.item(item.children[i]);
            collect(file, item.children[i + 1], below(key.kind == PickleItem::Kind::Text ? key.text : std::to_string(key.integer)), out);
        }
}

QString sizes(const QJsonValue& json) {
    QStringList out;
    for (const QJsonValue& value : json.toArray()) out << QString::number(value.toInteger());
    return out.join(',');
}
QString sizes(const Sizes& values) { return toQ(fmt::format("{}", fmt::join(values, ","))); }

}  // namespace

class PickleManifestTest : public QObject {
    Q_OBJECT
private slots:
    void answered_as_it_says_data() {
        QTest::addColumn<QJsonObject>("entry");
        QFile manifest(toQ(golden("formats/pickle/manifest.json").string()));
        QVERIFY(manifest.open(QFile::ReadOnly));
        const QJsonArray files = QJsonDocument::fromJson(manifest.readAll())["files"].toArray();
        QCOMPARE(files.size(), 67);
        for (const QJsonValue& entry : files) QTest::newRow(qPrintable(entry["file"].toString())) << entry.toObject();
    }
    void answered_as_it_says() {
        QFETCH(QJsonObject, entry);
        const std::string name = entry["file"].toString().toStdString();
        std::string bytes;
        if (name == "h_deep.pt") {
            bytes = deepFile();
        } else {
            const auto read = readFile(golden("formats/pickle/" + name));
            VERIFY_OK(read);
            bytes = *read;
        }
        const auto owner = std::make_shared<const std::string>(std::move(bytes));
        const auto view = std::as_bytes(std::span(*owner));
        const QString expect = entry["expect"].toString();
        if (name.ends_with(".safetensors")) {
            const auto tensors = parseSafetensors(view, owner);
            if (expect == "ok") VERIFY_OK(tensors);
            else QVERIFY2(!tensors && !tensors.error().message.empty(), "a hostile file was read");
            return;
        }
        const auto file = readTorchFile(view, owner);
        if (expect == "either") return;  // to come back at all is what is asked
        if (expect != "ok") {
            QVERIFY2(!file && !file.error().message.empty(), "a hostile file was read");
            return;
        }
        VERIFY_OK(file);
        std::map<std::string, const TorchTensor*> got;
        collect(*file, file->pickle.root, "", got);
        const QJsonObject want = entry["tensors"].toObject();
        QCOMPARE(got.size(), static_cast<std::size_t>(want.size()));
        for (auto it = want.begin(); it != want.end(); ++it) {
            const auto found = got.find(it.key().toStdString());
            QVERIFY2(found != got.end(), qPrintable(it.key()));
            const PickledTensor& tensor = found->second->saved;
            const QJsonValue described = it.value();
            QCOMPARE("torch." + toQ(std::string(tensor.dtype->name)), described["dtype"].toString());
            QCOMPARE(sizes(tensor.sizes), sizes(described["shape"]));
            QCOMPARE(sizes(tensor.strides), sizes(described["stride"]));
            QCOMPARE(tensor.offset, Index{described["offset"].toInteger()});
            QCOMPARE(tensor.requiresGrad, described["requires_grad"].toBool());
            QCOMPARE(tensor.parameter, described["parameter"].toBool());
            QCOMPARE(tensor.conjugate, described["conj"].toBool());
            QCOMPARE(tensor.negative, described["neg"].toBool());
        }
    }
};

WHITTLE_TEST(PickleManifestTest)
#include "pickle_manifest_test.moc"
