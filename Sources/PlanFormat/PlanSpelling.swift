/// How files of plans are written.
package enum PlanSpelling: String, CaseIterable, Sendable {
  case json, text

  /// What the names of such files end with.
  package var suffix: String {
    switch self {
    case .json: ".json"
    case .text: ".plan"
    }
  }
}
