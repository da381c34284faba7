import Corpora
import Diagnostics
import ExperimentSpec
import Files
import Model
import Planning
import Text

// What a census finds, as messages.

extension DataFinding {
  init(
    _ code: DiagnosticCode, _ severity: Severity, _ message: String, at line: TextLine?, notes: [String?] = [],
    help: String?, settings: [Setting] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    place = line.map { Place(file: $0.file, bytes: $0.bytes) }
    self.notes = notes.compactMap(\.self)
    self.help = help
    self.settings = settings
  }

  /// Errors of the reader.
  init(_ group: CorpusErrorGroup, in subject: DatasetSubject) {
    let error = group.first
    let isLine = error.line != nil
    self.init(
      isLine ? DataCode.unreadableLine : DataCode.unreadableFile, .error,
      isLine ? error.message : "'\(error.file)': \(error.message)", at: error.line, notes: [group.note],
      help: error.help, settings: subject.settings(of: error))
  }

  /// A file that cannot be read any more.
  init(_ failure: FileFailure) {
    self.init(DataCode.unreadableFile, .error, failure.description, at: nil, help: failure.help)
  }

  /// A file whose bytes are not those that its digest was taken of.
  init(changed file: InputFile) {
    self.init(
      DataCode.unreadableFile, .error, "'\(file.path)' has changed since this command looked it up", at: nil,
      help: "repeat the command when nothing writes to the file any more")
  }
}

extension DatasetReading {
  /// The most kinds of errors that are reported of one split.
  private static let mostErrors = 20

  /// What keeps files from being read.
  var errorFindings: [DataFinding] {
    splits.flatMap { split in
      let groups = split.errors.grouped
      var findings = groups.prefix(Self.mostErrors).map { DataFinding($0, in: subject) }
      if groups.count > findings.count {
        findings[findings.count - 1].notes.append("and \(groups.count - findings.count) other errors in this split")
      }
      return findings
    }
  }

  /// What reading has passed over.
  var tallyFindings: [DataFinding] {
    skipFindings + splits.flatMap(markerFindings) + splits.flatMap(tallyFindings) + widthFindings
  }

  private var skipFindings: [DataFinding] {
    guard case .files(let files) = subject.corpus, case .columns(let layout) = files.format,
      isComplete, splits.allSatisfy(\.isWhole)
    else { return [] }
    return layout.skip.enumerated().compactMap { index, entry in
      let count = splits.reduce(0) { $0 + ($1.corpus.origin.tally.skipped.dropFirst(index).first ?? 0) }
      guard count == 0 else { return nil }
      return DataFinding(
        DataCode.idleSkip, .warning, "'\(subject.title)': no line begins with the column '\(entry.shownInMessages)'",
        at: nil,
        help: "correct the entry, or remove it",
        settings: subject.setting("skip", "'\(entry.shownInMessages)' matches nothing")
      )
    }
  }

  /// What separates documents in the files of the CoNLL shared tasks, read as a token.
  private func markerFindings(_ split: SplitReading) -> [DataFinding] {
    let (corpus, marker) = (split.corpus, "-DOCSTART-")
    guard case .files(let files) = subject.corpus, case .columns = files.format,
      let id = corpus.columns[0].values.firstIndex(of: marker)
    else { return [] }
    let tokens = corpus.columns[0].ids.indices.filter { corpus.columns[0].ids[$0] == Int32(id) }
    let first = (0..<corpus.sentenceCount).first { corpus.tokens(ofSentence: $0).contains(tokens[0]) }
      .map { TokenPlace(tokens[0], sentence: $0, of: corpus) }
    return [
      DataFinding(
        DataCode.markerAsToken, .warning, "'\(marker)' is read as a token",
        at: first.flatMap { split.line(of: CorpusReader.token, at: $0) },
        notes: [tokens.count > 1 ? "the same token in \(counted(tokens.count - 1, "other line"))" : nil],
        help: "write 'skip: [\(marker)]' in the dataset",
        settings: subject.setting("format", "no line is skipped for it"))
    ]
  }

