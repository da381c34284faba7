package import Planning
import Text

/// Something about a stage, which people call by the stage's name or identity.
package protocol NamedStage: Sendable {
  var stage: StageID { get }
  var label: String { get }
}

/// What a name leads to among several stages.
package enum StageMatch<Candidate: NamedStage>: Sendable {
  case found(Candidate)

  /// Nothing is called that; these are called something like it.
  case unknown(similar: [Candidate])

  case ambiguous([Candidate])
}

extension Array where Element: NamedStage {
  /// The stage whose identity begins with `name`, or which is called `name`, or, if there is none, the one whose name
  /// begins with it or holds it.
  package func stage(called name: String) -> StageMatch<Element> {
    let isIdentity = name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    let tests: [(Element) -> Bool] = [
      { isIdentity && $0.stage.description.hasPrefix(name) }, { $0.label == name }, { $0.label.hasPrefix(name) },
      { $0.label.contains(name) },
    ]
    for test in name.isEmpty ? [] : tests {
      let matches = filter(test)
      if matches.count > 1 { return .ambiguous(matches) }
      if let match = matches.first { return .found(match) }
    }
    let words = name.split { $0 == " " || $0 == "." || $0 == ":" }
    let meant = Set(likelyMeant(by: name, among: map(\.label)))
    return .unknown(
      similar: filter { candidate in
        meant.contains(candidate.label) || words.contains { candidate.label.contains($0) }
      })
  }
}
