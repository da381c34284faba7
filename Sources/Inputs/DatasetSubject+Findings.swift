import Corpora
import Diagnostics
import Model
import Planning

extension DatasetSubject {
  /// The path of a field of the dataset; `nil` in a plan that was read from a file.
  private func path(_ field: String) -> String? { name.map { "datasets.\($0).\(field)" } }

  func setting(_ field: String, _ text: String) -> [DataFinding.Setting] {
    path(field).map { [DataFinding.Setting($0, text)] } ?? []
  }

  /// The settings that lead to `error`.
  func settings(of error: CorpusError) -> [DataFinding.Setting] {
    switch error {
    case .tooFewColumns(_, _, let expected, let column):
      column.map { setting("columns.\($0)", "column \(expected - 1) is read") } ?? []
    case .noField(_, let field, _), .wrongField(_, let field, _), .unequalFields(_, let field, _, _),
      .unknownLabel(_, let field, _, _):
      setting("fields", "the field '\(field)' is read")
    case .unequalColumns, .emptyColumn, .invalidUTF8, .controlCharacter, .lineTooLong, .sentenceTooLong, .otherFormat,
      .conlluWidth, .conlluID,
      .notJSON, .noSentences, .tooLarge, .compressed, .foreign, .unknownColumn, .noLabels, .tooShortToHoldOut,
      .tooFewToHoldOut:
      setting("format", "the dataset is read in this format")
    // Only gold tags of inputs that are to be tagged are refused so.
    case .wrongTag: []
    }
  }

  func setting(ofTask name: String, _ field: String, _ text: String) -> [DataFinding.Setting] {
    self.name == nil ? [] : [DataFinding.Setting("tasks.\(name).\(field)", text)]
  }

  /// What can be said without reading.
  var findings: [DataFinding] {
    guard case .files(let corpus) = corpus else { return [] }
    return sameData(corpus) + tasks.compactMap { tokensAsLabels($0, corpus) }
  }

  private func sameData(_ corpus: CorpusFiles) -> [DataFinding] {
    var findings: [DataFinding] = []
    for (index, first) in Split.allCases.enumerated() {
      let digests = Set(corpus[first].compactMap(\.digest))
      for second in Split.allCases.dropFirst(index + 1) {
        guard let same = corpus[second].first(where: { $0.digest.map(digests.contains) ?? false }) else { continue }
        findings.append(
          DataFinding(
            DataCode.sameData, .warning,
            "'\(title)': '\(second.rawValue)' and '\(first.rawValue)' read the same data: '\(same.writtenPath)'",
            at: nil,
            help: "name another file; without 'dev', a part of 'train' is held out",
            settings: setting("files.\(second.rawValue)", "the \(second.rawValue) data")
              + setting("files.\(first.rawValue)", "the \(first.rawValue) data")))
      }
    }
    return findings
  }

  private func tokensAsLabels(_ task: TaskParameters, _ corpus: CorpusFiles) -> DataFinding? {
    guard case .column(let column) = task.target, corpus.format.isToken(column.place) else { return nil }
    return DataFinding(
      DataCode.tokensAsLabels, .warning, "the task '\(task.name)' predicts the tokens themselves", at: nil,
      help: "name the column of the labels",
      settings: setting(ofTask: task.name, "column", "this column holds the tokens"))
  }
}

extension CorpusFormat {
  /// Whether the tokens are at `place`.
  fileprivate func isToken(_ place: LayerPlace) -> Bool {
    switch self {
    case .columns(let layout): place == .column(layout.token)
    case .conllu: place == .conllu(.column(.form))
    case .jsonl(let layout): if case .field(let field) = place { field.name == layout.token } else { false }
    }
  }
}
