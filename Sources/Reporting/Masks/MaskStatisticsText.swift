import Diagnostics
import MaskTools
package import Text

extension MaskStatistics {
  /// The statistics for people: regions, tensors, units.
  package var text: String {
    var regionTable = TextTable([.left, .right, .right, .right])
    regionTable.add(["region", "kept", "of", "sparsity"])
    for region in regions + [total] { regionTable.add(Self.cells(of: region)) }

    var tensorTable = TextTable([.left, .right, .right, .right, .right, .right])
    tensorTable.add(["tensor", "kept", "of", "sparsity", "dead rows", "dead columns"])
    for tensor in tensors {
      let isMatrix = tensor.shape.count > 1
      tensorTable.add(
        Self.cells(of: tensor.part)
          + (isMatrix ? ["\(tensor.deadRows)", "\(tensor.deadColumns)"] : ["–", "–"]))
    }
    var blocks = [[name] + regionTable.lines(headerRows: 1), tensorTable.lines(headerRows: 1)]
    if !units.isEmpty {
      var unitTable = TextTable([.left, .right, .right, .right])
      unitTable.add(["units of", "units", "without input", "without output"])
      for unit in units {
        unitTable.add([unit.name, "\(unit.count)", "\(unit.withoutInput)", "\(unit.withoutOutput)"])
      }
      blocks.append(unitTable.lines(headerRows: 1))
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private static func cells(of part: Part) -> [String] {
    [part.name, "\(part.kept)", "\(part.count)", percent(part.sparsity)]
  }

  /// The statistics as JSON.
  package var json: JSONValue {
    [
      "name": .string(name), "kept": .integer(total.kept), "of": .integer(total.count),
      "sparsity": .real(total.sparsity), "regions": .array(regions.map { .object(Self.members(of: $0)) }),
      "tensors": .array(
        tensors.map { tensor in
          .object(
            Self.members(of: tensor.part) + [
              .init("shape", .array(tensor.shape.map(JSONValue.integer))),
              .init("dead_rows", .integer(tensor.deadRows)), .init("dead_columns", .integer(tensor.deadColumns)),
            ])
        }),
      "units": .array(
        units.map { unit in
          [
            "name": .string(unit.name), "count": .integer(unit.count), "without_input": .integer(unit.withoutInput),
            "without_output": .integer(unit.withoutOutput),
          ]
        }),
    ]
  }

  private static func members(of part: Part) -> [JSONValue.Member] {
    [
      .init("name", .string(part.name)), .init("kept", .integer(part.kept)), .init("of", .integer(part.count)),
      .init("sparsity", .real(part.sparsity)),
    ]
  }
}
