package import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanDocument {
  /// Reads a JSON plan; `nil`, with the reason in `log`, if `file` holds none.
  package init?(readingJSON file: SourceFile, log: inout DiagnosticLog) {
    do throws(JSONSyntaxError) {
      let value = try JSONReader.read(Array(file.bytes[file.textRange]))
      guard let document = PlanDocument(value, file, log: &log) else { return nil }
      self = document
    } catch {
      let start = file.textRange.lowerBound + error.offset
      log.record(
        error.isTruncated
          ? .truncatedPlan("the JSON text ends before the plan does: \(error.message)", at: file.place(start))
          : .malformedPlan(error.message, at: file.place(start)))
      return nil
    }
  }

  private init?(_ json: LocatedJSON, _ file: SourceFile, log: inout DiagnosticLog) {
    let reader = PlanJSONReader(file: file)
    do throws(JSONValueError) {
      try reader.checkFormat(json)
      self = try reader.document(json)
    } catch {
      log.record(
        reader.isForeign(json)
          ? .foreignFormat(error.message, at: reader.place(error.range))
          : .malformedPlan(error.message, at: reader.place(error.range)))
      return nil
    }
  }
}

extension SourceFile {
  /// The byte at `offset`, as a place.
  func place(_ offset: Int) -> SourceRange { SourceRange(self, offset..<min(offset + 1, bytes.count)) }
}

/// Reads the parts of a JSON plan; members that are not known are errors, as everything else that is unexpected.
private struct PlanJSONReader {
  let file: SourceFile

  func place(_ range: Range<Int>) -> SourceRange {
    let start = file.textRange.lowerBound
    return SourceRange(file, (range.lowerBound + start)..<(range.upperBound + start))
  }

  /// Whether `json` names another format than this one.
  func isForeign(_ json: LocatedJSON) -> Bool {
    guard case .string(let format) = json["format"]?.content else { return true }
    return format != PlanDocument.format
  }

  func checkFormat(_ json: LocatedJSON) throws(JSONValueError) {
    let format = json["format"]
    guard case .string(PlanDocument.format) = format?.content else {
      throw JSONValueError(
        message: "expected a plan of the format '\(PlanDocument.format)'", range: (format ?? json).range)
    }
  }

