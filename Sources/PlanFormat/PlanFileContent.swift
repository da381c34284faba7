/// What a file of a plan holds, which can be written in two ways.
package protocol PlanFileContent {
  var json: String { get }
  var text: String { get }
}

extension PlanFileContent {
  /// The bytes of the file.
  package func bytes(as spelling: PlanSpelling) -> [UInt8] {
    switch spelling {
    case .json: Array(json.utf8)
    case .text: Array(text.utf8)
    }
  }
}

extension PlanDocument: PlanFileContent {}
extension VariantDocument: PlanFileContent {}
extension PlanListDocument: PlanFileContent {}
