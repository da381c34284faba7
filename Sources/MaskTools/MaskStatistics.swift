import MaskAlgebra
import Model

/// What a mask leaves of a network: by tensor, by region, and which units it cuts off.
package struct MaskStatistics: Hashable, Sendable {
  package let name: String

  /// Layers and other modules, in the order of the mask's tensors.
  package let regions: [Part]
  package let tensors: [TensorPart]

  /// The units of each direction of each recurrent layer.
  package let units: [Units]

  /// A part of a network and how much of it is kept.
  package struct Part: Hashable, Sendable {
    package let name: String
    package let kept: Int
    package let count: Int

    package var sparsity: Double { fraction(kept, of: count) }
  }

  /// A tensor, and how many rows and columns of it keep nothing; a vector has none of either.
  package struct TensorPart: Hashable, Sendable {
    package let part: Part
    package let shape: [Int]
    package let deadRows: Int
    package let deadColumns: Int
  }

  /// The hidden units of a direction of a layer.
  package struct Units: Hashable, Sendable {
    package let name: String
    package let count: Int

    /// Units of which no gate keeps a weight, from below or from the unit's neighbours: they are constant.
    package let withoutInput: Int

    /// Units that neither the next token nor the layer above reads. The head reads all units of the top layer.
    package let withoutOutput: Int
  }

  /// Counts what `mask` keeps.
  package init(of mask: NamedMask) {
    name = mask.name
    let counts = Dictionary(
      mask.tensors.map { ($0.name, LineCounts($0)) }, uniquingKeysWith: { first, _ in first })
    tensors = mask.tensors.map { tensor in
      let lines = tensor.shape.count < 2 ? nil : counts[tensor.name]
      return TensorPart(
        part: Part(name: tensor.name, kept: tensor.mask.keptCount, count: tensor.mask.count), shape: tensor.shape,
        deadRows: lines?.rows.count { $0 == 0 } ?? 0, deadColumns: lines?.columns.count { $0 == 0 } ?? 0)
    }
    regions = Self.regions(of: mask)
    units = mask.tensors.compactMap { tensor in
      guard let name = ModuleTensorName(tensor.name), name == name.weights(.recurrent) else { return nil }
      return Units(name, counts)
    }
  }

  /// The whole mask as one part.
  package var total: Part {
    Part(
      name: "all", kept: tensors.reduce(0) { $0 + $1.part.kept }, count: tensors.reduce(0) { $0 + $1.part.count })
  }

  private static func regions(of mask: NamedMask) -> [Part] {
    var order: [String] = []
    var parts: [String: Part] = [:]
    for tensor in mask.tensors {
      let region = regionName(ofTensor: tensor.name)
      if parts[region] == nil { order.append(region) }
      let known = parts[region] ?? Part(name: region, kept: 0, count: 0)
      parts[region] = Part(
        name: region, kept: known.kept + tensor.mask.keptCount, count: known.count + tensor.mask.count)
    }
    return order.compactMap { parts[$0] }
  }
}

/// The name of a network's tensor within its tower; a name of another program as it is.
func baseName(ofTensor name: String) -> String { TensorName(parsing: name)?.slot.text ?? name }

/// The part of a network that the tensor called `name` is in: the recurrent layer, else what stands before the last
/// dot.
func regionName(ofTensor name: String) -> String {
  ModuleTensorName(name)?.region ?? name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
}

/// How much the rows and columns of a tensor keep.
private struct LineCounts {
  let rows: [Int]
  let columns: [Int]

  init(_ tensor: NamedMask.Tensor) { (rows, columns) = tensor.mask.keptCounts(columns: tensor.columns) }
}

extension MaskStatistics.Units {
  /// The units of the direction whose recurrent weights are called `name`; `nil` if no cell has these of such a shape.
  fileprivate init?(_ name: ModuleTensorName, _ counts: [String: LineCounts]) {
    guard let recurrent = counts[name.text],
      let cell = RecurrentCell(recurrentRows: recurrent.rows.count, columns: recurrent.columns.count)
    else { return nil }
    let hidden = recurrent.columns.count
    let input = counts[name.weights(.input).text]
    self.name = "\(name.region).\(name.tensor.direction.keyName)"
    count = hidden
    withoutInput = (0..<hidden).count { unit in
      (0..<cell.gates).allSatisfy { gate in
        let row = gate * hidden + unit
        return recurrent.rows[row] == 0 && (input?.rows.count != recurrent.rows.count || input?.rows[row] == 0)
      }
    }
    // Each direction of the layer above reads all directions of this layer, one behind the other.
    let directions = Direction.allCases.filter { counts[name.weights(.recurrent, direction: $0).text] != nil }
    let readers = Direction.allCases.compactMap {
      counts[name.weights(.input, layer: name.tensor.layer + 1, direction: $0).text]?.columns
    }
    guard let place = directions.firstIndex(of: name.tensor.direction), !readers.isEmpty,
      readers.allSatisfy({ $0.count == directions.count * hidden })
    else {
      withoutOutput = 0
      return
    }
    withoutOutput = (0..<hidden).count { unit in
      recurrent.columns[unit] == 0 && readers.allSatisfy { $0[place * hidden + unit] == 0 }
    }
  }
}
