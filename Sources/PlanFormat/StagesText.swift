import Parallel
import Planning
import Text

extension StageGroups {
  /// The file of the stages, written with up to `jobs` threads; its bytes do not depend on their number.
  package func written(as spelling: PlanSpelling, jobs: Int) -> [UInt8] {
    let parts = ranges(about: 16 * jobs).concurrentMap(threads: jobs) { StagesText(self, $0, as: spelling) }
    var shared = SharedValues()
    for entry in universeEntries { shared.add(entry.value, called: entry.name.value) }
    for part in parts { shared.add(part.shared) }
    switch spelling {
    case .json: return json(shared, parts)
    case .text: return text(shared, parts)
    }
  }

  /// The groups in about `count` ranges.
  private func ranges(about count: Int) -> [Range<Int>] {
    let length = max(1, (indices.count + count - 1) / count)
    return stride(from: 0, to: indices.count, by: length).map { $0..<min($0 + length, indices.count) }
  }

  private func json(_ shared: SharedValues, _ parts: [StagesText]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(1 << 16) { $0 + $1.bytes.count })
    bytes += "{\"format\":\"\(PlanFileKind.stages.rawValue)\",\n\"files\":[".utf8
    bytes.appendLines(files.map(\.json))
    bytes += "],\n\"values\":{".utf8
    for (place, (name, value)) in shared.values.sorted(by: { $0.key < $1.key }).enumerated() {
      bytes += place == 0 ? "\n".utf8 : ",\n".utf8
      bytes += JSONText.utf8(of: .string(name)) + ":".utf8 + JSONText.utf8(of: value.json)
    }
    bytes += "\n},\n\"groups\":[".utf8
    for (place, part) in parts.enumerated() {
      bytes += place == 0 ? "\n".utf8 : ",\n".utf8
      bytes += part.bytes
    }
    bytes += "\n]}\n".utf8
    return bytes
  }

  private func text(_ shared: SharedValues, _ parts: [StagesText]) -> [UInt8] {
    var head = PlanTextWriter()
    head.begin(.stages)
    head.write(files)
    head.write(shared)
    var end = PlanTextWriter()
    end.end(stageCount)
    return parts.reduce(into: Array(head.text.utf8)) { $0 += $1.bytes } + end.text.utf8
  }
}

/// The text of some groups, and the records that it refers to.
private struct StagesText: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var shared = SharedValues()

  init(_ groups: StageGroups, _ range: Range<Int>, as spelling: PlanSpelling) {
    var texts = MaskTexts()
    switch spelling {
    case .json:
      for index in range {
        if index > range.lowerBound { bytes += ",\n".utf8 }
        append(groups.group(index, &texts))
      }
    case .text:
      var writer = PlanTextWriter()
      for index in range { writer.write(groups.group(index, &texts)) }
      bytes = Array(writer.text.utf8)
      shared = writer.shared
    }
  }

  private mutating func append(_ group: StagesDocument.Group) {
    var head: [JSONValue.Member] = [
      JSONValue.Member("operation", .string(group.operation.value)),
      JSONValue.Member("version", .integer(group.version)),
    ]
    if let universe = group.universe { head.append(JSONValue.Member("universe", .string(universe.value))) }
    head.append(JSONValue.Member("parameters", shared.json(of: group.parameters)))
    if !group.inputs.isEmpty { head.append(JSONValue.Member("inputs", group.inputs.json(without: [:]))) }
    let artifacts = group.usualArtifacts
    if !artifacts.isEmpty {
      let members = artifacts.sorted { $0.key < $1.key }.map { JSONValue.Member(String($0.key), .string($0.value)) }
      head.append(JSONValue.Member("artifacts", .object(members)))
    }
    bytes += JSONText.utf8(of: .object(head)).dropLast()
    bytes += ",\"stages\":[".utf8
    bytes.appendLines(group.stages.map { $0.json(without: artifacts) })
    bytes += "]}".utf8
  }
}

extension StagesDocument.Group {
  /// By the kind of their roles, the artifacts of those inputs that stages have of their own: the first stage's.
  fileprivate var usualArtifacts: [Substring: String] {
    var artifacts: [Substring: String] = [:]
    for input in stages.lazy.compactMap({ $0.inputs.isEmpty ? nil : $0.inputs }).joined()
    where artifacts[input.kind] == nil { artifacts[input.kind] = input.artifact.value }
    return artifacts
  }
}

extension PlanDocument.InputEntry {
  /// The first word of the role.
  fileprivate var kind: Substring { role.prefix { $0 != " " } }
}

extension StagesDocument.Entry {
  /// The entry as JSON, in which inputs that read what is usual for their kind name the stage alone.
  fileprivate func json(without artifacts: [Substring: String]) -> JSONValue {
    var members = [
      JSONValue.Member("stage", .string(fingerprint.value.digits)),
      JSONValue.Member("purpose", .array(purpose.value.map(JSONValue.string))),
    ]
    if let masks { members.append(JSONValue.Member(Operation.masksField, .string(masks))) }
    if !inputs.isEmpty { members.append(JSONValue.Member("inputs", inputs.json(without: artifacts))) }
    return .object(members)
  }
}

extension [PlanDocument.InputEntry] {
  /// Stages and artifacts by their roles; without those artifacts that are usual for the kind of role.
  fileprivate func json(without artifacts: [Substring: String]) -> JSONValue {
    .object(
      map { input in
        let isUsual = artifacts[input.kind] == input.artifact.value
        return JSONValue.Member(
          input.role, .string(isUsual ? input.stage.value : "\(input.stage.value)/\(input.artifact.value)"))
      })
  }
}

extension [UInt8] {
  /// Appends each of `values` on a line of its own, with commas between them.
  fileprivate mutating func appendLines(_ values: [JSONValue]) {
    for (place, value) in values.enumerated() {
      self += place == 0 ? "\n".utf8 : ",\n".utf8
      self += JSONText.utf8(of: value)
    }
    if !values.isEmpty { append(0x0A) }
  }
}
