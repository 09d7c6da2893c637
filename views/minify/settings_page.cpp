#include "views/minify/settings_page.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QToolButton>

#include "views/icons.h"

namespace whittle {
namespace {

constexpr int kNarrow = 780;  // three groups do not fit beside each other
constexpr int kMostGroupWidth = 460;

const QString kExact = QStringLiteral("exact"), kKind = QStringLiteral("kind");
enum SignatureRow { Exact, Kind, Pattern };

// Ampersands in names of the table are letters, not keys.
QString rowLabel(const QString& title) { return QString(title).replace(u'&', QLatin1String("&&")); }

}  // namespace

MinifySettingsPage::MinifySettingsPage(MinifyForm& form, MinifyController& minify, QWidget* parent)
    : QScrollArea(parent), m_form(form), m_minify(minify) {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(10);
    m_groups = new QBoxLayout(QBoxLayout::LeftToRight);
    m_groups->setObjectName(QStringLiteral("groups"));
    m_groups->setSpacing(28);
    makeOracle();
    makeFailures();
    makeJob();
    makePreview();
    m_groups->addStretch(1);
    column->addLayout(m_groups);
    column->addStretch(1);
    column->addWidget(m_preview);
    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    // As the dock, not as a list.
    viewport()->setBackgroundRole(QPalette::Window);
    page->setBackgroundRole(QPalette::Window);
    connect(&form, &MinifyForm::settingsChanged, this, &MinifySettingsPage::readForm);
    connect(&form, &MinifyForm::checked, this, &MinifySettingsPage::showChecked);
    connect(&minify, &MinifyController::stateChanged, this, &MinifySettingsPage::showState);
    readForm();
    showState();
}

QFormLayout* MinifySettingsPage::addGroup(const QString& title) {
    auto* group = new QWidget;
    group->setMaximumWidth(kMostGroupWidth);
    auto* column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* heading = new QLabel(title);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    column->addWidget(heading);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(6);
    form->setHorizontalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    column->addLayout(form);
    column->addStretch(1);
    m_groups->addWidget(group, 8);
    return form;
}

void MinifySettingsPage::makeOracle() {
    m_oracleForm = addGroup(tr("Who says that it fails"));
    m_oracleBox = new QComboBox;
    for (const OracleInfo& oracle : m_form.oracles()) m_oracleBox->addItem(oracle.title, oracle.name);
    m_oracleBox->setToolTip(tr("The oracle: it is asked about every candidate"));
    m_oracle = new FieldBox(m_oracleBox, tr("Oracle"));
    m_oracleBox->view()->setAccessibleName(tr("Oracle"));
    m_oracleForm->addRow(tr("&Oracle"), m_oracle);
    connect(m_oracleBox, &QComboBox::activated, this,
            [this] { change([this](MinifySettings& settings) { settings.oracle = m_oracleBox->currentData().toString(); }); });
}

void MinifySettingsPage::makeFailures() {
    QFormLayout* form = addGroup(tr("Which failures count"));
    m_signatureBox = new QComboBox;
    m_signatureBox->addItem(tr("the same kind and signature"));
    m_signatureBox->addItem(tr("the same kind"));
    m_signatureBox->addItem(tr("what matches a pattern"));
    m_signatureBox->setToolTip(tr("How alike a candidate's failure must be to the original's; all others are kept aside and listed"));
    m_signatureBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_signatureBox->view()->setAccessibleName(tr("Failures that count"));
    m_pattern = new QLineEdit;
    m_pattern->setPlaceholderText(tr("regular expression, as: wrong value|SIGSEGV"));
    m_pattern->setToolTip(tr("An ECMAScript regular expression, searched in \"kind: signature\" and in the message"));
    m_pattern->setAccessibleName(tr("Pattern of the failures that count"));
    auto* both = new QWidget;
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_signatureBox);
    column->addWidget(m_pattern);
    both->setFocusProxy(m_signatureBox);
    m_signatureBox->setAccessibleName(tr("Failures that count"));
    m_signature = new FieldBox(both, {});
    form->addRow(tr("&Fails with"), m_signature);

    m_repeat = new QSpinBox;
    m_repeat->setRange(0, 10000);
    m_repeat->setSpecialValueText(tr("as often as it takes"));
    m_repeat->setSuffix(tr(" times"));
    m_repeat->setToolTip(tr("How many runs without the failure make a candidate one that does not fail. Left alone it is one, or as many as the "
                            "original's failure rate asks for"));
    m_repeat->setKeyboardTracking(false);
    form->addRow(tr("&Repeat"), new FieldBox(m_repeat, tr("Repeat")));

