import Diagnostics
import Planning
import Text
import ExperimentSpec

extension PlanFile {
  /// Reads a file in JSON; `nil`, with the reason in `log`, if it holds no plan.
  init?(readingJSON file: SourceFile, log: inout DiagnosticLog) {
    let start = file.textRange.lowerBound
    // Stages are too many to be held as JSON all at once.
    if PlanFileKind(ofFileBeginningWith: file.bytes[file.textRange]) == .stages {
      guard let document = StagesDocument(readingJSON: file, log: &log) else { return nil }
      self = .stages(document)
      return
    }
    do throws(JSONSyntaxError) {
      let value = try JSONReader.read(Array(file.bytes[file.textRange]))
      guard let read = PlanFile(value, file, log: &log) else { return nil }
      self = read
    } catch {
      log.record(.malformedJSON(error, at: file.place(start + error.offset)))
      return nil
    }
  }

  private init?(_ json: LocatedJSON, _ file: SourceFile, log: inout DiagnosticLog) {
    let reader = PlanJSONReader(file: file)
    let format = json["format"]
    guard case .string(let name) = format?.content, let kind = PlanFileKind(rawValue: name) else {
      log.record(.foreignFormat(named: format?.text ?? "", at: reader.place((format ?? json).range)))
      return nil
    }
    do throws(JSONValueError) {
      switch kind {
      case .plan: self = .plan(try reader.document(json))
      case .variant: self = .variant(try reader.variantDocument(json))
      case .list: self = .list(try reader.list(json))
      case .stages: throw JSONValueError(message: "expected 'format' as the first member", range: json.range)
      }
    } catch {
      log.record(.malformedPlan(error.message, at: reader.place(error.range)))
      return nil
    }
  }
}

extension Diagnostic {
  /// A file that is to be read as a plan is none of this release, but of the format that `name` says.
  static func foreignFormat(named name: String, at range: SourceRange?) -> Diagnostic {
    let message = "expected a plan of the format '\(PlanFileKind.plan.rawValue)'"
    let isNewer = PlanFileKind.allCases.contains { FormatName.isNewer(name, than: $0.rawValue) }
    guard isNewer else { return .foreignFormat(message, at: range) }
    return Diagnostic(
      PlanCode.foreignFormat, .error, message, at: range,
      notes: ["a newer release of sharespec wrote it in the format '\(name)'"],
      help: "use a newer release, or compile the specification with this one")
  }

  static func malformedJSON(_ error: JSONSyntaxError, at range: SourceRange) -> Diagnostic {
    error.isTruncated
      ? .truncatedPlan("the JSON text ends before the plan does: \(error.message)", at: range)
      : .malformedPlan(error.message, at: range)
  }
}

extension SourceFile {
  /// The byte at `offset`, as a place.
  func place(_ offset: Int) -> SourceRange { SourceRange(self, offset..<min(offset + 1, bytes.count)) }
}

/// Reads the parts of a JSON plan; members that are not known are errors, as everything else that is unexpected.
struct PlanJSONReader {
  let file: SourceFile

  func place(_ range: Range<Int>) -> SourceRange {
    let start = file.textRange.lowerBound
    return SourceRange(file, (range.lowerBound + start)..<(range.upperBound + start))
  }

  func variantDocument(_ json: LocatedJSON) throws(JSONValueError) -> VariantDocument {
    try check(json, has: ["format", "name", "baseline", "budget", "stages", "variant"])
    return VariantDocument(
      name: try json.value("name"), baseline: try optionalText(json, "baseline"), budget: try budget(of: json),
      stages: try text(json, "stages"),
      variant: try variant(try json.member("variant")))
  }

  func list(_ json: LocatedJSON) throws(JSONValueError) -> PlanListDocument {
    try check(json, has: ["format", "name", "baseline", "budget", "parts"])
    let parts = try json.member("parts")
    guard case .object(let members) = parts.content else {
      throw JSONValueError(message: "expected an object", range: parts.range)
    }
    var read: [PlanListDocument.Part] = []
    for member in members {
      read.append(
        PlanListDocument.Part(
          path: Placed(member.name, at: place(member.nameRange)), prefix: try String(reading: member.value)))
    }
    return PlanListDocument(
      name: try json.value("name"), baseline: try optionalText(json, "baseline"), budget: try budget(of: json),
      parts: read)
  }

