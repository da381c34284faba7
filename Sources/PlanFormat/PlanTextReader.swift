import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanFile {
  /// Reads a file in text form; `nil`, with the reasons in `log`, if it holds no plan.
  init?(readingText file: SourceFile, log: inout DiagnosticLog) {
    var reader = PlanTextReader(file)
    let read = reader.read()
    log.record(contentsOf: reader.log)
    guard let read, !reader.log.hasErrors else { return nil }
    self = read
  }
}

/// Reads the lines of a plan block by block, going on after a line that it does not understand.
struct PlanTextReader {
  let file: SourceFile
  var log = DiagnosticLog()
  private var lines: PlanTextLines
  private var document = PlanDocument(name: "")
  private(set) var values: [String: CanonicalValue] = [:]
  private var isComplete = false

  /// What the file holds; of a plan in full until the first line says something else.
  private var kind = PlanFileKind.plan

  /// What files other than plans in full have in addition.
  var stages = StagesDocument()
  private var stagesPath: Placed<String>?
  private var parts: [PlanListDocument.Part] = []

  init(_ file: SourceFile) {
    self.file = file
    lines = PlanTextLines(of: file)
  }

  mutating func read() -> PlanFile? {
    guard let first = lines.popFirst() else {
      log.record(.truncatedPlan("the plan is empty", at: nil))
      return nil
    }
    guard let kind = PlanFileKind(rawValue: file.text(in: first.range)) else {
      log.record(.foreignFormat(named: file.text(in: first.range), at: place(first.range)))
      return nil
    }
    self.kind = kind
    while let line = lines.popFirst() { readBlock(line) }
    if !isComplete, !log.hasErrors {
      let end = file.textRange.upperBound
      log.record(.truncatedPlan("the plan ends without its last line", at: file.place(max(0, end - 1))))
    }
    addUniverses()
    return whole(first)
  }

  /// What has been read from the lines after `first`.
  private mutating func whole(_ first: PlanTextLine) -> PlanFile? {
    switch kind {
    case .plan: return .plan(document)
    case .list:
      return .list(
        PlanListDocument(
          name: document.name, baseline: document.baseline, budget: document.budget, parts: parts))
    case .stages:
      stages.files = document.files
      stages.values = values
      return .stages(stages)
    case .variant:
      guard let stagesPath, document.variants.count == 1 else {
        refuse(first, "expected one 'stages' line and one variant")
        return nil
      }
      return .variant(
        VariantDocument(
          name: document.name, baseline: document.baseline, budget: document.budget, stages: stagesPath,
          variant: document.variants[0]))
    }
  }

  /// Adds the values that stages and variants name as their universe.
  private mutating func addUniverses() {
    var known: Set<String> = []
    for name in document.stages.compactMap(\.universe) + document.variants.map(\.universe) {
      guard let value = values[name.value], known.insert(name.value).inserted else { continue }
      document.universes.append(PlanDocument.UniverseEntry(name: name, value: value))
    }
  }

  private mutating func readBlock(_ line: PlanTextLine) {
    guard line.indentation == 0, !isComplete, case .word(let keyword) = line.tokens[0].kind else {
      return refuse(line)
    }
    switch (keyword, kind) {
    case ("name", .plan), ("name", .variant), ("name", .list): readName(line)
    case ("baseline", .plan), ("baseline", .variant), ("baseline", .list): readBaseline(line)
    case ("budget", .plan), ("budget", .variant), ("budget", .list): readBudget(line)
    case ("file", .plan), ("file", .stages): readFile(line)
    case ("value", .plan), ("value", .stages): readValue(line)
    case ("stage", .plan): readStage(line)
    case ("group", .stages): readGroup(line)
    case ("stage", .stages): readEntry(line)
    case ("stages", .variant): stagesPath = names(line, 1)?[0]
    case ("variant", .plan), ("variant", .variant): readVariant(line)
    case ("part", .list): readPart(line)
    case ("end", _): readEnd(line)
    case (_, _): refuse(line)
    }
  }

  private mutating func readPart(_ line: PlanTextLine) {
    guard let names = names(line, 2) else { return }
    parts.append(PlanListDocument.Part(path: names[0], prefix: names[1].value))
  }