    connect(m_signatureBox, &QComboBox::activated, this, [this](int row) {
        change([&](MinifySettings& settings) { settings.signature = row == Exact ? kExact : row == Kind ? kKind : m_pattern->text(); });
        m_pattern->setVisible(row == Pattern);
        if (row == Pattern) m_pattern->setFocus();
    });
    connect(m_pattern, &QLineEdit::textEdited, this, [this](const QString& text) { change([&](MinifySettings& settings) { settings.signature = text; }); });
    connect(m_repeat, &QSpinBox::valueChanged, this, [this](int value) { change([&](MinifySettings& settings) { settings.repeat = value; }); });
}

void MinifySettingsPage::makeJob() {
    QFormLayout* form = addGroup(tr("The job"));
    m_folderLine = new QLineEdit;
    m_folderLine->setToolTip(tr("Holds the journal, the best graph so far and, at the end, the reproducer"));
    auto* choose = new QToolButton;
    choose->setIcon(icon(Icon::Folder));
    choose->setAccessibleName(tr("Choose the output folder"));
    choose->setToolTip(tr("Choose the output folder; one with a journal of this graph is resumed"));
    m_folder = new FieldBox(m_folderLine, tr("Output folder"), choose);
    form->addRow(tr("Output fo&lder"), m_folder);

    m_jobs = new QSpinBox;
    m_jobs->setRange(1, 256);
    m_jobs->setToolTip(tr("Candidates tried at once; the result is the same for any number"));
    form->addRow(tr("&Jobs"), new FieldBox(m_jobs, tr("Jobs")));

    m_budget = new QDoubleSpinBox;
    m_budget->setRange(0, 1e9);
    m_budget->setDecimals(0);
    m_budget->setSingleStep(60);
    m_budget->setSpecialValueText(tr("no time limit"));
    m_budget->setSuffix(tr(" s"));
    m_budget->setToolTip(tr("Seconds for the whole job, which then ends with the best graph so far"));
    m_budget->setKeyboardTracking(false);
    m_budget->setAccessibleName(tr("Stop after seconds"));
    m_candidates = new QSpinBox;
    m_candidates->setRange(0, 1000000000);
    m_candidates->setSpecialValueText(tr("any number of candidates"));
    m_candidates->setSuffix(tr(" candidates"));
    m_candidates->setToolTip(tr("Candidates to try, after which the job ends with the best graph so far"));
    m_candidates->setKeyboardTracking(false);
    m_candidates->setAccessibleName(tr("Stop after candidates"));
    auto* limits = new QHBoxLayout;
    limits->setSpacing(6);
    limits->addWidget(m_budget, 2);
    limits->addWidget(m_candidates, 3);
    form->addRow(tr("Stop &after"), limits);
    static_cast<QLabel*>(form->labelForField(limits))->setBuddy(m_budget);

    m_start = new QPushButton(icon(Icon::Start), tr("&Start"));
    m_start->setToolTip(tr("Cut the graph down to the smallest one that still fails"));
    m_fresh = new QPushButton(tr("&New folder"));
    m_fresh->setToolTip(tr("Begin anew in a folder of its own, and leave what is in this one"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_fresh);
    buttons->addStretch(1);
    form->addRow(QString(), buttons);
    m_status = new QLabel;
    m_status->setWordWrap(true);
    m_status->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(QString(), m_status);

    connect(choose, &QToolButton::clicked, this, &MinifySettingsPage::chooseFolder);
    connect(m_folderLine, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&](MinifySettings& settings) { settings.outputFolder = text.trimmed(); }); });
    connect(m_jobs, &QSpinBox::valueChanged, this, [this](int value) { change([&](MinifySettings& settings) { settings.jobs = value; }); });
    connect(m_budget, &QDoubleSpinBox::valueChanged, this, [this](double value) { change([&](MinifySettings& settings) { settings.budget = value; }); });
    connect(m_candidates, &QSpinBox::valueChanged, this, [this](int value) { change([&](MinifySettings& settings) { settings.maxCandidates = value; }); });
    connect(m_start, &QPushButton::clicked, this, &MinifySettingsPage::startWanted);
    connect(m_fresh, &QPushButton::clicked, &m_form, &MinifyForm::takeFreshFolder);
}

// For who wants to go on in a terminal, or on a machine without a screen.
void MinifySettingsPage::makePreview() {
    m_command = new QLineEdit;
    m_command->setReadOnly(true);
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setAccessibleName(tr("Command line that does the same"));
    m_command->setToolTip(tr("The command line that does the same"));
    m_copyCommand = new QToolButton;
    m_copyCommand->setIcon(icon(Icon::Copy));
    m_copyCommand->setAccessibleName(tr("Copy the command line"));
    m_copyCommand->setToolTip(tr("Copy the command line"));
    auto* label = new QLabel(tr("As a &command"));
    label->setBuddy(m_command);
    m_preview = new QWidget;
    auto* row = new QHBoxLayout(m_preview);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(m_command, 1);
    row->addWidget(m_copyCommand);
    connect(m_copyCommand, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_command->text()); });
    connect(&m_form, &MinifyForm::settingsChanged, this, &MinifySettingsPage::showCommand);
    connect(&m_form, &MinifyForm::checked, this, &MinifySettingsPage::showCommand);
    showCommand();
}