  func document(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument {
    try check(json, has: ["format", "name", "baseline", "files", "universes", "stages", "variants"])
    return PlanDocument(
      name: try text(json, "name").value, baseline: try optionalText(json, "baseline"),
      files: try each(json, "files", fileEntry), universes: try each(json, "universes", universe),
      stages: try each(json, "stages", stage), variants: try each(json, "variants", variant))
  }

  private func fileEntry(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.FileEntry {
    try check(json, has: ["path", "digest"])
    let digest = try member(json, "digest")
    guard case .digest(let value) = try CanonicalValue(digest) else {
      throw JSONValueError(message: "expected a digest", range: digest.range)
    }
    return PlanDocument.FileEntry(digest: value, path: try text(json, "path").value)
  }

  private func universe(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.UniverseEntry {
    try check(json, has: ["name", "value"])
    return PlanDocument.UniverseEntry(
      name: try text(json, "name"), value: try CanonicalValue(try member(json, "value")))
  }

  private func stage(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.StageEntry {
    try check(
      json, has: ["name", "purpose", "operation", "version", "fingerprint", "universe", "parameters", "inputs"])
    let number = try integer(json, "version")
    let fingerprint = try text(json, "fingerprint")
    guard let digest = Digest(fingerprint.value) else {
      throw JSONValueError(message: "expected 64 hexadecimal digits", range: try member(json, "fingerprint").range)
    }
    return PlanDocument.StageEntry(
      name: try text(json, "name"), purpose: try words(json, "purpose"), operation: try text(json, "operation"),
      version: number,
      fingerprint: Placed(digest, at: fingerprint.range), universe: try optionalText(json, "universe"),
      parameters: try CanonicalValue(try member(json, "parameters")), inputs: try each(json, "inputs", input))
  }

  private func input(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.InputEntry {
    try check(json, has: ["role", "stage", "artifact"])
    return PlanDocument.InputEntry(
      role: try text(json, "role").value, stage: try text(json, "stage"), artifact: try text(json, "artifact"))
  }

  private func variant(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.VariantEntry {
    try check(json, has: ["name", "declared", "sweep", "seed", "universe", "tasks", "components", "measure", "starts"])
    return PlanDocument.VariantEntry(
      name: try text(json, "name"),
      place: VariantPlace(
        declared: try text(json, "declared").value, sweep: try each(json, "sweep", sweepValue),
        seed: try integer(json, "seed")), tasks: try each(json, "tasks", task), universe: try text(json, "universe"),
      components: try each(json, "components", component), measure: try optionalText(json, "measure"),
      starts: try each(json, "starts", start))
  }

  private func sweepValue(_ json: LocatedJSON) throws(JSONValueError) -> VariantPlace.SweepValue {
    try check(json, has: ["path", "value"])
    return VariantPlace.SweepValue(path: try text(json, "path").value, value: try text(json, "value").value)
  }

  private func start(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.StartEntry {
    try check(json, has: ["purpose", "stage"])
    return PlanDocument.StartEntry(purpose: try words(json, "purpose"), stage: try text(json, "stage"))
  }

  private func task(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.TaskEntry {
    try check(json, has: ["name", "metric", "mask"])
    return PlanDocument.TaskEntry(
      name: try text(json, "name").value, metric: try text(json, "metric"), mask: try text(json, "mask"))
  }

  private func component(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.ComponentEntry {
    try check(json, has: ["tasks", "train", "evaluate"])
    let tasks = try each(json, "tasks") { (element: LocatedJSON) throws(JSONValueError) -> String in
      try string(element).value
    }
    return PlanDocument.ComponentEntry(
      tasks: tasks, train: try text(json, "train"), evaluate: try text(json, "evaluate"))
  }

  // MARK: Members

  private func check(_ json: LocatedJSON, has names: [String]) throws(JSONValueError) {
    guard case .object(let members) = json.content else {
      throw JSONValueError(message: "expected an object", range: json.range)
    }
    if let member = members.first(where: { !names.contains($0.name) }) {
      throw JSONValueError(message: "the member \"\(member.name)\" is unknown here", range: member.nameRange)
    }
  }

  private func member(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> LocatedJSON {
    guard let member = json[name] else {
      throw JSONValueError(message: "the member \"\(name)\" is missing", range: json.range.prefix(1))
    }
    return member
  }

  private func each<Element>(
    _ json: LocatedJSON, _ name: String, _ read: (LocatedJSON) throws(JSONValueError) -> Element
  ) throws(JSONValueError) -> [Element] {
    let list = try member(json, name)
    guard case .array(let values) = list.content else {
      throw JSONValueError(message: "expected a list", range: list.range)
    }
    var elements: [Element] = []
    for value in values { elements.append(try read(value)) }
    return elements
  }

  private func integer(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Int {
    let value = try member(json, name)
    guard case .number(let digits) = value.content, let number = Int(digits) else {
      throw JSONValueError(message: "expected a whole number", range: value.range)
    }
    return number
  }

  /// A list of texts, placed as a whole.
  private func words(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<[String]> {
    let words = try each(json, name) { (element: LocatedJSON) throws(JSONValueError) -> String in
      try string(element).value
    }
    return Placed(words, at: place(try member(json, name).range))
  }

  private func text(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String> {
    try string(try member(json, name))
  }

  private func optionalText(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String>? {
    let value = try member(json, name)
    if case .null = value.content { return nil }
    return try string(value)
  }

  private func string(_ json: LocatedJSON) throws(JSONValueError) -> Placed<String> {
    guard case .string(let text) = json.content else {
      throw JSONValueError(message: "expected a text", range: json.range)
    }
    return Placed(text, at: place(json.range))
  }
}

extension Range<Int> {
  /// The range's first `count` numbers.
  fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(lowerBound + count, upperBound) }
}
