import Evidence
import ExperimentSpec
import Files
import Model
import Planning
import Store
import Text
import Statistics

extension ReportView {
  /// The tokens of each dataset, by split.
  var corpora: ReportTable {
    var rows: [ReportTable.Row] = []
    var notes: [String] = []
    for dataset in datasets {
      var cells: [ReportTable.Cell] = []
      for (split, size) in zip(["train", "dev", "test"], sizes(of: dataset.value)) {
        cells.append(
          ReportTable.Cell(
            size.map { Double($0.tokens) }, reference: exhibit.reference?.value(dataset.name, split), .count))
      }
      rows.append(ReportTable.Row(label: label(dataset.name), cells: cells))
      notes += notesOn(dataset)
    }
    let columns = ["Train", "Dev", "Test"].map { ReportTable.Column(title: $0) }
    return ReportTable(
      rowTitle: "Datasets", columns: columns, rows: rows + otherRows(["train", "dev", "test"].map { ($0, .count) }),
      notes: notes + material.coverageNotes + sourceNotes)
  }

  /// The datasets of all variants, each once.
  private var datasets: [Named<DatasetSpec>] {
    var names: Set<String> = []
    return material.spec.variants.flatMap(\.experiment.datasets).filter { names.insert($0.name).inserted }
  }

  /// How much there is of each split; `nil` for a split that is not there, or whose file is not at hand.
  private func sizes(of dataset: DatasetSpec) -> [CorpusSize?] {
    guard let files = dataset.corpus?.files else { return [nil, nil, nil] }
    return [files.train, files.dev, files.test].map { paths in
      material.files.sizes.total(of: paths.map { material.files[$0.value]?.digest })
    }
  }

  private func notesOn(_ dataset: Named<DatasetSpec>) -> [String] {
    switch dataset.value {
    case .synthetic(let synthetic):
      let sizes = synthetic.sentences
      return ["\(label(dataset.name)): \(sizes.train), \(sizes.dev) and \(sizes.test) generated sentences."]
    case .columns(let columns):
      let skipped = columns.skip.isEmpty ? [] : ["lines of \(columns.skip.joined(separator: ", ")) are not counted"]
      return (skipped + splits(of: columns.corpus)).map { "\(label(dataset.name)): \($0)." }
    case .conllu(let files): return splits(of: files.corpus).map { "\(label(dataset.name)): \($0)." }
    case .jsonl(let files): return splits(of: files.corpus).map { "\(label(dataset.name)): \($0)." }
    }
  }

  /// Notes on training sentences that are held out or not used.
  private func splits(of corpus: CorpusFilesSpec) -> [String] {
    var notes: [String] = []
    if corpus.files.dev.isEmpty, !corpus.files.train.isEmpty {
      notes.append("\(trainingSentences(corpus.holdOut.amount)) are held out for development")
    }
    if let limit = corpus.limit { notes.append("\(trainingSentences(limit.amount)) are used") }
    return notes
  }

  private func trainingSentences(_ amount: SentenceAmount) -> String {
    switch amount {
    case .fraction(let fraction): "\(fixed(100 * fraction, 0)) % of the training sentences"
    case .sentences(let count): "\(counted(count, "sentence")) of the training sentences"
    }
  }

