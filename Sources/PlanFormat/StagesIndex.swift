import Planning

/// Where the stages of a file stand in it, by the first digits of their fingerprints.
package struct StagesIndex: Sendable {
  package let document: StagesDocument
  private var places: [String: (group: Int, stage: Int)] = [:]

  /// The numbers of digits that stages have.
  private var lengths: Set<Int> = []

  /// The index of `document`, in which the last of several stages of one name counts: they are the same, or wrong.
  package init(_ document: StagesDocument) {
    self.document = document
    for (group, content) in document.groups.enumerated() {
      for (stage, entry) in content.stages.enumerated() {
        let digits = entry.fingerprint.value.digits
        places[digits] = (group, stage)
        lengths.insert(digits.utf8.count)
      }
    }
  }

  /// The digits of the stage that has all of `fingerprint`, as far as the file tells.
  func name(of fingerprint: String) -> String? {
    lengths.sorted().lazy.map { String(fingerprint.prefix($0)) }.first { places[$0] != nil }
  }

  /// The stage called `name`, which states `fingerprint` if that is given and else what it is called.
  func entry(_ name: String, stating fingerprint: StatedFingerprint? = nil) -> PlanDocument.StageEntry? {
    guard let place = places[name] else { return nil }
    let group = document.groups[place.group]
    let stage = group.stages[place.stage]
    var parameters = group.parameters
    if let masks = stage.masks, case .record(let fields) = parameters {
      parameters = .record(fields + [CanonicalValue.Field(name: Operation.masksField, value: .text(masks))])
    }
    return PlanDocument.StageEntry(
      name: Placed(name, at: stage.fingerprint.range), purpose: stage.purpose, operation: group.operation,
      version: group.version,
      fingerprint: Placed(fingerprint ?? stage.fingerprint.value, at: stage.fingerprint.range),
      universe: group.universe,
      parameters: parameters, inputs: group.inputs + stage.inputs)
  }
}
