import ExperimentSpec
import MaskAlgebra
import Planning

/// The universes of a plan, each named by its content.
struct UniverseTable: Sendable {
  private(set) var names: [ParameterUniverse: String] = [:]

  /// The universes that have been named, by name.
  var entries: [PlanDocument.UniverseEntry] {
    names.map { PlanDocument.UniverseEntry(name: Placed($1), value: $0.canonical) }.sorted {
      $0.name.value < $1.name.value
    }
  }

  mutating func name(of universe: ParameterUniverse) -> String {
    if let known = names[universe] { return known }
    let name = "universe~\(Digest(of: universe.canonical.encoded).short)"
    names[universe] = name
    return name
  }
}