  /// The score of every task under every variant, differences, and parameters.
  func scores() throws(FileFailure) -> ReportTable {
    let scored = scoreColumns
    let evidence = try TableEvidence(
      of: self,
      at: rows.flatMap { row in
        scored.filter { row[$0.column]?.delta != nil }.map { TableEvidence.Place(row: row.name, columns: [$0.column]) }
      })
    let deltas = rows.flatMap { $0.scores + $0.further }.compactMap(\.delta)
    let comparing = material.results.baseline != nil && !deltas.isEmpty
    let counting = rows.contains { $0.sharing != nil }
    var columns: [ReportTable.Column] = []
    for column in scored {
      let group = label(column.column)
      columns.append(ReportTable.Column(group: group, title: scoreTitle(of: column)))
      if comparing { columns.append(ReportTable.Column(group: group, title: "Δ")) }
    }
    if counting { columns.append(ReportTable.Column(title: "# Params")) }
    var table: [ReportTable.Row] = rows.map { row in
      var cells = scored.flatMap { column in
        comparing ? [score(row, column), difference(row, column, evidence)] : [score(row, column)]
      }
      if counting { cells.append(parameters(row)) }
      return ReportTable.Row(label: label(row), cells: cells)
    }
    for (place, column) in scored.enumerated() {
      table.markBest(in: comparing ? 2 * place : place, by: column.metric)
    }
    var others: [(String?, NumberStyle)] = []
    for column in scored {
      others += [(column.column.name, .decimals(2))] + (comparing ? [(nil, .difference(2))] : [])
    }
    if counting { others.append((ReferenceSpec.parameters, .thousands)) }
    return ReportTable(
      rowTitle: "Systems", columns: columns, rows: table + otherRows(others),
      notes: scoreNotes(table, comparing: comparing) + (evidence?.notes ?? []) + effortNotes + setNotes
        + material.coverageNotes
        + seedNotes + sourceNotes
        + agreementNotes)
  }

  /// The split and the metric of scores: `test F1`.
  private func scoreTitle(of column: ScoreColumn) -> String {
    let split = rows.compactMap { $0[column.column]?.split }.first
    return [split, column.metric.heading].compactMap(\.self).joined(separator: " ")
  }

  private func score(_ row: ExperimentResults.VariantResults, _ column: ScoreColumn) -> ReportTable.Cell {
    let score = row[column.column]
    return ReportTable.Cell(
      score?.value, deviation: score?.deviation, reference: reference(row, column.column.name), .decimals(2))
  }

  private func difference(
    _ row: ExperimentResults.VariantResults, _ column: ScoreColumn, _ evidence: TableEvidence?
  ) -> ReportTable.Cell {
    let style = NumberStyle.difference(2)
    let delta = row[column.column]?.delta
    return ReportTable.Cell(
      delta, reference: referenceDifference(row, column.column.name), style,
      mark: delta.flatMap { column.metric.merit(style.rounded($0)) < 0 ? .hurt : nil },
      test: evidence?.result(at: TableEvidence.Place(row: row.name, columns: [column.column])))
  }

  /// The difference to the baseline that the reference's values come to.
  private func referenceDifference(_ row: ExperimentResults.VariantResults, _ column: String) -> Double? {
    guard let own = reference(row, column),
      let base = material.counterpart(of: row).flatMap({ reference($0, column) })
    else { return nil }
    return own - base
  }

  private func parameters(_ row: ExperimentResults.VariantResults) -> ReportTable.Cell {
    ReportTable.Cell(
      row.sharing.map { Double($0.union) }, reference: reference(row, ReferenceSpec.parameters), .thousands)
  }

  private func scoreNotes(_ table: [ReportTable.Row], comparing: Bool) -> [String] {
    guard comparing, let baseline = material.results.baseline else { return [] }
    let isHurt = table.contains { $0.cells.contains { $0.mark == .hurt } }
    let seeds = rows.contains { $0.runs.count > 1 } ? " under the same seeds" : ""
    return [
      "Δ: the difference to \(label(baseline))\(seeds)"
        + (isHurt ? "; ▾: negative transfer, the task is worse off." : ".")
    ]
  }