  private mutating func readName(_ line: PlanTextLine) {
    guard let names = names(line, 1) else { return }
    document.name = names[0].value
  }

  private mutating func readBaseline(_ line: PlanTextLine) { document.baseline = names(line, 1)?[0] }

  private mutating func readBudget(_ line: PlanTextLine) {
    guard let names = names(line, 2) else { return }
    let (text, origin) = (names[1].value, Origin.written(names[1].range ?? place(line.range)))
    var limit = Budget(hours: nil, memory: nil, disk: nil)
    let bytes = Int(text).flatMap { (1...ByteSize.largest.bytes).contains($0) ? ByteSize(bytes: $0) : nil }
    switch names[0].value {
    case "hours":
      let hours = Double(text).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
      limit = Budget(hours: hours.map { Located($0, origin) }, memory: nil, disk: nil)
    case "memory": limit = Budget(hours: nil, memory: bytes.map { Located($0, origin) }, disk: nil)
    case "disk": limit = Budget(hours: nil, memory: nil, disk: bytes.map { Located($0, origin) })
    case _: return refuse(line)
    }
    if limit.isEmpty {
      return refuse(line, "expected a number greater than 0, and at most \(ByteSize.largest.bytes) for a size")
    }
    document.budget = document.budget?.overridden(by: limit) ?? limit
  }

  private mutating func readFile(_ line: PlanTextLine) {
    guard let names = names(line, 2) else { return }
    guard case .digest(let digest) = scalar(line.tokens[1...1]) else { return refuse(line, "expected a digest") }
    document.files.append(PlanDocument.FileEntry(digest: digest, path: names[1].value))
  }

  private mutating func readValue(_ line: PlanTextLine) {
    guard let names = names(line, 1) else { return }
    var draft = ValueDraft.record([])
    for part in takeBody() { readParameter(part, into: &draft) }
    if values.updateValue(draft.value, forKey: names[0].value) != nil {
      log.record(.contradiction("two values are called '\(names[0].value)'", at: names[0].range))
    }
  }

  private mutating func readEnd(_ line: PlanTextLine) {
    isComplete = true
    let counts = line.tokens.dropFirst().map(\.name)
    let (expected, things) =
      switch kind {
      case .plan, .variant: ([document.stages.count, document.variants.count], "stages and variants")
      case .stages: ([stages.groups.reduce(0) { $0 + $1.stages.count }], "stages")
      case .list: ([parts.count], "parts")
      }
    guard counts != expected.map(String.init) else { return }
    log.record(
      .truncatedPlan(
        "expected the last line to count \(list(expected.map(String.init))) \(things)",
        at: place(line.range)))
  }

  // MARK: Stages

  private mutating func readStage(_ line: PlanTextLine) {
    let body = takeBody()
    guard let head = names(line, 2) else { return }
    var draft = ValueDraft.record([])
    var purpose: Placed<[String]>?
    var operation: (name: Placed<String>, version: Int)?
    var fingerprint: Placed<StatedFingerprint>?
    var universe: Placed<String>?
    var inputs: [PlanDocument.InputEntry] = []
    for part in body {
      switch part.tokens.dropFirst().first?.kind {
      case .arrow: readInput(part, into: &inputs)
      case .equals: readParameter(part, into: &draft)
      case .word, .string, .reference, .collection, .other, nil:
        switch part.tokens[0].name {
        case "operation":
          guard let names = names(part, 2) else { continue }
          operation = Int(names[1].value).map { (names[0], $0) }
          if operation == nil { refuse(part, "expected a version") }
        case "purpose": purpose = words(part, after: 1)
        case "fingerprint":
          guard let names = names(part, 1) else { continue }
          fingerprint = Digest(names[0].value).map { Placed(StatedFingerprint($0), at: names[0].range) }
          if fingerprint == nil { refuse(part, "expected 64 hexadecimal digits") }
        case "universe": universe = names(part, 1)?[0]
        case nil, .some: refuse(part)
        }
      }
    }
    guard let purpose, let operation, let fingerprint else {
      return refuse(line, "stage '\(head[0].value)' has no purpose, no operation or no fingerprint")
    }
    if fingerprint.value.short != head[1].value { refuse(line, "the short fingerprint is not that of the stage") }
    document.stages.append(
      PlanDocument.StageEntry(
        name: head[0], purpose: purpose, operation: operation.name, version: operation.version,
        fingerprint: fingerprint,
        universe: universe, parameters: draft.value, inputs: inputs))
  }