void MinifySettingsPage::showCommand() {
    const QString command = m_form.hasGraph() ? m_form.commandLine() : QString();
    if (command != m_command->text()) {
        m_command->setText(command);
        m_command->setCursorPosition(0);
    }
    m_command->setPlaceholderText(m_form.hasGraph() ? tr("There is none while something is wrong above.") : tr("Open a graph to see the command."));
    m_copyCommand->setEnabled(!command.isEmpty());
}

void MinifySettingsPage::change(const std::function<void(MinifySettings&)>& edit) {
    MinifySettings settings = m_form.settings();
    settings.resume = false;  // the form says so itself
    edit(settings);
    m_form.setSettings(settings);
}

void MinifySettingsPage::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Output folder"), m_folderLine->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& path) { change([&](MinifySettings& settings) { settings.outputFolder = path; }); });
    dialog->open();
}

void MinifySettingsPage::readForm() {
    const MinifySettings settings = m_form.settings();
    const QSignalBlocker quiet[] = {QSignalBlocker(m_repeat), QSignalBlocker(m_jobs), QSignalBlocker(m_budget), QSignalBlocker(m_candidates)};
    m_oracleBox->setCurrentIndex(m_oracleBox->findData(settings.oracle));
    const bool isPattern = settings.signature != kExact && settings.signature != kKind;
    m_signatureBox->setCurrentIndex(settings.signature == kExact ? Exact : settings.signature == kKind ? Kind : Pattern);
    m_pattern->setVisible(isPattern);
    if (isPattern && m_pattern->text() != settings.signature) m_pattern->setText(settings.signature);
    m_repeat->setValue(settings.repeat);
    m_jobs->setValue(settings.jobs);
    m_budget->setValue(settings.budget);
    m_candidates->setValue(settings.maxCandidates);
    if (m_folderLine->text().trimmed() != settings.outputFolder) m_folderLine->setText(settings.outputFolder);
    showOracle();
}

// Each oracle asks for other things: its rows replace those of the one before.
void MinifySettingsPage::showOracle() {
    const OracleInfo& oracle = m_form.oracle();
    if (oracle.name == m_shownOracle) return;
    m_shownOracle = oracle.name;
    for (QWidget* field : std::as_const(m_oracleFields)) m_oracleForm->removeRow(field);
    m_oracleFields.clear();
    for (const SettingInfo& setting : oracle.settings) {
        FieldBox* field = makeSettingField(m_form, oracle, setting);
        m_oracleForm->addRow(rowLabel(setting.title), field);
        m_oracleFields << field;
    }
    QWidget* before = m_oracleBox;  // rows were added last, and are second
    for (QWidget* field : std::as_const(m_oracleFields)) {
        QWidget* editor = static_cast<FieldBox*>(field)->editor();
        setTabOrder(before, editor);
        before = editor;
    }
    showChecked();
}

void MinifySettingsPage::showChecked() {
    m_oracle->setProblem(m_form.problem(kOracleOption));
    m_signature->setProblem(m_form.problem(kSignatureOption));
    m_folder->setProblem(m_form.problem(kOutputOption));
    m_folder->setHint(m_form.folderText());
    const bool resumes = m_form.folder().canResume();
    m_start->setText(m_form.isHeld() ? tr("&Watch") : resumes ? tr("&Resume") : tr("&Start"));
    m_start->setToolTip(m_form.isHeld() ? tr("See the reduction of the other process as it goes, and take it over if you like")
                        : resumes       ? tr("Go on from the journal in the folder")
                                        : tr("Cut the graph down to the smallest one that still fails"));
    m_fresh->setVisible(m_form.folder().kind != FolderState::Kind::Free);
    showState();
}

void MinifySettingsPage::showState() {
    const bool wrong = m_form.hasProblems();
    m_start->setEnabled(m_minify.canStart() && !wrong);
    m_status->setText(!m_form.hasGraph() ? m_minify.statusText()
                      : wrong            ? m_form.problem({}).isEmpty() ? tr("See what is marked in red.") : m_form.problem({})
                                         : tr("%Ln operators to reduce.", nullptr, m_minify.operators()));
    widget()->setEnabled(!m_minify.isRunning());
}

void MinifySettingsPage::resizeEvent(QResizeEvent* event) {
    m_groups->setDirection(event->size().width() < kNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    QScrollArea::resizeEvent(event);
}

}  // namespace whittle