  private func tallyFindings(_ split: SplitReading) -> [DataFinding] {
    let tally = split.corpus.origin.tally
    func finding(
      _ code: DiagnosticCode, _ found: ReadingTally.Occurrences, _ message: String, help: String,
      _ settings: [DataFinding.Setting] = []
    ) -> DataFinding? {
      guard let first = found.first else { return nil }
      let others =
        found.count > 1 ? "so \(found.count == 2 ? "is" : "are") \(counted(found.count - 1, "other line"))" : nil
      return DataFinding(
        code, .warning, message, at: first, notes: [others], help: help, settings: settings)
    }
    return [
      finding(
        DataCode.skippedTokens, tally.skippedTokens,
        "'skip' drops this line, but it has the columns of a token and stands next to one",
        help: "use 'comments' instead of 'skip' for comments, which keeps tokens that begin like them",
        subject.setting("skip", "drops such lines")),
      finding(
        DataCode.tokensLikeComments, tally.tokensLikeComments,
        "this line begins like a comment, but has as many columns as a token and is read as one",
        help: "remove it if it is a comment, or write 'separator: tab' if columns are separated by tabs",
        subject.setting("comments", "comments begin with this")),
      finding(
        DataCode.commentsAsTokens, tally.commentsLikeTokens,
        "this line looks like a comment, but has as many columns as a token and is read as one",
        help: "write 'comments: \"#\"' in the dataset and remove such lines, or write 'format: conllu' for CoNLL-U",
        subject.setting("format", "comments are not recognized")),
      finding(
        DataCode.byteOrderMark, tally.byteOrderMarks,
        "a byte-order mark inside the file becomes a part of the text: '<U+FEFF>'",
        help: "remove it; files that begin with one were probably joined"),
      finding(
        DataCode.emptySentences, tally.emptySentences, "this object has no tokens and is left out",
        help: "remove the object, or give it tokens"),
    ].compactMap(\.self)
  }

  private var widthFindings: [DataFinding] {
    guard case .files(let files) = subject.corpus, case .columns(let layout) = files.format, layout.width == .file
    else { return [] }
    let widths = splits.map { ($0.split, $0.corpus.origin.tally.widths) }.filter { !$0.1.isEmpty }
    guard let first = widths.first, let other = widths.first(where: { $0.1 != first.1 }) else { return [] }
    func text(_ widths: [Int]) -> String { list(widths.map(String.init), joinedBy: "or") + " columns" }
    return [
      DataFinding(
        DataCode.differentWidths, .warning,
        "'\(subject.title)': the \(first.0.rawValue) data has \(text(first.1)), the \(other.0.rawValue) data "
          + text(other.1),
        at: nil, help: "check that the columns that are read are the same ones in both",
        settings: subject.setting("files.\(other.0.rawValue)", text(other.1))
          + subject.setting("files.\(first.0.rawValue)", text(first.1)))
    ]
  }

  /// What the facts of `census` give reason to say; comparisons of splits only if all of the data could be read.
  func findings(from census: DatasetCensus, isWhole: Bool) -> [DataFinding] {
    // The generator makes what it is asked for; small splits need not have all of its labels.
    if case .synthetic = subject.corpus { return [] }
    var findings: [DataFinding] = []
    if isWhole { findings += unusedFindings(census) }
    for split in census.splits {
      findings += split.tasks.filter { isWhole && split.split != .train && $0.hasNoLabel }
        .map { splitWithoutLabels($0, split.split) }
      findings += split.tasks.flatMap { tagFindings($0, in: split.split) }
      if split.longest > SplitCensus.longestUsual { findings.append(longSentence(split)) }
      if isWhole { findings += split.unseen.map { unseen($0, in: split.split) } }
    }
    if isWhole, let train = census.splits.first(where: { $0.split == .train }) {
      for task in train.tasks
      where task.task.isTrained && task.labels.isEmpty && task.foreign.isEmpty && task.mixed == nil {
        findings.append(noLabels(task))
      }
      findings += train.tasks.filter { $0.task.isTrained && $0.task.scheme == nil && $0.labels.count == 1 }
        .map(singleLabel)
    }
    return findings + census.lookalikes.map(lookalikes)
  }

  /// The split whose files hold the sentences of `split`.
  private func reading(of split: Split) -> SplitReading? { self[split] ?? self[.train] }