  /// `role <- stage/artifact`.
  mutating func readInput(_ line: PlanTextLine, into inputs: inout [PlanDocument.InputEntry]) {
    guard line.tokens.count == 3, let role = line.tokens[0].name, let source = line.tokens[2].name,
      let slash = source.lastIndex(of: "/")
    else { return refuse(line) }
    let range = place(line.tokens[2].range)
    inputs.append(
      PlanDocument.InputEntry(
        role: role, stage: Placed(String(source[..<slash]), at: range),
        artifact: Placed(String(source[source.index(after: slash)...]), at: range)))
  }

  /// `path = value`, where texts on lines of their own go on with the text of the line before.
  mutating func readParameter(_ line: PlanTextLine, into draft: inout ValueDraft) {
    guard line.tokens.count >= 3, line.tokens[1].kind == .equals, case .word(let text) = line.tokens[0].kind,
      let path = path(text)
    else { return refuse(line) }
    let value: CanonicalValue
    if line.tokens.count == 3, case .reference(let name) = line.tokens[2].kind {
      guard let known = values[name] else {
        let placed = Placed(name, at: place(line.tokens[2].range))
        log.record(.dangling("value", placed, known: values.keys.sorted()))
        return
      }
      value = known
    } else {
      guard let scalar = scalar(line.tokens[2...]) else { return refuse(line, "expected a value") }
      value = scalar
    }
    do throws(ValueDraft.Misfit) {
      try draft.insert(value, at: path[...])
    } catch {
      refuse(line, "the parameter does not fit those before it")
    }
  }

  // MARK: Variants

  private mutating func readVariant(_ line: PlanTextLine) {
    let body = takeBody()
    guard let name = names(line, 1)?[0] else { return }
    var tasks: [PlanDocument.TaskEntry] = []
    var components: [PlanDocument.ComponentEntry] = []
    var universe: Placed<String>?
    var measure: Placed<String>?
    var group: String?
    var declared: String?
    var sweep: [VariantPlace.SweepValue] = []
    var seed: Int?
    var starts: [PlanDocument.StartEntry] = []
    for part in body {
      switch (part.tokens[0].name, part.indentation) {
      case ("universe", 2): universe = names(part, 1)?[0]
      case ("group", 2): group = names(part, 1)?[0].value
      case ("declared", 2): declared = names(part, 1)?[0].value
      case ("sweep", 2):
        guard let names = names(part, 2) else { continue }
        sweep.append(VariantPlace.SweepValue(path: names[0].value, value: names[1].value))
      case ("seed", 2):
        guard let name = names(part, 1)?[0] else { continue }
        seed = Int(name.value)
        if seed == nil { refuse(part, "expected a seed") }
      case ("start", 2):
        guard part.tokens.count > 2, let stage = part.tokens[1].name, let purpose = words(part, after: 2) else {
          refuse(part)
          continue
        }
        starts.append(
          PlanDocument.StartEntry(purpose: purpose, stage: Placed(stage, at: place(part.tokens[1].range))))
      case ("measure", 2): measure = names(part, 1)?[0]
      case ("task", 2):
        guard let names = names(part, 3) else { continue }
        tasks.append(PlanDocument.TaskEntry(name: names[0].value, metric: names[1], mask: names[2]))
      case ("component", 2):
        guard let names = names(part, 2) else { continue }
        components.append(PlanDocument.ComponentEntry(tasks: [], train: names[0], evaluate: names[1]))
      case ("task", 4):
        guard let names = names(part, 1), let last = components.popLast() else { return refuse(part) }
        components.append(
          PlanDocument.ComponentEntry(
            tasks: last.tasks + [names[0].value], train: last.train, evaluate: last.evaluate, sets: last.sets))
      case ("set", 4):
        guard let names = names(part, 2), var last = components.popLast() else { return refuse(part) }
        last.sets.append(PlanDocument.SetEntry(name: names[0].value, evaluate: names[1]))
        components.append(last)
      case (_, _): refuse(part)
      }
    }
    guard let universe else { return refuse(line, "variant '\(name.value)' has no universe") }
    guard let group, let declared, let seed else {
      return refuse(line, "variant '\(name.value)' has no group, no declared name or no seed")
    }
    document.variants.append(
      PlanDocument.VariantEntry(
        name: name, group: group, place: VariantPlace(declared: declared, sweep: sweep, seed: seed), tasks: tasks, universe: universe,
        components: components, measure: measure, starts: starts))
  }

