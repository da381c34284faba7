import Diagnostics
import MaskTools
import Text

extension MaskDifference {
  /// The difference for people.
  package var text: String {
    if isEqual { return "'\(names[0])' and '\(names[1])' keep the same \(total.both) of \(total.count) scalars" }
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add(["tensor", "only \(names[0])", "only \(names[1])", "both", "of"])
    for part in tensors + [total] {
      table.add([part.name, "\(part.onlyFirst)", "\(part.onlySecond)", "\(part.both)", "\(part.count)"])
    }
    return table.lines(headerRows: 1).joined(separator: "\n")
  }

  /// The difference as JSON.
  package var json: String {
    JSONText.text(
      of: [
        "names": .array(names.map(JSONValue.string)), "equal": .boolean(isEqual), "all": Self.json(of: total),
        "tensors": .array(tensors.map(Self.json)), "completed": .array(completed.map(JSONValue.string)),
      ], .pretty)
  }

  private static func json(of part: Part) -> JSONValue {
    [
      "name": .string(part.name), "only_first": .integer(part.onlyFirst), "only_second": .integer(part.onlySecond),
      "both": .integer(part.both), "of": .integer(part.count),
    ]
  }
}
