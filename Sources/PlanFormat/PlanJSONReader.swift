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
      name: try json.value("name"), baseline: try optionalText(json, "baseline"),
      files: try each(json, "files", fileEntry), universes: try each(json, "universes", universe),
      stages: try each(json, "stages", stage), variants: try each(json, "variants", variant))
  }

  private func fileEntry(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.FileEntry {
    try check(json, has: ["path", "digest"])
    let digest = try json.member("digest")
    guard case .digest(let value) = try CanonicalValue(digest) else {
      throw JSONValueError(message: "expected a digest", range: digest.range)
    }
    return PlanDocument.FileEntry(digest: value, path: try json.value("path"))
  }

  private func universe(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.UniverseEntry {
    try check(json, has: ["name", "value"])
    return PlanDocument.UniverseEntry(
      name: try text(json, "name"), value: try CanonicalValue(try json.member("value")))
  }

  private func stage(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.StageEntry {
    try check(
      json, has: ["name", "purpose", "operation", "version", "fingerprint", "universe", "parameters", "inputs"])
    let number: Int = try json.value("version")
    let fingerprint = try text(json, "fingerprint")
    guard let digest = Digest(fingerprint.value) else {
      throw JSONValueError(message: "expected 64 hexadecimal digits", range: try json.member("fingerprint").range)
    }
    return PlanDocument.StageEntry(
      name: try text(json, "name"), purpose: try words(json, "purpose"), operation: try text(json, "operation"),
      version: number,
      fingerprint: Placed(digest, at: fingerprint.range), universe: try optionalText(json, "universe"),
      parameters: try CanonicalValue(try json.member("parameters")), inputs: try each(json, "inputs", input))
  }

  private func input(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.InputEntry {
    try check(json, has: ["role", "stage", "artifact"])
    return PlanDocument.InputEntry(
      role: try json.value("role"), stage: try text(json, "stage"), artifact: try text(json, "artifact"))
  }

  private func variant(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.VariantEntry {
    try check(json, has: ["name", "declared", "sweep", "seed", "universe", "tasks", "components", "measure", "starts"])
    return PlanDocument.VariantEntry(
      name: try text(json, "name"),
      place: VariantPlace(
        declared: try json.value("declared"), sweep: try each(json, "sweep", sweepValue),
        seed: try json.value("seed")), tasks: try each(json, "tasks", task), universe: try text(json, "universe"),
      components: try each(json, "components", component), measure: try optionalText(json, "measure"),
      starts: try each(json, "starts", start))
  }

  private func sweepValue(_ json: LocatedJSON) throws(JSONValueError) -> VariantPlace.SweepValue {
    try check(json, has: ["path", "value"])
    return VariantPlace.SweepValue(path: try json.value("path"), value: try json.value("value"))
  }

  private func start(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.StartEntry {
    try check(json, has: ["purpose", "stage"])
    return PlanDocument.StartEntry(purpose: try words(json, "purpose"), stage: try text(json, "stage"))
  }

  private func task(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.TaskEntry {
    try check(json, has: ["name", "metric", "mask"])
    return PlanDocument.TaskEntry(
      name: try json.value("name"), metric: try text(json, "metric"), mask: try text(json, "mask"))
  }

  private func component(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.ComponentEntry {
    try check(json, has: ["tasks", "train", "evaluate"])
    return PlanDocument.ComponentEntry(
      tasks: try json.value("tasks"), train: try text(json, "train"), evaluate: try text(json, "evaluate"))
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

  private func each<Element>(
    _ json: LocatedJSON, _ name: String, _ read: (LocatedJSON) throws(JSONValueError) -> Element
  ) throws(JSONValueError) -> [Element] {
    let list = try json.member(name)
    guard case .array(let values) = list.content else {
      throw JSONValueError(message: "expected a list", range: list.range)
    }
    var elements: [Element] = []
    for value in values { elements.append(try read(value)) }
    return elements
  }

  /// A list of texts, placed as a whole.
  private func words(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<[String]> {
    Placed(try json.value(name), at: place(try json.member(name).range))
  }

  private func text(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String> {
    try string(try json.member(name))
  }

  private func optionalText(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String>? {
    let value = try json.member(name)
    if case .null = value.content { return nil }
    return try string(value)
  }

  private func string(_ json: LocatedJSON) throws(JSONValueError) -> Placed<String> {
    Placed(try String(reading: json), at: place(json.range))
  }
}