  /// Where differences have another sign than those of the reference.
  private var agreementNotes: [String] {
    var (agreeing, all, others) = (0, 0, [String]())
    for row in rows {
      for column in scoreColumns.map(\.column) {
        guard let own = row[column]?.delta, let reference = referenceDifference(row, column.name) else { continue }
        let style = NumberStyle.difference(2)
        let (left, right) = (style.rounded(own), style.rounded(reference))
        all += 1
        if left * right > 0 || left == 0 || right == 0 {
          agreeing += 1
        } else {
          others.append("\(label(row)), \(label(column)): \(style.text(own)) (\(style.text(reference)))")
        }
      }
    }
    if all == 0 { return [] }
    let disagreement = others.isEmpty ? "" : "; the others: \(others.joined(separator: "; "))"
    return [
      "The sign of \(agreeing) of \(all) differences is the reference's, or one of the two is zero\(disagreement)."
    ]
  }

  /// The fraction that the mask of each task keeps.
  var sparsity: ReportTable {
    let tasks = self.tasks.map(\.name)
    let table = rows.filter(\.isMeasured).map { row in
      ReportTable.Row(
        label: label(row),
        cells: tasks.map { task in
          let count = row.sharing?.tasks.first { $0.task == task }
          return ReportTable.Cell(
            count.map { 100 * $0.sparsity }, reference: reference(row, task), .decimals(2))
        })
    }
    return ReportTable(
      rowTitle: "Remaining, %", columns: tasks.map { ReportTable.Column(title: label($0)) },
      rows: table + otherRows(tasks.map { ($0, .decimals(2)) }),
      notes: [material.results.emptyMaskWarning.map { "Warning: \($0)." }].compactMap(\.self) + seedNotes + sourceNotes)
  }

  /// The overlap ratio of each variant's masks, and what it gains over its baseline in the mean of the tasks.
  func relatedness() throws(FileFailure) -> ReportTable {
    let (ratio, gain) = (NumberStyle.decimals(2), NumberStyle.difference(2))
    let compared = rows.filter { $0.counterpart != nil }
    func place(_ row: ExperimentResults.VariantResults) -> TableEvidence.Place {
      TableEvidence.Place(row: row.name, columns: row.scores.map(\.column))
    }
    let evidence = try TableEvidence(of: self, at: compared.map(place))
    let table = compared.map { row in
      let deltas = row.scores.compactMap(\.delta)
      return ReportTable.Row(
        label: label(row),
        cells: [
          ReportTable.Cell(row.overlapRatio, reference: reference(row, ReferenceSpec.overlap), ratio),
          ReportTable.Cell(
            deltas.count == row.scores.count ? Sample(deltas).mean : nil,
            reference: reference(row, ReferenceSpec.gain), gain, test: evidence?.result(at: place(row))),
        ])
    }
    let baseline = material.results.baseline.map { "Δ: the mean over the tasks of the difference to \(label($0))." }
    return ReportTable(
      rowTitle: "Tasks", columns: [ReportTable.Column(title: "Mask OR"), ReportTable.Column(title: "Δ")],
      rows: table + otherRows([(ReferenceSpec.overlap, ratio), (ReferenceSpec.gain, gain)]),
      notes: [baseline].compactMap(\.self) + (evidence?.notes ?? []) + seedNotes + sourceNotes)
  }

  /// The rows of the reference that are of systems which the specification does not have.
  private func otherRows(_ columns: [(column: String?, style: NumberStyle)]) -> [ReportTable.Row] {
    (exhibit.reference?.others ?? []).map { other in
      ReportTable.Row(
        label: other.name,
        cells: columns.map { entry in
          ReportTable.Cell(nil, reference: entry.column.flatMap { other.value.value(named: $0) }, entry.style)
        }, isReference: true)
    }
  }
}

extension [ReportTable.Row] {
  /// Marks the best number of `column`, as it is written, if there are several.
  fileprivate mutating func markBest(in column: Int, by metric: MetricDescriptor) {
    let values = compactMap { row in row.cells[column].value.map(row.cells[column].style.rounded) }
    guard values.count > 1, let best = values.max(by: { metric.merit($0) < metric.merit($1) }) else { return }
    for row in indices {
      let cell = self[row].cells[column]
      if cell.value.map(cell.style.rounded) == best { self[row].cells[column].mark = .best }
    }
  }
}
