package import Corpora
package import ExperimentSpec
package import Model
import Planning
import Running
import Text

/// What a subnet is to tag, and what is wanted of it.
package struct TaggingRequest: Sendable {
  package let source: Source

  /// The column of tokens, from 0, of an input in columns; without it, the one that the task's dataset names.
  package var tokenColumn: Int?

  /// The column of gold tags: its number from 0, what the task's dataset calls it, a column of CoNLL-U, or a field.
  package var gold: String?

  /// The task's dataset, whose names of columns are known; `nil` for a plan from a file.
  package var dataset: DatasetSpec?

  /// Whether the head's scores of all tags are wanted.
  package var withScores = false

  /// Whether tags are written in the scheme that the network predicts, and not in that of the data.
  package var asPredicted = false

  /// Where sentences are from.
  package enum Source: Hashable, Sendable {
    /// A text in some form; without one, in the format of the task's dataset.
    case text([UInt8], name: String, SentenceForm?)

    /// A split of the task's dataset.
    case split(Split)
  }

  package init(_ source: Source, gold: String? = nil) {
    self.source = source
    self.gold = gold
  }

  /// Tags what is asked for; `threads` change no result.
  ///
  /// Throws: what is wrong with the input, with each line that cannot be read, or with the subnet's data.
  package func tag(by subnet: TrainedSubnet, threads: Int = 1) throws(TaggingFailure) -> Prediction {
    let (input, gold) = try self.input(of: subnet)
    do throws(SubnetFailure) {
      return try Prediction(
        of: input, gold: gold, by: subnet, withScores: withScores, asPredicted: asPredicted, threads: threads)
    } catch {
      throw .subnet(error)
    }
  }

  /// The sentences and their gold tags, as they are written.
  private func input(of subnet: TrainedSubnet) throws(TaggingFailure) -> (TaggingInput, CorpusColumn?) {
    switch source {
    case .text(let bytes, let name, let form):
      let input = try read(bytes, name, form, subnet)
      return (input, gold == nil ? nil : input.corpus.columns[1])
    case .split(let split):
      let (corpus, gold) = try read(split, subnet)
      return (TaggingInput(sentencesOf: corpus), gold)
    }
  }

  private func read(
    _ bytes: [UInt8], _ name: String, _ form: SentenceForm?, _ subnet: TrainedSubnet
  ) throws(TaggingFailure) -> TaggingInput {
    let format = try format(form, of: subnet)
    let layer: CorpusReader.Layer?
    if let gold, let format { layer = try self.layer(gold, in: format, subnet) } else { layer = nil }
    let text: DataText
    do throws(CorpusError) { text = try DataText(bytes, name: name) } catch {
      throw .input(TaggingInputErrors(errors: [error]))
    }
    do throws(TaggingInputErrors) {
      guard let format else { return try TaggingInput(text: text) }
      return try TaggingInput(
        text, reading: CorpusReader(format, layers: [layer].compactMap(\.self)), checking: subnet.check(layer))
    } catch {
      throw .input(error)
    }
  }

  /// The format of an input in this form; `nil` for text.
  private func format(_ form: SentenceForm?, of subnet: TrainedSubnet) throws(TaggingFailure) -> CorpusFormat? {
    let own = subnet.format
    let format: CorpusFormat?
    switch (form, own) {
    case (.text, _): format = nil
    case (nil, _): format = own ?? .columns(ColumnLayout(token: 0))
    case (.columns, .columns), (.conllu, .conllu), (.jsonl, .jsonl): format = own
    case (.columns, .conllu):
      format = .columns(ColumnLayout(token: ConlluColumn.form.index, separator: .tab, comments: "#"))
    case (.columns, .jsonl), (.columns, nil): format = .columns(ColumnLayout(token: 0))
    case (.conllu, .columns), (.conllu, .jsonl), (.conllu, nil): format = .conllu
    case (.jsonl, .columns), (.jsonl, .conllu), (.jsonl, nil): format = .jsonl(JSONLayout(token: "tokens"))
    }
    switch format {
    case .columns(var layout):
      layout.token = tokenColumn ?? layout.token
      return .columns(layout)
    case .conllu, .jsonl, nil:
      if tokenColumn != nil { throw .notColumns(option: "--token-column") }
      if format == nil, gold != nil { throw .notColumns(option: "--gold") }
      return format
    }
  }

  /// The column or field that the user calls `name`.
  private func layer(
    _ name: String, in format: CorpusFormat, _ subnet: TrainedSubnet
  ) throws(TaggingFailure) -> CorpusReader.Layer {
    let named = dataset?.place(ofLayer: name) ?? subnet.place(ofLayer: name)
    switch format {
    case .columns:
      if let index = Int(name), index >= 0 { return CorpusReader.Layer(nil, at: .column(index)) }
      if case .column(let index) = named { return CorpusReader.Layer(name, at: .column(index)) }
    case .conllu:
      if let layer = ConlluLayer(named: name) { return CorpusReader.Layer(nil, at: .conllu(layer)) }
    case .jsonl:
      if case .field(let field) = named { return CorpusReader.Layer(field.name, at: .field(field)) }
      let known = dataset?.fields.first { $0.name == name } ?? JSONField(name: name)
      return CorpusReader.Layer(name, at: .field(known))
    }
    throw .unknownColumn(name, help: help(in: format))
  }

  private func help(in format: CorpusFormat) -> String {
    // Generated sentences have columns without numbers.
    let columns = (dataset?.layers ?? []).filter { name in
      if case .column? = dataset?.place(ofLayer: name) { true } else { false }
    }
    let known = shortList(columns)
    switch format {
    case .columns:
      return "name it by its number, from 0" + (known.isEmpty ? "" : ", or as the dataset does: \(known)")
    case .conllu: return "name a column of CoNLL-U, such as upos, feats.Number or misc.NAME"
    case .jsonl: return "name a field"
    }
  }

  // MARK: Splits

  private func read(_ split: Split, _ subnet: TrainedSubnet) throws(TaggingFailure) -> (Corpus, CorpusColumn) {
    let parameters = subnet.data.parameters
    if split == .test, !parameters.corpus.has(.test) { throw .noTestSplit(task: subnet.task) }
    let target: TaskParameters.Target
    if let gold { target = try self.target(gold, subnet) } else { target = parameters.target }
    do throws(StageFailure) {
      let corpus = try subnet.library.corpus(parameters.corpus, split, target)
      return (corpus, try target.column(of: corpus))
    } catch {
      throw .subnet(.stage(error))
    }
  }

  /// The column of the task's dataset that the user calls `name`.
  private func target(_ name: String, _ subnet: TrainedSubnet) throws(TaggingFailure) -> TaskParameters.Target {
    guard let format = subnet.format else {
      let known = SyntheticCorpus.columns.filter { $0 != ColumnFilesSpec.tokenColumn }
      if known.contains(name) { return .layer(name) }
      throw .unknownColumn(name, help: "the sentences have \(shortList(known))")
    }
    let layer = try layer(name, in: format, subnet)
    return .column(TaskParameters.LayerColumn(at: layer.place, name: layer.givenName))
  }
}