  private func tagFindings(_ labels: LabelCensus, in split: Split) -> [DataFinding] {
    guard let scheme = labels.task.scheme else { return [] }
    let (task, reading) = (labels.task, reading(of: split))
    let settings = subject.setting(ofTask: task.name, "scheme", "\(scheme.rawValue) tags are expected")
    var findings = labels.foreign.prefix(5).map { label in
      let error = MisplacedTag(tag: label.text, column: task.column, corpus: "", line: nil, scheme: scheme)
      return DataFinding(
        DataCode.foreignTag, .error, error.message, at: reading?.line(of: task.column, at: label.first),
        notes: [
          label.count > 1 ? "the same tag in \(counted(label.count - 1, "other line"))" : nil
        ], help: error.advice, settings: settings)
    }
    if labels.foreign.count > findings.count, !findings.isEmpty {
      findings[findings.count - 1].notes.append(
        "\(counted(labels.foreign.count - findings.count, "other tag")) of the \(split.rawValue) data do not belong to the scheme either"
      )
    }
    if let mixed = labels.mixed {
      findings.append(
        DataFinding(
          DataCode.foreignTag, .error,
          MisplacedTag(tag: mixed.text, column: task.column, corpus: "", line: nil, scheme: scheme).messageOfMixedTypes,
          at: reading?.line(of: task.column, at: mixed.first), help: "correct the file", settings: settings))
    }
    if let malformed = labels.malformed {
      findings.append(contradiction(malformed, task, scheme, in: split, settings))
    }
    return findings
  }

  private func contradiction(
    _ tags: MalformedTags, _ task: CensusTask, _ scheme: TagScheme, in split: Split, _ settings: [DataFinding.Setting]
  ) -> DataFinding {
    let found = tags.tag.map { "'\($0.shownInMessages)'" } ?? "the end of the sentence"
    let before = tags.previous.map { "'\($0.shownInMessages)'" } ?? "the start of a sentence"
    let isRefused: Bool
    switch subject.task(task.name)?.scheme?.repair {
    case .reject: isRefused = true
    case .conlleval, nil: isRefused = false
    }
    let count = "\(counted(tags.count, "tag")) of the \(split.rawValue) data"
    return DataFinding(
      isRefused ? DataCode.contradictingTag : DataCode.repairedTags, isRefused ? .error : .warning,
      "\(found) after \(before) contradicts \(scheme.rawValue) in the column '\(task.column)'",
      at: reading(of: split)?.line(of: task.column, at: tags.first),
      notes: [
        isRefused
          ? "\(count) contradict their scheme" : "\(count) contradict their scheme and are read as by conlleval"
      ], help: "correct the file, or name its scheme", settings: settings)
  }

  private func unseen(_ unseen: SplitCensus.UnseenLabels, in split: Split) -> DataFinding {
    let isSpans = unseen.task.scheme != nil
    let shown = firstFew(unseen.labels.map { "'\($0.text.shownInMessages)' (\($0.count))" })
    let first = unseen.labels[0]
    return DataFinding(
      DataCode.unseenLabels, .warning,
      "the \(split.rawValue) data has \(counted(unseen.count, isSpans ? "span" : "token")) with "
        + "\(isSpans ? "types" : "labels") that training data lacks: \(shown)",
      at: reading(of: split)?.line(of: unseen.task.column, at: first.first),
      help: "no model predicts them; rename or drop them with 'labels', or train on data that has them",
      settings: subject.setting(
        ofTask: unseen.task.name, "column", "the task '\(unseen.task.name)' predicts this column"))
  }

  /// The labels of tasks that are scored here which the data that they are trained on lack.
  func unseenFindings(from census: DatasetCensus, files: any FileSystem) -> [DataFinding] {
    subject.scored.flatMap { scored -> [DataFinding] in
      guard let known = scored.task.trainingLabels(files) else { return [] }
      return census.splits.filter { $0.split == scored.split }.compactMap { split in
        split.tasks.first { $0.task.name == scored.task.name && !$0.task.isTrained }
          .flatMap { SplitCensus.UnseenLabels($0, unlike: known) }.map { unseen($0, in: split.split) }
      }
    }
  }

  /// Entries of `labels`, and labels that say that one is missing, that match nothing in any split.
  private func unusedFindings(_ census: DatasetCensus) -> [DataFinding] {
    let facts = census.splits.flatMap(\.tasks).filter(\.task.isTrained)
    return subject.tasks.filter { !subject.scoredElsewhere.contains($0.name) }.flatMap { task -> [DataFinding] in
      let own = facts.filter { $0.task.name == task.name }
      guard let first = own.first, own.allSatisfy(\.isReadable) else { return [] }
      return first.unused.filter { entry in own.allSatisfy { $0.unused.contains(entry) } }.map { entry in
        switch entry {
        case .missing(let label): unused(label, "missing", isType: false, of: first.task)
        case .change(let label): unused(label, "labels.\(label)", isType: task.scheme != nil, of: first.task)
        }
      }
    }
  }

