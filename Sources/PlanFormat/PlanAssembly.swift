package import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Model
import OrderedCollections
import Planning
import Text

extension Plan {
  /// The plan that `document` describes, in canonical order; `nil`, with the reasons in `log`, if it describes none.
  ///
  /// Every fingerprint is computed again, so holding the plan is the proof that it is the one that was written.
  package init?(_ document: PlanDocument, log: inout DiagnosticLog) {
    let errors = log.errorCount
    var assembly = PlanAssembly(document)
    let plan = assembly.assemble()
    log.record(contentsOf: assembly.log)
    guard log.errorCount == errors, let plan else { return nil }
    self = plan.inCanonicalOrder
  }
}

/// Makes a plan of a document: resolves names, decodes parameters, and computes fingerprints.
private struct PlanAssembly {
  let document: PlanDocument
  var log = DiagnosticLog()
  private let context: ReadingContext
  private var universes: [String: ParameterUniverse] = [:]
  private var entries: OrderedDictionary<String, PlanDocument.StageEntry> = [:]
  private var stages = StageTable()
  private var identities: [String: StageID] = [:]

  init(_ document: PlanDocument) {
    self.document = document
    context = ReadingContext(
      files: Dictionary(
        document.files.map {
          ($0.digest, InputFile(path: $0.location ?? $0.path, digest: $0.digest, writtenAs: $0.path))
        }, uniquingKeysWith: { first, _ in first }),
      tasks: Set(document.variants.flatMap { $0.tasks.map(\.name) }).sorted())
  }

  mutating func assemble() -> Plan? {
    checkNames()
    readUniverses()
    for entry in document.stages where entries.updateValue(entry, forKey: entry.name.value) != nil {
      log.record(.contradiction("two stages are called '\(entry.name.value)'", at: entry.name.range))
    }
    checkReferences()
    guard !log.hasErrors, let order = entriesInOrder() else { return nil }
    for entry in order { readStage(entry) }
    guard !log.hasErrors else { return nil }
    var variants: [PlannedVariant] = []
    for entry in document.variants { if let variant = readVariant(entry) { variants.append(variant) } }
    checkVariantNames()
    let plan = Plan(name: document.name, stages: stages, variants: variants, baseline: document.baseline?.value)
    if !log.hasErrors {
      for violation in plan.validate() { log.record(.contradiction(violation.text(stages), at: place(of: violation))) }
    }
    return log.hasErrors ? nil : plan
  }

  /// Where the stage or variant that contradicts something is written.
  private func place(of violation: PlanViolation) -> SourceRange? {
    switch violation {
    case .missingProducer(let stage, _), .missingArtifact(let stage, _, _), .repeatedRole(let stage, _),
      .missingInput(let stage, _), .foreignInput(let stage, _), .foreignTensors(let stage), .foreignMask(let stage, _),
      .foreignPurpose(let stage):
      entries.values.first { identities[$0.name.value] == stage }?.name.range
    case .missingResult(let variant, _), .foreignMasks(let variant, _), .foreignResult(let variant, _, _),
      .foreignEvaluation(let variant, _), .foreignSet(let variant, _, _), .otherTasks(let variant),
      .otherMetric(let variant, _, _),
      .foreignStart(let variant, _), .repeatedPurpose(let variant, _, _):
      document.variants.first { $0.name.value == variant }?.name.range
    }
  }

  /// Records every text that cannot be a name.
  private mutating func checkNames() {
    func record(_ name: String, _ range: SourceRange?) {
      if name.isName { return }
      log.record(.malformedPlan("a name is empty or has control characters: '\(name.escapedForTerminals)'", at: range))
    }
    record(document.name, nil)
    if let baseline = document.baseline { record(baseline.value, baseline.range) }
    for stage in document.stages {
      record(stage.name.value, stage.name.range)
      for word in stage.purpose.value { record(word, stage.purpose.range) }
    }
    for variant in document.variants {
      let sets = variant.components.flatMap(\.sets).map(\.name)
      for name in [variant.name.value] + variant.tasks.map(\.name) + sets { record(name, variant.name.range) }
    }
  }

  private mutating func readUniverses() {
    for entry in document.universes {
      do throws(ParameterError) {
        universes[entry.name.value] = try context.universe(entry.value)
      } catch {
        log.record(
          .malformedPlan("universe '\(entry.name.value)': \(error.path): \(error.message)", at: entry.name.range))
      }
    }
  }

  /// Records every name that leads nowhere.
  private mutating func checkReferences() {
    var references = document.stages.flatMap { $0.inputs.map(\.stage) }
    for variant in document.variants {
      references += variant.components.flatMap(\.stages)
      if let measure = variant.measure { references.append(measure) }
      references += variant.starts.map(\.stage)
    }
    for name in references where entries[name.value] == nil {
      log.record(.dangling("stage", name, known: entries.keys))
    }
    for name in document.stages.compactMap(\.universe) + document.variants.map(\.universe)
    where universes[name.value] == nil && !document.universes.contains(where: { $0.name.value == name.value }) {
      log.record(.dangling("universe", name, known: universes.keys.sorted()))
    }
  }