/// Why sentences cannot be tagged.
package enum TaggingFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Lines that cannot be read, each with its place.
  case input(TaggingInputErrors)
  case subnet(SubnetFailure)

  /// An option names a column, and the input is not in columns.
  case notColumns(option: String)

  /// There is no column or field of this name.
  case unknownColumn(String, help: String)

  /// The dataset of the task has no test split.
  case noTestSplit(task: String)

  package var description: String {
    switch self {
    case .input(let errors): errors.description
    case .subnet(let failure): failure.report
    case .notColumns(let option):
      "error: cannot use \(option): the input is not in columns\n   = help: write --input columns"
    case .unknownColumn(let name, let help): "error: no column is called '\(name.visible)'\n   = help: \(help)"
    case .noTestSplit(let task):
      "error: the dataset of the task '\(task)' has no test split\n   = help: write --split dev, or name a file"
    }
  }
}

extension DatasetSpec {
  /// The fields with labels of a dataset of JSON objects.
  fileprivate var fields: [JSONField] {
    layers.compactMap { if case .field(let field) = place(ofLayer: $0) { field } else { nil } }
  }
}

extension TrainedSubnet {
  /// The format of the files of the task's dataset; `nil` for sentences that are made.
  var format: CorpusFormat? {
    switch data.parameters.corpus {
    case .synthetic: nil
    case .files(let files): files.format
    }
  }

  /// Where the task's own column is, if it is called `name`.
  fileprivate func place(ofLayer name: String) -> LayerPlace? {
    guard case .column(let column) = data.parameters.target, column.layer.name == name else { return nil }
    return column.place
  }

  /// The check of gold tags in `layer`; `nil` where the task's tags are not of spans.
  fileprivate func check(_ layer: CorpusReader.Layer?) -> TagCheck? {
    guard let layer, let scheme = data.parameters.scheme else { return nil }
    return TagCheck(
      scheme.from, data.parameters.labels, title: layer.title, like: data.tags.predictable, in: scheme.to)
  }
}

extension CorpusReader.Layer {
  /// What messages call the column.
  fileprivate var title: String {
    switch place {
    case .column: givenName.map { "column '\($0.visible)'" } ?? "column \(name)"
    case .conllu: "column '\(name.visible)'"
    case .field: "field '\(name.visible)'"
    }
  }
}