  func document(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument {
    try check(json, has: ["format", "name", "baseline", "budget", "files", "universes", "stages", "variants"])
    return PlanDocument(
      name: try json.value("name"), baseline: try optionalText(json, "baseline"),
      budget: try budget(of: json),
      files: try each(json, "files", fileEntry), universes: try each(json, "universes", universe),
      stages: try each(json, "stages", stage), variants: try each(json, "variants", variant))
  }

  /// The budget that the file with `json` has.
  private func budget(of json: LocatedJSON) throws(JSONValueError) -> Budget? {
    guard let json = json["budget"] else { return nil }
    try check(json, has: ["hours", "memory", "disk"])
    return Budget(
      hours: try json["hours"].map { value throws(JSONValueError) in
        let hours = try Double(reading: value)
        guard hours > 0, hours.isFinite else {
          throw JSONValueError(message: "expected a number of hours greater than 0", range: value.range)
        }
        return Located(hours, .written(place(value.range)))
      },
      memory: try json["memory"].map(size), disk: try json["disk"].map(size))
  }

  private func size(_ json: LocatedJSON) throws(JSONValueError) -> Located<ByteSize> {
    let bytes = try Int(reading: json)
    guard bytes > 0, bytes <= ByteSize.largest.bytes else {
      throw JSONValueError(message: "expected a number of bytes greater than 0", range: json.range)
    }
    return Located(ByteSize(bytes: bytes), .written(place(json.range)))
  }

  func fileEntry(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.FileEntry {
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
      fingerprint: Placed(StatedFingerprint(digest), at: fingerprint.range),
      universe: try optionalText(json, "universe"),
      parameters: try CanonicalValue(try json.member("parameters")), inputs: try each(json, "inputs", input))
  }

  private func input(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.InputEntry {
    try check(json, has: ["role", "stage", "artifact"])
    return PlanDocument.InputEntry(
      role: try json.value("role"), stage: try text(json, "stage"), artifact: try text(json, "artifact"))
  }

  private func variant(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.VariantEntry {
    try check(json, has: ["name", "group", "declared", "sweep", "seed", "universe", "tasks", "components", "measure", "starts"])
    return PlanDocument.VariantEntry(
      name: try text(json, "name"), group: try json.value("group"),
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
    try check(json, has: ["tasks", "train", "evaluate", "sets"])
    return PlanDocument.ComponentEntry(
      tasks: try json.value("tasks"), train: try text(json, "train"), evaluate: try text(json, "evaluate"),
      sets: json["sets"] == nil ? [] : try each(json, "sets", set))
  }

  private func set(_ json: LocatedJSON) throws(JSONValueError) -> PlanDocument.SetEntry {
    try check(json, has: ["name", "evaluate"])
    return PlanDocument.SetEntry(name: try json.value("name"), evaluate: try text(json, "evaluate"))
  }

  // MARK: Members

  func check(_ json: LocatedJSON, has names: [String]) throws(JSONValueError) {
    guard case .object(let members) = json.content else {
      throw JSONValueError(message: "expected an object", range: json.range)
    }
    if let member = members.first(where: { !names.contains($0.name) }) {
      throw JSONValueError(message: "the member \"\(member.name)\" is unknown here", range: member.nameRange)
    }
  }

  func each<Element>(
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
  func words(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<[String]> {
    Placed(try json.value(name), at: place(try json.member(name).range))
  }

  func text(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String> {
    try string(try json.member(name))
  }

  func optionalText(_ json: LocatedJSON, _ name: String) throws(JSONValueError) -> Placed<String>? {
    let value = try json.member(name)
    if case .null = value.content { return nil }
    return try string(value)
  }

  func string(_ json: LocatedJSON) throws(JSONValueError) -> Placed<String> {
    Placed(try String(reading: json), at: place(json.range))
  }
}