  // MARK: Parts of lines

  /// The indented lines that follow; those that are texts alone are joined to the line before.
  mutating func takeBody() -> [PlanTextLine] {
    var body: [PlanTextLine] = []
    while let line = lines.first, line.indentation > 0 {
      lines.popFirst()
      if case .string = line.tokens[0].kind, line.tokens.count == 1, let last = body.popLast() {
        body.append(last.continued(by: line))
      } else {
        body.append(line)
      }
    }
    return body
  }

  /// The names after the keyword of a line that has exactly `count` of them.
  mutating func names(_ line: PlanTextLine, _ count: Int) -> [Placed<String>]? {
    let names = line.tokens.dropFirst().compactMap { token in token.name.map { Placed($0, at: place(token.range)) } }
    guard names.count == count, line.tokens.count == count + 1 else {
      refuse(line)
      return nil
    }
    return names
  }

  /// The words of a line after the first `count`; `nil`, which has been reported, if there are none.
  mutating func words(_ line: PlanTextLine, after count: Int) -> Placed<[String]>? {
    let tokens = line.tokens.dropFirst(count)
    let words = tokens.compactMap(\.name)
    guard let first = tokens.first, let last = tokens.last, words.count == tokens.count else {
      refuse(line)
      return nil
    }
    return Placed(words, at: place(first.range.lowerBound..<last.range.upperBound))
  }

  /// The scalar or collection that `tokens` spell.
  private func scalar(_ tokens: ArraySlice<PlanTextLine.Token>) -> CanonicalValue? {
    let texts = tokens.compactMap { token in if case .string(let text) = token.kind { text } else { nil } }
    if texts.count == tokens.count, !texts.isEmpty { return .text(texts.joined()) }
    guard tokens.count == 1, let token = tokens.first else { return nil }
    switch token.kind {
    case .word("true"): return .boolean(true)
    case .word("false"): return .boolean(false)
    case .word("inf"): return .real(.infinity)
    case .word("-inf"): return .real(-.infinity)
    case .word(let text) where text.hasPrefix(ValuePrefix.digest):
      return Digest(text.dropFirst(ValuePrefix.digest.count)).map(CanonicalValue.digest)
    case .word(let text): return CanonicalValue(number: text)
    case .collection(let value): return value
    case .string, .reference, .arrow, .equals, .other: return nil
    }
  }

  /// The steps that `text`, such as `tasks[0].metric`, spells.
  private func path(_ text: String) -> [ParameterLine.Step]? {
    var steps: [ParameterLine.Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard !pieces[0].isEmpty else { return nil }
      steps.append(.field(String(pieces[0])))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else { return nil }
        steps.append(.element(index))
      }
    }
    return steps
  }

  mutating func refuse(_ line: PlanTextLine, _ message: String? = nil) {
    let text = file.text(in: line.range).drop { $0 == " " }
    log.record(.malformedPlan(message ?? "no line of a plan looks like '\(text)'", at: place(line.range)))
  }

  func place(_ range: Range<Int>) -> SourceRange { SourceRange(file, range) }
}

extension PlanTextLine {
  /// This line with the tokens of `next` behind its own.
  fileprivate func continued(by next: PlanTextLine) -> PlanTextLine {
    PlanTextLine(indentation: indentation, tokens: tokens + next.tokens, range: range)
  }

  private init(indentation: Int, tokens: [Token], range: Range<Int>) {
    self.indentation = indentation
    self.tokens = tokens
    self.range = range
  }
}
