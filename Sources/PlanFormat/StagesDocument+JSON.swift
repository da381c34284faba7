import Diagnostics
import Planning
import Text

extension StagesDocument {
  /// Reads stages from JSON, group by group; `nil`, with the reason in `log`, if `file` holds none.
  init?(readingJSON file: SourceFile, log: inout DiagnosticLog) {
    var reader = StagesJSONReader(file)
    do throws(JSONSyntaxError) {
      try reader.read()
      self = reader.document
    } catch {
      let place = file.place(file.textRange.lowerBound + error.offset)
      log.record(reader.dangling ?? .malformedJSON(error, at: place))
      return nil
    }
  }
}

/// Reads the members of a file of stages, of which no more than one group is held as JSON.
private struct StagesJSONReader {
  private let reader: PlanJSONReader
  private var cursor: JSONCursor
  private(set) var document = StagesDocument()

  /// The reference that led nowhere, if reading ended with one.
  private(set) var dangling: Diagnostic?

  init(_ file: SourceFile) {
    reader = PlanJSONReader(file: file)
    cursor = JSONCursor(file.bytes[file.textRange])
  }

  mutating func read() throws(JSONSyntaxError) {
    var seen: [String] = []
    var cursor = self.cursor
    try cursor.object { (cursor, name, range) throws(JSONSyntaxError) in
      seen.append(name)
      switch name {
      case "format": _ = try cursor.string()
      case "files":
        try cursor.array { cursor throws(JSONSyntaxError) in
          let json = try JSONReader.value(at: &cursor)
          document.files.append(try located { () throws(JSONValueError) in try reader.fileEntry(json) })
        }
      case "values":
        try cursor.object { (cursor, name, _) throws(JSONSyntaxError) in
          let json = try JSONReader.value(at: &cursor)
          document.values[name] = try located { () throws(JSONValueError) in try CanonicalValue(json) }
        }
      case "groups":
        try cursor.array { cursor throws(JSONSyntaxError) in
          let json = try JSONReader.value(at: &cursor)
          document.groups.append(try located { () throws(JSONValueError) in try group(json) })
        }
      default:
        throw JSONSyntaxError(message: "the member \"\(name)\" is unknown here", offset: range.lowerBound)
      }
    }
    let end = cursor.offset
    try cursor.end()
    guard seen == ["format", "files", "values", "groups"] else {
      throw JSONSyntaxError(message: "expected format, files, values and groups, in this order", offset: end - 1)
    }
  }

  /// What `read` gives; its failure as one of the text.
  private func located<Value>(_ read: () throws(JSONValueError) -> Value) throws(JSONSyntaxError) -> Value {
    do throws(JSONValueError) { return try read() } catch {
      throw JSONSyntaxError(message: error.message, offset: error.range.lowerBound)
    }
  }

  private mutating func group(_ json: LocatedJSON) throws(JSONValueError) -> StagesDocument.Group {
    try reader.check(json, has: ["operation", "version", "universe", "parameters", "inputs", "artifacts", "stages"])
    var artifacts: [Substring: Placed<String>] = [:]
    if let list = json["artifacts"] {
      guard case .object(let members) = list.content else {
        throw JSONValueError(message: "expected an object", range: list.range)
      }
      for member in members {
        artifacts[Substring(member.name)] = try reader.string(member.value)
      }
    }
    var universe: Placed<String>?
    if json["universe"] != nil { universe = try reader.text(json, "universe") }
    return StagesDocument.Group(
      operation: try reader.text(json, "operation"), version: try json.value("version"), universe: universe,
      parameters: try parameters(try json.member("parameters")), inputs: try inputs(of: json, artifacts: [:]),
      stages: try reader.each(json, "stages") { json throws(JSONValueError) in try entry(json, artifacts: artifacts) })
  }

  private func entry(
    _ json: LocatedJSON, artifacts: [Substring: Placed<String>]
  ) throws(JSONValueError) -> StagesDocument.Entry {
    try reader.check(json, has: ["stage", "purpose", Operation.masksField, "inputs"])
    let name = try reader.text(json, "stage")
    guard let fingerprint = StatedFingerprint(startingWith: name.value) else {
      throw JSONValueError(message: "expected 12 to 64 hexadecimal digits", range: try json.member("stage").range)
    }
    var masks: String?
    if json[Operation.masksField] != nil { masks = try json.value(Operation.masksField) }
    return StagesDocument.Entry(
      fingerprint: Placed(fingerprint, at: name.range), purpose: try reader.words(json, "purpose"), masks: masks,
      inputs: try inputs(of: json, artifacts: artifacts))
  }

  /// The inputs of a stage or group, some of which read the artifact that is usual for the kind of their role.
  private func inputs(
    of json: LocatedJSON, artifacts: [Substring: Placed<String>]
  ) throws(JSONValueError) -> [PlanDocument.InputEntry] {
    guard let list = json["inputs"] else { return [] }
    guard case .object(let members) = list.content else {
      throw JSONValueError(message: "expected an object", range: list.range)
    }
    var inputs: [PlanDocument.InputEntry] = []
    for member in members {
      let source = try String(reading: member.value)
      let place = reader.place(member.value.range)
      let parts = source.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let artifact = parts.count == 2 ? Placed(parts[1], at: place) : artifacts[member.name.prefix { $0 != " " }]
      guard let artifact else {
        throw JSONValueError(message: "expected a stage, a slash and an artifact", range: member.value.range)
      }
      inputs.append(
        PlanDocument.InputEntry(role: member.name, stage: Placed(parts[0], at: place), artifact: artifact))
    }
    return inputs
  }

  /// Parameters, in which records may be named instead of written.
  private mutating func parameters(_ json: LocatedJSON) throws(JSONValueError) -> CanonicalValue {
    guard case .object(let members) = json.content else {
      throw JSONValueError(message: "expected an object", range: json.range)
    }
    var fields: [CanonicalValue.Field] = []
    for member in members {
      let value: CanonicalValue
      if case .array(let elements) = member.value.content {
        var values: [CanonicalValue] = []
        for element in elements { values.append(try parameter(element)) }
        value = .list(values)
      } else {
        value = try parameter(member.value)
      }
      fields.append(CanonicalValue.Field(name: member.name, value: value))
    }
    return .record(fields)
  }

  private mutating func parameter(_ json: LocatedJSON) throws(JSONValueError) -> CanonicalValue {
    guard case .string(let text) = json.content, text.hasPrefix(SharedValues.referenceMark) else {
      return try CanonicalValue(json)
    }
    let name = String(text.dropFirst(SharedValues.referenceMark.count))
    guard let value = document.values[name] else {
      let placed = Placed(name, at: reader.place(json.range))
      dangling = .dangling("value", placed, known: document.values.keys.sorted())
      throw JSONValueError(message: "there is no value '\(name)'", range: json.range)
    }
    return value
  }
}