  private func unused(_ label: String, _ setting: String, isType: Bool, of task: CensusTask) -> DataFinding {
    DataFinding(
      DataCode.unusedLabel, .warning,
      "no \(isType ? "type of spans" : "label") in the column '\(task.column)' is '\(label.shownInMessages)'", at: nil,
      help: isType ? "name types without their prefix, as in 'PER' for 'B-PER'" : "correct the label, or remove it",
      settings: subject.setting(ofTask: task.name, setting, "matches nothing"))
  }

  private func splitWithoutLabels(_ labels: LabelCensus, _ split: Split) -> DataFinding {
    DataFinding(
      DataCode.splitWithoutLabels, .warning,
      "no token of the \(split.rawValue) data has a label in the column '\(labels.task.column)'", at: nil,
      help: "scores on it count nothing: use other data, or correct 'missing' or 'labels'",
      settings: subject.setting(ofTask: labels.task.name, "missing", "labels are missing where the column has this"))
  }

  private func longSentence(_ split: SplitCensus) -> DataFinding {
    DataFinding(
      DataCode.longSentence, .warning, "this sentence has \(split.longest) tokens",
      at: reading(of: split.split)?.line(of: CorpusReader.token, at: split.longestPlace),
      help: "check that empty lines separate sentences", settings: [])
  }

  private func noLabels(_ labels: LabelCensus) -> DataFinding {
    let error = CorpusError.noLabels(file: "", column: labels.task.column)
    if labels.task.scheme != nil, labels.missing == 0 {
      return DataFinding(
        DataCode.unseenLabels, .warning,
        "the task '\(labels.task.name)' has no span in the training data of '\(subject.title)'", at: nil,
        help: "check that the column is the right one",
        settings: subject.setting(ofTask: labels.task.name, "column", "all tags are O"))
    }
    return DataFinding(
      DataCode.unreadableFile, .error, error.message, at: nil, help: error.help,
      settings: subject.setting(ofTask: labels.task.name, "column", "no token has a label"))
  }

  private func singleLabel(_ labels: LabelCensus) -> DataFinding {
    DataFinding(
      DataCode.singleLabel, .warning,
      "all training data of the task '\(labels.task.name)' has the label '\(labels.labels[0].text.shownInMessages)'",
      at: nil,
      help: "check the name of the column; names of features in CoNLL-U, as in 'feats.Number', are case-sensitive",
      settings: subject.setting(ofTask: labels.task.name, "column", "there is nothing to tell apart"))
  }

  private func lookalikes(_ group: DatasetCensus.Lookalikes) -> DataFinding {
    let labels = group.labels.map { label in
      "'\(label.text.unambiguous.shortened(to: 60))' (\(counted(label.count, "token")))"
    }
    let rare =
      group.labels.first { $0.text.visible != $0.text } ?? group.labels.min { $0.count < $1.count } ?? group.labels[0]
    let reading = splits.first { $0.text(of: rare.first.file) != nil }
    return DataFinding(
      DataCode.lookalikes, .warning, "labels that look the same differ: \(list(labels))",
      at: reading?.line(of: group.task.column, at: rare.first), help: "correct the file, or rename one with 'labels'",
      settings: subject.setting(ofTask: group.task.name, "column", "the task '\(group.task.name)' predicts this column")
    )
  }
}

extension TaskParameters {
  /// The labels of the sentences that the task is trained on; `nil` if these cannot be read.
  fileprivate func trainingLabels(_ files: any FileSystem) -> [LabelCensus.Label]? {
    let subject = DatasetSubject(name: nil, corpus: corpus.forTraining, tasks: [self], lowercase: false)
    guard let train = try? DatasetReading(subject, files: files).corpora()[.train] else { return nil }
    let census = DatasetCensus([.train: train], subject.censusTasks, WordNormalization())
    return census.splits.first?.tasks.first?.labels
  }
}

extension String {
  /// The text with all characters that are not ASCII as numbers, so that texts that look the same are told apart.
  fileprivate var unambiguous: String {
    unicodeScalars.map { $0.isASCII ? String($0).visible : "<U+\(hexadecimal($0.value, digits: 4))>" }.joined()
  }
}