  /// The stages, each after those that it reads from; `nil` if there is a cycle.
  private mutating func entriesInOrder() -> [PlanDocument.StageEntry]? {
    var order: [PlanDocument.StageEntry] = []
    var isDone: Set<String> = []
    for entry in entries.values where !isDone.contains(entry.name.value) {
      // Each step of the path is a stage and how many of its inputs have been looked at.
      var path: [(entry: PlanDocument.StageEntry, next: Int)] = [(entry, 0)]
      var onPath: Set<String> = [entry.name.value]
      while let (current, next) = path.last {
        guard next < current.inputs.count else {
          order.append(current)
          isDone.insert(current.name.value)
          onPath.remove(current.name.value)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let name = current.inputs[next].stage.value
        if onPath.contains(name) {
          log.record(.cyclic(path.drop { $0.entry.name.value != name }.map(\.entry.name)))
          return nil
        }
        if !isDone.contains(name), let producer = entries[name] {
          path.append((producer, 0))
          onPath.insert(name)
        }
      }
    }
    return order
  }

  /// Decodes a stage whose producers have been read.
  private mutating func readStage(_ entry: PlanDocument.StageEntry) {
    guard let operation = readOperation(entry), let purpose = readPurpose(entry.purpose) else { return }
    var inputs: [Input] = []
    for input in entry.inputs {
      guard let role = InputRole(named: input.role) else {
        log.record(.malformedPlan("there is no input called '\(input.role)'", at: input.stage.range))
        continue
      }
      guard let artifact = Artifact(rawValue: input.artifact.value) else {
        log.record(.malformedPlan("there is no artifact '\(input.artifact.value)'", at: input.artifact.range))
        continue
      }
      // A producer that could not be read has been reported itself.
      guard let producer = identities[input.stage.value] else { return }
      inputs.append(Input(role, from: producer, artifact))
    }
    let stage = Stage(operation, inputs: inputs, for: purpose, called: entry.name.value)
    if !entry.fingerprint.value.isStart(of: stage.id.digest) {
      // What is read as another value than is written has another fingerprint as well.
      let read = ParameterFields(of: operation.parameters)
      if let difference = read.differences(from: ParameterFields(of: entry.parameters)).first {
        log.record(.otherParameter(difference, of: entry.name))
        return
      }
      log.record(
        .otherFingerprint(of: entry.name.value, stated: entry.fingerprint, computed: stage.id.digest))
    }
    if !stages.insert(stage).inserted {
      log.record(.contradiction("stage '\(entry.name.value)' is there under another name too", at: entry.name.range))
    }
    identities[entry.name.value] = stage.id
  }

  private mutating func readPurpose(_ words: Placed<[String]>) -> StagePurpose? {
    let purpose = StagePurpose(words: words.value)
    if purpose == nil {
      log.record(.malformedPlan("unknown purpose '\(words.value.joined(separator: " "))'", at: words.range))
    }
    return purpose
  }

  private mutating func readOperation(_ entry: PlanDocument.StageEntry) -> Operation? {
    let name = entry.operation.value
    guard let definition = Operation.definitions.first(where: { $0.name == name }) else {
      log.record(
        .foreignOperation("there is no operation '\(name)' here", at: entry.operation.range))
      return nil
    }
    guard entry.version == definition.version else {
      log.record(
        .foreignOperation(
          "operation '\(name)' has version \(definition.version) here, but \(entry.version) in the plan",
          at: entry.operation.range))
      return nil
    }
    context.stageUniverse = entry.universe.flatMap { universes[$0.value] }
    do throws(ParameterError) {
      return try Operation(definition, reading: entry.parameters, in: context)
    } catch {
      log.record(.unreadableParameters(error, of: entry.name))
      return nil
    }
  }

  private mutating func readVariant(_ entry: PlanDocument.VariantEntry) -> PlannedVariant? {
    guard let universe = universes[entry.universe.value] else { return nil }
    var masks: [MaskConfiguration.Entry] = []
    var tasks: [PlannedVariant.Task] = []
    for task in entry.tasks {
      guard let metric = Metric(keyName: task.metric.value) else {
        log.record(.malformedPlan("there is no metric '\(task.metric.value)'", at: task.metric.range))
        continue
      }
      guard !tasks.contains(where: { $0.name == task.name }) else {
        log.record(.contradiction("variant '\(entry.name.value)' has two tasks '\(task.name)'", at: entry.name.range))
        continue
      }
      tasks.append(PlannedVariant.Task(name: task.name, metric: metric))
      do throws(ParameterError) {
        let mask = try context.mask(task.mask.value, of: task.name, over: universe, at: "mask")
        masks.append(MaskConfiguration.Entry(task: task.name, mask: mask))
      } catch {
        log.record(.malformedPlan(error.message, at: task.mask.range))
      }
    }
    let components = entry.components.compactMap { component -> PlannedVariant.Component? in
      guard let train = identities[component.train.value], let evaluate = identities[component.evaluate.value] else {
        return nil
      }
      let sets = component.sets.compactMap { set in
        identities[set.evaluate.value].map { PlannedVariant.FurtherSet(name: set.name, evaluate: $0) }
      }
      return PlannedVariant.Component(tasks: component.tasks, train: train, evaluate: evaluate, sets: sets)
    }
    var starts: [PlannedVariant.Start] = []
    for start in entry.starts {
      guard let purpose = readPurpose(start.purpose), let stage = identities[start.stage.value] else { continue }
      starts.append(PlannedVariant.Start(purpose: purpose, stage: stage))
    }
    return PlannedVariant(
      name: entry.name.value, group: entry.group, place: entry.place, tasks: tasks, components: components,
      masks: MaskConfiguration(universe: universe, masks), measure: entry.measure.flatMap { identities[$0.value] },
      starts: starts)
  }

  private mutating func checkVariantNames() {
    var names: Set<String> = []
    for entry in document.variants where !names.insert(entry.name.value).inserted {
      log.record(.contradiction("two variants are called '\(entry.name.value)'", at: entry.name.range))
    }
    let variants = document.variants.map { BaselineNames.Variant($0.name.value, declared: $0.place.declared) }
    if let baseline = document.baseline, BaselineNames(baseline.value, among: variants).isEmpty {
      log.record(.dangling("variant", baseline, known: names.sorted()))
    }
  }
}

extension InputRole {
  /// The role of this name.
  init?(named name: String) {
    let words = name.split(separator: " ", maxSplits: 1).map(String.init)
    guard let kind = words.first.flatMap(Kind.init) else { return nil }
    let rest = words.dropFirst().first
    switch kind {
    case .vocabulary: self = .vocabulary
    case .wordVectors: self = .wordVectors
    case .start: self = .start
    case .weights: self = .weights
    case .mask:
      guard let mask = rest.flatMap({ LearnedMask(spelling: $0) }) else { return nil }
      self = .mask(mask)
    case .candidate:
      guard let round = rest.flatMap({ Int($0) }) else { return nil }
      self = .candidate(round: round)
    case .history:
      guard let round = rest.flatMap({ Int($0) }) else { return nil }
      self = .history(round: round)
    }
    // What does not say the same again has words too many or too few.
    guard self.name == name else { return nil }
  }
}

extension PlanViolation {
  /// What is wrong, with the stages called as `stages` call them.
  fileprivate func text(_ stages: StageTable) -> String {
    func stage(_ id: StageID) -> String { "stage '\(stages[id]?.label ?? id.digest.short)'" }
    return switch self {
    case .missingProducer(let reader, let role):
      "\(stage(reader)) reads its '\(role.name)' from a stage that the plan does not have before it"
    case .missingArtifact(let reader, let role, let artifact):
      "\(stage(reader)) reads its '\(role.name)' from '\(artifact.rawValue)', which its producer does not make"
    case .repeatedRole(let reader, let role): "\(stage(reader)) has two inputs '\(role.name)'"
    case .missingInput(let reader, let role): "\(stage(reader)) has no input '\(role.name)'"
    case .foreignInput(let reader, let role):
      "\(stage(reader)) has an input '\(role.name)', which its operation does not read"
    case .foreignTensors(let id): "the masks of \(stage(id)) are about other tensors than those of its network"
    case .foreignMask(let id, let role):
      "\(stage(id)) reads its '\(role.name)' from a mask that is about other tensors than those of \(stage(id))"
    case .foreignPurpose(let id):
      "\(stage(id)) cannot serve '\(stages[id]?.purpose.text ?? "")': its operation or its tasks differ"
    case .missingResult(let variant, let id):
      "variant '\(variant)' refers to \(stage(id)), which the plan does not have"
    case .foreignMasks(let variant, let id):
      "the masks of variant '\(variant)' are about other tensors than those of the network that \(stage(id)) trains"
    case .foreignResult(let variant, .training, let id):
      "variant '\(variant)' takes a network from \(stage(id)), which does not train the tasks named here"
    case .foreignResult(let variant, .evaluation, let id):
      "variant '\(variant)' takes scores from \(stage(id)), which does not evaluate the tasks named here"
    case .foreignResult(let variant, .measurement, let id):
      "variant '\(variant)' takes counts from \(stage(id)), which does not measure its masks"
    case .foreignEvaluation(let variant, let id):
      "variant '\(variant)' takes scores from \(stage(id)), which evaluates another network than the variant trains"
    case .foreignSet(let variant, let set, let id):
      "variant '\(variant)' takes its scores on '\(set)' from \(stage(id)), which does not score the network that the "
        + "variant trains"
    case .otherTasks(let variant): "variant '\(variant)' does not train each of its tasks once"
    case .otherMetric(let variant, let task, let id):
      "variant '\(variant)' and \(stage(id)) score task '\(task)' by different metrics"
    case .foreignStart(let variant, let id):
      "variant '\(variant)' lists \(stage(id)) as a start, but it is not a warmup or rewind training"
    case .repeatedPurpose(let variant, let purpose, let id):
      "variant '\(variant)' has two stages for '\(purpose.text)', one of them \(stage(id))"
    }
  }
}
